"""Tables as rows with names and places: text or workbook, and all that is wrong with them told together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from utsyn.evidence.sources.corrections import NONE, Corrections
from utsyn.evidence.sources.packed import (
    SHEETS,
    TEXTS,
    members,
    sheet_names,
    text_lines,
    workbook_lines,
    workbook_rows,
)
from utsyn.problems import Problem, Problems, Unfit, unknown_name
from utsyn.text import Words, say

MOST = 20  # problems that are told at once
HEADROOM = 12  # rows in which the headings of a workbook are looked for
T = TypeVar("T")
Line = tuple[int, Sequence[str] | Problem]


class Faults:
    """What is wrong so far; raised together, and at once where there are many."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Note a fault. Raises Problems once there are enough of them."""
        self.found.append(problem)
        if len(self.found) >= MOST:
            self.check()

    def check(self) -> None:
        """Raise what was found, if anything."""
        if self.found:
            raise Problems(*self.found)


class Row(NamedTuple):
    """A row: where it stands, and its cells by heading."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: Faults

    def read(self, heading: str, kind: Callable[[str], T]) -> T | None:
        """Return a cell as what it is; one that cannot be read is a fault, and None."""
        try:
            return kind(self.cells[heading])
        except Unfit as error:
            written = error.written or self.cells[heading]
            self.fault(heading, say("“{written}” cannot be used", written=written[:80]), error.said)
            return None

    def needed(self, heading: str, kind: Callable[[str], T | None]) -> T | None:
        """Return a cell that must not be empty."""
        before = len(self.faults.found)
        found = self.read(heading, kind)
        if found is None and len(self.faults.found) == before:
            self.fault(heading, say("Nothing is written here"), say("Fill it in"))
        return found

    def fault(self, heading: str, what: Words, mend: Words) -> None:
        """Note what is wrong with a cell."""
        self.faults.add(Problem(what, mend, (heading,), self.file, self.line))


class Sheet(NamedTuple):
    """A table of a file: its place, its own name, its headings, the row they stand in, and its lines as they are read."""

    file: str
    name: str
    headings: Sequence[str]
    at: int
    lines: Iterator[Line]

    def rows(
        self, faults: Faults, *, corrections: Corrections = NONE, key: Sequence[str] = ()
    ) -> Iterator[Row]:
        """Walk the rows as corrected; one that is broken is a fault, unless a correction leaves it out. `key` names a row."""
        width = len(self.headings)
        for line, cells in self.lines:
            if corrections.leaves_out(self.name, line):
                continue
            if isinstance(cells, Problem):
                faults.add(cells)
            elif len(cells) != width:
                what = say("The row has {n} cells; there are {width} headings", n=len(cells), width=width)
                mend = say("Look for a separator or a quotation mark inside a cell")
                faults.add(Problem(what, mend, file=self.file, line=line))
            else:
                told = dict(zip(self.headings, cells, strict=True))
                if corrections.cells:
                    corrections.mend(self.name, told, " ".join(told[name] for name in key))
                yield Row(self.file, line, told, faults)

    def require(self, known: Iterable[str], *, also: Iterable[str] | None = None) -> None:
        """Raise Problems where a heading is missing or stands twice, or, unless `also` is None, is neither known nor in `also`."""
        wanted, optional = list(known), list(also or ())
        here = say("These are there: {names}", names=", ".join(self.headings)[:400])
        wrong = [
            Problem(say("The column “{name}” is missing", name=name), here)
            for name in wanted
            if name not in self.headings
        ]
        twice = {name for name in wanted if self.headings.count(name) > 1}
        wrong += [
            Problem(say("The column “{name}” is there twice", name=name), say("Keep one of them"))
            for name in sorted(twice)
        ]
        if also is not None:
            strange = [name for name in self.headings if name not in {*wanted, *optional}]
            wrong += [unknown_name(name, wanted + optional) for name in strange]
        if wrong:
            raise Problems(*(one._replace(file=self.file, line=self.at) for one in wrong))


@contextmanager
def sheet(
    path: Path, *, member: str = "", holding: Iterable[str] = (), separator: str = "", glance: bool = False
) -> Iterator[Sheet]:
    """Open a table. Of a zip file its `member`; of a workbook the sheet `member`, or the first with a row that has all of `holding`, in any case; of text that row."""
    place, name = (f"{path}/{member}", member) if member else (str(path), path.name)
    if path.suffix.lower() in SHEETS:
        told: Iterable[Iterable[Sequence[str]]] = workbook_rows(path, named=member)
        if glance:
            told = workbook_lines(path, named=member, most=HEADROOM)
        yield _found(told, frozenset(holding), place=place, name=name)
        return
    with text_lines(path, member=member, separator=separator, glance=glance) as lines:
        first = next(lines, None)
        if first is None:
            raise Problems(
                Problem(
                    say("The table is empty"), say("Look whether it was saved, and send it again"), file=place
                )
            )
        head, below = _headed(first, lines, frozenset(holding))
        if isinstance(head[1], Problem):
            raise Problems(head[1])
        yield Sheet(place, name.rpartition("/")[2], _clean(head[1]), head[0], below)


def _headed(first: Line, lines: Iterator[Line], holding: frozenset[str]) -> tuple[Line, Iterator[Line]]:
    """Return the line of headings and those below: the first of the topmost that holds what is looked for, else the first."""
    seen = [first]
    while holding and not _holds(seen[-1], holding) and len(seen) < HEADROOM and (line := next(lines, None)):
        seen.append(line)
    return (seen[-1], lines) if _holds(seen[-1], holding) else (first, chain(seen[1:], lines))


def _holds(line: Line, holding: frozenset[str]) -> bool:
    cells = line[1]
    return not isinstance(cells, Problem) and holding <= {heading.casefold() for heading in _clean(cells)}


def _found(
    sheets: Iterable[Iterable[Sequence[str]]], holding: frozenset[str], *, place: str, name: str
) -> Sheet:
    """Find the headings of a workbook: two rows of them are common, and the one that holds what is looked for counts.

    Where nothing is looked for, a row with one cell alone is taken for a title.
    """
    for rows in sheets:
        walk = iter(rows)
        top = list(islice(walk, HEADROOM))
        for at, row in enumerate(top, start=1):
            if sum(map(bool, row)) > 1 and holding <= {heading.casefold() for heading in _clean(row)}:
                below: Iterator[Line] = (
                    (number, cells)
                    for number, cells in enumerate(chain(top[at:], walk), start=at + 1)
                    if any(cells)
                )
                return Sheet(place, name, _clean(row), at, below)
    mend = say("These columns are looked for: {names}", names=", ".join(sorted(holding)) or "…")
    raise Problems(Problem(say("No sheet has the headings that belong here"), mend, file=place))


def _clean(cells: Iterable[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def parts(path: Path) -> Sequence[str]:
    """Return what is in a file that may be a table: members of a zip file, sheets of a workbook that has several, else the file itself."""
    if path.suffix.lower() not in SHEETS:
        return members(path) or ("",)
    try:
        names = sheet_names(path)
    except Problems:
        return ("",)
    return names if len(names) > 1 else ("",)


def nearly(wanted: Iterable[str], there: frozenset[str]) -> bool:
    """Whether more than two of three of these headings are there: a file that has lost one, to be refused by its name."""
    asked = set(wanted)
    return len(asked & there) * 3 > len(asked) * 2


def headings(path: Path, *, member: str = "", holding: Iterable[str] = ()) -> frozenset[str]:
    """Return the headings of a table; none for what is no table at all."""
    packed = member if path.suffix.lower() == ".zip" else ""
    name = (packed or path.name).lower().removesuffix(".gz")
    if not name.endswith((*SHEETS, *TEXTS)):
        return frozenset()
    try:
        with sheet(path, member=member, holding=holding, glance=True) as found:
            return frozenset(found.headings)
    except Problems:
        return frozenset()
