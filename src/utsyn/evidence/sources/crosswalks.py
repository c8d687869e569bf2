"""Crosswalks: lists that lead from one register's identifier to another's, reviewed by people and given as a file; never guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from utsyn.evidence.sources import cells
from utsyn.evidence.sources.sheets import Faults, headings, sheet
from utsyn.text import say

K = TypeVar("K")
V = TypeVar("V")
PIC, OPENALEX, ROR = "pic", "openalex", "ror"
ALSO = ("name", "country", "how", "evidence", "because", "reviewed", "source")  # may stand beside


def is_crosswalk(path: Path, scheme: str) -> bool:
    """Whether a file is a list from a scheme to ROR ids: it has both columns."""
    return {scheme, ROR} <= headings(path, holding=(scheme, ROR)) <= {scheme, ROR, *ALSO}


def rors_of_pics(files: Sequence[Path]) -> Mapping[str, str]:
    """Return ROR ids by PIC from the files that lead there. Raises Problems for a PIC with two ROR ids."""
    return _read([path for path in files if is_crosswalk(path, PIC)], PIC, cells.pic, ROR, cells.ror)


def numbers_of_openalex(files: Sequence[Path], *, look: bool = False) -> Mapping[str, int]:
    """Return OpenAlex's numbers by ROR id. With `look`, something where there is such a file, unread."""
    mine = [path for path in files if is_crosswalk(path, OPENALEX)]
    if look:
        return {str(path): 0 for path in mine}
    return _read(mine, ROR, cells.ror, OPENALEX, cells.institution)


def _read(
    paths: Iterable[Path], first: str, key: Callable[[str], K | None], second: str, value: Callable[[str], V | None]
) -> dict[K, V]:
    found: dict[K, V] = {}
    faults = Faults()
    for path in paths:
        with sheet(path, holding=(first, second)) as told:
            told.require((first, second), also=ALSO)
            for row in told.rows(faults):
                one, other = row.needed(first, key), row.needed(second, value)
                if one is None or other is None:
                    continue
                if found.setdefault(one, other) != other:
                    what = say("{one} is both {first} and {second}", one=str(one), first=str(found[one]), second=str(other))
                    row.fault(second, what, say("Keep the right one"))
    faults.check()
    return found
