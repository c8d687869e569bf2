"""Writing a report, handing it in, and sending it back with a reason."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from utsyn.plans.reporting import CATALOGUE, Asked, GoalWords, Told
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import Person
from utsyn.web.people.rights import Deed, number, require
from utsyn.web.reports import facts
from utsyn.web.reports.actions.deeds import locked, noted, readable, reasoned
from utsyn.web.reports.models import Report
from utsyn.web.reports.telling import told_handed_in, told_sent_back

State = Report.State
WRITTEN = (State.DRAFT, State.SENT_BACK)


@transaction.atomic
def write(
    row: Report, *, told: Any, by: Person, at: datetime, seen: int | None = None, form: str | None = None
) -> Report:
    """Save what people wrote in a report (utsyn.plans.reporting.Told). Raises Problems, StaleError, DoneError, NotYoursError."""
    require(by, Deed.ANSWER, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    before = facts.told(row)
    _may_be_written(row, before, at=at)
    now = readable(Told, told).model_copy(
        update={"sent_back": before.sent_back, "correcting": before.correcting}
    )
    if faults := list(_unasked(now, facts.asked(row.reporting))):
        raise Problems(*faults)
    _save(row, now, at=at)
    noted(by, "wrote report", row, at=at, form=form, version=row.version)
    return row


@transaction.atomic
def hand_in(
    row: Report, *, by: Person, at: datetime, seen: int | None = None, form: str | None = None
) -> Report:
    """Hand a report in, to be approved. Raises Problems, StaleError, DoneError, NotYoursError."""
    require(by, Deed.ANSWER, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    before = facts.told(row)
    _may_be_written(row, before, at=at)
    if row.state not in WRITTEN:
        raise refuse(
            say("The report is approved already"), say("Approve the correction, or leave it as it is")
        )
    row.state = State.HANDED_IN
    _save(row, before.model_copy(update={"sent_back": ""}), at=at)
    noted(by, "handed in report", row, at=at, form=form, version=row.version)
    told_handed_in(row, by=number(by), at=at)
    return row


@transaction.atomic
def send_back(
    row: Report,
    *,
    because: str,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Report:
    """Send a report back to its unit, with a reason that the unit reads. Raises Problems, StaleError, NotYoursError."""
    require(by, Deed.PLAN, unit=row.reporting.plan.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    if row.state != State.HANDED_IN:
        raise refuse(
            say("Only a report that is handed in is sent back"),
            say("Reload the page to see how it stands now"),
        )
    kept = reasoned(because, say("Say what the unit should look at again"))
    row.state = State.SENT_BACK
    _save(row, facts.told(row).model_copy(update={"sent_back": kept}), at=at)
    noted(by, "sent back report", row, at=at, form=form, because=kept)
    told_sent_back(row, kept, by=number(by), at=at)
    return row


def _may_be_written(row: Report, before: Told, *, at: datetime) -> None:
    """Go on if the report is open to its writers. Raises Problems."""
    there, on = row.reporting, timezone.localdate(at)
    if row.state == State.HANDED_IN:
        raise refuse(
            say("The report is handed in"), say("Ask the office to send it back, and then change it")
        )
    if row.state == State.APPROVED and not before.correcting:
        raise refuse(
            say("The report is approved and frozen"), say("Correct it: that makes a new one beside the first")
        )
    if on < there.opens:
        raise refuse(say("The round opens on {day}", day=there.opens), say("Write from that day on"))
    if there.closed_at is not None and row.state != State.APPROVED:
        what = say("The round was closed on {day}", day=timezone.localdate(there.closed_at))
        raise refuse(what, say("Ask the office to open another round"))


def _unasked(told: Told, asked: Asked) -> Iterator[Problem]:
    """Walk what was written that nobody asked for: it would be read by nobody."""
    given = {name for words in told.goals.values() for name in GoalWords.model_fields if getattr(words, name)}
    given |= {name for name in ("overall", "figures") if getattr(told, name)}
    for field, why in CATALOGUE.items():
        if field.value in given and not asked.asks(field):
            yield Problem(
                say("“{field}” is not asked for", field=why.name), say("Leave it out"), (field.value,)
            )
    if len(told.answers) > len(asked.questions):
        yield Problem(say("There are more answers than questions"), say("Leave it out"), ("answers",))


def _save(row: Report, told: Told, *, at: datetime) -> None:
    row.told, row.version, row.changed_at = told.model_dump(mode="json"), row.version + 1, at
    row.save(update_fields=["told", "version", "changed_at", "state"])
