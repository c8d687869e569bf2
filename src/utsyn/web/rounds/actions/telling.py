"""Telling people what was done in a round: each letter is queued with the deed it tells of, once, in her own language."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from utsyn.calls.rounds.worded import VERDICTS, reason
from utsyn.text import Words, say
from utsyn.web.calls.standing import amendment
from utsyn.web.deeds import once, refuse
from utsyn.web.letters.actions import queue
from utsyn.web.log import Person
from utsyn.web.people.models import Held, Role, User
from utsyn.web.people.rights import Deed, require
from utsyn.web.people.units import tree
from utsyn.web.rounds import facts, outcomes
from utsyn.web.rounds.actions.deeds import locked, noted
from utsyn.web.rounds.models import Nomination, Round, State, Told
from utsyn.web.rounds.reach import Hit, reach

Body = Words | Callable[[str], str]
Page = Callable[[], str]
DECIDED = (State.APPROVED, State.WAITING, State.REFUSED)


class Note(NamedTuple):
    """A letter to be: what it tells of, by which it is known again, its subject and its text."""

    what: str
    subject: Words
    body: Body


def holders(role: str, unit: int, *, row: Round, at: datetime) -> Iterable[User]:
    """Return the people who hold a role for a unit today, in that unit or above it."""
    on = at.date()
    up = list(tree(on).above(unit))
    held = Held.objects.filter(role=role, unit__in=up, since__lte=on).exclude(until__lt=on)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def writers(row: Nomination) -> Iterable[User]:
    """Return the people who write a nomination, with its adviser."""
    mine = Q(pk__in=row.writers.values("user")) | Q(pk=row.adviser_id)
    return User.objects.filter(mine, is_active=True).order_by("pk")


def handed_in(row: Nomination, *, at: datetime) -> None:
    """Tell the faculty's coordinators that a nomination waits for them."""
    subject = say("{title} is handed in to the faculty", title=row.title)
    body = say(
        "A nomination waits for the faculty: decide whether to nominate it, or give it back with a reason."
    )
    _each(
        holders(Role.COORDINATOR, row.faculty_id, row=row.round, at=at),
        row,
        Note(f"handed-in:{row.version}", subject, body),
        at=at,
    )


def gave_back(row: Nomination, because: str, *, at: datetime) -> None:
    """Tell the writers why their nomination was given back."""
    subject = say("{title} is given back by the faculty", title=row.title)
    body = say("The faculty gives it back to be mended: {because}", because=because)
    _each(writers(row), row, Note(f"gave-back:{row.version}", subject, body), at=at)


def nominated(row: Nomination, *, at: datetime) -> None:
    """Tell the writers that their faculty has nominated them."""
    subject = say("{title} is nominated", title=row.title)
    body = say("The faculty has nominated it. The leadership decides who goes forward; you will be told.")
    _each(writers(row), row, Note("nominated", subject, body), at=at)


def commented(row: Nomination, number: int, *, by: Person, at: datetime) -> None:
    """Tell the writers and the adviser, but not who said it, of a comment; what it says is read on the page alone."""
    subject = say("A comment on {title}", title=row.title)
    body = say("There is a new comment. Sign in to read it and to answer.")
    others = [user for user in writers(row) if user.pk != by.pk]
    _each(others, row, Note(f"comment:{number}", subject, body), at=at)


def ranking_asked(row: Round, *, at: datetime) -> None:
    """Ask the coordinators for their faculties' orders, and the panel for its ballots."""
    subject = say("Ranking is asked for: {title}", title=row.title)
    count, cap = row.nominations.filter(state=State.NOMINATED).count(), row.cap
    for faculty in sorted(
        set(row.nominations.filter(state=State.NOMINATED).values_list("faculty_id", flat=True))
    ):
        body = say(
            "There are {n} nominations and {cap} places. Put your faculty's nominations in order.",
            n=count,
            cap=cap,
        )
        for user in holders(Role.COORDINATOR, faculty, row=row, at=at):
            _one(user, row, Note(f"ranking:{faculty}", subject, body), _round_page(row), at=at)
    for seat in row.panel.select_related("user"):
        body = say(
            "There are {n} nominations and {cap} places. Say which you may not judge, and rank the others.",
            n=count,
            cap=cap,
        )
        _one(seat.user, row, Note("ballot", subject, body), _round_page(row), at=at)


