"""Queueing the reminders whose day has come; each is known by round, step, deadline, day and person, so it comes once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from utsyn.calls.rounds.reminders import days_before, left_to_do
from utsyn.calls.rounds.terms import Due
from utsyn.periods import Deadline
from utsyn.problems import Problems
from utsyn.text import Said, Words, say
from utsyn.web.letters.actions import queue
from utsyn.web.letters.facts import page_of, standing_of
from utsyn.web.letters.models import Letter
from utsyn.web.people.models import User
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Round


class Reminded(NamedTuple):
    """How many reminders were queued, and the rounds whose dates could not be found, with the reason."""

    queued: int
    undated: Sequence[str]


def remind(*, at: datetime) -> Reminded:
    """Queue what is to be reminded of at a moment, in every round whose list is not sent."""
    queued, undated = 0, []
    for row in Round.objects.filter(sent_at=None).order_by("pk"):
        try:
            queued += remind_in(row, at=at)
        except Problems as problems:
            undated.append(f"{row.key}: {problems}")
    return Reminded(queued, undated)


@transaction.atomic
def remind_in(row: Round, *, at: datetime) -> int:
    """Queue the reminders of one round; return how many were not queued before. Raises Problems without its call."""
    moment, queued = facts.now(row, at=at), 0
    on = timezone.localdate(moment)
    near = {
        due: days
        for due in facts.steps(row, on=on)
        if (days := days_before(due.deadline, at=moment, here=timezone.get_default_timezone()))
    }
    now = standing_of(row, on=on) if near else None
    for due, days in near.items():
        left = left_to_do(due.step, now) if now else {}
        for person in User.objects.filter(pk__in=left).exclude(pk__in=_reminded(row, due, days)):
            _queue(row, due, left[person.pk], key=_key(row, due, days, person.pk), to=person, at=at)
            queued += 1
    return queued


def _queue(row: Round, due: Due, left: Sequence[Said], *, key: str, to: User, at: datetime) -> Letter:
    subject = say("{round}: {step}, by {day}", round=row.title, step=due.name, day=due.deadline.day)

    def body(language: str) -> str:
        return _body(row, due, left, to=to, language=language)

    return queue(key=key, to=to, subject=subject, body=body, about=f"round/{row.key}", at=at)


def _body(row: Round, due: Due, left: Sequence[Said], *, to: User, language: str) -> str:
    ends = say("{round}: “{step}” ends on {day}.", round=row.title, step=due.name, day=ends_at(due.deadline))
    parts: list[Words | str] = [
        say("Dear {name},", name=to.called),
        ends,
        say("This is left for you to do:"),
        "\n".join(f"- {what.in_(language)}" for what in left),
        settings.SITE + page_of(row, language=language),
        say(
            "Utsyn reminds you a week before a step ends and again the day before, while something is left to do."
        ),
    ]
    return "\n\n".join(part if isinstance(part, str) else part.in_(language) for part in parts) + "\n"


def ends_at(deadline: Deadline) -> Words:
    """Say when a step ends, as far as it is known."""
    if deadline.time is None:
        return say("{day}, at an hour that no source states", day=deadline.day)
    clock, place = f"{deadline.time:%H:%M}", deadline.zone or say("zone not stated")
    return say("{day} at {time} ({zone})", day=deadline.day, time=clock, zone=place)


def _key(row: Round, due: Due, days: int, person: int) -> str:
    return f"{_stem(row, due, days)}user{person}"


def _stem(row: Round, due: Due, days: int) -> str:
    ends = str(due.deadline).partition(" ")[0]
    return f"reminder:{row.key}:{due.step}:{ends}:{days}:"


def _reminded(row: Round, due: Due, days: int) -> list[int]:
    """Return the people who have been reminded of this: asked once, rather than once for each."""
    stem = _stem(row, due, days)
    return [pk for pk in Letter.objects.filter(key__startswith=stem).values_list("to_id", flat=True) if pk]
