"""Giving the places that the cap allows, refusing with reasons, withdrawing, and sending the list to the funder."""

from datetime import datetime

from django.db import transaction

from utsyn.problems import Problems
from utsyn.text import say, say_n
from utsyn.web.deeds import once, refuse
from utsyn.web.log import Person
from utsyn.web.people.rights import Deed, NotYoursError, may, number, require
from utsyn.web.projects.actions.entering import enter_round
from utsyn.web.rounds import facts, outcomes
from utsyn.web.rounds.actions import telling
from utsyn.web.rounds.actions.deeds import locked, locked_nomination, noted
from utsyn.web.rounds.models import Nomination, Place, Ranking, Round, State

STANDS = (State.NOMINATED, State.WAITING)


@transaction.atomic
def choose_route(
    row: Round, *, route: str, because: str, by: Person, at: datetime, form: str | None = None
) -> Ranking:
    """Choose the route by which places are given, and freeze what went into it and what came out."""
    require(by, Deed.APPROVE, unit=row.unit_id)
    row = locked(row)
    once(form)
    if row.sent_at:
        raise refuse(say("The list of this round has been sent"), say("Withdrawals can still free places"))
    if facts.terms(row).policy == "forbidden":
        raise refuse(
            say("The call forbids the institution to rank"), say("The leadership must decide in another way")
        )
    if row.places.exists():
        raise refuse(
            say("Places were given by the route chosen before"),
            say("Free them first, or go on by that route"),
        )
    made = outcomes.outcome(row, by_route=route)
    if not because.strip() and outcomes.needed(row):
        raise refuse(say("A route is chosen without a reason"), say("Say why this one"), "because")
    number = row.rankings.count() + 1
    kept = Ranking.objects.create(
        round=row, number=number, route=route, inputs=made.inputs, outcome=made.outcome, sha256=made.sha256,
        because=because, at=at,
    )  # fmt: skip
    noted(
        by, "chose the route", row, at=at, form=form, sha256=made.sha256,
        route=route, ranking=number, because=because, inputs=made.inputs, outcome=made.outcome,
    )  # fmt: skip
    return kept


@transaction.atomic
def approve(
    row: Nomination, *, because: str = "", by: Person, at: datetime, form: str | None = None
) -> Place:
    """Give a nomination a free place. One that the route does not send forward needs a reason. Never above the cap."""
    row = locked_nomination(row)
    require(by, Deed.APPROVE, unit=row.round.unit_id)
    once(form)
    if row.state not in STANDS:
        raise refuse(
            say("Only what is nominated can be approved"), say("Reload the page to see how it stands now")
        )
    _free(row.round)
    forward = outcomes.forward(row.round)
    if forward is None and facts.terms(row.round).policy != "forbidden":
        raise _no_route()
    as_routed = row.number in (forward or ())
    if not as_routed and not because.strip():
        what = say("The route does not send number {n} forward", n=row.number)
        raise refuse(what, say("Say why the leadership decides otherwise"), "because")
    return _place(row, because=because, by=by, at=at, form=form, as_routed=as_routed)


@transaction.atomic
def approve_list(row: Round, *, by: Person, at: datetime, form: str | None = None) -> int:
    """Give places to all whom the route sends forward, as far as places are free; return to how many."""
    require(by, Deed.APPROVE, unit=row.unit_id)
    row = locked(row)
    once(form)
    forward = outcomes.forward(row)
    if forward is None:
        raise _no_route()
    there = {n.number: n for n in row.nominations.filter(number__in=forward, state__in=STANDS)}
    waiting = [there[number] for number in forward if number in there]
    if len(waiting) > (free := row.cap - row.places.count()):
        what = say_n("{n} place is free", "{n} places are free", free)
        raise refuse(what, say("Approve them one by one, or free places first"))
    for nomination in waiting:
        nomination.round = row
        _place(nomination, because="", by=by, at=at, form=None, as_routed=True)
    noted(by, "approved the list", row, at=at, form=form, approved=len(waiting))
    return len(waiting)


def _no_route() -> Problems:
    what = say("There are more nominations than places, and no route is chosen")
    return refuse(what, say("Choose the route first"))


def _place(
    row: Nomination, *, because: str, by: Person, at: datetime, form: str | None, as_routed: bool
) -> Place:
    """Give the lowest free place; the database refuses one above the cap, whatever happens here."""
    free = _free(row.round)
    made = Place.objects.create(round=row.round, number=free, nomination=row, at=at)
    row.state = State.APPROVED
    row.save(update_fields=["state"])
    noted(
        by, "approved", row, at=at, form=form, place=free, as_routed=as_routed, because=because,
        verdict=row.verdict, call_version=row.checked_version,
    )  # fmt: skip
    return made


