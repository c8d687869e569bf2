"""Files that are on the disk or not there: written beside and put in place, and a disk that fills up is named."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from utsyn.problems import Problem, Problems
from utsyn.text import say

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


def settled(path: Path) -> None:
    """Return once a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, text: str) -> None:
    """Write a small file as a whole: a reader finds the old text or the new one."""
    making = path.with_name(f"{path.name}.making")
    with making.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
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
