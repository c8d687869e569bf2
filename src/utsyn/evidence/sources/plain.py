"""The institution's own lists, csv or workbook: agreements, stays, staff, graduates, identifiers, and the map of its organisations.

A list is known by its headings, in English or Norwegian. Columns that have no place here are refused, so that no names come in unseen.
Identifiers that no register knows are kept, counted, and listed in `unknown.csv` of the vintage.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.registers import LINKS
from utsyn.evidence.sources import Origin, source
from utsyn.evidence.sources.crosswalks import is_long, links
from utsyn.evidence.sources.known import Known, known, with_charter
from utsyn.evidence.sources.lists import LISTS, List, spelt
from utsyn.evidence.sources.orgmap import ORGANISATION_MAP, is_map, organisation_map
from utsyn.evidence.sources.sheets import Faults, Row, headings, sheet
from utsyn.evidence.tables import ORGMAP
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.loading import Loading

UNKNOWN = "unknown.csv"
Stranger = tuple[str, int, str, str]  # file, row, column, what is written


class Found(NamedTuple):
    """A list among the files."""

    path: Path
    kind: List


def fetch(into: "Fetch", parameters: Mapping[str, str]) -> None:  # noqa: ARG001  the shape of every fetch
    """Refuse: nobody else has these lists."""
    mend = say("Export it from the system that holds it, and load the file")
    raise Problems(Problem(say("The institution’s own lists are nowhere to be fetched"), mend))


def recognise(files: Sequence[Path]) -> Sequence[Path]:
    """Return lists of the institution's own."""
    return [path for path in files if is_map(path) or is_long(path) or _kind(path)]


def _kind(path: Path) -> List | None:
    """Return the kind of list that a file's headings fit best, where they fit one at all."""
    there = headings(path)
    met = [({column for name in there if (column := spelt(name, kind))}, kind) for kind in LISTS]
    fit = [(len(columns), kind) for columns, kind in met if columns >= set(kind.required)]
    return max(fit, key=lambda one: one[0])[1] if fit else None


def load(files: Sequence[Path], into: "Loading") -> None:
    """Load the lists, each into its table; those of one kind in several files together."""
    faults, strangers, held = Faults(), list[Stranger](), known(into)
    found = [
        Found(path, kind)
        for path in files
        if not is_map(path) and not is_long(path) and (kind := _kind(path))
    ]
    for kind in LISTS:
        if paths := [one.path for one in found if one.kind is kind]:
            into.rows(kind.table, _rows(kind, paths, into, faults=faults, strangers=strangers, held=held))
    if any(map(is_long, files)):
        into.rows(LINKS, with_charter(links(files), into))
    if maps := [path for path in files if is_map(path)]:
        into.rows(ORGMAP, organisation_map(maps, into, held=held, strangers=strangers))
    faults.check()
    _write(strangers, into.folder / UNKNOWN)


def _rows(
    kind: List,
    paths: Sequence[Path],
    into: "Loading",
    *,
    faults: Faults,
    strangers: list[Stranger],
    held: Known,
) -> Iterator[Mapping[str, Any]]:
    seen: set[tuple[Any, ...]] = set()
    for path in paths:
        with sheet(path) as told:
            by_column = _columns(kind, told.headings, file=str(path), line=told.at)
            for row in told.rows(faults):
                made = kind.make(_Named(row, by_column))
                key = tuple(made[name] for name in kind.table.key)
                if key and key in seen:
                    into.count(f"{kind.table.name}: row that is there twice, of which the first counts")
                    continue
                seen.add(key)
                for column, said in kind.unknown(made, held):
                    into.count(f"{kind.table.name}: {column} that is not known")
                    strangers.append((path.name, row.line, column, said))
                into.count(
                    f"{kind.table.name}: not checked, for no register is loaded",
                    int(not kind.can_check(held)),
                )
                yield made
    faults.check()


class _Named:
    """A row by the columns of the table, whatever its headings are called."""

    def __init__(self, row: Row, by_column: Mapping[str, str]) -> None:
        self.row, self.by_column = row, by_column

    def read(self, column: str, kind: Callable[[str], Any], *, needed: bool = False) -> Any:
        """Return a cell, None where the list has no such column."""
        if column not in self.by_column:
            return None
        heading = self.by_column[column]
        return self.row.needed(heading, kind) if needed else self.row.read(heading, kind)

    def fault(self, column: str, what: Any, mend: Any) -> None:
        """Note what is wrong with a cell."""
        self.row.fault(self.by_column.get(column, column), what, mend)


def _columns(kind: List, names: Sequence[str], *, file: str, line: int) -> Mapping[str, str]:
    """Return headings by column. Raises Problems for a heading that has no place here, or two for one column."""
    found: dict[str, str] = {}
    wrong = []
    for name in names:
        column = spelt(name, kind)
        if not name:
            continue
        if column is None:
            problem = unknown_name(name, list(kind.table.columns))
            wrong.append(
                problem._replace(
                    what=say("The column “{name}” has no place here", name=name[:80]), file=file, line=line
                )
            )
        elif column in found:
            wrong.append(
                Problem(
                    say("The column “{name}” is there twice", name=name),
                    say("Keep one of them"),
                    file=file,
                    line=line,
                )
            )
        else:
            found[column] = name
    if wrong:
        raise Problems(*wrong)
    return found


def _write(strangers: Sequence[Stranger], to: Path) -> None:
    if not strangers:
        return
    with to.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("file", "row", "column", "written"))
        lines.writerows(strangers)


PLAIN = source(
    Origin(
        "plain", "The institution’s own lists", "", "", (*(one.table.name for one in LISTS), ORGANISATION_MAP, "links"), fetch, recognise, load,
    )
)  # fmt: skip
