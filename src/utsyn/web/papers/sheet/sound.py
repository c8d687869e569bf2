"""What kind of spreadsheet some bytes are, and whether they can be opened without harm."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.papers.sheet.unfolding import too_much_in_ods, too_much_in_xlsx

Form = Literal["xlsx", "ods", "xls", "csv"]
MOST_ROWS, MOST_COLUMNS, UNPACKED = 5_100, 300, 60_000_000  # 5,000 nominations with their headings; bytes
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
        raise locked()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise not_a_spreadsheet()


def _zipped(content: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = set(opened.namelist())
            if "xl/workbook.xml" in names:
                _look_through_xlsx(opened)
                return "xlsx"
            if "content.xml" in names and b"opendocument.spreadsheet" in opened.read("mimetype")[:100]:
                _look_through_ods(opened)
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


def _look_through_xlsx(opened: zipfile.ZipFile) -> None:
    parts = dict(_parts(opened, "xl/"))
    sheets = [written for name, written in parts.items() if "/worksheets/" in name]
    if too_much_in_xlsx(sheets, parts.get("xl/sharedStrings.xml", b"")):
        raise _far_out()


def _look_through_ods(opened: zipfile.ZipFile) -> None:
    if b"encryption-data" in dict(_parts(opened, "META-INF/manifest.xml")).get("META-INF/manifest.xml", b""):
        raise locked()
    if too_much_in_ods(dict(_parts(opened, "content.xml"))["content.xml"]):
        raise _far_out()


def _parts(opened: zipfile.ZipFile, under: str) -> Iterator[tuple[str, bytes]]:
    """Read the XML under a name. Raises Problems where it unpacks to too much, or defines words of its own."""
    found = [
        part
        for part in opened.infolist()
        if part.filename.startswith(under) and part.filename.endswith(".xml")
    ]
    if sum(part.file_size for part in found) > UNPACKED:
        what = say("The file unpacks to more than {size} bytes", size=UNPACKED)
        raise _problem(what, say("Leave only the nominations in the file"))
    for part in found:
        written = opened.read(part)
        if b"<!DOCTYPE" in written or b"<!ENTITY" in written or b"\0" in written[:200]:  # nor is it UTF-16
            raise not_a_spreadsheet()
        yield part.filename, written


def _far_out() -> Problems:
    what = say("The cells of the file come to far more than a list of nominations")
    return _problem(what, say("Copy the nominations, with their headings, into a new spreadsheet"))


def locked() -> Problems:
    """Say that the file is protected."""
    what = say("The file is protected by a password")
    return _problem(what, say("Take the password away, or save a copy without it"))
