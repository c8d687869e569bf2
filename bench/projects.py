"""What does the list of projects cost a server, narrowed and sorted, in CPU, queries and bytes, with 30 and with 10,000?

Run through Django's test client with all middleware, on the embedded database, as the office that sees them all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime

from bench.measure import Row, cpu, report, row

COUNTS = (30, 10_000)
LARGEST = 50_000  # rows of a table that is imported at once
BAR_CPU, BAR_BYTES, BAR_QUERIES = 100, 80_000, 14
STATUSES = ("innvilget", "avslag", "avslag", "venteliste", "trukket")
COUNTRIES = ("Brasil, Kina", "USA", "Japan, India, Sør-Afrika", "")
FACULTIES = ("fac-hum", "fac-law", "fac-art", "fac-nat", "fac-med", "fac-psy", "fac-soc")
HEADINGS = (
    "Prosjektnummer;Tittel;Utlysning;År;Status;Søkt beløp;Bevilget beløp;Institusjon;Fakultet;Land;Partnere"
)
QUESTIONS = {
    "all": "",
    "words, by amount, third page": "?q=tromso+studie&sort=-amount&page=3",
    "country and outcome, by unit": "?country=CN&status=all_granted&sort=unit&by=country",
    "partner, by title": "?partner=universite+3&sort=title",
    "unit and year, by status": "?unit={unit}&year=2020&sort=status",
}


def table(count: int) -> bytes:
    """A table of applications from a fixed rule."""
    lines = [HEADINGS]
    for n in range(count):
        granted = n % 5 == 0
        lines.append(
            f"{700_000 + n};Studie {n} av samarbeid om utdanning og forskning i Tromsø;intpart-{(2015, 2016, 2017, 2018, 2019, 2020)[n % 6]};"
            f"{2015 + n % 8};{STATUSES[n % 5]};{1_000_000 + n};{900_000 + n if granted else ''};UiB;{FACULTIES[n % 7]};"
            f'{COUNTRIES[n % 4]};"Université {n % 50}; Uni {n % 30}"'
        )
    return "\n".join(lines).encode()


def imported(content: bytes) -> tuple[object, dict[str, float]]:
    """Found the university, take the table in, and return the office with the seconds that each step took."""
    from tests.web.people import person, university
    from utsyn.web.projects.actions.importing import confirm, send_in
    from utsyn.web.projects.arrivals import Terms, plan

    office, at, on = (
        person("office", university()["uib"]),
        datetime(2026, 11, 26, 12, tzinfo=UTC),
        date(2026, 11, 26),
    )
    terms, taken = Terms("bench", "open data", funder="rcn", currency="NOK", public=True), {}
    begun = time.process_time()
    sent = send_in(content, terms, by=office, at=at)
    taken["read"], begun = time.process_time() - begun, time.process_time()
    made = plan(sent, by=office, on=on)
    assert len(made.new) == content.count(b"\n"), "every row is a new project"
    taken["preview"], begun = time.process_time() - begun, time.process_time()
    confirm(sent, print_=made.print, by=office, at=at, on=on)
    taken["confirm"] = time.process_time() - begun
    return office, taken


def measured(count: int) -> list[Row]:
    """Rows for a bank of so many projects."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from utsyn.web.people.models import Unit

    call_command("migrate", verbosity=0)
    office, taken = imported(table(count))
    name = f"{count:,} projects"
    if count == LARGEST:
        return [
            Row(f"{name}: import, {step}: CPU", *[round(seconds, 2)] * 3, "s")
            for step, seconds in taken.items()
        ]
    client = Client(HTTP_HOST="localhost")
    client.force_login(office, backend="allauth.account.auth_backends.AuthenticationBackend")
    unit, rows = Unit.objects.get(key="fac-nat").pk, []
    for what, question in QUESTIONS.items():
        address = "/nb/projects/" + question.format(unit=unit)

        def get(address: str = address) -> bytes:
            answer = client.get(address)
            assert answer.status_code == 200, address
            return answer.content

        get()
        size = len(get())
        with CaptureQueriesContext(connection) as queries:
            get()
        asked = len(queries)
        rows += [row(f"{name}, {what}: CPU", cpu(get, each=3), "ms", BAR_CPU),
                 Row(f"{name}, {what}: page", size, size, size, "bytes", BAR_BYTES),
                 Row(f"{name}, {what}: queries", asked, asked, asked, "queries", BAR_QUERIES)]  # fmt: skip
    return rows


def apart(count: int) -> list[Row]:
    """Measure in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = {"UTSYN_VAR": folder, "UTSYN_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "utsyn.web.settings",
                 "UTSYN_ALLOWED_HOSTS": "localhost", "UTSYN_DEBUG": ""}  # fmt: skip
        ran = subprocess.run([sys.executable, "-m", "bench.projects", str(count)], env=os.environ | place,
                             check=True, capture_output=True, text=True)  # fmt: skip
    return [Row(*fields) for fields in json.loads(ran.stdout.splitlines()[-1])]


def main() -> None:
    """Measure and report."""
    report("projects", [found for count in (*COUNTS, LARGEST) for found in apart(count)])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        main()
