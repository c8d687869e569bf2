"""How long do people wait when twenty requests come each second, on two cores and the embedded database?

The pages as ./run serve gives them (two processes of four threads, SQLite), with the demo's round in progress. Requests begin on time,
whether the ones before have been answered or not. Four in five read (the round, a nomination, lists, calls, projects); one in
five writes (a comment, kept and told of by letter). Waiting is wall time, for that is what people feel: who else uses the
machine is in it, and so is the load generator itself, which runs on the same two cores.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from bench.measure import Row, report

RATE, SECONDS, WARM = 20, 30, 5
BAR_P95 = 300  # ms
PORT = 8321
BASE = f"http://127.0.0.1:{PORT}"
ROUND = "/nb/rounds/intpart-2022/"
READS = {
    "office": [
        ROUND,
        f"{ROUND}?sort=title",
        f"{ROUND}nominations/7/",
        f"{ROUND}approve/",
        "/nb/projects/",
        "/nb/letters/",
    ],
    "rector": [ROUND, f"{ROUND}approve/", f"{ROUND}minutes/", f"{ROUND}nominations/9/"],
    "researcher": [
        ROUND,
        f"{ROUND}nominations/2/",
        "/nb/calls/",
        "/nb/calls/intpart-2022/?on=2022-03-02",
        "/nb/me/",
    ],
}
PEOPLE = {"office": "demo-kontor", "rector": "demo-rektor", "researcher": "demo-forsker"}
WRITES = [f"{ROUND}nominations/{n}/" for n in (2, 6, 8)]


def sessions() -> dict[str, str]:
    """The cookie of each person, as signing in would have given it."""
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "from utsyn.web.people.models import User\n"
        f"for who, name in {PEOPLE!r}.items():\n"
        "    client = Client(); client.force_login(User.objects.get(username=name))\n"
        "    print(who, client.cookies['utsyn_session'].value)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return dict(line.split() for line in said.splitlines())


def asked(path: str, cookie: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
    """Ask for a page, or send a form; return the status and the page."""
    headers = {"Cookie": cookie, "Referer": BASE}
    data = urllib.parse.urlencode(sent).encode() if sent else None
    request = urllib.request.Request(BASE + path, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, ""


def written(path: str, session: str) -> tuple[int, str]:
    """Comment on a nomination, with the token of the form."""
    token = "t" * 32
    cookie = f"{session}; utsyn_form={token}"
    sent = {"csrfmiddlewaretoken": token, "text": "A comment under load", "form": f"load-{random.random()}"}
    return asked(f"{path}comments/", cookie, sent)


def main() -> None:
    """Serve the demo, ask for pages at the rate, and report how long each took."""
    folder = tempfile.TemporaryDirectory()
    os.environ |= {"UTSYN_VAR": folder.name, "DJANGO_SETTINGS_MODULE": "utsyn.web.settings"}
    for verb in (["migrate", "--verbosity=0"], ["demo"]):
        subprocess.run([sys.executable, "-m", "utsyn.web", *verb], check=True, stdout=subprocess.DEVNULL)
    people = {who: f"utsyn_session={key}" for who, key in sessions().items()}
    command = [sys.executable, "-m", "gunicorn", "--workers=2", "--threads=4", "--log-level=error",
               f"--bind=127.0.0.1:{PORT}", "utsyn.web.wsgi"]  # fmt: skip
    server = subprocess.Popen(command)
    try:
        _wait()
        dice = random.Random(1)
        taken: list[tuple[str, float, int]] = []
        lock = threading.Lock()

        def one(due: float) -> None:
            who = dice.choice(list(PEOPLE))
            writes = dice.random() < 0.2
            status, _page = (
                written(dice.choice(WRITES), people["office"])
                if writes
                else asked(dice.choice(READS[who]), people[who])
            )
            with lock:
                taken.append(("write" if writes else "read", (time.monotonic() - due) * 1000, status))

        with ThreadPoolExecutor(200) as pool:
            begun = time.monotonic() + 0.2
            for n in range(RATE * (SECONDS + WARM)):
                due = begun + n / RATE
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(one, due)
    finally:
        server.terminate()
        server.wait()
        folder.cleanup()
    _report(taken[RATE * WARM :])


def _report(taken: list[tuple[str, float, int]]) -> None:
    failed = [status for _, _, status in taken if status >= 400]
    rows = []
    for what in ("read", "write", ""):
        waits = sorted(wait for kind, wait, _ in taken if kind.startswith(what))
        cuts = statistics.quantiles(waits, n=100)
        name = {"read": "reading pages", "write": "writing a comment", "": "all"}[what]
        rows.append(Row(f"{name}: p95 of the wait at {RATE} requests a second", round(cuts[94], 1), round(cuts[49], 1),
                        round(cuts[98], 1), "ms", BAR_P95 if not what else None))  # fmt: skip
    report("load", rows, low="p50", high="p99", requests=len(taken), failed=len(failed))
    print(f"  {len(taken)} requests, {len(failed)} failed")


def _wait() -> None:
    for _ in range(100):
        try:
            if re.search("Utsyn", asked("/nb/", "")[1]):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the pages did not come up")


if __name__ == "__main__":
    main()
