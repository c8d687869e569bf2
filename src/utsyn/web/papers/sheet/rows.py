"""Rows of a sheet as nominations: one over several rows where its title is merged, each partner in its place."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from pydantic import ValidationError

from utsyn.calls.list_columns import COLUMNS
from utsyn.calls.lists import Internal, ListRow
from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import Words, say
from utsyn.web.papers.sheet.book import Grid
from utsyn.web.papers.sheet.cells import READ, Reading
from utsyn.web.papers.sheet.headings import Heads
from utsyn.web.papers.sheet.partners import partners

KINDS = {column.key: column.kind for column in COLUMNS} | {"priority": "number"}
INTERNAL = frozenset(Internal.model_fields)
PARAGRAPHS = frozenset(column.key for column in COLUMNS if column.width >= 35) - {"title", "institution"}
MOST_ROWS = 5_000


class SheetRow(NamedTuple):
    """A nomination as a sheet has it: where, what would be made of it, what is wrong, what was noticed."""

    place: str
    row: ListRow
    priority: int | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Words, ...] = ()


def nominations(grid: Grid, heads: Heads, *, read_hidden: bool) -> Iterator[SheetRow]:
    """Walk the nominations of a sheet. Raises Problems where there are more rows than any round has."""
    if len(grid.rows) - heads.body > MOST_ROWS:
        what = say("There are more than {n} rows below the headings", n=MOST_ROWS)
        raise Problems(Problem(what, say("Divide the list"), (grid.name,)))
    for number, group in enumerate(_groups(grid, heads, read_hidden=read_hidden), start=1):
        yield _nomination(Reading(grid, heads, read_hidden=read_hidden), group, number)


def skipped(grid: Grid, heads: Heads, row: int, *, read_hidden: bool) -> bool:
    """Tell whether a row is none: empty, hidden, or the headings once more."""
    if row in grid.layout.hidden_rows and not read_hidden:
        return True
    cells = {head.column: str(grid.at(row, head.column)) for head in heads.columns}
    written = [words for words in cells.values() if words]
    merged = any(grid.layout.above(row, head.column) for head in heads.columns)
    return (not written and not merged) or repeats(grid, heads, row)


def repeats(grid: Grid, heads: Heads, row: int) -> bool:
    """Tell whether a row says the headings once more, as at the top of a new page."""
    said = [(head.words, str(grid.at(row, head.column))) for head in heads.columns]
    same = sum(" ".join(words.split()) == " ".join(told.split()) for words, told in said if told)
    return same > 1 and same == sum(bool(told) for _, told in said)


def _groups(grid: Grid, heads: Heads, *, read_hidden: bool) -> list[list[int]]:
    """Put together the rows of each nomination: those under one merged title, or with nothing but a partner."""
    reading, groups = Reading(grid, heads, read_hidden=read_hidden), list[list[int]]()
    of_partner = [column for fields in reading.partners.values() for column in fields.values()]
    title = reading.columns["title"]
    for row in range(heads.body, len(grid.rows)):
        if skipped(grid, heads, row, read_hidden=read_hidden):
            continue
        above = grid.layout.above(row, title)
        under = above is not None and above[1] == title and groups and above[0] in groups[-1]
        others = [column for field, column in reading.columns.items() if reading.own(row, column)]
        only_partner = groups and not others and any(reading.own(row, column) for column in of_partner)
        if under or only_partner:
            groups[-1].append(row)
        elif others or any(reading.own(row, column) for column in of_partner):
            groups.append([row])
    return groups


def _nomination(reading: Reading, group: list[int], number: int) -> SheetRow:
    told = {field: value for field in reading.columns if (value := _value(reading, field, group)) is not None}
    priority = told.pop("priority", None)
    _currency(reading, told, group[0])
    if not told.get("title"):
        reading.wrong(group[0], reading.columns["title"], say("The row has no title"),
                      say("Write one, or leave the row out"))  # fmt: skip
    told["number"] = told.get("number") or number
    told["partners"] = partners(reading, group)
    inside = {field: told.pop(field) for field in list(told) if field in INTERNAL}
    if INTERNAL & set(reading.columns):
        told["internal"] = inside
    if len(group) > 1:
        reading.notes.append(say("Rows {first} to {last} are read as one nomination with several partners",
                                 first=group[0] + 1, last=group[-1] + 1))  # fmt: skip
    place = reading.place(group[0], reading.columns["title"])
    row = _shaped(reading, told, group[0])
    return SheetRow(place, row, _whole(priority), tuple(reading.problems), tuple(reading.notes))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _shaped(reading: Reading, told: dict[str, object], row: int) -> ListRow:
    """Return what is told in its shape, without what does not fit: that is among the problems."""
    try:
        return ListRow.model_validate(told)
    except ValidationError as error:
        for problem in problems_of(error, ListRow, given=told):
            field = next((str(step) for step in reversed(problem.path) if step in reading.columns), "title")
            reading.problems.append(problem._replace(path=(reading.place(row, reading.columns[field]),)))
            told = {name: value for name, value in told.items() if name != problem.path[0]}
        return ListRow.model_validate({"number": 1} | told)


def _value(reading: Reading, field: str, group: list[int]) -> object:
    """Return what the rows of a nomination say under a heading: one value, or words that are put together."""
    column, kind = reading.columns[field], KINDS[field]
    rows = [group[0], *(row for row in group[1:] if reading.own(row, column))]
    read = READ[kind]
    found = {row: reading.tried(row, column, partial(read, reading, row, column), None) for row in rows}
    said = {row: value for row, value in found.items() if value not in (None, "")}
    if kind == "text" and field not in ("title", "currency"):
        between = "\n" if field in PARAGRAPHS else "; "
        return between.join(dict.fromkeys(str(value) for value in said.values()))
    for row in [row for row, value in said.items() if value != next(iter(said.values()))]:
        reading.wrong(row, column, say("The nomination has another value further up"),
                      say("Write one for each nomination, or give this row a title of its own"))  # fmt: skip
    return next(iter(said.values()), None)


def _currency(reading: Reading, told: dict[str, object], row: int) -> None:
    """Take the currency from its column, from beside the amounts or from their headings, if all say the same."""
    said = {
        currency for field in ("amount", "own_contribution") if (currency := reading.currencies.get(field))
    }
    for field in ("amount", "own_contribution"):
        if isinstance(found := told.pop(field, None), tuple):
            told[field] = found[0]
            said |= {found[1]} if found[1] else set()
    own = told.pop("currency", None)
    said |= {str(own).upper()} if own else set()
    if len(said) == 1:
        told["currency"] = said.pop()
    elif said:
        column = reading.columns.get("currency", reading.columns.get("amount", 0))
        reading.wrong(row, column, say("Several currencies are named: {names}", names=", ".join(sorted(said))),
                      say("Write all amounts of a nomination in one currency"))  # fmt: skip
