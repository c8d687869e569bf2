"""What a recipe gives: rows of whole numbers, sorted, with one hash that every engine and every run comes to."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

Row = tuple[Any, ...]
_written = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=str
).encode  # made once: there are many rows


class Result(NamedTuple):
    """A result table: its columns, its rows in their one order, and the SHA-256 of both."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sha256: str

    def where(self, **told: object) -> tuple[Row, ...]:
        """Return the rows in which columns have these values."""
        places = [(self.columns.index(name), value) for name, value in told.items()]
        return tuple(row for row in self.rows if all(row[place] == value for place, value in places))

    def column(self, name: str) -> tuple[Any, ...]:
        """Return a column."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


def result(columns: Sequence[str], rows: Iterable[Row]) -> Result:
    """Put rows into their one order and hash them. A float among them is refused: it could differ between engines."""
    told = list(map(tuple, rows))
    kinds = set(map(type, chain.from_iterable(told)))
    if any(issubclass(kind, float) for kind in kinds):
        raise TypeError("a float is no result: give whole numbers, and divide last")
    nested = any(issubclass(kind, list | tuple | dict) for kind in kinds)
    if nested:
        told = [tuple(list(value) if isinstance(value, tuple) else value for value in row) for row in told]
    lines = [canonical(row) for row in told] if nested else _lines(told)
    order = sorted(range(len(told)), key=lines.__getitem__)
    whole = "\n".join([canonical(tuple(columns)), *map(lines.__getitem__, order)])
    sha256 = hashlib.sha256(whole.encode()).hexdigest()
    return Result(tuple(columns), tuple(map(told.__getitem__, order)), sha256)


def _lines(rows: list[Row]) -> list[str]:
    """Write rows that hold no lists, all at once: a tenth of the time of one by one."""
    between = "],["
    lines = [f"[{line}]" for line in _written(rows)[2:-2].split(between)]
    return lines if len(lines) == len(rows) else [canonical(row) for row in rows]  # it stands in a word too


def canonical(row: Row) -> str:
    """Write a row as JSON in the one form that the hash rests on."""
    return _written(row)