def _free(row: Round) -> int:
    """Return the lowest free place. Raises Problems where there is none."""
    taken = set(row.places.values_list("number", flat=True))
    free = next((number for number in range(1, row.cap + 1) if number not in taken), None)
    if free is None:
        what = say_n("The only place is taken", "All {n} places are taken", row.cap)
        raise refuse(what, say("A place must be freed before another can be approved"))
    return free


@transaction.atomic
def refuse_rest(row: Round, *, by: Person, at: datetime, form: str | None = None) -> int:
    """Put those that got no place on the waiting list, each with the reason; the leadership has decided then."""
    require(by, Deed.APPROVE, unit=row.unit_id)
    row = locked(row)
    once(form)
    reasons = outcomes.reasons(row)
    left = list(row.nominations.filter(state=State.NOMINATED).order_by("number"))
    for nomination in left:
        nomination.round = row
        nomination.state = State.WAITING
        nomination.save(update_fields=["state"])
        noted(by, "put on the waiting list", nomination, at=at, because=reasons.get(nomination.number, {}))
    row.approved_at = facts.now(row, at=at)
    row.save(update_fields=["approved_at"])
    noted(by, "decided", row, at=at, form=form, waiting=len(left), approved=row.places.count())
    return len(left)


@transaction.atomic
def refuse_one(
    row: Nomination, *, because: str, by: Person, at: datetime, form: str | None = None
) -> Nomination:
    """Refuse a nomination for good, with a reason that can be sent."""
    row = locked_nomination(row)
    require(by, Deed.APPROVE, unit=row.round.unit_id)
    once(form)
    if row.state not in STANDS:
        raise refuse(
            say("Only what waits for an answer can be refused"),
            say("Reload the page to see how it stands now"),
        )
    if not because.strip():
        raise refuse(
            say("It is refused without a reason"),
            say("Write the reason; it is sent to the applicant"),
            "because",
        )
    row.state = State.REFUSED
    row.save(update_fields=["state"])
    noted(by, "refused", row, at=at, form=form, because=because)
    return row


@transaction.atomic
def withdraw(
    row: Nomination, *, because: str, by: Person, at: datetime, form: str | None = None
) -> int | None:
    """Withdraw a nomination; its place is freed. Return the number that comes next by the same rule, if any waits."""
    row = locked_nomination(row)
    writes = row.writers.filter(user_id=number(by)).exists()
    if not (
        writes or may(by, Deed.NOMINATE, unit=row.faculty_id) or may(by, Deed.RUN, unit=row.round.unit_id)
    ):
        raise NotYoursError(Deed.NOMINATE)
    once(form)
    if row.state in (State.WITHDRAWN, State.REFUSED):
        raise refuse(
            say("This was withdrawn or refused before"), say("Reload the page to see how it stands now")
        )
    place = Place.objects.filter(nomination=row).first()
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    if place:
        place.delete()
    next_ = outcomes.next_(row.round) if place else None
    noted(
        by,
        "withdrew",
        row,
        at=at,
        form=form,
        because=because,
        freed=place.number if place else None,
        next=next_,
    )
    if place:
        telling.place_freed(row, next_, at=at)
    return next_


@transaction.atomic
def dissent(row: Round, *, words: str, by: Person, at: datetime, form: str | None = None) -> None:
    """Put on record that a member of the leadership or the panel disagrees, and why."""
    seated = row.panel.filter(user_id=number(by)).exists()
    if not (seated or may(by, Deed.APPROVE, unit=row.unit_id)):
        raise NotYoursError(Deed.APPROVE)
    row = locked(row)
    once(form)
    if not words.strip():
        raise refuse(say("The dissent says nothing"), say("Say what you disagree with, and why"), "words")
    noted(by, "dissented", row, at=at, form=form, words=words)


@transaction.atomic
def send(row: Round, *, by: Person, at: datetime, form: str | None = None) -> Round:
    """Mark the list as sent to the funder, with the hash of exactly what was sent; the project bank has its projects then."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    if row.sent_at:
        raise refuse(say("The list of this round has been sent"), say("It can be seen in the minutes"))
    if row.approved_at is None:
        raise refuse(say("The leadership has not decided yet"), say("Wait for the approval"))
    listed = outcomes.listed(row)
    row.sent_at, row.sent_sha256 = facts.now(row, at=at), listed.sha256
    row.save(update_fields=["sent_at", "sent_sha256"])
    noted(by, "sent the list", row, at=at, form=form, sha256=listed.sha256, numbers=listed.numbers)
    enter_round(row, by=by, at=at)
    return row
