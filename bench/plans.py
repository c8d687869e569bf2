"""What does a plan cost a server: its overview, a goal, the progress of all goals, and the freezing of a report?

60 goals, 20 units, 1,500 measures, ten years of figures; pages as the rector sees them, through Django's test client with
all middleware. The best known open system of this kind was measured at 0.88 s and 309 queries for 300 measures.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, NamedTuple

from bench.measure import Row, cpu, report, row


class Looked(NamedTuple):
    """A page: its address, and the bars for its CPU in ms, its queries and its size in bytes."""

    name: str
    address: str
    bar: int | None = None
    queries: int | None = None
    size: int | None = None


PAGES = (
    Looked("overview", "/en/plans/bench/?on=2024-06-01", 100, 12, 100_000),
    Looked("goal", "/en/plans/bench/goals/goal-5/?on=2024-06-01"),
    Looked("list of measures, the first 50", "/en/plans/bench/measures/", 50),
    Looked("cascade", "/en/plans/bench/cascade/"),
)
PROGRESS_BAR, FREEZE_BAR = 50, 1


def measured() -> list[Row]:
    """Rows for the pages and the answers; in this process, whose settings name the folder."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from bench import plan_world

    call_command("migrate", verbosity=0)
    plan, rector = plan_world.filled()
    client = Client(HTTP_HOST="localhost")
    client.force_login(rector, backend="allauth.account.auth_backends.AuthenticationBackend")
    rows = [found for page in PAGES for found in _page(client, page)]
    rows.append(row("progress of all 60 goals", cpu(_progress(rector), each=5), "ms", PROGRESS_BAR))
    rows.append(
        row("freezing the institution's report", cpu(_freezing(plan, rector), rounds=5), "s", FREEZE_BAR)
    )
    return rows


def _page(client: Any, page: Looked) -> list[Row]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def get() -> int:
        response = client.get(page.address)
        assert response.status_code == 200, response.status_code
        return len(response.content)

    size = get()
    with CaptureQueriesContext(connection) as queries:
        get()
    asked = len(queries)
    return [
        row(f"{page.name}: CPU", cpu(get, each=3), "ms", page.bar),
        Row(f"{page.name}: queries", asked, asked, asked, "queries", page.queries),
        Row(f"{page.name}: size", size, size, size, "bytes", page.size),
    ]


def _progress(rector: Any) -> Callable[[], object]:
    from bench.plan_world import ON
    from utsyn.plans.library import library
    from utsyn.plans.progress import all_progress
    from utsyn.web.plans.queries import held, records

    there = held(rector, "bench", on=ON)
    known, indicators = records(rector, there), library().indicators
    return lambda: all_progress(there.text, known, indicators=indicators, on=ON)


def _freezing(plan: Any, rector: Any) -> Callable[[], object]:
    """Approve the whole institution's report, which freezes it, and let the transaction go again."""
    from django.db import transaction
    from django.utils import timezone

    from bench.plan_world import reported
    from utsyn.web.reports import actions

    row, at = reported(plan), timezone.now()

    def freeze() -> None:
        with transaction.atomic():
            actions.approve(row, by=rector, at=at)
            transaction.set_rollback(True)

    return freeze


def main() -> None:
    """Measure in a process with a database of its own, and report."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "utsyn.web.settings", "UTSYN_VAR": folder, "UTSYN_DATABASE_URL": "",
            "UTSYN_ALLOWED_HOSTS": "localhost", "UTSYN_DEBUG": "",
        }  # fmt: skip
        ran = subprocess.run([sys.executable, "-m", "bench.plans", "here"], env=os.environ | settings, check=True,
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    report(
        "plans",
        [Row(*fields) for fields in json.loads(ran.stdout.splitlines()[-1])],
        shown="60 goals, 1,500 measures",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured()))
    else:
        main()
