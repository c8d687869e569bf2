"""`utsyn` as a user runs it: a process of its own, whose end, words and files are looked at, and which can be killed in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

COMMAND = [sys.executable, "-m", "utsyn.cli"]
PATIENCE = 60  # seconds, on a machine that others use too


class Ended(NamedTuple):
    status: int
    out: str
    err: str

    def refused(self, *said: str) -> None:
        """It ended as what is refused ends: with its reasons, and without a traceback."""
        assert (self.status, self.out) == (65, ""), self
        assert "Traceback" not in self.err, self.err
        for words in said:
            assert words in self.err, self.err


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """What a process finds in its environment: no key of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UTSYN_OPENALEX")}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def started(*command: object, **more: str) -> subprocess.Popen[str]:
    """Start the command, and return it while it runs."""
    return subprocess.Popen(
        [*COMMAND, *map(str, command)],
        env=environment(more),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def utsyn(*command: object, **more: str) -> Ended:
    """Run the command to its end."""
    process = started(*command, **more)
    out, err = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, out, err)


def killed(process: subprocess.Popen[str], *, once: Callable[[], bool]) -> None:
    """Kill a process as the power does, once something has happened."""
    wait(once, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def wait(once: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something has happened while a process runs."""
    until = time.monotonic() + PATIENCE
    while not once():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.005)


@contextmanager
def small_disk(folder: Path, *, size: str) -> Iterator[Path]:
    """A disk in memory that fills up soon; who may not mount one skips the test by name."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs to be allowed to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def holding(folder: Path) -> set[str]:
    """What lies in a folder and below it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
