"""The cells of a sheet under its headings: what each says, and what is wrong with it, by its place."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from openpyxl.utils import get_column_letter

from utsyn.problems import Problem, Unfit
from utsyn.text import Words, say
from utsyn.web.papers.sheet import values
from utsyn.web.papers.sheet.book import Grid
from utsyn.web.papers.sheet.headings import OF_PARTNER, Heads

T = TypeVar("T")


class Reading:
    """The cells of a sheet under its headings, with the problems and notes that reading them has given so far."""

    def __init__(self, grid: Grid, heads: Heads, *, read_hidden: bool) -> None:
        self.grid, self.heads = grid, heads
        hidden = frozenset[int]() if read_hidden else grid.layout.hidden_columns
        read = [head for head in heads.columns if head.field and head.column not in hidden]
        self.columns: Mapping[str, int] = {
            head.field: head.column for head in read if head.field not in OF_PARTNER
        }
        self.currencies = {head.field: head.currency for head in read if head.currency}
        self.partners: dict[int, dict[str, int]] = {}
        for head in read:
            if head.field in OF_PARTNER:
                self.partners.setdefault(head.partner, {})[head.field] = head.column
        self.problems: list[Problem] = []
        self.notes: list[Words] = []

    def place(self, row: int, column: int) -> str:
        """Name a cell as people do: Sheet1!B7."""
        return f"{self.grid.name}!{get_column_letter(column + 1)}{row + 1}"

    def wrong(self, row: int, column: int, what: Words, mend: Words) -> None:
        """Note a problem of a cell."""
        made = Problem(what, mend, (self.place(row, column),))
        if made not in self.problems:  # a cell may be read more than once
            self.problems.append(made)

    def cell(self, row: int, column: int) -> object:
        """Return what a cell says, or the cell above that it is merged into."""
        above = self.grid.layout.above(row, column)
        if above and above[1] == column:
            return self.grid.at(*above)
        if (row, column) in self.grid.layout.formulas and self.grid.at(row, column) == "":
            self.wrong(row, column, say("A formula stands here without a value, or with an error"),
                       say("Write the value itself, or open the file in a spreadsheet program and save it"))  # fmt: skip
        return self.grid.at(row, column)

    def own(self, row: int, column: int) -> bool:
        """Tell whether a cell says something itself, not only through a merged cell above it."""
        return self.grid.layout.above(row, column) is None and self.grid.at(row, column) != ""

    def tried(self, row: int, column: int, read: Callable[[], T], otherwise: T) -> T:
        """Return what `read` makes of a cell; what does not fit is noted with its place."""
        try:
            return read()
        except Unfit as error:
            written = error.written or values.words(self.grid.at(row, column))
            self.wrong(row, column, say("“{written}” cannot be used", written=written[:80]), error.said)
            return otherwise


def _text(reading: Reading, row: int, column: int) -> object:
    return values.words(reading.cell(row, column))


def _amount(reading: Reading, row: int, column: int) -> object:
    told = values.amount(reading.cell(row, column))
    return None if told == (None, None) else told


def _day(reading: Reading, row: int, column: int) -> object:
    return values.day(reading.cell(row, column), since_1904=reading.grid.layout.since_1904)


def _number(reading: Reading, row: int, column: int) -> object:
    told = values.words(reading.cell(row, column)).rstrip(".")
    if not told:
        return None
    if told.isdecimal() and 0 < int(told[:7]) <= 100_000:
        return int(told[:7])
    raise Unfit(say("Write a whole number in digits, such as 3"))


READ: Mapping[str, Callable[[Reading, int, int], object]] = {
    "text": _text,
    "money": _amount,
    "date": _day,
    "number": _number,
}