def place_freed(row: Nomination, next_: int | None, *, at: datetime) -> None:
    """Tell the office and the leadership that a place is free, and who comes next by the same rule."""
    subject = say("A place is free: {title}", title=row.round.title)
    body = say(
        "Number {n} was withdrawn. Next by the same rule: {next}", n=row.number, next=next_ or say("nobody")
    )
    for role in (Role.OFFICE, Role.LEADERSHIP):
        for user in holders(role, row.round.unit_id, row=row.round, at=at):
            _one(user, row.round, Note(f"freed:{row.number}", subject, body), _round_page(row.round), at=at)


@transaction.atomic
def tell_decisions(row: Round, *, by: Person, at: datetime, form: str | None = None) -> int:
    """Tell everyone what was decided about their nomination, and why; return of how many nominations."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    if row.approved_at is None:
        raise refuse(say("The leadership has not decided yet"), say("Wait for the approval"))
    why = outcomes.reasons(row)
    decided = list(row.nominations.filter(state__in=DECIDED).order_by("number"))
    for one in decided:
        one.round = row
        subject, body = _decision(one, reason(why.get(one.number, "")))
        _each(writers(one), one, Note(f"decided:{one.state}", subject, body), at=at)
    noted(by, "told of decisions", row, at=at, form=form, nominations=[one.number for one in decided])
    return len(decided)


@transaction.atomic
def tell_of_amendment(row: Round, number: int, *, by: Person, at: datetime, form: str | None = None) -> int:
    """Tell those whom an amendment of the call hits what it did and what they can do; return of how many nominations."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    known = set(
        Told.objects.filter(nomination__round=row, amendment=number).values_list("nomination_id", flat=True)
    )
    hits = [hit for hit in reach(row, number) if hit.nomination.pk not in known]
    what = amendment(facts.entry(row), number).amendment.what
    for hit in hits:
        hit.nomination.round = row
        Told.objects.create(nomination=hit.nomination, amendment=number, turned=hit.turned, at=at)
        subject = say("The call was changed: {title}", title=hit.nomination.title)
        reached = [
            *writers(hit.nomination),
            *holders(Role.COORDINATOR, hit.nomination.faculty_id, row=row, at=at),
        ]
        _each(reached, hit.nomination, Note(f"amendment:{number}", subject, _amended(hit, what)), at=at)
    noted(
        by,
        "told of amendment",
        row,
        at=at,
        form=form,
        amendment=number,
        nominations=[hit.nomination.number for hit in hits],
    )
    return len(hits)


def _decision(row: Nomination, why: Words | str) -> tuple[Words, Words]:
    if row.state == State.APPROVED:
        subject = say("{title} goes forward to the funder", title=row.title)
        return subject, say("The leadership has approved it. The office sends the list to the funder.")
    if row.state == State.WAITING:
        subject = say("{title} is on the waiting list", title=row.title)
        return subject, say(
            "It has no place now, and gets one if a place is freed and it is next. The reason: {why}", why=why
        )
    subject = say("{title} does not go forward", title=row.title)
    return subject, say("The leadership has refused it. The reason: {why}", why=why)


def _amended(hit: Hit, what: Words) -> Callable[[str], str]:
    """Write what an amendment did to a nomination, and what can be done about it, in a language."""

    def body(language: str) -> str:
        before, after = VERDICTS[hit.before], VERDICTS[hit.after]
        lines = [
            what.in_(language),
            "",
            say("{before} became {after}", before=before, after=after).in_(language),
        ]
        lines += [f"- {leaf.claim.in_(language)}" for leaf in hit.because]
        if hit.mends:
            lines += ["", say("One of these alone would turn it:").in_(language)]
            lines += [f"- {words.in_(language)}" for words in hit.mends]
        return "\n".join(lines)

    return body


def _each(people: Iterable[User], row: Nomination, note: Note, *, at: datetime) -> None:
    """Write to each person once, with the way to the nomination's page."""

    def page() -> str:
        return reverse("nominations:nomination", args=[row.round.key, row.number])

    for user in {user.pk: user for user in people}.values():
        _one(user, row.round, note._replace(what=f"{row.number}:{note.what}"), page, at=at)


def _one(user: User, row: Round, note: Note, page: Page, *, at: datetime) -> None:
    def whole(language: str) -> str:
        said = note.body.in_(language) if isinstance(note.body, Words) else note.body(language)
        with override(language):
            return f"{said}\n\n{row.title}\n{settings.SITE}{page()}\n"

    key = f"{row.key}:{note.what}:{user.pk}"
    queue(key=key, to=user, subject=note.subject, body=whole, about=f"round/{row.key}", at=at)


def _round_page(row: Round) -> Page:
    return lambda: reverse("rounds:round", args=[row.key])
