"""A file as one table: its headings, its rows numbered as the spreadsheet shows them, and what is to be said of it."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from typing import NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from utsyn.calls.project_cells import Cell
from utsyn.calls.project_columns import KNOWN, plain
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.papers.sheet.layout import layouts
from utsyn.web.papers.sheet.sound import form_of

LARGEST = 20_000_000  # bytes
MOST_ROWS, MOST_COLUMNS, FURTHEST = 50_000, 300, 30
LOOKED_INTO = 2_000_000  # bytes of a workbook in which hidden columns and merged cells are looked for
Row = Sequence[Cell | time | timedelta]


class Table(NamedTuple):
    """The headings, the rows below them with their numbers, and what the reader of a preview must know of the file."""

    headings: Sequence[str]
    rows: Sequence[tuple[int, Row]]
    notes: Sequence[Words]


def table(content: bytes) -> Table:
    """Read the first sheet that holds something, or text with commas, semicolons or tabs. Raises Problems."""
    if len(content) > LARGEST:
        what = say(
            "The file has {size} bytes; at most {largest} are read", size=len(content), largest=LARGEST
        )
        raise Problems(Problem(what, say("Divide it, and send one part after another")))
    form = form_of(content)
    rows, notes = _text(content) if form == "csv" else _workbook(content, look=form == "xlsx")
    at = _head(rows)
    if at is None:
        raise Problems(
            Problem(say("The table is empty"), say("Look whether it was saved, and send it again"))
        )
    if len(rows) - at - 1 > MOST_ROWS:
        what = say(
            "The table has {n} rows; at most {most} are read at once", n=len(rows) - at - 1, most=MOST_ROWS
        )
        raise Problems(Problem(what, say("Divide it, and send one part after another")))
    if max(map(len, rows)) > MOST_COLUMNS:
        what = say("The table has more than {n} columns", n=MOST_COLUMNS)
        raise Problems(Problem(what, say("Leave out the columns that tell nothing of the projects")))
    head = [str(cell).strip() if cell is not None else "" for cell in rows[at]]
    if at:
        notes = (*notes, say("The headings are in row {n}; what stands above them is not read", n=at + 1))
    below = ((number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2))
    return Table(
        head, [(number, row) for number, row in below if any(cell not in ("", None) for cell in row)], notes
    )


def _head(rows: Sequence[Row]) -> int | None:
    """Return the place of the row with the most headings that are known, among the first; None for an empty table."""
    scored = [
        (sum(plain(str(cell)) in KNOWN for cell in row if cell), -place)
        for place, row in enumerate(rows[:FURTHEST])
    ]
    first = next((place for place, row in enumerate(rows) if any(row)), None)
    best, place = max(scored, default=(0, 0))
    return -place if best > 1 else first


def _workbook(content: bytes, *, look: bool) -> tuple[Sequence[Row], tuple[Words, ...]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = _filled(book)
        rows = sheet.to_python(skip_empty_area=False)
    except Problems:
        raise
    except PasswordError as error:
        what = say("The file is protected by a password")
        raise Problems(Problem(what, say("Take the password away, or save a copy without it"))) from error
    except (CalamineError, OSError, ValueError) as error:
        what = say("The file is broken: {why}", why=str(error)[:200])
        raise Problems(
            Problem(what, say("Open it in a spreadsheet program and save it anew as xlsx"))
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault in the reader, which is no Python, shows
            raise
        what = say("The file is broken: {why}", why=str(error)[:200])
        raise Problems(
            Problem(what, say("Open it in a spreadsheet program and save it anew as xlsx"))
        ) from None
    others = [name for name in book.sheet_names if name != sheet.name]
    return rows, tuple(_notes(content, sheet, others, look=look))


def _filled(book: CalamineWorkbook) -> CalamineSheet:
    """Return the first sheet that is shown and holds something, unless it is larger than is read."""
    shown = (one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible)
    sheet = next((found for name in shown if (found := book.get_sheet_by_name(name)).total_height), None)
    if sheet is None:
        what = say("No sheet that is shown holds anything")
        raise Problems(Problem(what, say("Show the sheet with the projects")))
    height, width = sheet.end or (0, 0)
    if height > MOST_ROWS + FURTHEST or width >= MOST_COLUMNS:
        what = say("The sheet “{sheet}” has more than {rows} rows or {columns} columns",
                   sheet=sheet.name, rows=MOST_ROWS, columns=MOST_COLUMNS)  # fmt: skip
        raise Problems(Problem(what, say("Divide it, and send one part after another")))
    return sheet


def _notes(content: bytes, sheet: CalamineSheet, others: Sequence[str], *, look: bool) -> Iterator[Words]:
    if others:
        yield say(
            "Read from the sheet “{sheet}”. Not read: {others}",
            sheet=sheet.name,
            others=", ".join(others)[:300],
        )
    if not look or len(content) > LOOKED_INTO:
        yield say("Whether columns or rows are hidden, or cells merged, was not looked into; all are read")
        return
    if told := layouts(content).get(sheet.name):
        if told.merged:
            yield say(
                "Some cells are merged: only the first of each is filled, and the others are read as blank"
            )
        if told.hidden_columns:
            yield say("Some columns are hidden; they are read too")
        if told.hidden_rows:
            yield say("Some rows are hidden; they are read too")


def _text(content: bytes) -> tuple[Sequence[Row], tuple[Words, ...]]:
    written, notes = _decoded(content)
    sample = written[:20_000]
    between = max(";,\t", key=sample.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(written, newline=""), delimiter=between)), notes
    except csv.Error as error:
        what = say("The file is broken: {why}", why=str(error)[:200])
        raise Problems(
            Problem(what, say("Open it in a spreadsheet program and save it anew as xlsx"))
        ) from error


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
