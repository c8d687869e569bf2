"""Reminding those who answer for a unit of goals it has not answered, before answers are due and while they are late."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from utsyn.plans.cascade import Answer, Turn
from utsyn.plans.document import Goal, PlanDocument
from utsyn.plans.reporting import BEFORE, LAST, reminder
from utsyn.text import Said, say, say_n
from utsyn.web.letters.actions import queue
from utsyn.web.letters.models import Letter
from utsyn.web.measures import facts
from utsyn.web.measures.actions.telling import of_unit
from utsyn.web.measures.models import Assignment, Reply
from utsyn.web.people.models import User
from utsyn.web.people.units import Tree, tree
from utsyn.web.plans.models import Plan


class Owed(NamedTuple):
    """A goal that a unit has still to answer, by when, and which reminder fits the day."""

    row: Assignment
    goal: Goal
    due: date
    step: int


def remind(*, at: datetime) -> int:
    """Queue the reminders whose day has come, in every plan that is followed; return how many were not queued before."""
    on = timezone.localdate(at)
    near = (on - timedelta(days=LAST), on - timedelta(days=BEFORE[0]))
    rows = Assignment.objects.filter(withdrawn_at=None, answer__in=("", Answer.ASKED_AGAIN), due__range=near)
    by_plan: dict[int, list[Assignment]] = {}
    for row in rows.select_related("plan").order_by("due", "pk"):
        if row.due and reminder(row.due, on=on) is not None:
            by_plan.setdefault(row.plan_id, []).append(row)
    return sum(_remind_in(found[0].plan, found, at=at) for found in by_plan.values())


@transaction.atomic
def _remind_in(plan: Plan, rows: Sequence[Assignment], *, at: datetime) -> int:
    """Queue the reminders of one plan: to each person one letter for all answers that were due on one day."""
    on, queued = timezone.localdate(at), 0
    text, there = facts.adopted(plan.editions.filter(adopted_on__lte=on)), tree(on)
    if text is None or text.lasts.until < on:
        return 0
    for to, owed in _by_person(_owed(rows, text, on=on), there, at=at):
        key = f"answers:{plan.key}:{owed[0].due}:{owed[0].step}:user{to.pk}"
        if not Letter.objects.filter(key=key).exists():
            _queue(plan, text, owed, there, key=key, to=to, at=at)
            queued += 1
    return queued


def _owed(rows: Sequence[Assignment], text: PlanDocument, *, on: date) -> Iterator[Owed]:
    """Walk what units have to answer, and were told of before the reminder's day; what the plan has dropped is not asked for."""
    replies: dict[int, list[Reply]] = {}
    for one in Reply.objects.filter(assignment__in=rows).order_by("at", "pk"):
        replies.setdefault(one.assignment_id, []).append(one)
    for row in rows:
        goal, due = text.goal(row.goal), row.due
        step = reminder(due, on=on) if due else None
        if goal is None or due is None or step is None:
            continue
        talk = facts.conversation(row, replies.get(row.pk, ()))
        told = talk.replies[-1].on if talk.replies else talk.on
        if talk.turn is Turn.UNIT and told < due + timedelta(days=step):
            yield Owed(row, goal, due, step)


def _by_person(owed: Iterable[Owed], there: Tree, *, at: datetime) -> Iterator[tuple[User, Sequence[Owed]]]:
    """Walk the people who are to be reminded, with what they owe on one day."""
    answers: dict[int, Sequence[User]] = {}
    found: dict[tuple[int, date], tuple[User, list[Owed]]] = {}
    for one in owed:
        unit = one.row.unit_id
        if unit not in answers:
            answers[unit] = list(of_unit(unit, there, at=at)) if unit in there else []
        for user in answers[unit]:
            found.setdefault((user.pk, one.due), (user, []))[1].append(one)
    yield from found.values()


def _queue(
    plan: Plan, text: PlanDocument, owed: Sequence[Owed], there: Tree, *, key: str, to: User, at: datetime
) -> Letter:
    step, n = owed[0].step, len(owed)
    told = {"plan": text.title, "day": owed[0].due}
    if step < 0:
        subject = say_n("{plan}: {n} goal waits for your answer, by {day}", "{plan}: {n} goals wait for your answer, by {day}", n, **told)  # fmt: skip
    else:
        subject = say_n("{plan}: your answer to {n} goal was due on {day}", "{plan}: your answers to {n} goals were due on {day}", n, **told)  # fmt: skip

    def body(language: str) -> str:
        return "\n\n".join([*_lines(owed, there, to, language), _often().in_(language)]) + "\n"

    return queue(key=key, to=to, subject=subject, body=body, about=f"plan/{plan.key}", at=at)


def _lines(owed: Iterable[Owed], there: Tree, to: User, language: str) -> Iterator[str]:
    yield say("Dear {name},", name=to.called).in_(language)
    yield say("Adopt it, adapt it in your own words, or decline it with a reason.").in_(language)
    for row, goal, _, _ in owed:
        named = there[facts.heir(there, row.unit_id)].name
        with override(language):
            page = f"{settings.SITE}{reverse('measures:assignment', args=[row.pk])}"
        yield f"{named.in_(language)}: {goal.title.in_(language)}\n{page}"


def _often() -> Said:
    return say("Utsyn reminds you a week before an answer is due, the day before, and each week while it is late.")  # fmt: skip
