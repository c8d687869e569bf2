"""A goal goes to units, each answers, the answer is accepted or the unit is asked again; whoever waits is told."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from utsyn.plans.cascade import OF_SENDER, OF_UNIT, REASONED, Answer
from utsyn.plans.measure_check import near
from utsyn.problems import Problem, Problems
from utsyn.text import blank, say
from utsyn.web.deeds import once, refuse, unchanged, whole
from utsyn.web.log import Person, log
from utsyn.web.measures.actions import telling
from utsyn.web.measures.actions.planned import document, goal_of
from utsyn.web.measures.facts import over
from utsyn.web.measures.models import Assignment
from utsyn.web.measures.models import Reply as ReplyRow
from utsyn.web.people.models import Role, Unit
from utsyn.web.people.rights import Deed, NotYoursError, number, require, standing
from utsyn.web.people.units import Tree
from utsyn.web.plans.models import Plan


@transaction.atomic
def send(
    plan: Plan,
    goal: str,
    units: Sequence[Unit],
    *,
    asked: str = "",
    due: date | None = None,
    by: Person,
    at: datetime,
    form: str | None = None,
) -> Sequence[Assignment]:
    """Send a goal to units, which are told. The office sends to any; a faculty sends on what it was sent itself.

    Raises Problems, NotYoursError, DoneError.
    """
    if not units:
        raise refuse(say("No unit is chosen"), say("Choose at least one"), "units")
    if not {unit.pk for unit in units} <= sendable(by, plan, goal):
        raise NotYoursError(Deed.PLAN)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    once(form)
    on = timezone.localdate(at)
    text = document(plan, on=on)
    found = goal_of(text, goal)
    if due and due < on:
        raise refuse(say("{day} has passed", day=due), say("Give them time to answer"), "due")
    if due and due > (last := near(text)[1]):
        what, mend = say("{day} lies far from the plan's own time", day=due), say("Write a day from {first} to {last}", first=on, last=last)  # fmt: skip
        raise refuse(what, mend, "due")
    there = standing(by, on=on).tree
    if faults := list(_unfit(plan, goal, units, there)):
        raise Problems(*faults)
    whole(asked, name="asked")
    made = [
        Assignment.objects.create(plan=plan, goal=goal, unit=unit, asked=asked.strip(), due=due, at=at)
        for unit in units
    ]
    told = sum(telling.sent(row, found, there, at=at) for row in made)
    keys = [unit.key for unit in units]
    _noted(by, "sent goal to units", plan, at=at, form=form, goal=goal, units=keys, letters=told)
    return made


def sendable(by: Person, plan: Plan, goal: str) -> frozenset[int]:
    """Return the units to which a person may send a goal: the office any, a faculty those below it if it was sent it."""
    here = standing(by)
    own = {unit for role, unit in here.roles if role == Role.COORDINATOR}
    sent = own & _sent(plan, goal) if own else set[int]()
    return here.units(Deed.PLAN) | (here.tree.below(*sent) - sent)


def may_settle(by: Person, row: Assignment) -> bool:
    """Tell whether a person may say what came of a unit's answer: whoever may send the goal to that unit."""
    return row.unit_id in sendable(by, row.plan, row.goal)


def _sent(plan: Plan, goal: str) -> set[int]:
    open_ = Assignment.objects.filter(plan=plan, goal=goal, withdrawn_at=None)
    return set(open_.values_list("unit_id", flat=True))


def _unfit(plan: Plan, goal: str, units: Iterable[Unit], there: Tree) -> Iterable[Problem]:
    """Walk why units cannot be sent a goal."""
    inside, known = there.below(plan.unit_id), _sent(plan, goal)
    for n, unit in enumerate(units):
        name = there[unit.pk].name if unit.pk in there else unit.key
        if unit.pk not in inside:
            what = say("{unit} is no part of who follows the plan", unit=name)
            yield Problem(what, say("Choose a unit below it"), ("units", n))
        elif over(there, unit.pk):
            what = say("{unit} ended on {day}", unit=name, day=there[unit.pk].ended)
            yield Problem(what, say("Choose the unit that came after it"), ("units", n))
        elif unit.pk in known:
            what = say("The goal was sent to {unit} before", unit=name)
            yield Problem(what, say("Leave it out, or take the goal back from it first"), ("units", n))
        known |= {unit.pk}


