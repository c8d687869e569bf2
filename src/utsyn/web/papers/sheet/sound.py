"""What kind of spreadsheet some bytes are, and whether they can be opened without harm."""

import io
import re
import zipfile
import zlib
from typing import Literal

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say

Form = Literal["xlsx", "ods", "xls", "csv"]
MOST_ROWS, MOST_COLUMNS, UNPACKED = 5_100, 300, 60_000_000  # 5,000 nominations with their headings; bytes
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\s[^>]*?\br="([A-Z]{0,3})(\d+)"')
# Cells or rows with something in them that one element says thousands of times over.
REPEATED = re.compile(
    rb'<table:table-cell[^>]*number-columns-repeated="\d{4,}"[^>]*(?:office:value-type|>\s*<text:p)'
    rb'|<table:table-cell[^>]*office:value-type[^>]*number-columns-repeated="\d{4,}"'
    rb'|<table:table-row[^>]*number-rows-repeated="\d{4,}"[^>]*>(?:(?!</table:table-row>).)*?<text:p',
    re.DOTALL,
)
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def form_of(content: bytes) -> Form:
    """Tell the form by the bytes. Raises Problems: empty, no spreadsheet, locked, broken, or a trap."""
    if not content.strip():
        raise _problem(say("The file is empty"), say("Look whether it was saved, and send it again"))
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(OLE):
        return _old(content)
    if content.startswith((*PROGRAMS, b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise not_a_spreadsheet()
    head = content[:4096]
    if b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise not_a_spreadsheet()
    if re.match(rb"(\xef\xbb\xbf)?\s*<", head):
        what = say("This is a web page or XML that is called a spreadsheet")
        raise _problem(what, say("Open it in a spreadsheet program and save it anew as xlsx"))
    return "csv"


def _problem(what: Words, mend: Words) -> Problems:
    return Problems(Problem(what, mend))


def not_a_spreadsheet() -> Problems:
    """Say that the bytes are something else."""
    return _problem(say("This is no spreadsheet"), say("Send it as xlsx, xls, ods or csv"))


def _old(content: bytes) -> Form:
    """Tell an old workbook from a locked new one, by the names of the streams inside."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        what = say("The file is protected by a password")
        raise _problem(what, say("Take the password away, or save a copy without it"))
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise not_a_spreadsheet()


def _zipped(content: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = set(opened.namelist())
            if "xl/workbook.xml" in names:
                _look_through(opened, ("xl/",), CELL)
                return "xlsx"
            if "content.xml" in names and b"opendocument.spreadsheet" in opened.read("mimetype")[:100]:
                _look_through(opened, ("content.xml", "META-INF/manifest.xml"), REPEATED)
                return "ods"
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        zlib.error,
        OSError,
    ) as error:
        what = say("The file is broken: {why}", why=str(error)[:200])
        raise _problem(what, say("Open it in a spreadsheet program and save it anew as xlsx")) from error
    raise not_a_spreadsheet()


def _look_through(opened: zipfile.ZipFile, under: tuple[str, ...], trap: re.Pattern[bytes]) -> None:
    """Refuse what would unpack to more than any list holds, or that says one thing a million times."""
    parts = [
        part
        for part in opened.infolist()
        if part.filename.startswith(under) and part.filename.endswith(".xml")
    ]
    if sum(part.file_size for part in parts) > UNPACKED:
        what = say("The file unpacks to more than {size} bytes", size=UNPACKED)
        raise _problem(what, say("Leave only the nominations in the file"))
    for part in parts:
        written = opened.read(part)
        if b"<!DOCTYPE" in written[:2000] or b"<!ENTITY" in written[:4000]:
            raise not_a_spreadsheet()
        if b"encryption-data" in written and part.filename.startswith("META-INF"):
            what = say("The file is protected by a password")
            raise _problem(what, say("Take the password away, or save a copy without it"))
        if trap is REPEATED and trap.search(written):
            raise _far_out()
        if trap is CELL and "/worksheets/" in part.filename and _reaches_far(written):
            raise _far_out()


def _reaches_far(written: bytes) -> bool:
    """Tell whether a cell lies where no list reaches: a reader keeps every cell on the way there."""
    for letters, number in CELL.findall(written):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if int(number) > 10 * MOST_ROWS or column > 2 * MOST_COLUMNS:
            return True
    return False


def _far_out() -> Problems:
    what = say("A cell far outside the list holds something")
    return _problem(what, say("Copy the nominations, with their headings, into a new spreadsheet"))
