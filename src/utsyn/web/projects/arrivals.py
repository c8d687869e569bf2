"""What a table that was sent in would do to the bank: what is new, changed, the same, said twice, or flawed, row by row."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from utsyn.calls.project_cells import Cell
from utsyn.calls.project_columns import NAMES, Headings, headings
from utsyn.calls.project_rows import Application, Flaw, Reader
from utsyn.calls.project_search import folded
from utsyn.calls.projects import GRANTED, UNDECIDED, Status, graded
from utsyn.text import Words, say
from utsyn.web.calls.facts import shelf
from utsyn.web.log import hash_of
from utsyn.web.people.access import visible
from utsyn.web.people.models import User
from utsyn.web.people.rights import Deed, standing
from utsyn.web.people.units import tree
from utsyn.web.projects import facts
from utsyn.web.projects.models import Arrival, Project, ProjectPartner, Recorded
from utsyn.web.projects.naming import Known, named
from utsyn.web.projects.queries import runs
from utsyn.web.projects.table import Table

Identity = tuple[str, ...]
PLAIN = ("title", "call", "programme", "year", "status", "sought", "awarded", "currency", "institution", "role",
         "starts", "ends", "decided_on", "conditions")  # fmt: skip
BEYOND = "beyond"  # marks a row with cells to the right of all headings
DECIDED = frozenset(["status", "awarded", "currency", "starts", "ends", "decided_on", "conditions"])


class Terms(NamedTuple):
    """What holds for all rows: where they are from, whose numbers they bear, how their amounts and days are meant."""

    source: str
    origin: str
    funder: str = ""
    currency: str = ""
    programme: str = ""
    public: bool = False
    only_granted: bool = False
    language: str = "nb"


class Difference(NamedTuple):
    """What a row tells otherwise than the bank: a column, what stands there now, and what the row tells."""

    column: str
    before: Any
    after: Any

    @property
    def name(self) -> Words | str:
        """What the column is called."""
        return NAMES.get(self.column, self.column)


class New(NamedTuple):
    """A row that would become a project."""

    row: int
    told: Application
    unit: int | None


class Changed(NamedTuple):
    """A row that would change a project."""

    row: int
    project: Project
    told: Application
    unit: int | None
    differences: Sequence[Difference]


class Plan(NamedTuple):
    """What an import would do; each row is in exactly one of the lists."""

    headings: Headings
    new: Sequence[New]
    changed: Sequence[Changed]
    same: Sequence[int]
    repeated: Sequence[int]
    flaws: Sequence[Flaw]
    units_unknown: Mapping[str, int]

    @property
    def flawed(self) -> Sequence[int]:
        """The rows that are not used."""
        return sorted({flaw.row for flaw in self.flaws})

    @property
    def print(self) -> str:
        """What tells two plans apart: whether what was looked at is what would be done."""
        changed = [[one.row, one.project.pk, one.project.version] for one in self.changed]
        return hash_of([[one.row for one in self.new], changed, self.same, self.repeated, self.flawed])[:32]


def packed(found: Table) -> tuple[bytes, list[str]]:
    """Return the cells of the columns that are read, compressed, and all headings. Raises Problems for headings."""
    known = [(heading.place - 1, heading.column) for heading in headings(found.headings).read]
    rows = list[tuple[int, dict[str, object]]]()
    for number, row in found.rows:
        told = {str(column): _written(row[place]) for place, column in known if place < len(row)}
        if any(cell not in ("", None) for cell in row[len(found.headings) :]):
            told[BEYOND] = True
        rows.append((number, told))
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(written.encode("utf-8", "replace"), 6), [heading[:200] for heading in found.headings]


def _written(cell: object) -> object:
    return cell if cell is None or isinstance(cell, (str, int, float, bool)) else str(cell)


def plan(row: Arrival, *, by: User, on: date) -> Plan:
    """Return what an arrival would do to the bank as it stands now."""
    terms = Terms(**row.terms["terms"])
    found = headings(row.terms["headings"])
    reader = Reader(found, currency=terms.currency)
    rows: list[tuple[int, Mapping[str, Cell]]] = json.loads(zlib.decompress(bytes(row.rows or b"")))
    known = Known(shelf())
    read = list[tuple[int, Application, Sequence[Flaw]]]()
    for number, told in rows:
        made, wrong = reader.read(number, told)
        read.append((number, known.named(made), [*_beyond(number, told), *wrong]))
    return Planner(terms, by, on).planned(found, read)


def _beyond(number: int, told: Mapping[str, Cell]) -> Iterable[Flaw]:
    if told.get(BEYOND):
        mend = say("Look for a separator inside a cell, and put quotation marks around that cell")
        yield Flaw(number, "–", say("The row has more cells than there are headings"), mend)


class Planner:
    """Compares rows with the bank and with one another."""

    def __init__(self, terms: Terms, by: User, on: date) -> None:
        self.terms, self.by, self.on = terms, by, on
        self.all_units = runs(by, None)
        self.mine = standing(by).units(Deed.RUN)
        self.tree_of_year = cache(lambda year: named(tree(date(year, 7, 1)) if year else tree(on)))
        known = (
            visible(by, Project)
            .filter(rehearsal=False)
            .exclude(number="")
            .defer("search", "sources", "marks")
        )
        funders = known.filter(funder__in={terms.funder, ""})
        self.by_number = {one.number: one for one in funders.order_by("funder")}
        unnumbered = (
            visible(by, Project).filter(number="", source=terms.source).defer("search", "sources", "marks")
        )
        self.by_title = {_titled(one.title, one.call, one.year): one for one in unnumbered}
        self.partners = dict[int, list[str]]()
        for project, name in visible(by, ProjectPartner).values_list("project", "name"):
            self.partners.setdefault(project, []).append(name)
        self.recorded = frozenset(visible(by, Recorded).values_list("project", flat=True).distinct())

    def planned(self, found: Headings, read: Sequence[tuple[int, Application, Sequence[Flaw]]]) -> Plan:
        """Put each row where it belongs."""
        new, changed, same, flaws = list[New](), list[Changed](), list[int](), list[Flaw]()
        unknown = dict[str, int]()
        repeated, clashing = _twice(read)
        for number, told, wrong in read:
            if number in repeated:
                continue
            if wrong := [*wrong, *_clash(number, told, clashing)]:
                flaws += wrong
                continue
            unit = self._unit(told)
            if told.unit and unit is None:
                unknown[told.unit] = unknown.get(told.unit, 0) + 1
            one = self._compared(number, told, unit)
            if isinstance(one, Flaw):
                flaws.append(one)
            elif isinstance(one, New):
                new.append(one)
            elif one.differences:
                changed.append(one)
            else:
                same.append(number)
        return Plan(found, new, changed, same, sorted(repeated), flaws, unknown)

    def _unit(self, told: Application) -> int | None:
        """Find a unit by its key, or by what it was called in the year of the application."""
        return self.tree_of_year(told.year).get(folded(told.unit)) if told.unit else None

    def _compared(self, number: int, told: Application, unit: int | None) -> New | Changed | Flaw:
        row = self.by_number.get(told.number) if told.number else self.by_title.get(identity(told)[1:])
        place = row.unit_id if row is not None and unit is None else unit
        if not self.all_units and (place is None or place not in self.mine):
            what = say("The project belongs to a unit that you do not record for")
            return Flaw(number, NAMES["unit"], what, say("Leave the row to the office of that unit"))
        if row is None:
            return New(number, told, unit)
        differences = list(self._differences(row, told, unit))
        settled = row.pk in self.recorded and row.status not in UNDECIDED
        if settled and (kept := [d for d in differences if d.column in DECIDED]):
            what = say("The office recorded “{before}” itself; the row says “{after}”",
                       before=str(kept[0].before), after=str(kept[0].after))  # fmt: skip
            return Flaw(
                number,
                kept[0].column,
                what,
                say("Record the result on the project's page if the row is right"),
            )
        return _contradicts(number, row, told) or Changed(number, row, told, unit, differences)

    def _differences(self, row: Project, told: Application, unit: int | None) -> Iterable[Difference]:
        """Walk what the row tells otherwise; what it does not tell changes nothing."""
        for name in PLAIN:
            value = _status(row, told) if name == "status" else getattr(told, name)
            if value not in ("", None) and value != getattr(row, name):
                yield Difference(name, getattr(row, name), value)
        if row.awarded is not None and told.status and told.status not in GRANTED:
            yield Difference("awarded", row.awarded, None)
        if told.countries and " ".join(told.countries) != row.countries:
            yield Difference("countries", row.countries, " ".join(told.countries))
        if (told.unit and unit is not None and unit != row.unit_id) or (
            told.unit and unit is None and told.unit not in row.called.values()
        ):
            yield Difference("unit", facts.called(row), told.unit)


def _status(row: Project, told: Application) -> str:
    """Return how it went, with the amounts that either tells; a table's bare "granted" knows of no conditions."""
    if told.status not in (Status.GRANTED, Status.REDUCED):
        return told.status
    if row.status == Status.CONDITIONAL:
        return row.status
    sought = row.sought if told.sought is None else told.sought
    awarded = row.awarded if told.awarded is None else told.awarded
    if row.status == Status.REDUCED and (sought is None or awarded is None):
        return row.status
    return graded(Status(told.status), sought=sought, awarded=awarded)