@transaction.atomic
def reply(
    assignment: Assignment,
    answer: str,
    own_words: str = "",
    because: str = "",
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> ReplyRow:
    """Answer for a unit: adopted, adapted (in its own words, with a reason) or declined (with a reason).

    A unit may answer anew as long as the goal is not taken back; the office is told each time. Raises Problems,
    NotYoursError, DoneError, StaleError.
    """
    require(by, Deed.ANSWER, unit=assignment.unit_id)
    row = _locked(assignment, seen=seen, form=form)
    if answer not in OF_UNIT:
        raise refuse(say("No answer is chosen"), say("Adopt it, adapt it or decline it"), "answer")
    own_words, because = own_words.strip(), because.strip()
    if answer == Answer.ADAPTED and blank(own_words):
        what = say("The goal is adapted, but not said in the unit's own words")
        raise refuse(what, say("Write the goal as the unit takes it on"), "own_words")
    whole(own_words, name="own_words")
    own = own_words if answer == Answer.ADAPTED else ""
    said = _said(row, answer, own, because, role=_role(by, row.unit_id), by=by, at=at)
    on = timezone.localdate(at)
    goal, there = goal_of(document(row.plan, on=on), row.goal), standing(by, on=on).tree
    telling.replied(row, said, goal, there, by=number(by), at=at)
    _of_unit_noted(by, "answered goal", row, there, said, at=at, form=form)
    return said


@transaction.atomic
def answer(
    assignment: Assignment,
    answer: str,
    because: str = "",
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> ReplyRow:
    """Say what comes of a unit's answer: accepted, or asked again with a reason; the unit is told.

    Raises Problems, NotYoursError, DoneError, StaleError.
    """
    if not may_settle(by, assignment):
        raise NotYoursError(Deed.PLAN)
    row = _locked(assignment, seen=seen, form=form)
    if row.answer not in (Answer.ADAPTED, Answer.DECLINED):
        what = say("The unit has not adapted or declined the goal")
        raise refuse(what, say("Wait for its answer"), "answer")
    if answer not in OF_SENDER:
        raise refuse(say("No answer is chosen"), say("Accept what the unit says, or ask again"), "answer")
    role = Role.OFFICE if row.unit_id in standing(by).units(Deed.PLAN) else Role.COORDINATOR
    said = _said(row, answer, "", because.strip(), role=role, by=by, at=at)
    on = timezone.localdate(at)
    goal, there = goal_of(document(row.plan, on=on), row.goal), standing(by, on=on).tree
    telling.answered(row, said, goal, there, by=number(by), at=at)
    _of_unit_noted(by, "said what came of answer", row, there, said, at=at, form=form)
    return said


@transaction.atomic
def take_back(
    assignment: Assignment,
    because: str,
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Assignment:
    """Take a goal back from a unit, with a reason; the unit is told, and all that was said stays.

    Raises Problems, NotYoursError, DoneError, StaleError.
    """
    if not may_settle(by, assignment):
        raise NotYoursError(Deed.PLAN)
    row = _locked(assignment, seen=seen, form=form)
    _reasoned(because)
    whole(because)
    row.withdrawn_at, row.version = at, row.version + 1
    row.save(update_fields=["withdrawn_at", "version"])
    on = timezone.localdate(at)
    there, found = standing(by, on=on).tree, document(row.plan, on=on).goal(row.goal)
    telling.taken_back(row, found.title if found else row.goal, because.strip(), there, at=at)
    told = {"assignment": row.pk, "goal": row.goal, "unit": there.called(row.unit_id), "because": because}
    _noted(by, "took back goal", row.plan, at=at, form=form, **told)
    return row


def _locked(assignment: Assignment, *, seen: int | None, form: str | None) -> Assignment:
    """Return the assignment as it stands now, locked, its plan first. Raises Problems where it was taken back."""
    Plan.objects.select_for_update().get(pk=assignment.plan_id)
    row = Assignment.objects.select_for_update(of=("self",)).select_related("plan").get(pk=assignment.pk)
    once(form)
    unchanged(row.version, seen)
    if row.withdrawn_at is not None:
        day = timezone.localdate(row.withdrawn_at)
        raise refuse(
            say("The goal was taken back on {day}", day=day), say("Nothing is asked of the unit now")
        )
    return row


def _said(
    row: Assignment, answer: str, own_words: str, because: str, *, role: str, by: Person, at: datetime
) -> ReplyRow:
    """Keep one turn of the conversation, and its answer as where the conversation stands."""
    if answer in REASONED:
        _reasoned(because)
    whole(because)
    said = ReplyRow.objects.create(
        assignment=row,
        answer=answer,
        own_words=own_words,
        because=because,
        by_id=number(by),
        role=role,
        at=at,
    )
    row.answer, row.version = answer, row.version + 1
    row.save(update_fields=["answer", "version"])
    return said


def _role(by: Person, unit: int) -> str:
    """Return the role in which a person answers for a unit: the nearest to it that she holds."""
    here = standing(by)
    speaks = (Role.DEPARTMENT, Role.COORDINATOR, Role.OFFICE)
    return next((role.value for role in speaks if unit in here.reach(role)), "")


def _reasoned(because: str) -> None:
    if blank(because):
        raise refuse(say("No reason is given"), say("Say why"), "because")


def _of_unit_noted(
    by: Person, did: str, row: Assignment, there: Tree, said: ReplyRow, *, at: datetime, form: str | None
) -> None:
    told = {
        "goal": row.goal,
        "unit": there.called(row.unit_id),
        "answer": said.answer,
        "because": said.because,
    }
    _noted(by, did, row.plan, at=at, form=form, assignment=row.pk, **told)


def _noted(by: Person, did: str, plan: Plan, *, at: datetime, form: str | None, **told: Any) -> None:
    log(by, did, f"plan/{plan.key}", at=at, told=told, form=form or None)
