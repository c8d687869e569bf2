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


def on_exit(server: Any) -> None:
    """Let what is being sent be sent, and end."""
    del server
    for process in ticking:
        process.terminate()
        process.wait(timeout=30)
