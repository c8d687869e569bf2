"""What may be attached to a nomination: a kind is told by its bytes, whatever the file is called or said to be."""

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.papers.names import safe

LARGEST = 20_000_000  # bytes
OPEN_XML = "application/vnd.openxmlformats-officedocument"
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
)
RUNS = re.compile(
    r"\.(exe|com|bat|cmd|msi|scr|pif|ps1|vbs?|vbe|jse?|wsf|hta|jar|sh|bash|py|pl|php|lnk|dll|apk|app|dmg|iso|html?"
    r"|svg|xht(ml)?|docm|dotm|xlsm|xltm|xlsb|xlam|pptm)$",
    re.IGNORECASE,
)
MACROS = re.compile(
    r"vbaProject|vbaData|macrosheets/|(^|/)Basic/|(^|/)Scripts/|activeX|\.(exe|dll|js|vbs)$", re.IGNORECASE
)
CONTENT_TYPES, MOST_TYPES = "[Content_Types].xml", 1_000_000


class Kind(NamedTuple):
    """A kind of file that is taken: its name at the end of a file's, its media type, and how it begins."""

    suffix: str
    media_type: str
    begins: bytes


class Accepted(NamedTuple):
    """A file that may be kept: its kind, a name safe to keep it under, and its size in bytes."""

    kind: Kind
    name: str
    size: int


KINDS: Mapping[str, Kind] = {
    kind.suffix: kind
    for kind in (
        Kind("pdf", "application/pdf", b"%PDF-"),
        Kind("docx", f"{OPEN_XML}.wordprocessingml.document", b"PK\x03\x04"),
        Kind("xlsx", f"{OPEN_XML}.spreadsheetml.sheet", b"PK\x03\x04"),
        Kind("odt", "application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
        Kind("png", "image/png", b"\x89PNG\r\n\x1a\n"),
        Kind("jpg", "image/jpeg", b"\xff\xd8\xff"),
        Kind("txt", "text/plain", b""),
    )
}
ALSO_CALLED = {"jpeg": "jpg", "text": "txt"}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def accepted(name: str, *, declared: str = "", content: IO[bytes], largest: int = LARGEST) -> Accepted:
    """Tell what a file is, and a safe name for it. Raises Problems where it may not be kept.

    `content` can be sought in; it is read in parts and left at its beginning. `declared` is the media type that the
    sender names: browsers often do not know, so it only counts against a file where it is another kind we know.
    """
    size = content.seek(0, 2)
    content.seek(0)
    kept = safe(name)
    if not size:
        raise _refused(name, say("The file is empty"), say("Look whether it was saved, and attach it again"))
    if size > largest:
        what = say("The file has {size} bytes; at most {largest} are taken", size=size, largest=largest)
        raise _refused(name, what, say("Make its pictures smaller, or attach it in parts"))
    kind = _named(kept, name)
    _check_content(kind, name, content)
    _check_declared(kind, name, declared)
    content.seek(0)
    return Accepted(kind, kept, size)


def _refused(name: str, what: Words, mend: Words) -> Problems:
    return Problems(Problem(what, mend, file=safe(name, otherwise="?")))


def _taken() -> Words:
    return say("Attach one of: {kinds}", kinds=", ".join(KINDS))


def _named(kept: str, name: str) -> Kind:
    """Tell the kind by the name; a name that hides another kind before it (list.exe.pdf) is refused."""
    path = PurePosixPath(kept)
    last = path.suffix.lstrip(".").casefold()
    kind = KINDS.get(ALSO_CALLED.get(last, last))
    if kind is None:
        raise _refused(
            name, say("Files of this kind are not taken: {kind}", kind=path.suffix or "?"), _taken()
        )
    if any(RUNS.fullmatch(suffix) for suffix in path.suffixes[:-1]):
        what = say("The name has the ending of a program inside it")
        raise _refused(name, what, say("Give the file a name with one ending"))
    return kind


def _check_content(kind: Kind, name: str, content: IO[bytes]) -> None:
    head = content.read(4096)
    if head.startswith(PROGRAMS):
        raise _refused(name, say("This is a program under another name"), _taken())
    right = head.startswith(kind.begins) and CHECKS.get(kind.suffix, _nothing_more)(kind, name, content)
    if not right:
        what = say("The file is called .{kind}, but is none inside", kind=kind.suffix)
        raise _refused(
            name, what, say("Save it anew as .{kind} in the program that made it", kind=kind.suffix)
        )


def _nothing_more(_kind: Kind, _name: str, _content: IO[bytes]) -> bool:
    return True


def _is_office(kind: Kind, name: str, content: IO[bytes]) -> bool:
    """Tell whether a zip is the office document it is called. Raises Problems where it holds macros."""
    try:
        with zipfile.ZipFile(content) as opened:
            names = opened.namelist()
            first = opened.read("mimetype") if _small(opened, "mimetype", 100) else b""
            types = opened.read(CONTENT_TYPES) if _small(opened, CONTENT_TYPES, MOST_TYPES) else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False
    if b"macroEnabled" in types or any(map(MACROS.search, names)):
        what = say("The document holds macros, which are programs")
        raise _refused(name, what, say("Save it without macros, for instance as PDF"))
    if kind.suffix == "odt":
        return first.strip() == kind.media_type.encode()
    return PARTS[kind.suffix] in names and kind.media_type.encode() in types


def _small(opened: zipfile.ZipFile, name: str, most: int) -> bool:
    return name in opened.NameToInfo and opened.getinfo(name).file_size <= most


def _is_text(_kind: Kind, _name: str, content: IO[bytes]) -> bool:
    """Tell whether every byte is text: UTF-8, or the Latin letters of an older Windows; no markup that runs."""
    content.seek(0)
    held = content.read()
    if b"\0" in held or re.match(rb"\s*<(!doctype|html|script|svg|\?xml)", held[:200], re.IGNORECASE):
        return False
    try:
        held.decode("utf-8-sig")
    except UnicodeDecodeError:
        return not re.search(rb"[\x00-\x08\x0e-\x1f\x81\x8d\x8f\x90\x9d]", held)
    return True


def _check_declared(kind: Kind, name: str, declared: str) -> None:
    said = declared.partition(";")[0].strip().casefold()
    others = {other.media_type for other in KINDS.values()} - {kind.media_type}
    if said in others or "x-msdownload" in said or "x-executable" in said:
        what = say("The file is sent as {declared}, but is {kind}", declared=said[:100], kind=kind.media_type)
        raise _refused(name, what, say("Attach it again from the program or folder where it lies"))


CHECKS: Mapping[str, Callable[[Kind, str, IO[bytes]], bool]] = {
    "docx": _is_office,
    "xlsx": _is_office,
    "odt": _is_office,
    "txt": _is_text,
}
