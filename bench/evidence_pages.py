"""What do the pages of evidence cost a server, in CPU, queries and bytes, for who has not signed in and for the office?

All figures of a synthetic world of 20,000 works, through Django's test client with all middleware. What never changes on the page of a
figure is written out once a process: the page is measured as it is asked for again, and as it is asked for the first time, in a process
that has shown figures before. Each process of the server has, before it is asked (utsyn.web.serving): what that takes is no part of this.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any, NamedTuple

from bench.measure import Row, cpu, report, row

BAR_CPU, BAR_QUERIES = 12, 10
WORKS = 20_000
FIGURE = "/en/evidence/international-copublication/"


class Looked(NamedTuple):
    """A page, and whether the bars are its."""

    name: str
    address: str
    barred: bool = False
    fresh: bool = False  # as if nobody had asked for it in this process
    inside: bool = False  # for who has a role alone


def pages(partner: str, work: int) -> tuple[Looked, ...]:
    """Name the pages."""
    return (
        Looked("figure", FIGURE, barred=True),
        Looked("figure, the first time", FIGURE, fresh=True),
        Looked("figure as it was computed before", f"{FIGURE}at/1/", barred=True),
        Looked("figure by country", "/en/evidence/country-profile/", barred=True),
        Looked("figure in classes", "/en/evidence/copublication-classes/", barred=True),
        Looked("figure in classes, the first time", "/en/evidence/copublication-classes/", fresh=True),
        Looked("figure with filling years", "/en/evidence/publications/", barred=True),
        Looked("projects followed by publications", "/en/evidence/projects-and-publications/", barred=True),
        Looked("list", "/en/evidence/"),
        Looked("fields side by side", "/en/evidence/fields/"),
        Looked("classes of fields", "/en/evidence/fields/?figure=copublication-classes"),
        Looked("a field", "/en/evidence/fields/27/"),
        Looked("a country", "/en/evidence/countries/DE/"),
        Looked("units side by side", "/en/evidence/units/", inside=True),
        Looked("classes of units", "/en/evidence/units/?figure=copublication-classes", inside=True),
        Looked("works behind a figure", f"{FIGURE}works/?year=2025", inside=True),
        Looked("a work", f"/en/evidence/works/{work}/", inside=True),
        Looked("partners with the map", "/en/evidence/partners/", inside=True),
        Looked("a partner", f"/en/evidence/partners/{partner}/", inside=True),
        Looked("what is loaded", "/en/evidence/vintages/"),
    )


def measured() -> list[Row]:
    """Rows for the pages, in this process, whose settings name the folder."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    office = _filled()
    from utsyn.web.models import Behind, Partner

    looked = pages(
        Partner.objects.order_by("-works").first().ror, Behind.objects.order_by("-year", "work").first().work
    )  # type: ignore[union-attr]
    nobody, known = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    known.force_login(office, backend="allauth.account.auth_backends.AuthenticationBackend")
    rows = [found for page in looked if not page.inside for found in _page(nobody, page, "nobody")]
    return [*rows, *(found for page in looked for found in _page(known, page, "office"))]


def _filled() -> Any:
    """Compute the figures of a world twice, and return somebody of the office."""
    from datetime import date

    from django.utils import timezone

    from utsyn.web.evidence import jobs
    from utsyn.web.evidence.actions import working
    from utsyn.web.models import Held, Unit, UnitVersion, User

    top = Unit.objects.create(key="uni", kind="institution")
    UnitVersion.objects.create(
        unit=top, since=date(2000, 1, 1), nb="Universitetet", nn="Universitetet", en="The university"
    )
    office = User.objects.create(username="office")
    Held.objects.create(user=office, unit=top, role="office", since=date(2000, 1, 1))
    working.queue("world", told={"works": WORKS, "seed": 1}, at=timezone.now())
    jobs.work(clock=timezone.now)
    working.queue(jobs.COMPUTE, told={"threads": 2}, at=timezone.now())
    jobs.work(clock=timezone.now)
    return office


def _page(client: Any, page: Looked, who: str) -> list[Row]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from utsyn.web.evidence import written

    def get() -> int:
        if page.fresh:
            written.forget()
        response = client.get(page.address)
        assert response.status_code == 200, (page.address, response.status_code)
        return len(response.content)

    size = get()
    with CaptureQueriesContext(connection) as queries:
        get()
    asked, name = len(queries), f"{who}: {page.name}"
    return [
        row(f"{name}: CPU", cpu(get, each=5), "ms", BAR_CPU if page.barred else None),
        Row(f"{name}: queries", asked, asked, asked, "queries", BAR_QUERIES),
        Row(f"{name}: size", size, size, size, "bytes"),
    ]


def main() -> None:
    """Measure in a process with a database of its own, and report."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "utsyn.web.settings", "UTSYN_VAR": folder, "UTSYN_DATABASE_URL": "",
            "UTSYN_ALLOWED_HOSTS": "localhost", "UTSYN_DEBUG": "",
        }  # fmt: skip
        ran = subprocess.run([sys.executable, "-m", "bench.evidence_pages", "here"], env=os.environ | settings, check=True,
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    rows = [Row(*fields) for fields in json.loads(ran.stdout.splitlines()[-1])]
    report("evidence_pages", rows, shown=f"a synthetic world of {WORKS:,} works")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured()))
    else:
        main()
