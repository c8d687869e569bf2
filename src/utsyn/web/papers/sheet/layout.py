"""What a workbook tells beside its values: merged cells, what is hidden, formulas that were never worked out."""

import io
import warnings
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from 0


class Layout(NamedTuple):
    """How a sheet is laid out; rows and columns are counted from 0."""

    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()  # and what they failed with: #REF!
    since_1904: bool = False

    def above(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the top cell of the range that a cell is merged into from above, or None."""
        for first, left, last, right in self.merged:
            if first < row <= last and left <= column <= right:
                return first, left
        return None


NOTHING_TOLD = Layout()


def layouts(content: bytes) -> Mapping[str, Layout]:
    """Return the layout of each sheet of an xlsx; empty where it is so odd that only its values can be read."""
    odd = (
        InvalidFileException,
        BadZipFile,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        SyntaxError,
        OSError,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it cannot keep (pictures, validations) is not asked for
            book = load_workbook(io.BytesIO(content), keep_links=False)
            since_1904 = book.epoch.year == 1904
            return {sheet.title: _layout(sheet)._replace(since_1904=since_1904) for sheet in book.worksheets}
    except odd:
        return {}


def _layout(sheet: Worksheet) -> Layout:
    merged = tuple(
        (r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges
    )
    rows = frozenset(number - 1 for number, row in sheet.row_dimensions.items() if row.hidden)
    return Layout(tuple(sorted(merged)), rows, frozenset(_hidden_columns(sheet)), frozenset(_formulas(sheet)))


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for column in sheet.column_dimensions.values():
        if column.hidden and column.min and column.max:
            yield from range(column.min - 1, min(column.max, 16_384))


def _formulas(sheet: Worksheet) -> Iterator[tuple[int, int]]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.data_type in ("f", "e"):
                yield cell.row - 1, cell.column - 1
