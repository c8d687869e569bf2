"""One row of a table as one application: what its cells tell, and what of them cannot be used."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from utsyn.calls import project_cells as cells
from utsyn.calls.project_cells import Cell
from utsyn.calls.project_columns import NAMES, Column, Heading, Headings
from utsyn.calls.projects import GRANTED, Status, graded
from utsyn.problems import Unfit
from utsyn.text import Words, say

LENGTHS: Mapping[Column, int] = {
    Column.NUMBER: 40, Column.TITLE: 500, Column.CALL: 80, Column.CALL_TITLE: 300, Column.PROGRAMME: 80,
    Column.INSTITUTION: 300, Column.UNIT: 300, Column.CONDITIONS: 4_000,
}  # fmt: skip
MOST_PARTNERS, LONGEST_NAME = 200, 300


class Application(NamedTuple):
    """An application as a table tells of it; empty words, None and no countries mean that the table does not tell."""

    number: str = ""
    title: str = ""
    call: str = ""
    programme: str = ""
    year: int | None = None
    status: str = ""
    sought: Decimal | None = None
    awarded: Decimal | None = None
    currency: str = ""
    institution: str = ""
    unit: str = ""
    role: str = ""
    countries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    decided_on: date | None = None
    conditions: str = ""


class Flaw(NamedTuple):
    """What is wrong in a row (its number as the spreadsheet shows it) and column, and how to mend it."""

    row: int
    column: Words | str
    what: Words
    mend: Words


READERS: Mapping[Column, Callable[[Cell], Any]] = {
    Column.YEAR: cells.year,
    Column.DEADLINE: cells.day,
    Column.STATUS: cells.status,
    Column.ROLE: cells.role,
    Column.COUNTRIES: cells.countries,
    Column.PARTNERS: cells.several,
    Column.STARTS: cells.day,
    Column.ENDS: cells.day,
    Column.DECIDED: cells.day,
}


class Reader:
    """Reads the rows of one table, whose headings are known."""

    def __init__(self, headings: Headings, *, currency: str = "") -> None:
        self.headings = [(heading, heading.column) for heading in headings.read]
        self.currency = currency  # of amounts beside which none is written

    def read(self, row: int, told: Mapping[str, Cell]) -> tuple[Application, Sequence[Flaw]]:
        """Return what a row tells (its cells by column), and its flaws; a row with flaws must not be used."""
        found, flaws = dict[str, Any](), list[Flaw]()
        for heading, column in self.headings:
            cell = told.get(column) if column else None
            if column is None or cells.empty(cell):
                continue
            try:
                found[column] = self._value(heading, column, cell)
            except Unfit as error:
                flaws.append(Flaw(row, heading.written, _unusable(error.written), error.said))
        currencies = self._currencies(found)
        if len(currencies) > 1:
            what = say("The row names several currencies: {names}", names=", ".join(currencies))
            mend = say("Give all amounts of a row in one currency")
            flaws.append(Flaw(row, self._heading(Column.CURRENCY), what, mend))
        made = _made(found, currency=next(iter(currencies), self.currency))
        said = [flaw.column for flaw in flaws]
        return made, [*flaws, *(flaw for flaw in _flaws(row, made, self._heading) if flaw.column not in said)]

    def _currencies(self, found: dict[str, Any]) -> Sequence[str]:
        """Take the currencies beside amounts off them, and return all that the row names."""
        named = [found.get(Column.CURRENCY, "")]
        for heading, column in self.headings:
            if column and isinstance(value := found.get(column), cells.Amount):
                found[column] = value.value
                named.append(value.currency or heading.currency)
        return list(dict.fromkeys(filter(None, named)))

    def _value(self, heading: Heading, column: Column, cell: Cell) -> Any:
        if column in READERS:
            value = READERS[column](cell)
            if column is Column.PARTNERS and (
                len(value) > MOST_PARTNERS or max(map(len, value), default=0) > LONGEST_NAME
            ):
                raise Unfit(
                    say("Write at most {n} names, with semicolons between", n=MOST_PARTNERS), written=None
                )
            return value
        if column in (Column.SOUGHT, Column.AWARDED):
            return cells.amount(cell, factor=heading.factor)
        written = cells.words(cell)
        if column is Column.CURRENCY:
            if not (len(written) == 3 and written.isascii() and written.isalpha()):
                mend = say("Write the currency's three letters in capitals, such as NOK or EUR")
                raise Unfit(mend, written=written[:80])
            return written.upper()
        if len(written) > LENGTHS[column]:
            raise Unfit(say("Write at most {n} characters", n=LENGTHS[column]), written=written[:80])
        return written

    def _heading(self, column: Column) -> Words | str:
        return next((h.written for h, known in self.headings if known is column), NAMES[column])


def _made(found: Mapping[str, Any], *, currency: str) -> Application:
    """Put together what cells told; what follows from it is told too."""
    made = Application(**{name: found[name] for name in Application._fields if name in found})
    if not made.call:
        made = made._replace(call=str(found.get(Column.CALL_TITLE, ""))[: LENGTHS[Column.CALL]])
    if made.year is None and Column.DEADLINE in found:
        made = made._replace(year=found[Column.DEADLINE].year)
    if not made.status and made.awarded:  # an amount awarded tells that it was granted
        made = made._replace(status=Status.GRANTED)
    if made.status:
        made = made._replace(status=graded(Status(made.status), sought=made.sought, awarded=made.awarded))
    if made.awarded == 0 and made.status not in GRANTED:  # nothing awarded, as tables write it
        made = made._replace(awarded=None)
    known = made.sought is not None or made.awarded is not None
    return made._replace(currency=currency if known else "")


def _flaws(row: int, made: Application, heading: Callable[[Column], Words | str]) -> Sequence[Flaw]:
    found = list[Flaw]()
    if not made.title:
        mend = say("Write the title of the project")
        found.append(Flaw(row, heading(Column.TITLE), say("Nothing is written here"), mend))
    if not made.status:
        mend = say("Write how it went: granted, refused, waiting list or withdrawn")
        found.append(Flaw(row, heading(Column.STATUS), say("Nothing tells how it went"), mend))
    elif made.awarded is not None and made.status not in GRANTED:
        mend = say("Leave the amount out, or correct how it went")
        found.append(
            Flaw(row, heading(Column.AWARDED), say("An amount is awarded to what was not granted"), mend)
        )
    if made.starts and made.ends and made.ends < made.starts:
        mend = say("The last day comes before the first; change one of them")
        found.append(Flaw(row, heading(Column.ENDS), _unusable(made.ends.isoformat()), mend))
    return found


def _unusable(written: str | None) -> Words:
    return (
        say("This cannot be used") if written is None else say("“{written}” cannot be used", written=written)
    )
