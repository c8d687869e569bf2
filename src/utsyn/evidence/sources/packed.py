"""The lines of files that are packed in some way and written in some encoding: zip, gzip, Windows letters, workbooks."""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

from utsyn.problems import Problem, Problems
from utsyn.text import say

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
CHUNK = 1 << 20
LONGEST = 2**27  # letters of a cell

csv.field_size_limit(LONGEST)


@contextmanager
def stream(path: Path, *, member: str = "") -> Iterator[IO[bytes]]:
    """Open the bytes of a file, unpacked. Raises Problems for one that is damaged, also where that shows only on reading."""
    try:
        if member:
            with zipfile.ZipFile(path) as packed, _opened(packed, member, path) as inner:
                yield inner
        elif path.suffix == ".gz":
            with gzip.open(path) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            with path.open("rb") as plain:
                yield plain
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Problems(damaged(path)) from error


def _opened(packed: zipfile.ZipFile, member: str, path: Path) -> IO[bytes]:
    """Open a member. Raises Problems where it needs a password, or is packed in a way that is not known here."""
    try:
        return packed.open(member)
    except RuntimeError as error:
        what = say("The file cannot be unpacked: {why}", why=str(error)[:200])
        raise Problems(Problem(what, say("Unpack it, and load what is in it"), file=str(path))) from error


def members(path: Path) -> Sequence[str]:
    """Return the names of what is in a zip file; nothing where it is none. Raises Problems for one that is damaged."""
    if path.suffix.lower() != ".zip":
        return ()
    try:
        with zipfile.ZipFile(path) as packed:
            return [one.filename for one in packed.infolist() if not one.is_dir()]
    except zipfile.BadZipFile as error:
        raise Problems(damaged(path)) from error


def damaged(path: Path) -> Problem:
    """Say that a file is not whole."""
    return Problem(say("The file is damaged or not whole"), say("Fetch it again"), file=str(path))


@contextmanager
def text_lines(
    path: Path, *, member: str = "", separator: str = "", glance: bool = False
) -> Iterator[Iterator[tuple[int, Sequence[str] | Problem]]]:
    """Open a table in text as numbered lines of cells; a line that cannot be read is a problem in its place.

    At a `glance` only the beginning is sure to be decoded rightly.
    """
    place = f"{path}/{member}" if member else str(path)
    with stream(path, member=member) as raw:
        encoding = _encoding(raw, glance=glance)
    with stream(path, member=member) as raw:
        told = io.TextIOWrapper(raw, encoding=encoding, newline="")
        first = told.readline()
        sign = separator or max(";,\t", key=first.count)
        yield _lines(iter([first]), told, sign=sign, place=place)


def _lines(
    first: Iterator[str], told: io.TextIOWrapper, *, sign: str, place: str
) -> Iterator[tuple[int, Sequence[str] | Problem]]:
    def each() -> Iterator[str]:
        yield from first
        yield from told

    reader, before = csv.reader(each(), delimiter=sign, strict=True), 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            mend = say("Look for a separator or a quotation mark inside a cell")
            problem = Problem(
                say("The row cannot be read: {why}", why=str(error)), mend, file=place, line=before + 1
            )
            yield before + 1, problem
        except UnicodeDecodeError as error:
            mend = say("Save the file as UTF-8")
            raise Problems(
                Problem(say("Byte {n} is not UTF-8 text", n=error.start), mend, file=place, line=before + 1)
            ) from error
        else:
            if cells:
                yield before + 1, cells
        before = reader.line_num


def _encoding(raw: IO[bytes], *, glance: bool) -> str:
    """Return UTF-8 for what is, else what Windows writes here. Reads all of it: the first letter beyond English may come late."""
    utf8, first = codecs.getincrementaldecoder("utf-8")(), True
    try:
        while chunk := raw.read(CHUNK):
            if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"  # what spreadsheets call Unicode text
            first = False
            utf8.decode(chunk)
            if glance:
                return "utf-8-sig"
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def sheet_names(path: Path) -> Sequence[str]:
    """Return the names of the sheets of a workbook. Raises Problems for one that is damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return tuple(CalamineWorkbook.from_path(str(path)).sheet_names)
    except (CalamineError, OSError) as error:
        raise Problems(damaged(path)) from error


def workbook_rows(path: Path, *, named: str = "") -> Iterator[Iterator[Sequence[str]]]:
    """Walk the sheets of a workbook, or the one that is named, each as rows of text that are made as they are asked for."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            if not named or name == named:
                rows = book.get_sheet_by_name(name).iter_rows()
                yield ([_cell(cell) for cell in row] for row in rows)
    except (CalamineError, OSError) as error:
        raise Problems(damaged(path)) from error


def workbook_lines(path: Path, *, named: str = "", most: int = 0) -> Sequence[Sequence[Sequence[str]]]:
    """Return the sheets of a workbook as rows of text, or the one that is named; of each at most so many rows. Raises Problems for one that is damaged."""
    if not most:
        return _read(path, named, None)
    there = path.stat()
    return _glanced(path, named, most, there.st_size, there.st_mtime_ns)


@lru_cache(maxsize=64)
def _glanced(
    path: Path, named: str, most: int, _size: int, _changed: int
) -> Sequence[Sequence[Sequence[str]]]:
    """Keep the first rows: every source looks at the headings of every file."""
    return _read(path, named, most)


def _read(path: Path, named: str, most: int | None) -> Sequence[Sequence[Sequence[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [name for name in book.sheet_names if not named or name == named]
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=most) for name in names]
    except (CalamineError, OSError) as error:
        raise Problems(damaged(path)) from error
    return [[[_cell(cell) for cell in row] for row in rows] for rows in sheets]


def _cell(value: object) -> str:
    """Write a cell of a workbook as a person would."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
