"""What do the list of calls and an answer cost a server, in CPU and queries, with 1 call and with 1,000?

Run through Django's test client with all middleware, so that what is measured is the server's work alone.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bench.measure import Row, cpu, report, row

SHIPPED = Path(__file__).parent.parent / "src/utsyn/data"
DEMO = sorted((SHIPPED / "demo/intpart-2022").glob("*.yaml"))
COUNTS = (1, 1_000)
BAR_CPU, BAR_QUERIES = 12, 6


def home(folder: Path, count: int) -> Path:
    """An institution's folder with so many calls, each as large as INTPART 2022."""
    text = (SHIPPED / "calls/intpart/2022.yaml").read_text("utf-8")
    for number in range(count):
        path = folder / "calls" / "bench" / f"{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text.replace("key: intpart-2022", f"key: bench-{number}").replace(
                "programme: intpart", "programme: bench"
            )
        )
    return folder


def measured(count: int) -> list[Row]:
    """Rows for a library of so many calls; in this process, whose settings name the folder."""
    import django

    import utsyn.calls.known  # the shipped names of facts stay
    import utsyn.home

    utsyn.home.SHIPPED = Path("none")  # these calls and no others
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from utsyn.calls.told import proposal

    call_command("migrate", verbosity=0)
    client = Client(HTTP_HOST="localhost")
    told = proposal(DEMO[0]).model_dump(mode="json", exclude_none=True)
    asking = json.dumps({"proposal": told, "on": "2022-03-02"})
    made = client.post("/api/v1/calls/bench-0/answers", asking, content_type="application/json")
    link = made.json()["link"]
    rows = []
    for what, address in (("list of calls", "/en/calls/"), ("call", "/en/calls/bench-0/?on=2022-03-02"),
                          ("answer", f"/en/answers/{link}/")):  # fmt: skip

        def get(address: str = address) -> None:
            assert client.get(address).status_code == 200, address

        get()
        with CaptureQueriesContext(connection) as queries:
            get()
        asked = len(queries)
        name = f"{what}, {count:,} call{'s' * (count > 1)}"
        rows += [row(f"{name}: CPU", cpu(get, each=20), "ms", BAR_CPU),
                 Row(f"{name}: queries", asked, asked, asked, "queries", BAR_QUERIES)]  # fmt: skip
    days = iter(date(2022, 1, 1) + timedelta(days=n) for n in range(1_000))

    def get_cold() -> None:
        assert client.get(f"/en/calls/?on={next(days)}").status_code == 200

    name = f"list of calls on a day not asked before, {count:,} call{'s' * (count > 1)}: CPU"
    return [*rows, row(name, cpu(get_cold, rounds=7, each=3), "ms")]


def apart(count: int) -> list[Row]:
    """Measure in a process of its own: a library is read once a process."""
    with tempfile.TemporaryDirectory() as folder:
        place = {
            "UTSYN_HOME": str(home(Path(folder) / "home", count)),
            "UTSYN_VAR": folder,
            "UTSYN_DATABASE_URL": "",
        }
        settings = {
            "DJANGO_SETTINGS_MODULE": "utsyn.web.settings",
            "UTSYN_ALLOWED_HOSTS": "localhost",
            "UTSYN_DEBUG": "",
        }
        ran = subprocess.run([sys.executable, "-m", "bench.pages", str(count)], env=os.environ | place | settings,
                             check=True, capture_output=True, text=True)  # fmt: skip
    return [Row(*fields) for fields in json.loads(ran.stdout.splitlines()[-1])]


def main() -> None:
    """Measure and report."""
    report("pages", [found for count in COUNTS for found in apart(count)])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        main()
