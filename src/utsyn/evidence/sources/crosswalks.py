"""Crosswalks: lists that lead from one register's identifier to another's, reviewed by people and given as a file; never guessed.

Files of Erasmus+ that have no codes get them from rows whose scheme is `name`, as the files write it, and whose other scheme is `erasmus`.
A list has either two columns that are called after their schemes, `pic` and `ror` or `openalex` and `ror`, or it has the columns of the
table of links: scheme, identifier, other_scheme, other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from utsyn.evidence.registers import LINKS
from utsyn.evidence.sources import cells
from utsyn.evidence.sources.sheets import Faults, Row, headings, sheet
from utsyn.text import say

K = TypeVar("K")
V = TypeVar("V")
PIC, OPENALEX, ROR, ERASMUS = "pic", "openalex", "ror", "erasmus"
NAME = "name"  # of an organisation, as a source writes it
ALSO = ("name", "country", "how", "evidence", "because", "reviewed", "source")  # may stand beside
LONG = ("scheme", "identifier", "other_scheme", "other")


def is_crosswalk(path: Path, scheme: str) -> bool:
    """Whether a file is a list from a scheme to ROR ids."""
    there = headings(path, holding=(scheme, ROR)) or headings(path)
    return {scheme, ROR} <= there <= {scheme, ROR, *ALSO} or is_long(path)


def is_long(path: Path) -> bool:
    """Whether a file is a list with the columns of the table of links."""
    return set(LONG) <= headings(path) <= {*LONG, *ALSO}


def rors_of_pics(files: Sequence[Path]) -> Mapping[str, str]:
    """Return ROR ids by PIC from the files that lead there. Raises Problems for a PIC with two ROR ids."""
    return _read(files, PIC, cells.pic, cells.ror)


def numbers_of_openalex(files: Sequence[Path]) -> Mapping[str, int]:
    """Return OpenAlex's numbers by ROR id. Raises Problems for a number with two ROR ids, or the other way round."""
    return _turned(_read(files, OPENALEX, cells.institution, cells.ror))


def codes_of_names(files: Sequence[Path]) -> Mapping[tuple[str | None, str], str]:
    """Return Erasmus codes by country and by name in small letters, from lists with the columns of links. Raises Problems for a name with two."""
    found: dict[tuple[str | None, str], str] = {}
    faults = Faults()
    for path in files:
        with sheet(path, holding=LONG) as told:
            told.require(LONG, also=ALSO)
            for row in told.rows(faults):
                if (row.cells["scheme"].strip(), row.cells["other_scheme"].strip()) != (NAME, ERASMUS):
                    continue
                name, code = row.needed("identifier", cells.text), row.needed("other", cells.erasmus_code)
                where = row.read("country", cells.country) if "country" in row.cells else None
                if name and code and found.setdefault((where, name.casefold()), code) != code:
                    _twice(row, "other", name, found[where, name.casefold()], code)
    faults.check()
    return found


def links(files: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    """Walk the links of lists that have their columns; what leads to ROR is checked."""
    faults = Faults()
    for path in (path for path in files if is_long(path)):
        with sheet(path, holding=LONG) as told:
            told.require(LONG, also=ALSO)
            for row in told.rows(faults):
                yield {
                    name: row.read(name, _kind(row, name)) if name in row.cells else None
                    for name in LINKS.columns
                }
    faults.check()


def _kind(row: Row, name: str) -> Callable[[str], str | None]:
    scheme = {"identifier": "scheme", "other": "other_scheme"}.get(name, "")
    kinds = {ROR: cells.ror, PIC: cells.pic, ERASMUS: cells.erasmus_code}
    return kinds.get(row.cells.get(scheme, "").strip(), cells.text)


def _read(
    files: Sequence[Path], scheme: str, key: Callable[[str], K | None], value: Callable[[str], V | None]
) -> dict[K, V]:
    found: dict[K, V] = {}
    faults = Faults()
    for path in (path for path in files if is_crosswalk(path, scheme)):
        long = is_long(path)
        first, second = ("identifier", "other") if long else (scheme, ROR)
        with sheet(path, holding=(first, second)) as told:
            told.require((first, second), also=(*ALSO, *LONG) if long else ALSO)
            for row in told.rows(faults):
                if long and (row.cells["scheme"].strip(), row.cells["other_scheme"].strip()) != (scheme, ROR):
                    continue
                one, other = row.needed(first, key), row.needed(second, value)
                if one is not None and other is not None and found.setdefault(one, other) != other:
                    _twice(row, second, str(one), str(found[one]), str(other))
    faults.check()
    return found


def _twice(row: Row, heading: str, one: str, first: str, second: str) -> None:
    what = say("{one} is both {first} and {second}", one=one, first=first, second=second)
    row.fault(heading, what, say("Keep the right one"))


def _turned(found: Mapping[K, V]) -> dict[V, K]:
    return {other: one for one, other in found.items()}