def _contradicts(number: int, row: Project, told: Application) -> Flaw | None:
    """Find what a row tells that cannot stand beside what the bank holds of the project."""
    starts, ends = told.starts or row.starts, told.ends or row.ends
    if starts and ends and ends < starts:
        what = say("With what the bank holds, the project would end on {ends} and begin on {starts}",
                   ends=ends, starts=starts)  # fmt: skip
        return Flaw(number, NAMES["ends"], what, say("Give both days in the row"))
    left = (told.sought is None and row.sought is not None) or (
        told.awarded is None and row.awarded is not None
    )
    if told.currency and row.currency and told.currency != row.currency and left:
        what = say("The bank holds an amount of this project in {currency}", currency=row.currency)
        return Flaw(number, NAMES["currency"], what, say("Give all amounts of the project in the row"))
    return None


def identity(told: Application) -> Identity:
    """Return what a row is known by: its number; without one its title, call and year."""
    return (told.number,) if told.number else ("", *_titled(told.title, told.call, told.year))


def _titled(title: str, call: str, year: int | None) -> Identity:
    return folded(title), call, str(year or "")


def _clash(number: int, told: Application, clashing: Mapping[Identity, Sequence[int]]) -> Iterable[Flaw]:
    if rows := clashing.get(identity(told)):
        what = say("Rows {rows} bear the same number, or the same title and call, and tell different things",
                   rows=", ".join(map(str, rows[:20])))  # fmt: skip
        yield Flaw(number, NAMES["number"], what, say("Correct the number, or keep one of the rows"))


def _twice(
    read: Sequence[tuple[int, Application, Sequence[Flaw]]],
) -> tuple[frozenset[int], Mapping[Identity, Sequence[int]]]:
    """Find rows that say again what one before them says, and rows that say other things of the same project."""
    seen: dict[Identity, list[tuple[int, Application]]] = {}
    for number, told, wrong in read:
        if (told.number or told.title) and not wrong:
            seen.setdefault(identity(told), []).append((number, told))
    clashing = {
        one: [n for n, _ in rows] for one, rows in seen.items() if len({told for _, told in rows}) > 1
    }
    repeated = {n for one, rows in seen.items() if one not in clashing for n, _ in rows[1:]}
    return frozenset(repeated), clashing
