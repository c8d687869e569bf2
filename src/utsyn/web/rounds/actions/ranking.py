"""Ranking: asking for it, the faculties' own orders, the panel with its conflicts of interest and its ballots."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import Person
from utsyn.web.people.models import Role, Unit, User
from utsyn.web.people.rights import Deed, NotYoursError, require, standing
from utsyn.web.people.units import tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import telling
from utsyn.web.rounds.actions.deeds import locked, noted
from utsyn.web.rounds.models import Conflict, Nomination, Order, Panellist, Round, State

Groups = Sequence[Sequence[int]]
COUNTED = (State.NOMINATED, State.APPROVED, State.WAITING)


@transaction.atomic
def ask_for_ranking(row: Round, *, by: Person, at: datetime, form: str | None = None) -> Round:
    """Ask the faculties for their orders, and the panel for its ballots."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    if facts.terms(row).policy == "forbidden":
        raise refuse(
            say("The call forbids the institution to rank"), say("The leadership must decide in another way")
        )
    if row.ranking_asked_at is None:
        row.ranking_asked_at = facts.now(row, at=at)
        row.save(update_fields=["ranking_asked_at"])
        count = row.nominations.filter(state__in=COUNTED).count()
        noted(by, "asked for ranking", row, at=at, form=form, nominated=count, cap=row.cap)
        telling.ranking_asked(row, at=at)
    return row


@transaction.atomic
def give_order(
    row: Round, faculty: Unit, *, groups: Groups, because: str = "", by: Person, at: datetime,
    seen: int | None = None, form: str | None = None,
) -> Order:  # fmt: skip
    """Put a faculty's nominations in its own order; what stands in one group is level. Every one must be there, once."""
    require(by, Deed.NOMINATE, unit=faculty.pk)
    row = locked(row)
    once(form)
    _undecided(row)
    there = set(row.nominations.filter(faculty=faculty, state__in=COUNTED).values_list("number", flat=True))
    _whole(groups, there)
    kept = Order.objects.filter(round=row, faculty=faculty).first()
    unchanged(kept.version if kept else 0, seen)
    told = {"groups": [list(group) for group in groups], "because": because[:4000], "at": at}
    made, _ = Order.objects.update_or_create(
        round=row, faculty=faculty, defaults={**told, "version": kept.version + 1 if kept else 1}
    )
    noted(
        by,
        "gave its order",
        row,
        at=at,
        form=form,
        faculty=tree(facts.today(row, at=at)).called(faculty.pk),
        groups=made.groups,
        because=because,
    )
    return made


@transaction.atomic
def seat(row: Round, user: User, *, by: Person, at: datetime, form: str | None = None) -> Panellist:
    """Give a person a seat on the panel, who is an assessor or of the leadership."""
    require(by, Deed.APPROVE, unit=row.unit_id)
    row = locked(row)
    once(form)
    if not standing(user).has(Role.ASSESSOR, Role.LEADERSHIP):
        raise refuse(
            say("Only assessors and the leadership sit on a panel"), say("Give her that role first"), "user"
        )
    made, new = Panellist.objects.get_or_create(round=row, user=user)
    if new:
        noted(by, "seated", row, at=at, form=form, panellist=user.pk)
    return made


@transaction.atomic
def declare(
    row: Panellist, *, conflicts: Mapping[int, str], by: Person, at: datetime, form: str | None = None
) -> Panellist:
    """Say which nominations one may not judge, and why; none is an answer too. What the ballot says of them goes."""
    round_ = locked(row.round)
    row = Panellist.objects.select_for_update().get(pk=row.pk)
    _her_own(row, by)
    once(form)
    _undecided(round_)
    named = {n.number: n for n in round_.nominations.filter(number__in=conflicts)}
    wrong = [number for number in conflicts if number not in named]
    unsaid = [number for number, because in conflicts.items() if not because.strip()]
    if wrong or unsaid:
        what = say("Number {n} has no reason beside it, or is no nomination here", n=(wrong or unsaid)[0])
        raise refuse(what, say("Say in a few words what the conflict is"), "conflicts")
    row.conflicts.all().delete()
    Conflict.objects.bulk_create(
        Conflict(panellist=row, nomination=named[n], because=because[:1000], at=at)
        for n, because in conflicts.items()
    )
    row.declared_at = at
    if row.ballot:
        row.ballot = [kept for group in row.ballot if (kept := [n for n in group if n not in conflicts])]
    row.version += 1
    row.save(update_fields=["declared_at", "ballot", "version"])
    noted(
        by, "declared conflicts", round_, at=at, form=form, panellist=row.user_id, conflicts=sorted(conflicts)
    )
    return row


@transaction.atomic
def cast(
    row: Panellist,
    *,
    groups: Groups,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Panellist:
    """Cast a ballot: the nominations one may judge, best first; level ones in one group; those left out are not ranked."""
    round_ = locked(row.round)
    row = Panellist.objects.select_for_update().get(pk=row.pk)
    _her_own(row, by)
    once(form)
    _undecided(round_)
    unchanged(row.version, seen)
    if row.declared_at is None:
        raise refuse(
            say("Conflicts of interest come before the ballot"),
            say("Say which you have, or that you have none"),
        )
    judged = _judged(row, round_)
    _once_each(groups)
    if strange := [n for group in groups for n in group if n not in judged]:
        raise refuse(say("Number {n} is not yours to judge", n=strange[0]), say("Leave it out"), "groups")
    row.ballot, row.cast_at, row.version = [list(group) for group in groups if group], at, row.version + 1
    row.save(update_fields=["ballot", "cast_at", "version"])
    noted(by, "cast a ballot", round_, at=at, form=form, panellist=row.user_id, ballot=row.ballot)
    return row


def _judged(row: Panellist, round_: Round) -> frozenset[int]:
    apart = row.conflicts.values("nomination")
    found = Nomination.objects.filter(round=round_, state__in=COUNTED).exclude(pk__in=apart)
    return frozenset(found.values_list("number", flat=True))


def _her_own(row: Panellist, by: Person) -> None:
    if row.user_id != by.pk:
        raise NotYoursError(Deed.ASSESS)


def _undecided(row: Round) -> None:
    if row.approved_at or row.sent_at:
        raise refuse(
            say("The leadership has decided in this round"), say("Ask the office to open the question again")
        )


def _once_each(groups: Groups) -> None:
    each = [number for group in groups for number in group]
    if twice := sorted({n for n in each if each.count(n) > 1}):
        raise refuse(
            say("Number {n} stands there twice", n=twice[0]), say("Give each its place once"), "groups"
        )


def _whole(groups: Groups, there: set[int]) -> None:
    """Go on if a list holds each number that is there, once. Raises Problems."""
    _once_each(groups)
    told = {number for group in groups for number in group}
    if missing := sorted(there - told):
        raise Problems(*(_missing(n) for n in missing))
    if strange := sorted(told - there):
        raise refuse(
            say("Number {n} is none of the faculty's nominations", n=strange[0]),
            say("Leave it out"),
            "groups",
        )


def _missing(number: int) -> Problem:
    return Problem(
        say("Number {n} has no place in the order", n=number),
        say("Give it one; level ones may share it"),
        ("groups",),
    )
