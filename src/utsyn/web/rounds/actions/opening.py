"""Opening a round, changing its terms, and moving the clock of a rehearsal."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from utsyn.calls.rounds.terms import Terms
from utsyn.problems import Problems, problems_of
from utsyn.text import say
from utsyn.web.calls.facts import shelf
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import Person
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, require
from utsyn.web.rounds.actions.deeds import locked, noted
from utsyn.web.rounds.models import Place, Round


def readable(told: Any) -> Terms:
    """Return terms as they were written. Raises Problems that say which part is wrong."""
    try:
        return Terms.model_validate(told)
    except ValidationError as error:
        raise Problems(*problems_of(error, Terms, given=told)) from error


@transaction.atomic
def open_round(
    *,
    key: str,
    title: str,
    call: str,
    unit: Unit,
    told: Any,
    by: Person,
    at: datetime,
    clock: datetime | None = None,
    form: str | None = None,
) -> Round:
    """Open a round for a call under terms; with a clock it is a rehearsal. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.RUN, unit=unit.pk)
    once(form)
    terms = readable(told)
    there = shelf().entries.get(call)
    if there is None:
        raise refuse(say("There is no call {call}", call=call), say("Choose a call from the list"), "call")
    on = timezone.localdate(clock or at)
    if there.known_from and on < there.known_from:
        what = say("{call} is first known on {day}", call=there.text.title, day=there.known_from)
        raise refuse(what, say("Set the clock of the rehearsal to that day or a later one"), "clock")
    if there.stood(on)[0].closes is None:
        what = say("{call} has no known deadline to count back from", call=there.text.title)
        raise refuse(what, say("Write the deadline into the call's document first"), "call")
    if Round.objects.filter(key=key).exists():
        raise refuse(
            say("There is a round “{key}” already", key=key), say("Give this one another key"), "key"
        )
    row = Round.objects.create(
        key=key, title=title, call=call, unit=unit, terms=terms.model_dump(mode="json"), cap=terms.cap,
        rehearsal=clock is not None, clock=clock, opened_at=clock or at,
    )  # fmt: skip
    noted(
        by,
        "opened round",
        row,
        at=at,
        form=form,
        sha256=there.call.file.sha256,
        call=call,
        unit=unit.key,
        terms=row.terms,
        title=title,
    )
    return row


@transaction.atomic
def change_terms(
    row: Round,
    *,
    told: Any,
    because: str,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Round:
    """Change the terms of a round, with a reason; never a cap below the places given, nor a seed once there is a tie to break."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    before, terms = Terms.model_validate(row.terms), readable(told)
    if not because.strip():
        raise refuse(say("A change of terms has no reason"), say("Say why they are changed"), "because")
    taken = max(Place.objects.filter(round=row).values_list("number", flat=True), default=0)
    if terms.cap < taken:
        what = say("Place number {n} is given already", n=taken)
        raise refuse(what, say("Give a cap of at least that many"), "cap")
    if terms.seed != before.seed and row.nominations.exclude(nominated_at=None).exists():
        what = say("The seed was announced before the first nomination, and ties will be broken by it")
        raise refuse(what, say("Leave the seed as it is"), "seed")
    row.terms, row.cap, row.version = terms.model_dump(mode="json"), terms.cap, row.version + 1
    row.save(update_fields=["terms", "cap", "version"])
    noted(by, "changed terms", row, at=at, form=form, terms=row.terms, because=because)
    return row


@transaction.atomic
def set_clock(row: Round, *, clock: datetime, by: Person, at: datetime, form: str | None = None) -> Round:
    """Move the clock of a rehearsal forward."""
    require(by, Deed.RUN, unit=row.unit_id)
    row = locked(row)
    once(form)
    if not row.rehearsal or row.clock is None:
        raise refuse(
            say("Only a rehearsal has a clock of its own"), say("Open a rehearsal to try the steps"), "clock"
        )
    if clock < row.clock:
        raise refuse(
            say("The clock of a rehearsal goes forward only"),
            say("Open another rehearsal to begin anew"),
            "clock",
        )
    row.clock = clock
    row.save(update_fields=["clock"])
    noted(by, "moved the clock", row, at=at, form=form)
    return row
