"""Corrections of what a source says wrongly: reviewed data in a file of their own, never code; each must fit, or it is told.

`corrections.csv` has the columns file, key, column, was, becomes, because. A key names a row by the cells that name it, or says `line 17`;
a row whose column is * is left out.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import say

HEADINGS = frozenset({"file", "key", "column", "was", "becomes", "because"})


class Correction(NamedTuple):
    """One correction, and the line it stands in."""

    was: str
    becomes: str
    file: str
    line: int


Place = tuple[str, str, str]  # file, key, column


class Corrections:
    """The corrections of a load. `used` are those that met what they correct."""

    def __init__(self, told: Mapping[Place, Correction]) -> None:
        self.told = told
        self.cells = {(file, key): {} for file, key, column in told if column != "*"}  # type: dict[tuple[str, str], dict[str, Correction]]
        for (file, key, column), one in told.items():
            if column != "*":
                self.cells[file, key][column] = one
        self.used: set[Place] = set()

    def leaves_out(self, file: str, line: int) -> bool:
        """Whether a line is left out."""
        place = (file, f"line {line}", "*")
        if place not in self.told:
            return False
        self.used.add(place)
        return True

    def mend(self, file: str, cells: dict[str, str], key: str) -> None:
        """Correct the cells of a row. Raises Problems where a cell is not what was to be corrected."""
        for column, one in self.cells.get((file, key), {}).items():
            if cells.get(column) != one.was:
                what = say(
                    "The correction does not fit: “{cell}” stands there", cell=cells.get(column, "")[:80]
                )
                raise Problems(
                    Problem(
                        what,
                        say("Look whether the source was corrected meanwhile"),
                        (column,),
                        one.file,
                        one.line,
                    )
                )
            cells[column] = one.becomes
            self.used.add((file, key, column))

    def check(self) -> int:
        """Return how many were made. Raises Problems for those that met nothing."""
        what, mend = (
            say("The correction meets nothing"),
            say("Look whether the source was corrected meanwhile"),
        )
        if idle := [one for place, one in self.told.items() if place not in self.used]:
            raise Problems(*(Problem(what, mend, file=one.file, line=one.line) for one in idle))
        return len(self.used)


NONE = Corrections({})


def corrections(paths: Iterable[Path]) -> Corrections:
    """Read corrections. Raises Problems for one without a reason."""
    from utsyn.evidence.sources.sheets import Faults, sheet

    told: dict[Place, Correction] = {}
    faults = Faults()
    for path in paths:
        with sheet(path) as found:
            found.require(sorted(HEADINGS), also=())
            for row in found.rows(faults):
                if not row.cells["because"].strip():
                    row.fault("because", say("Nothing is written here"), say("Say why, and who says so"))
                place = (row.cells["file"].strip(), row.cells["key"].strip(), row.cells["column"].strip())
                if place in told:
                    row.fault("key", say("The same cell is corrected twice"), say("Keep the right one"))
                told[place] = Correction(row.cells["was"], row.cells["becomes"], row.file, row.line)
    faults.check()
    return Corrections(told)
