"""What reading a faculty's spreadsheet would make, column by column and row by row, before anything is made."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from utsyn.calls.lists import ListRow
from utsyn.calls.rounds.nomination import Nomination
from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import Words, say
from utsyn.web.papers.sheet.book import LARGEST, Book, Grid, opened
from utsyn.web.papers.sheet.headings import Head, Heads, heads
from utsyn.web.papers.sheet.rows import SheetRow, nominations, repeats

SAME = {"theme", "link_to_grant", "title", "amount", "own_contribution", "currency"}
INSIDE = {"evidence_of_grant", "risk", "export_control_note", "starts", "ends"}
PEOPLE = ("applicant", "internal_partners")


class SheetSeen(NamedTuple):
    """A sheet of the file, whether it is read, and if not, why."""

    name: str
    read: bool
    why: Words | None = None


class ColumnSeen(NamedTuple):
    """A column: its letter, its heading, the field it is read into ("" if none), and what is to be said of it."""

    letter: str
    heading: str
    field: str
    partner: int = 0
    note: Words | None = None


class Preview(NamedTuple):
    """All that a spreadsheet would give, and all that it would not."""

    file: str
    sheets: tuple[SheetSeen, ...]
    columns: tuple[ColumnSeen, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[Words, ...]

    @property
    def unread(self) -> tuple[ColumnSeen, ...]:
        """The columns that are not read; each says why."""
        return tuple(column for column in self.columns if not column.field)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, with its cell."""
        return tuple(problem for row in self.rows for problem in row.problems)


def preview(
    content: bytes, *, file: str, sheet: str = "", read_hidden: bool = False, largest: int = LARGEST
) -> Preview:
    """Read a spreadsheet without making anything. Raises Problems where nothing can be read at all.

    What is hidden is not read unless asked for: what a faculty sees is what it sends.
    """
    book = opened(content, file=file, largest=largest)
    grid, found = _chosen(book, file, sheet)
    seen = tuple(_column(head, grid, read_hidden=read_hidden) for head in found.columns)
    if not any(column.field == "title" for column in seen):
        mend = say("Show the column, or choose to read what is hidden")
        raise Problems(Problem(say("The column with the titles is hidden"), mend, (grid.name,), file))
    rows = tuple(_checked(row) for row in nominations(grid, found, read_hidden=read_hidden))
    if not rows:
        what = say("There are no nominations below the headings")
        raise Problems(Problem(what, say("Write one nomination a row"), (grid.name,), file))
    notes = (*book.notes, *_notes(grid, found, read_hidden=read_hidden))
    return Preview(file, tuple(_sheets(book, grid)), (*seen, *_headless(grid, found)), rows, notes)


def _chosen(book: Book, file: str, sheet: str) -> tuple[Grid, Heads]:
    """Choose the sheet that is named, or the visible one with most headings that are known."""
    named = [grid for grid in book.grids if (grid.name == sheet if sheet else not grid.hidden)]
    found = [(grid, made) for grid in named if (made := heads(grid))]
    if not found:
        what = (
            say("No column is headed as a title")
            if named
            else say("There is no such sheet: {sheet}", sheet=sheet)
        )
        mend = say("Head the columns in one row: Title, Theme, Applicant, Department, Country, Institution")
        raise Problems(Problem(what, mend, (), file))
    return max(found, key=lambda pair: sum(bool(head.field) for head in pair[1].columns))


def _sheets(book: Book, read: Grid) -> Iterator[SheetSeen]:
    for grid in book.grids:
        if grid is read:
            yield SheetSeen(grid.name, True)
        elif grid.hidden:
            yield SheetSeen(grid.name, False, say("It is hidden; it is not read unless it is chosen"))
        elif not heads(grid):
            yield SheetSeen(grid.name, False, say("No column is headed as a title"))
        else:
            yield SheetSeen(grid.name, False, say("Another sheet has more headings that are known"))


def _column(head: Head, grid: Grid, *, read_hidden: bool) -> ColumnSeen:
    letter, note, field = get_column_letter(head.column + 1), head.note, head.field
    if head.column in grid.layout.hidden_columns:
        if read_hidden:
            note = say("The column is hidden; it is read because that was chosen")
        else:
            note, field = (
                say("The column is hidden; it is not read, since those who sent the file may not see it"),
                "",
            )
    elif not field and note is None:
        note = say("The heading is not known; the column is not read")
    return ColumnSeen(letter, head.words, field, head.partner, note)


def _headless(grid: Grid, found: Heads) -> Iterator[ColumnSeen]:
    """Name the columns that hold something below no heading."""
    headed = {head.column for head in found.columns}
    for column in range(max(len(row) for row in grid.rows)):
        filled = any(grid.at(row, column) != "" for row in range(found.body, len(grid.rows)))
        if column not in headed and filled:
            note = say("The column has no heading; it is not read")
            yield ColumnSeen(get_column_letter(column + 1), "", "", 0, note)


def _notes(grid: Grid, found: Heads, *, read_hidden: bool) -> Iterator[Words]:
    body = range(found.body, len(grid.rows))
    hidden = [str(row + 1) for row in body if row in grid.layout.hidden_rows]
    if hidden and not read_hidden:
        yield say("Hidden rows are not read: {rows}", rows=", ".join(hidden))
    elif hidden:
        yield say("Hidden rows are read because that was chosen: {rows}", rows=", ".join(hidden))
    again = [str(row + 1) for row in body if repeats(grid, found, row)]
    if again:
        yield say("Rows that say the headings once more are not read: {rows}", rows=", ".join(again))


def _checked(made: SheetRow) -> SheetRow:
    """Say what a nomination would not take."""
    try:
        Nomination.model_validate(nomination(made.row))
    except ValidationError as error:
        found = problems_of(error, Nomination)
        placed = [problem._replace(path=(made.place, *problem.path)) for problem in found]
        return made._replace(problems=(*made.problems, *placed))
    return made


def nomination(row: ListRow) -> dict[str, Any]:
    """Return what a row tells as `Nomination` holds it, without names of people; what is unknown is left out."""
    told = row.model_dump(mode="json", include=SAME, exclude_none=True)
    if row.internal:
        told |= row.internal.model_dump(mode="json", include=INSIDE, exclude_none=True)
    told = {name: value for name, value in told.items() if value != ""}
    if row.partners is not None:
        told["partners"] = [
            {
                name: value
                for name, value in (("country", p.country), ("name", p.institution), ("unit", p.unit))
                if value
            }
            for p in row.partners
        ]
    return told


def people(row: ListRow) -> dict[str, Any]:
    """Return the names that a row tells, as they are written there, for the half that may hold them."""
    told: dict[str, Any] = {field: getattr(row, field) for field in PEOPLE}
    told["key_people"] = row.internal.key_people if row.internal else ""
    told["partners"] = [
        {"local_leader": partner.local_leader, "researchers": partner.researchers}
        for partner in row.partners or ()
    ]
    return told


def units(row: ListRow) -> dict[str, str]:
    """Return the names of the department and the faculty, as they are written in the row."""
    return {"department": row.department, "faculty": row.internal.faculty if row.internal else ""}
