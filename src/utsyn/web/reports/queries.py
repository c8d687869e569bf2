"""What pages ask about reports: the year's rounds, who has reported, a report and what was frozen of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Prefetch

from utsyn.plans.frozen import digest, public
from utsyn.problems import Problem
from utsyn.text import Said, Words, say
from utsyn.web.errors import NotHere
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import Tree
from utsyn.web.plans.models import Plan
from utsyn.web.reports import facts
from utsyn.web.reports.models import Frozen, Report, Reporting

State = Report.State
# what a report is called in each state, and how its sign looks
STATES: Mapping[str, tuple[Said, str]] = {
    State.DRAFT: (say("being written"), "planned"),
    State.HANDED_IN: (say("handed in"), "closing"),
    State.SENT_BACK: (say("sent back"), "judgement"),
    State.APPROVED: (say("approved"), "open"),
}


class Piece(NamedTuple):
    """Who reports in a round, under its name of the day, by when, and how far the report is for those who may see it."""

    row: Report | None
    unit: Words | str
    whole: bool
    due: date
    late: bool

    @property
    def word(self) -> Said:
        """How it stands."""
        if self.row is None:
            return say("not approved yet")
        return say("late") if self.late else STATES[self.row.state][0]

    @property
    def look(self) -> str:
        """The class of its sign."""
        if self.row is None:
            return "planned"
        return "no" if self.late else STATES[self.row.state][1]


class Turn(NamedTuple):
    """One round of the year, with its reports."""

    row: Reporting
    pieces: Sequence[Piece]
    whole_due: date | None

    @property
    def state(self) -> str:
        """Where it is in its life, as charts draw it; the reports say how far each is."""
        return "closed" if self.row.closed_at else "planned"

    @property
    def left(self) -> int:
        """How many reports are not approved yet."""
        return sum(piece.row is None or piece.row.state != State.APPROVED for piece in self.pieces)


def plan(user: Person, key: str) -> Plan:
    """Return a plan that a person may see. Raises NotHere."""
    row = visible(user, Plan).filter(key=key).select_related("unit").first()
    if row is None:
        raise NotHere(Problem(say("There is no such plan"), say("Look in the list of plans")))
    return row


def wheel(user: Person, plan: Plan, *, on: date) -> Sequence[Turn]:
    """Return all rounds of a plan, the newest first, each with who reports: two queries."""
    seen = Prefetch("reports", visible(user, Report).select_related("unit"), to_attr="seen")
    rows = visible(user, Reporting).filter(plan=plan).order_by("-since")
    tree = standing(user).tree
    return [_turn(row, row.seen, tree, on=on) for row in rows.select_related("plan").prefetch_related(seen)]


def turn(user: Person, row: Reporting, *, on: date) -> Turn:
    """Return a round with who reports: the institution first, then by name."""
    rows = visible(user, Report).filter(reporting=row).select_related("unit")
    return _turn(row, rows, standing(user).tree, on=on)


def _turn(row: Reporting, reports: Iterable[Report], tree: Tree, *, on: date) -> Turn:
    asked, seen = facts.asked(row), {report.unit.key: report for report in reports}
    names = {unit.key: unit for unit in tree.units.values()}
    pieces = []
    for key in asked.units:
        unit, report = names.get(key), seen.get(key)
        whole = unit is not None and unit.pk == row.plan.unit_id
        due = facts.due(row, whole=whole)
        open_ = report is not None and report.state in (State.DRAFT, State.SENT_BACK) and not row.closed_at
        pieces.append(Piece(report, unit.name if unit else key, whole, due, open_ and due < on))
    pieces.sort(key=lambda piece: (not piece.whole, _named(piece.unit)))
    return Turn(row, pieces, asked.whole_due)


def _named(unit: Words | str) -> str:
    return (unit if isinstance(unit, str) else unit.in_("nb")).casefold()


def reporting(user: Person, key: str) -> Reporting:
    """Return a round of reporting. Raises NotHere."""
    row = visible(user, Reporting).filter(key=key).select_related("plan__unit").first()
    if row is None:
        what = say("There is no such round of reporting for you to see")
        raise NotHere(Problem(what, say("Look in the annual wheel of the plan")))
    return row


def report(user: Person, pk: int) -> Report:
    """Return a report with its round and plan. Raises NotHere."""
    found = visible(user, Report).filter(pk=pk).select_related("reporting__plan__unit", "unit").first()
    if found is None:
        what = say("There is no such report for you to see")
        raise NotHere(Problem(what, say("A report is open to all who work here once it is approved")))
    return found


def frozen_of(user: Person, row: Report) -> Sequence[Frozen]:
    """Return what was frozen of a report, the newest first, without the texts."""
    return list(visible(user, Frozen).filter(report=row).defer("text", "inputs").order_by("-number"))


class Opened(NamedTuple):
    """A frozen report as it was read: its text, and whether it still is what was approved."""

    row: Frozen
    made: Mapping[str, Any]
    text: str
    sha256: str
    found: str  # the hash of what lies in the table now

    @property
    def intact(self) -> bool:
        """Whether the text is the one that was approved, to the last byte."""
        return self.row.sha256 == self.found


def frozen(user: Person, pk: int, number: int, *, outside: bool = False) -> Opened:
    """Return a frozen report, whole for those inside, without its internal part for others. Raises NotHere."""
    rows = visible(user, Frozen).filter(report=pk, number=number).defer("inputs")
    row = rows.select_related("report__reporting__plan__unit").first()
    if row is None:
        what = say("There is no such approved report for you to see")
        raise NotHere(Problem(what, say("Look in the annual wheel of the plan")))
    return opened(row, outside=outside or not standing(user).roles)


def opened(row: Frozen, *, outside: bool = False) -> Opened:
    """Read a frozen report, and hold it against its hash."""
    found = digest(row.text)
    if not outside:
        return Opened(row, json.loads(row.text), row.text, row.sha256, found)
    text = _public(row.text)
    return Opened(row, json.loads(text), text, digest(text), found)


@lru_cache(8)
def _public(text: str) -> str:
    return public(text)


def inputs(user: Person, row: Frozen) -> str:
    """Return what a frozen report was computed from."""
    return visible(user, Frozen).values_list("inputs", flat=True).get(pk=row.pk)


class Choice(NamedTuple):
    """A frozen report to choose for a comparison."""

    pk: int
    words: str


def choices(user: Person, *, language: str) -> Sequence[Choice]:
    """Return all frozen reports that a person may see, the newest first; named without reading their texts."""
    rows = visible(user, Frozen).select_related("report__reporting", "report__unit").defer("text", "inputs")
    tree = standing(user).tree if standing(user).roles else None
    found = []
    for row in rows.order_by("-at", "-pk")[:200]:
        unit = tree.units.get(row.report.unit_id) if tree else None
        name = unit.name.in_(language) if unit else row.report.unit.key
        found.append(Choice(row.pk, f"{row.report.reporting.title}: {name} ({row.number})"))
    return found


def by_number(user: Person, pk: int) -> Opened | None:
    """Return a frozen report by its number in the table, for a comparison."""
    row = visible(user, Frozen).filter(pk=pk).defer("inputs").select_related("report").first()
    return opened(row, outside=not standing(user).roles) if row else None
