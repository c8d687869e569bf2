"""Recording what the funder decided, what was changed of a running project, and what its contract asks for."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from utsyn.calls.projects import GRANTED, ChangeKind, Result, unfit
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import hash_of, log
from utsyn.web.people.models import User
from utsyn.web.people.rights import Deed, NotYoursError
from utsyn.web.projects import facts
from utsyn.web.projects.models import Duty, Project, ProjectChange, Recorded
from utsyn.web.projects.queries import runs

IN_LOG = ("status", "number", "awarded", "currency", "decided_on", "starts", "ends")


@transaction.atomic
def record_result(
    row: Project,
    result: Result,
    *,
    public: bool,
    by: User,
    at: datetime,
    seen: int | None,
    form: str | None = None,
) -> Project:
    """Record what the funder decided. Raises Problems, StaleError for a stale form, DoneError for one sent before."""
    row = locked(row, by=by)
    once(form)
    unchanged(row.version, seen)
    if wrong := unfit(result, sought=row.sought):
        what = say("This cannot be recorded as it stands")
        raise Problems(*(Problem(what, mend, (fact,)) for fact, mend in wrong.items()))
    _number_is_free(row, result.number)
    before = facts.told(facts.result(row))
    row.status, row.number, row.awarded = result.status.value, result.number or "", result.awarded
    row.currency = result.currency or row.currency
    row.decided_on, row.starts, row.ends = result.decided_on, result.starts, result.ends
    row.marks = [mark.model_dump(mode="json") for mark in result.marks]
    row.conditions, row.public = result.conditions, public
    _saved(row, at=at)
    told = facts.told(facts.result(row))
    Recorded.objects.create(project=row, version=row.version, told=told, by_id=by.pk, at=at)
    changed = {
        name: [before.get(name), told.get(name)] for name in IN_LOG if before.get(name) != told.get(name)
    }
    _noted(
        by, "recorded a result", row, at=at, form=form, sha256=hash_of(told), changed=changed, public=public
    )
    return row


@transaction.atomic
def add_change(
    row: Project,
    *,
    on: date,
    kind: ChangeKind,
    what: str,
    because: str = "",
    new_ends: date | None = None,
    new_amount: Decimal | None = None,
    by: User,
    at: datetime,
    seen: int | None,
    form: str | None = None,
) -> ProjectChange:
    """Add what was agreed anew about a granted project; its last day and amount follow. Raises Problems, StaleError."""
    row = locked(row, by=by)
    once(form)
    unchanged(row.version, seen)
    _fits(row, kind, new_ends, new_amount)
    made = ProjectChange.objects.create(
        project=row, on=on, kind=kind.value, what=what, because=because, at=at,
        old_ends=row.ends, new_ends=new_ends, old_amount=row.awarded, new_amount=new_amount,
    )  # fmt: skip
    row.ends = new_ends or row.ends
    row.awarded = row.awarded if new_amount is None else new_amount
    _saved(row, at=at)
    told = {
        "kind": kind.value,
        "on": on,
        "ends": [made.old_ends, new_ends],
        "amount": [made.old_amount, new_amount],
    }
    _noted(by, "changed a project", row, at=at, form=form, sha256=hash_of([what, because]), **told)
    return made


@transaction.atomic
def add_duty(
    row: Project, *, what: str, due: date, responsible: str, by: User, at: datetime, form: str | None = None
) -> Duty:
    """Add what the contract asks for by a day. Raises Problems where it stands there already."""
    row = locked(row, by=by)
    once(form)
    if Duty.objects.filter(project=row, what=what, due=due).exists():
        raise refuse(
            say("This duty stands there already, for the same day"),
            say("Choose another day or words"),
            "what",
        )
    made = Duty.objects.create(project=row, what=what, due=due, responsible=responsible)
    _noted(by, "added a duty", row, at=at, form=form, duty=made.pk, due=due, responsible=responsible)
    return made


@transaction.atomic
def mark_done(duty: Duty, *, by: User, at: datetime, form: str | None = None) -> Duty:
    """Mark a duty as done; one that is done already stays as it was."""
    locked(duty.project, by=by)
    duty = Duty.objects.select_for_update().select_related("project").get(pk=duty.pk)
    if duty.done_at is None:
        once(form)
        duty.done_at = at
        duty.save(update_fields=["done_at"])
        _noted(by, "did a duty", duty.project, at=at, form=form, duty=duty.pk)
    return duty


def locked(row: Project, *, by: User) -> Project:
    """Return the project as it stands now, if the person may record for its unit. Raises NotYoursError."""
    row = Project.objects.select_for_update().get(pk=row.pk)
    if not runs(by, row.unit_id):
        raise NotYoursError(Deed.RUN)
    return row


def _number_is_free(row: Project, number: str | None) -> None:
    others = Project.objects.filter(funder=row.funder, number=number or "").exclude(pk=row.pk)
    if number and (other := others.only("title").first()):
        what = say("Another project has this number: {title}", title=other.title)
        raise refuse(what, say("Look whether it is the same project, or correct the number"), "number")


def _fits(row: Project, kind: ChangeKind, new_ends: date | None, new_amount: Decimal | None) -> None:
    if row.status not in GRANTED:
        raise refuse(
            say("Only what was granted can be changed"), say("Record the funder's result first"), "kind"
        )
    if kind is ChangeKind.EXTENSION and new_ends is None:
        raise refuse(say("The new last day is missing"), say("Write it as 2026-12-31"), "new_ends")
    if kind is ChangeKind.EXTENSION and row.ends and new_ends and new_ends <= row.ends:
        what = say("The project runs until {day} as it is", day=row.ends)
        raise refuse(what, say("Write a later day, or choose another kind of change"), "new_ends")
    if new_ends and row.starts and new_ends < row.starts:
        raise refuse(say("The project begins on {day}", day=row.starts), say("Write a later day"), "new_ends")
    if kind is ChangeKind.AMOUNT and new_amount is None:
        raise refuse(
            say("The new amount is missing"), say("Write the whole amount as it is from now on"), "new_amount"
        )


def _saved(row: Project, *, at: datetime) -> None:
    row.version += 1
    row.changed_at = at
    facts.arranged(row, partners=tuple(row.partners.values_list("name", flat=True)))
    row.save()


def _noted(
    by: User, did: str, row: Project, *, at: datetime, form: str | None, sha256: str = "", **told: Any
) -> None:
    known: Mapping[str, Any] = {"version": row.version, **told}
    log(by, did, f"project/{row.key}", at=at, told=known, sha256=sha256, form=form or None)
