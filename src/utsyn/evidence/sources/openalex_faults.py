"""What is wrong with a file of OpenAlex: looked for row by row, slowly, once an engine has stumbled over it."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from utsyn.evidence.sources.openalex_shape import OPTIONAL, PREFIX, Shape, paths
from utsyn.problems import Problem
from utsyn.text import Said, say

MOST = 10  # faults told at once
LONGEST = 32 << 20  # bytes of one record
LOOK = 200  # records that tell which columns a file has
KINDS: Mapping[str, tuple[type, ...]] = {
    "VARCHAR": (str,),
    "BIGINT": (int,),
    "DOUBLE": (int, float),
    "BOOLEAN": (bool,),
}
SAID: Mapping[str, Said] = {
    "VARCHAR": say("This column holds text"),
    "BIGINT": say("This column holds a whole number"),
    "DOUBLE": say("This column holds a number"),
    "BOOLEAN": say("This column holds true or false"),
}
AGAIN = say("Fetch the file again")


def lines(path: Path) -> Iterator[bytes]:
    """Walk the lines of a file, packed or not. Raises EOFError where it ends in the middle, and OSError where it is broken."""
    with cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb") as file:
        yield from file


def vanished(path: Path, shape: Mapping[str, Shape]) -> list[Problem]:
    """Return which columns the first records of a file do not have, where what is around them is there."""
    met: set[str] = set()
    could: set[str] = set()
    wanted = set(paths(shape)) - OPTIONAL
    try:
        for line in islice(lines(path), LOOK):
            _meet(json.loads(line), shape, "", met, could)
            if wanted <= met:
                return []
    except (EOFError, OSError, zlib.error, ValueError):
        return []  # what is broken is told by who reads all of it
    what, mend = (
        say("The column is not there"),
        say("Look whether the source has renamed it; Utsyn must learn its new name"),
    )
    return [
        Problem(what, mend, tuple(name.split(".")), str(path), 1)
        for name in paths(shape)
        if name in could and name not in met and name not in OPTIONAL
    ]


def broken(path: Path) -> list[Problem]:
    """Tell where a packed file is broken or ends in the middle, by the sums that gzip keeps; DuckDB does not look at them."""
    row = 0
    try:
        for _ in lines(path):
            row += 1
    except EOFError:
        return [Problem(say("The file ends in the middle of a record"), AGAIN, (), str(path), row + 1)]
    except (OSError, zlib.error):
        return [Problem(say("The file is broken, or not packed with gzip"), AGAIN, (), str(path), row + 1)]
    return []


def faults(path: Path, shape: Mapping[str, Shape]) -> list[Problem]:
    """Return what is wrong with a file of JSON lines, at most ten things, each with its row and column."""
    if found := broken(path):
        return found  # what is wrong inside follows from it
    for row, line in enumerate(lines(path), start=1):
        found += islice(_of(line, shape, file=str(path), row=row), MOST - len(found))
        if len(found) >= MOST:
            break
    return found


def _of(line: bytes, shape: Mapping[str, Shape], *, file: str, row: int) -> Iterator[Problem]:
    if len(line) > LONGEST:
        yield Problem(
            say("The record is {n} bytes long", n=len(line)),
            say("Leave it out, and tell the source"),
            (),
            file,
            row,
        )
        return
    try:
        told = json.loads(line)
    except ValueError:
        yield Problem(say("The line is not JSON"), AGAIN, (), file, row)
        return
    if not isinstance(told, dict) or told.get("id") is None:
        yield Problem(
            say("The record has no id"), say("Leave it out, and tell the source"), ("id",), file, row
        )
        return
    for place, what, mend in _wrong(told, shape, ()):
        yield Problem(what, mend, place, file, row)


Wrong = tuple[tuple[str | int, ...], Said, Said]  # where, what, and how to mend it


def _wrong(value: Any, shape: Shape, place: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Walk what does not have the type or the beginning that it should."""
    if value is None:
        return
    if isinstance(shape, str):
        if mend := _misfit(value, shape):
            yield place, _cannot(value), mend
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield place, _cannot(value), say("This column holds a list")
            return
        for number, item in enumerate(value):
            yield from _wrong(item, shape[0], (*place, number))
    elif not isinstance(value, dict):
        yield place, _cannot(value), say("This column holds names with values under them")
    else:
        for name, inner in shape.items():
            yield from _wrong(value.get(name), inner, (*place, name))


def _misfit(value: Any, shape: str) -> Said | None:
    kind, _, letter = shape.partition(":")
    if letter:
        start = PREFIX + letter
        fits = _numbered(str(value), start)
        return None if fits else say("Ids begin with {start} and end with a number", start=start)
    fits = isinstance(value, KINDS[kind]) and not (kind == "BIGINT" and isinstance(value, bool))
    return None if fits else SAID[kind]


def _cannot(value: Any) -> Said:
    return say("“{written}” cannot be used", written=str(value)[:80])


def _numbered(value: str, start: str) -> bool:
    return value.startswith(start) and value[len(start) :].isdigit()


def _meet(value: Any, shape: Shape, above: str, met: set[str], could: set[str]) -> None:
    """Note which names a record has, and which it could have."""
    if isinstance(shape, list):
        for item in value if isinstance(value, list) else ():
            _meet(item, shape[0], above, met, could)
    elif not isinstance(shape, str) and isinstance(value, dict):
        for name, inner in shape.items():
            here = f"{above}.{name}" if above else name
            could.add(here)
            if name in value:
                met.add(here)
                _meet(value[name], inner, here, met, could)
