"""How much a spreadsheet says once it is unfolded: one string for a million cells, one cell for a million columns."""

import re
from collections.abc import Iterable

MOST_CELLS, MOST_BYTES = 4_000_000, 200_000_000  # 5,000 nominations in 40 columns of 1,000 letters each
PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["']([A-Z]{0,3})(\d+)["']""")
SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,7})\s*<""")
STRING = re.compile(rb"<(?:\w+:)?si[\s>]")
ROW = re.compile(rb"<table:table-row([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
CELL = re.compile(
    rb"<table:(?:covered-)?table-cell([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL
)
TIMES = re.compile(rb"""-repeated\s*=\s*["'](\d+)["']""")
LEAST = 50  # bytes that a cell takes, whatever it says


def too_much_in_xlsx(sheets: Iterable[bytes], strings: bytes) -> bool:
    """Tell whether the sheets (their XML) reach further, or say the shared strings oftener, than can be held."""
    lengths = [len(part) for part in STRING.split(strings)[1:]]
    return any(_reaches_far(sheet) or _says_much(sheet, lengths) for sheet in sheets)


def _reaches_far(sheet: bytes) -> bool:
    rows, columns = 1, 1
    for letters, number in PLACE.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(number[:9])), max(columns, column)
    return rows * columns > MOST_CELLS


def _says_much(sheet: bytes, lengths: list[int]) -> bool:
    told = (int(index) for index in SHARED.findall(sheet))
    return sum(lengths[index] for index in told if index < len(lengths)) > MOST_BYTES


def too_much_in_ods(content: bytes) -> bool:
    """Tell whether rows and cells that are said many times over come to more than can be held."""
    rows = columns = size = above = 0
    for told, body in ROW.findall(content):
        times = _times(told)
        width, bytes_here = _row(body)
        if width:
            rows, columns = above + times, max(columns, width)
            size += times * bytes_here
        above += times
        if rows * columns > MOST_CELLS or size > MOST_BYTES:
            return True
    return False


def _row(body: bytes) -> tuple[int, int]:
    """Return how far a row reaches to its last cell that says something, and how much it says."""
    at = width = size = 0
    for told, words in CELL.findall(body):
        times = _times(told)
        at += times
        if words or b"office:value" in told:
            width, size = at, size + times * (LEAST + len(words))
    return width, size


def _times(told: bytes) -> int:
    found = TIMES.search(told)
    return int(found[1][:9]) if found else 1
