"""A spreadsheet as grids of cells, whatever program made it; or what is wrong with the file, and how to mend it."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.papers.sheet.layout import NOTHING_TOLD, Layout, layouts
from utsyn.web.papers.sheet.sound import MOST_COLUMNS, MOST_ROWS, Form, form_of, locked

LARGEST = 5_000_000  # bytes


class Grid(NamedTuple):
    """One sheet: its cells from A1 on ("" is empty), and how they are laid out."""

    name: str
    hidden: bool
    rows: tuple[tuple[object, ...], ...]
    layout: Layout

    def at(self, row: int, column: int) -> object:
        """Return what is written in a cell, counted from 0."""
        cells = self.rows[row] if row < len(self.rows) else ()
        value = cells[column] if column < len(cells) else ""
        return value.strip() if isinstance(value, str) else value


class Book(NamedTuple):
    """The sheets of a file, and what is to be said of the file as a whole."""

    grids: tuple[Grid, ...]
    notes: tuple[Words, ...] = ()


def opened(content: bytes, *, file: str, largest: int = LARGEST) -> Book:
    """Open a spreadsheet (xlsx, xls, ods, csv), told by its bytes. Raises Problems where it cannot be read."""
    try:
        return _opened(content, largest)
    except Problems as error:
        raise Problems(*(problem._replace(file=file) for problem in error.problems)) from error


def _opened(content: bytes, largest: int) -> Book:
    if len(content) > largest:
        what = say(
            "The file has {size} bytes; at most {largest} are read", size=len(content), largest=largest
        )
        raise Problems(Problem(what, say("Leave out pictures and what is no nomination, or divide it")))
    form = form_of(content)
    return _text(content) if form == "csv" else _workbook(content, form)


def _workbook(content: bytes, form: Form) -> Book:
    told = layouts(content) if form == "xlsx" else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = {sheet.name: sheet.visible != SheetVisibleEnum.Visible for sheet in book.sheets_metadata}
        grids = tuple(
            _grid(book.get_sheet_by_name(name), hidden.get(name, False), told.get(name))
            for name in book.sheet_names
        )
    except Problems:
        raise
    except PasswordError as error:
        raise locked() from error
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault in the reader, which is no Python, shows
            raise
        raise _broken(error) from None
    if told:
        return Book(grids)
    return Book(
        grids, (say("Whether columns or rows are hidden cannot be told for this kind of file; all are read"),)
    )


def _broken(error: BaseException) -> Problems:
    what = say("The file is broken: {why}", why=str(error)[:200])
    return Problems(Problem(what, say("Open it in a spreadsheet program and save it anew as xlsx")))


def _grid(sheet: CalamineSheet, hidden: bool, told: Layout | None) -> Grid:
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= MOST_ROWS or last_column >= MOST_COLUMNS:
        raise too_many(sheet.name)
    rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
    if told is None:
        ranges = sheet.merged_cell_ranges or []
        told = NOTHING_TOLD._replace(merged=tuple((*start, *end) for start, end in ranges))
    return Grid(sheet.name, hidden, rows, told)


def too_many(sheet: str) -> Problems:
    """Say that a sheet is larger than any list of nominations."""
    what = say("The sheet “{sheet}” has more than {rows} rows or {columns} columns",
               sheet=sheet, rows=MOST_ROWS, columns=MOST_COLUMNS)  # fmt: skip
    return Problems(Problem(what, say("Leave only the nominations in the file")))


def _text(content: bytes) -> Book:
    """Read text with semicolons, commas or tabs between the cells."""
    written, notes = _decoded(content)
    sample = written[:20_000]
    between = max(";,\t", key=lambda sign: len(sample.split(sign)))
    try:
        rows = tuple(
            tuple(row) for row in _limited(csv.reader(io.StringIO(written, newline=""), delimiter=between))
        )
    except csv.Error as error:
        raise _broken(error) from error
    return Book((Grid("csv", False, rows, NOTHING_TOLD),), notes)


def _limited(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number >= MOST_ROWS or len(row) > MOST_COLUMNS:
            raise too_many("csv")
        yield row


def _decoded(content: bytes) -> tuple[str, tuple[Words, ...]]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = say(
            "The text is not UTF-8; it is read as Windows’ Latin letters. Look whether æ, ø and å are right"
        )
        return content.decode("cp1252", errors="replace"), (note,)
