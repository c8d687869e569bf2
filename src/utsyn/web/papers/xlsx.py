"""The list to the funder as a workbook: one application a row, one partner a row beside it, and what it rests on."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from utsyn.calls.list_columns import COLUMNS, Column, columns, facts, known, of_partner, word
from utsyn.calls.list_paper import title_of
from utsyn.calls.lists import FunderList
from utsyn.text import say, shown
from utsyn.web.papers.sealed import sealed

TOP, BOLD, GREY = Alignment(vertical="top", wrap_text=True), Font(bold=True), PatternFill("solid", "E8E8E8")
LINE, HIGHEST = 15, 409  # points: one line of words, and what a row can hold
MONEY = {True: "#,##0.00", False: "#,##0"}


def workbook(listed: FunderList) -> bytes:
    """Return the list as xlsx; the same list gives the same bytes.

    Words stay words, whatever sign they begin with; amounts and days are numbers and days. A cell with one line for
    each partner has its lines in the order of the partners. What nobody has told us is said to be unknown.
    """
    book, language = Workbook(), listed.language
    book.properties.title = shown(title_of(listed), language)
    book.properties.creator, book.properties.language = listed.institution, language
    _applications(book.active or book.create_sheet(), listed)
    _partners(book.create_sheet(say("Partners").in_(language)), listed)
    _about(book.create_sheet(say("About").in_(language)), listed)
    made = io.BytesIO()
    book.save(made)
    return sealed(made.getvalue(), listed.made_at.astimezone(UTC))


def _applications(sheet: Worksheet, listed: FunderList) -> None:
    sheet.title = say("Applications").in_(listed.language)
    shown_columns = columns(listed)
    _head(sheet, [(c.label.in_(listed.language), c.width) for c in shown_columns])
    for place, row in enumerate(listed.rows, start=2):
        told = [(column, column.value(row, listed.language)) for column in shown_columns]
        _write(sheet, place, [_value(column, value, listed.language) for column, value in told])
    _finish(sheet, len(shown_columns), len(listed.rows), listed)


def _partners(sheet: Worksheet, listed: FunderList) -> None:
    language = listed.language
    told = [column for column in COLUMNS if column.of_partner]
    first = [column for column in COLUMNS if column.key in ("number", "title")]
    code = (say("Country code").in_(language), 9)
    _head(sheet, [*((c.label.in_(language), c.width) for c in first), code,
                  *((c.label.in_(language), c.width) for c in told)])  # fmt: skip
    pairs = [(row, partner) for row in listed.rows for partner in row.partners or ()]
    for place, (row, partner) in enumerate(pairs, start=2):
        cells = [word(of_partner(partner, column.key, language), language) for column in told]
        _write(sheet, place, [row.number, word(row.title, language), word(partner.country, language), *cells])
    _finish(sheet, len(first) + 1 + len(told), len(pairs), listed)


def _about(sheet: Worksheet, listed: FunderList) -> None:
    """Say what the list rests on; the moment it was made stands in UTC, since a workbook knows no zones."""
    language = listed.language
    _head(sheet, [(say("What").in_(language), 28), (say("Value").in_(language), 70)])
    for place, (name, value) in enumerate(facts(listed), start=2):
        if isinstance(value, datetime):
            utc = value.astimezone(UTC).replace(tzinfo=None)
            _write(sheet, place, [say("Made (UTC)").in_(language), utc])
        else:
            _write(
                sheet,
                place,
                [shown(name, language), value if isinstance(value, int) else word(value, language)],
            )
    _finish(sheet, 2, len(facts(listed)), listed)


def _value(column: Column, value: object, language: str) -> object:
    if column.kind == "text" or not known(value):
        return word(value, language)
    return value


def _head(sheet: Worksheet, titled: Sequence[tuple[str, int]]) -> None:
    _write(sheet, 1, [title for title, _ in titled])
    for number, (_, width) in enumerate(titled, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font, sheet.cell(1, number).fill = BOLD, GREY
    sheet.freeze_panes = "A2"


def _write(sheet: Worksheet, place: int, values: Iterable[object]) -> None:
    for number, value in enumerate(values, start=1):
        cell = sheet.cell(place, number)
        assert isinstance(cell, Cell)  # noqa: S101  nothing is merged here
        _fill(cell, value)


def _fill(cell: Cell, value: object) -> None:
    """Write words as words and numbers as numbers; =1+1, +47 and @SUM that somebody wrote are words."""
    cell.alignment = TOP
    if isinstance(value, Decimal):
        cell.value, cell.number_format = value, MONEY[bool(value % 1)]
    elif isinstance(value, datetime):
        cell.value, cell.number_format = value, "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.value = value
    else:
        cell.value = str(value)
        cell.data_type = "s"
        cell.quotePrefix = str(value)[:1] in ("=", "+", "-", "@")


def _lines(words: str, fits: float) -> int:
    """Guess how many lines words take in a column: programs do not all find out by themselves."""
    return sum(1 + int(len(line) * 1.1 / fits) for line in words.split("\n"))


def _finish(sheet: Worksheet, width: int, height: int, listed: FunderList) -> None:
    """Set the sheet up for sorting and for printing, with rows as high as their words."""
    widths = [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, width + 1)]
    for place, cells in enumerate(sheet.iter_rows(max_col=width, values_only=True), start=1):
        lines = max(_lines(str(value), fits) for value, fits in zip(cells, widths, strict=True))
        sheet.row_dimensions[place].height = min(LINE * lines + 2, HIGHEST)
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{height + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1 + width // 10, 0  # still readable
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if footer := sheet.oddFooter:
        footer.right.text = f"{shown(title_of(listed), listed.language)[:200].replace('&', '&&')} &P / &N"
