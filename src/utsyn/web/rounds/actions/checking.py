"""Asking the call's rules about nominations: when they are written, and again when the call is amended."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from utsyn.calls.amendments import version_on
from utsyn.calls.answers import as_shape
from utsyn.calls.eligibility import Answer, eligibility
from utsyn.web.log import Person, hash_of
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions.deeds import locked, noted
from utsyn.web.rounds.models import Check, Nomination, Round, State

OVER = (State.WITHDRAWN, State.REFUSED)


def answer(row: Nomination, *, on: date) -> Answer:
    """Ask the call's rules, as they stood on a day, about a nomination. Raises Problems before the call existed."""
    return eligibility(facts.entry(row.round).call, facts.proposal(row), on=on)


def check(row: Nomination, *, on: date, at: datetime) -> Check:
    """Ask the rules about a nomination, and keep the answer with all that it rests on."""
    found = answer(row, on=on)
    told = as_shape(found, "nb").model_dump(mode="json")
    made = Check.objects.create(
        nomination=row, version=row.version, on=on, call_version=found.version.number,
        call_sha256=found.call.file.sha256, verdict=found.verdict.value, answer=told, sha256=hash_of(told), at=at,
    )  # fmt: skip
    row.verdict, row.checked_on, row.checked_version = made.verdict, on, made.call_version
    row.save(update_fields=["verdict", "checked_on", "checked_version"])
    return made


@transaction.atomic
def recheck(row: Round, *, by: Person, at: datetime) -> int:
    """Ask anew about every nomination that was last asked under another version of the call; return how many."""
    row = locked(row)
    on = facts.today(row, at=at)
    version = version_on(facts.entry(row).text, on).number
    stale = row.nominations.exclude(state__in=OVER).exclude(checked_version=version).select_related("round")
    made = [(one, one.verdict, check(one, on=on, at=at)) for one in _with(row, stale)]
    turned = {one.number: [before, after.verdict] for one, before, after in made if before != after.verdict}
    if made:
        noted(by, "checked anew", row, at=at, call_version=version, asked=len(made), turned=turned)
    return len(made)


def _with(row: Round, nominations: Iterable[Nomination]) -> Iterable[Nomination]:
    for one in nominations:
        one.round = row
        yield one


def recheck_all(*, by: Person, at: datetime) -> int:
    """Ask anew in every round whose list is not sent, each in a transaction of its own; return of how many nominations."""
    return sum(recheck(row, by=by, at=at) for row in Round.objects.filter(sent_at=None).order_by("pk"))
