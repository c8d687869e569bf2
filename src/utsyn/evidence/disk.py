"""Files that are on the disk or not there: written beside and put in place, by one at a time; and a disk that fills up is named."""

import errno
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from utsyn.problems import Problem, Problems
from utsyn.text import say

try:
    import fcntl
except ImportError:  # a machine that has no such locks: whoever runs two at once there looks after them
    fcntl = None  # type: ignore[assignment]

FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_WORDS = ("No space left on device", "Disk quota exceeded", "Could not write all required bytes")


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Turn a disk that fills up, whoever meets it, into Problems that say what to do."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # DuckDB says it in words
        if getattr(error, "errno", None) not in FULL and not any(said in str(error) for said in FULL_WORDS):
            raise
        what = say("The disk is full")
        mend = say("Make room and do it again: what was fetched and loaded before is still there")
        raise Problems(Problem(what, mend, file=str(folder))) from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder, for what two may not do in it at once. Raises Problems where another is at it; who is killed lets go."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        what = say("Somebody else is writing here just now")
        raise Problems(
            Problem(what, say("Wait until that is done, and do it again"), file=str(folder))
        ) from error
    finally:
        os.close(handle)


def refused(error: OSError) -> Problem:
    """Say that a file or folder cannot be used as it should be."""
    what = say("The file cannot be used: {why}", why=error.strerror or str(error))
    return Problem(
        what, say("Check the name, and that you may read and write there"), file=str(error.filename or "")
    )


def settled(path: Path) -> None:
    """Return once a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, text: str) -> None:
    """Write a small file as a whole: a reader finds the old text or the new one, also where two write it at once."""
    making = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.making")
    try:
        with making.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    settled(path.parent)


def written(lines: Iterable[str], *, to: TextIO) -> None:
    """Write lines, such as an answer to a file that the shell opened. Raises Problems where there is no room for them."""
    for line in lines:
        with room(Path("-")), _or_forgotten(to):
            to.write(f"{line}\n")
    with room(Path("-")), _or_forgotten(to):
        to.flush()


@contextmanager
def _or_forgotten(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError:
        forgotten(stream)
        raise


def forgotten(stream: TextIO) -> None:
    """Let go of what could not be written, or Python would try again when it ends, and fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
