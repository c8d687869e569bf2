"""Telling people what became of a goal sent to a unit: each letter is queued with the deed it tells of."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from utsyn.plans.cascade import ANSWER_NAMES, Answer
from utsyn.plans.document import Goal
from utsyn.text import Said, Words, say
from utsyn.web.letters.actions import queue
from utsyn.web.measures.facts import ANSWERS, heir
from utsyn.web.measures.models import Assignment
from utsyn.web.measures.models import Reply as ReplyRow
from utsyn.web.people.models import Held, Role, User
from utsyn.web.people.units import Tree

Body = Callable[[str], Iterable[str]]


def sent(row: Assignment, goal: Goal, there: Tree, *, at: datetime) -> int:
    """Tell those who answer for the unit that a goal waits for them; return how many were told."""
    subject = say("A goal is sent to your unit: {title}", title=goal.title)

    def body(language: str) -> Iterable[str]:
        said = say("Adopt it, adapt it in your own words, or decline it with a reason.")
        yield said.in_(language)
        if row.asked:
            yield row.asked
        if row.due:
            yield say("Answer by {day}.", day=row.due).in_(language)

    return _each(of_unit(row.unit_id, there, at=at), row, "sent", subject, body, at=at)


def replied(row: Assignment, reply: ReplyRow, goal: Goal, there: Tree, *, by: int, at: datetime) -> int:
    """Tell the office, and the faculty that sent it on, what a unit answered."""
    words = ANSWER_NAMES[Answer(reply.answer)]
    subject = say("{unit}: {answer}: {title}", unit=there[row.unit_id].name, answer=words, title=goal.title)
    people = senders(row, there, at=at)
    return _each(people, row, f"reply-{reply.pk}", subject, _because(reply), at=at, but=by)


def answered(row: Assignment, reply: ReplyRow, goal: Goal, there: Tree, *, by: int, at: datetime) -> int:
    """Tell those who answer for the unit what came of their answer."""
    words = {
        Answer.ACCEPTED: say("Your answer is accepted: {title}", title=goal.title),
        Answer.ASKED_AGAIN: say("You are asked again: {title}", title=goal.title),
    }[Answer(reply.answer)]
    people = of_unit(row.unit_id, there, at=at)
    return _each(people, row, f"reply-{reply.pk}", words, _because(reply), at=at, but=by)


def taken_back(row: Assignment, goal: Words | str, because: str, there: Tree, *, at: datetime) -> int:
    """Tell those who answer for the unit that a goal does not wait for them any more."""
    subject = say("A goal is taken back: {title}", title=goal)

    def body(language: str) -> Iterable[str]:
        yield say("Nothing more is asked of you. The reason: {because}", because=because).in_(language)

    return _each(of_unit(row.unit_id, there, at=at), row, "taken-back", subject, body, at=at)


def of_unit(unit: int, there: Tree, *, at: datetime) -> Iterable[User]:
    """Return who answers for a unit: in it, or where nobody does, in the nearest unit above it."""
    for up in there.above(heir(there, unit)):
        if found := list(_holders(ANSWERS, [up], on=timezone.localdate(at))):
            return found
    return []


def senders(row: Assignment, there: Tree, *, at: datetime) -> Iterable[User]:
    """Return the office of the unit, and the coordinators of units above it to which the goal was sent itself."""
    on, up = timezone.localdate(at), list(there.above(heir(there, row.unit_id)))
    above = Assignment.objects.filter(plan=row.plan_id, goal=row.goal, withdrawn_at=None, unit__in=up[1:])
    faculties = [pk for pk in above.values_list("unit_id", flat=True) if pk != row.unit_id]
    return [*_holders((Role.OFFICE,), up, on=on), *_holders((Role.COORDINATOR,), faculties, on=on)]


def _holders(roles: Iterable[str], units: Iterable[int], *, on: date) -> Iterable[User]:
    held = Held.objects.filter(role__in=list(roles), unit__in=list(units), since__lte=on).exclude(
        until__lt=on
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def _because(reply: ReplyRow) -> Body:
    def body(language: str) -> Iterable[str]:
        if reply.own_words:
            yield say("In the unit's own words: {words}", words=reply.own_words).in_(language)
        if reply.because:
            yield say("The reason: {because}", because=reply.because).in_(language)

    return body


def _each(
    people: Iterable[User],
    row: Assignment,
    what: str,
    subject: Said,
    body: Body,
    *,
    at: datetime,
    but: int = 0,
) -> int:
    """Write to each person once, but not to who did it, with the way to the page of the conversation."""

    def whole(language: str) -> str:
        with override(language):
            page = f"{settings.SITE}{reverse('measures:assignment', args=[row.pk])}"
        return "\n\n".join([*body(language), page]) + "\n"

    to = {user.pk: user for user in people if user.pk != but}
    about = f"plan/{row.plan.key}"
    for user in to.values():
        key = f"assignment/{row.pk}:{what}:{user.pk}"
        queue(key=key, to=user, subject=subject, body=whole, about=about, at=at)
    return len(to)
