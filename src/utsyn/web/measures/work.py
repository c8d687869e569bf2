"""My work: for each unit that a person answers for, what waits for an answer, what is late, and what came of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.plans.cascade import Conversation, Turn
from utsyn.plans.document import Goal
from utsyn.plans.measures import Task
from utsyn.web.measures import facts
from utsyn.web.measures.facts import Then
from utsyn.web.measures.models import Assignment, Measure, Reply
from utsyn.web.people.access import visible
from utsyn.web.people.models import Role
from utsyn.web.people.rights import Deed, Person, standing
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held, all_held
from utsyn.web.reports.models import Report

OWN = (Role.DEPARTMENT, Role.COORDINATOR)


class Waiting(NamedTuple):
    """A goal sent to a unit, and how it stands; `goal` is None where the plan has it no more."""

    plan: Held
    goal: Goal | None
    conversation: Conversation
    unit: Named
    merged: Named | None = (
        None  # the unit that it was sent to, where that has since been merged into this one
    )


class Late(NamedTuple):
    """A measure with tasks that should have been done."""

    plan: Held
    measure: Then
    tasks: Sequence[Task]


class Due(NamedTuple):
    """A report that a unit is to hand in, and whether that should have been done."""

    report: Report
    late: bool


class OfUnit(NamedTuple):
    """What one unit has to do, and what it has done."""

    unit: Named
    plans: Sequence[Held]
    waiting: Sequence[Waiting]
    answered: Sequence[Waiting]
    late: Sequence[Late]
    reports: Sequence[Due]
    running: int
    own: bool  # she is of this unit, and not only of one above it

    @property
    def todo(self) -> int:
        """How many things wait for the unit."""
        return len(self.waiting) + len(self.late) + len(self.reports)


class Work(NamedTuple):
    """All that waits for a person: by unit, and the units' answers that she has to say something to."""

    units: Sequence[OfUnit]
    to_answer: Sequence[Waiting]
    unanswered: Sequence[Waiting]  # goals that units other than her own have not answered in time
    plans: Sequence[Held]

    @property
    def todo(self) -> int:
        """How many things wait for her."""
        return sum(one.todo for one in self.units) + len(self.to_answer)


class _Everything(NamedTuple):
    """All of all units, to be told apart."""

    plans: Sequence[Held]
    waiting: Sequence[Waiting]
    measures: Sequence[tuple[Held, Then]]
    reports: Sequence[tuple[int, Due]]
    tree: Tree
    own: set[int]
    on: date


def work(user: Person, *, on: date) -> Work:
    """Return all that waits for a person: six queries, however many units she answers for."""
    here = standing(user)
    mine, plans = here.units(Deed.ANSWER), {one.row.pk: one for one in all_held(user, on=on)}
    waiting = list(_waiting(user, plans, mine, here.tree))
    own = {unit for role, unit in here.roles if role in OWN}
    shown = list(_shown(here.tree, mine, own, waiting))
    parts = here.tree.below(*shown)
    measures, reports = _measures(user, plans, parts, on=on), list(_reports(user, plans, parts, on=on))
    everything = _Everything(list(plans.values()), waiting, measures, reports, here.tree, own, on)
    made = [_of_unit(here.tree[pk], everything) for pk in shown]
    settles = {unit for unit in mine if unit in here.units(Deed.PLAN)} | (here.reach(Role.COORDINATOR) - own)
    to_answer = [
        one for one in waiting if one.conversation.turn is Turn.SENDER and one.conversation.unit in settles
    ]
    late = [one for one in waiting if one.conversation.overdue(on=on) and one.unit.pk not in shown]
    return Work(made, to_answer, late, everything.plans)


def _shown(tree: Tree, mine: frozenset[int], own: set[int], waiting: Sequence[Waiting]) -> Iterable[int]:
    """Walk the units that get a part of the page: her own first, then those below to which goals were sent."""
    running = [pk for pk in own if pk in tree and not facts.over(tree, pk)]
    yield from sorted(running, key=lambda pk: tree[pk].name.in_("nb").casefold())
    if own:
        below = {one.unit.pk for one in waiting if one.unit.pk in mine and one.unit.pk not in own}
        reached = tree.below(*own)
        yield from sorted(below & reached, key=lambda pk: tree[pk].name.in_("nb").casefold())


def _waiting(user: Person, plans: Mapping[int, Held], mine: frozenset[int], tree: Tree) -> Iterable[Waiting]:
    rows = visible(user, Assignment).filter(withdrawn_at=None, unit__in=mine, plan__in=list(plans))
    replies: dict[int, list[Reply]] = {}
    kept = list(rows.order_by("due", "pk"))
    for one in visible(user, Reply).filter(assignment__in=kept).order_by("at", "pk"):
        replies.setdefault(one.assignment_id, []).append(one)
    for row in kept:
        plan, heir = plans[row.plan_id], facts.heir(tree, row.unit_id)
        talk = facts.conversation(row, replies.get(row.pk, ()))
        merged = tree[row.unit_id] if heir != row.unit_id else None
        yield Waiting(plan, plan.text.goal(row.goal), talk, tree[heir], merged)


def _measures(
    user: Person, plans: Mapping[int, Held], mine: frozenset[int], *, on: date
) -> Sequence[tuple[Held, Then]]:
    rows = visible(user, Measure).filter(
        unit__in=mine, plan__in=list(plans), retired_at=None, status__in=("planned", "running")
    )
    return [(plans[row.plan_id], facts.then(row, None, on=on)) for row in rows.order_by("plan", "number")]


def _reports(
    user: Person, plans: Mapping[int, Held], mine: frozenset[int], *, on: date
) -> Iterable[tuple[int, Due]]:
    """Walk the reports that units have still to hand in, in the rounds of reporting that are open on a day."""
    rows = visible(user, Report).filter(
        unit__in=mine,
        state__in=(Report.State.DRAFT, Report.State.SENT_BACK),
        reporting__plan__in=list(plans),
        reporting__closed_at=None,
        reporting__opens__lte=on,
    )
    for row in rows.select_related("reporting").order_by("reporting__due", "pk"):
        yield row.unit_id, Due(row, row.reporting.due < on)


def _of_unit(unit: Named, everything: _Everything) -> OfUnit:
    on, tree = everything.on, everything.tree
    of = [one for one in everything.waiting if one.unit.pk == unit.pk]
    its = [(plan, one) for plan, one in everything.measures if facts.heir(tree, one.row.unit_id) == unit.pk]
    return OfUnit(
        unit,
        [plan for plan in everything.plans if unit.pk in tree.below(plan.row.unit_id)],
        [one for one in of if one.conversation.turn is Turn.UNIT],
        [one for one in of if one.conversation.turn is not Turn.UNIT],
        [Late(plan, one, tasks) for plan, one in its if (tasks := one.told.overdue(on=on))],
        [due for pk, due in everything.reports if facts.heir(tree, pk) == unit.pk],
        len(its),
        unit.pk in everything.own,
    )
