"""How gunicorn serves the pages of ./run serve: with the ticking of what is due beside it, ended with it."""

import subprocess
import sys
from typing import Any

EVERY = "60"  # seconds
ticking: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """Begin to tick, once the pages are there."""
    del server
    command = [sys.executable, "-m", "utsyn.web", "tick", "--every", EVERY, "--verbosity=0"]
    ticking.append(subprocess.Popen(command))  # noqa: S603  our own command, in our own Python


def post_worker_init(worker: Any) -> None:
    """Have a process ready before it is asked; where that fails it serves all the same, and its first page takes longer."""
    try:
        from utsyn.web.evidence.ready import ready  # noqa: PLC0415  once there are settings

        ready(worker.wsgi)
    except Exception as error:  # noqa: BLE001  a database that is not there yet is told by the pages
        worker.log.warning("Not made ready before the first page: %s", error)


def on_exit(server: Any) -> None:
    """Let what is being sent be sent, and end."""
    del server
    for process in ticking:
        process.terminate()
        process.wait(timeout=30)
