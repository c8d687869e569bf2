"""The chain of the log walked from end to end, from the database or from a file that was exported."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from utsyn.text import Words, say
from utsyn.web.log import FIRST, Line, Written, canonical

AT_ONCE = 2_000  # lines read at a time
HASH = 64


class Broken(NamedTuple):
    """The first place where the chain does not hold: the number of the line, which it is of all, and why."""

    n: int | None
    place: int
    why: Words


class Walked(NamedTuple):
    """What a walk along the chain found. `head` tells whether the head that was known before is in it, if one was given."""

    lines: int
    first: Written | None
    last: Written | None
    broken: Broken | None
    head: bool | None

    @property
    def holds(self) -> bool:
        """Whether every line follows the one before it, and the known head is among them."""
        return self.broken is None and self.head is not False


class Unread(NamedTuple):
    """A line of a file that is no line of the log."""

    place: int


def walk(lines: Iterable[Written | Unread], *, head: str = "", whole: bool = True) -> Walked:
    """Walk the chain line by line and keep none. A part of the chain (not `whole`) may begin anywhere.

    A line that was changed, taken out, put in or moved is found at once; one taken from the end only by the `head`
    that was known before, and so is a chain that was made anew.
    """
    first, last, broken, before = None, None, None, FIRST if whole else None
    known, count = False, 0
    for count, line in enumerate(lines, start=1):
        if isinstance(line, Unread):
            broken = broken or Broken(None, line.place, say("It cannot be read as a line of the log"))
            before = None
            continue
        broken = broken or _broken(line, before, place=count)
        first, last, before = first or line, line, line.chained
        known = known or line.chained == head
    return Walked(count, first, last, broken, known if head else None)


def _broken(line: Written, before: str | None, *, place: int) -> Broken | None:
    if line.hashed() != line.chained:
        return Broken(line.n, place, say("What it says is not what was hashed: it was changed"))
    if before is not None and line.previous != before:
        why = say("It does not follow the line before it: a line was taken out, put in or moved here")
        return Broken(line.n, place, why)
    return None


def written(rows: QuerySet[Line]) -> Iterator[Written]:
    """Walk lines of the log as they are written out, a few thousand in memory at a time."""
    return map(Written.of, rows.iterator(chunk_size=AT_ONCE))


def as_json(line: Written) -> str:
    """Write a line as one line of JSON, with its end."""
    return f"{canonical(line._asdict())}\n"


def from_file(text: Iterable[str]) -> Iterator[Written | Unread]:
    """Read lines of JSON that were exported, one at a time; blank ones are nothing."""
    for place, one in enumerate((line for line in text if line.strip()), start=1):
        yield _read(one) or Unread(place)


def _read(one: str) -> Written | None:
    try:
        found: Any = json.loads(one)
        read = Written(**found)
    except (ValueError, TypeError, RecursionError):
        return None
    said = (read.at, read.did, read.about, read.sha256, read.previous, read.chained)
    return read if all(isinstance(word, str) for word in said) else None
