"""What does the page of a round cost a server, in CPU and queries, with 5 and with 500 nominations?

As the office sees it, who sees all of them, through Django's test client with all middleware. The page shows 50
nominations at a time; it reads, counts and orders all of them each time. Each nomination tells as much as a real one.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime

from bench.measure import Row, cpu, report, row
from utsyn.calls.told import proposal
from utsyn.home import SHIPPED

COUNTS = (5, 500)
BAR_CPU, BAR_QUERIES = 12, 10
OPENED = datetime(2022, 2, 2, 9, tzinfo=UTC)
TERMS = {
    "cap": 20, "seed": "announced beforehand",
    "steps": {"notice": {"days": 21}, "internal": {"days": 7}, "ranking": {"days": 4}, "approval": {"days": 1}},
}  # fmt: skip
DEMO = proposal(min((SHIPPED / "demo/intpart-2022").glob("*.yaml"))).model_dump(
    mode="json", exclude_none=True
)
COUNTRIES = ("US JP", "BR", "RU CA", "IN DE ZA")


def filled(count: int) -> object:
    """An invented university's round with so many nominations, and the person of the office who looks at it."""
    from tests.web.people import FACULTIES, person, university
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds import facts
    from utsyn.web.rounds.actions.checking import check
    from utsyn.web.rounds.actions.opening import open_round
    from utsyn.web.rounds.models import Nomination, State, Writer

    units = university()
    office, researcher = person("office", units["uib"]), person("researcher", units["uib"])
    made = open_round(key="bench", title="Bench", call="intpart-2022", unit=units["uib"], told=TERMS,
                      by=office, at=OPENED, clock=OPENED)  # fmt: skip
    places = [(faculty, department) for faculty, (_, below) in FACULTIES.items() for department in below]
    states = (*[State.NOMINATED] * 5, State.DRAFT, State.HANDED, State.WITHDRAWN)
    for number in range(1, count + 1):
        faculty, department = places[number % len(places)]
        codes = COUNTRIES[number % len(COUNTRIES)]
        title = f"A partnership in the study of something of some importance, number {number}"
        told = Told.model_validate(
            DEMO | {"title": title, "theme": "What it is about. " * 120, "risk": "None. " * 200}
        )
        one = Nomination.objects.create(
            round=made, number=number, title=title, unit=units[department], faculty=units[faculty],
            state=states[number % len(states)], told=facts.written(told), countries=codes, began_at=OPENED,
            noticed_at=OPENED, adviser=office if number % 3 else None,
        )  # fmt: skip
        Writer.objects.create(nomination=one, user=researcher, since=OPENED)
        check(one, on=date(2022, 2, 3 + number % 7), at=OPENED)
    return office


def measured(count: int) -> list[Row]:
    """Rows for a round with so many nominations; in this process, whose settings name the folder."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    client = Client(HTTP_HOST="localhost")
    client.force_login(filled(count), backend="allauth.account.auth_backends.AuthenticationBackend")
    rows = []
    for what, question in (
        ("by faculty", ""),
        ("a word sought, in the order of titles", "?q=japan&sort=title"),
    ):

        def get(question: str = question) -> None:
            assert client.get(f"/en/rounds/bench/{question}").status_code == 200

        get()
        with CaptureQueriesContext(connection) as queries:
            get()
        asked = len(queries)
        name = f"round, {count} nominations, {what}"
        rows += [row(f"{name}: CPU", cpu(get, each=10), "ms", BAR_CPU),
                 Row(f"{name}: queries", asked, asked, asked, "queries", BAR_QUERIES)]  # fmt: skip
    return rows


def apart(count: int) -> list[Row]:
    """Measure in a process of its own, with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "utsyn.web.settings", "UTSYN_VAR": folder, "UTSYN_DATABASE_URL": "",
            "UTSYN_ALLOWED_HOSTS": "localhost", "UTSYN_DEBUG": "",
        }  # fmt: skip
        ran = subprocess.run([sys.executable, "-m", "bench.rounds", str(count)], env=os.environ | settings,
                             check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    return [Row(*fields) for fields in json.loads(ran.stdout.splitlines()[-1])]


def main() -> None:
    """Measure and report."""
    report("rounds", [found for count in COUNTS for found in apart(count)], shown="50 nominations a page")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        main()
