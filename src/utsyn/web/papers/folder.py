"""One folder of a round, as a zip: the list in every format, each application's attachments, and a hash of each."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, NamedTuple

from utsyn.calls.list_paper import title_of
from utsyn.calls.lists import FunderList
from utsyn.problems import Problem, Problems
from utsyn.text import say, shown
from utsyn.web.papers import pdf, word, xlsx
from utsyn.web.papers.names import apart, safe
from utsyn.web.papers.sealed import entry

PIECE = 1 << 18  # bytes that are held at a time
PACKED = (".docx", ".xlsx", ".odt", ".zip", ".png", ".jpg", ".jpeg", ".pdf")  # pack no smaller


class Attached(NamedTuple):
    """A file that goes with an application; `opened` gives it to read, and `sha256` is what it should be."""

    number: int
    name: str
    opened: Callable[[], IO[bytes]]
    sha256: str = ""


Maker = Callable[[FunderList], bytes]
FORMATS: Mapping[str, Maker] = {
    "xlsx": xlsx.workbook,
    "pdf": pdf.funder_list,
    "docx": word.document,
    "json": FunderList.as_json,
}


def file_name(listed: FunderList, suffix: str) -> str:
    """Return the name of the list as a file."""
    return safe(f"{shown(title_of(listed), listed.language).replace(': ', ' - ')}.{suffix}")


def folder(listed: FunderList, attached: Iterable[Attached], *, into: IO[bytes]) -> None:
    """Write the folder as a zip into an open file, a piece at a time: same list and files, same bytes.

    Where Word letters cannot be made here, a note in the folder says why. Raises Problems where an attachment is not
    what was handed in, or belongs to no application on the list.
    """
    at, sums = listed.made_at.astimezone(UTC), dict[str, str]()
    with zipfile.ZipFile(into, "w") as made:
        for name, content in _lists(listed):
            made.writestr(entry(name, at, packed=not name.endswith(PACKED)), content)
            sums[name] = hashlib.sha256(content).hexdigest()
        for name, one in _placed(listed, attached):
            sums[name] = _copied(made, name, one, at)
        told = "".join(
            f"{sha256}  {name}\n" for name, sha256 in sums.items()
        )  # as sha256sum --check reads it
        made.writestr(entry("manifest.sha256", at), told.encode())


def _lists(listed: FunderList) -> Iterator[tuple[str, bytes]]:
    for suffix, make in FORMATS.items():
        try:
            yield file_name(listed, suffix), make(listed)
        except Problems as error:
            if suffix != "docx":
                raise
            said = "\n".join(problem.in_(listed.language) for problem in error.problems)
            name = say("No Word document").in_(listed.language)
            yield safe(f"{name}.txt"), f"{said}\n".encode()


def _placed(listed: FunderList, attached: Iterable[Attached]) -> Iterator[tuple[str, Attached]]:
    """Give each attachment its place; those of one application lie in a folder under its number and title."""
    titles = {row.number: row.title for row in listed.rows}
    top, taken = safe(say("Attachments").in_(listed.language)), set[str]()
    for one in attached:
        if one.number not in titles:
            what = say("“{name}” belongs to application {number}, which is not on the list",
                       name=one.name, number=one.number)  # fmt: skip
            raise Problems(Problem(what, say("Leave it out, or make the list anew")))
        under = f"{top}/{safe(f'{one.number:02} {titles[one.number]}', longest=50)}"
        name = apart(f"{under}/{safe(one.name)}", taken)
        taken.add(name.casefold())
        yield name, one


def _copied(made: zipfile.ZipFile, name: str, one: Attached, at: datetime) -> str:
    """Copy an attachment into the zip, and return its hash."""
    sha256 = hashlib.sha256()
    with one.opened() as source, made.open(entry(name, at, packed=not name.endswith(PACKED)), "w") as target:
        while piece := source.read(PIECE):
            sha256.update(piece)
            target.write(piece)
    if one.sha256 and sha256.hexdigest() != one.sha256:
        what = say("“{name}” is no longer the file that was handed in", name=one.name)
        raise Problems(Problem(what, say("Take it from a backup, or have it handed in again"), file=name))
    return sha256.hexdigest()
