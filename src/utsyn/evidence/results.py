"""What a recipe gives: rows of whole numbers, sorted, with one hash that every engine and every run comes to."""

import hashlib
import json
from collections.abc import Iterable, Sequence
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
    kept = [tuple(map(_plain, row)) for row in rows]
    written = sorted((canonical(row), row) for row in kept)
    found = hashlib.sha256(canonical(tuple(columns)).encode())
    for line, _ in written:
        found.update(b"\n")
        found.update(line.encode())
    return Result(tuple(columns), tuple(row for _, row in written), found.hexdigest())


def canonical(row: Row) -> str:
    """Write a row as JSON in the one form that the hash rests on."""
    return _written(row)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("a float is no result: give whole numbers, and divide last")
    return list(value) if isinstance(value, tuple) else value
