"""Approving a report, which freezes it for good; correcting it, which freezes a new one beside the first; publishing it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from utsyn.plans.basis import Approval
from utsyn.plans.frozen import Plain, canonical, digest
from utsyn.plans.looked import changed
from utsyn.plans.replaying import inputs_told
from utsyn.plans.report import content
from utsyn.problems import Problem, Problems
from utsyn.text import Listed, Words, say
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import Line, Person
from utsyn.web.people.models import Role
from utsyn.web.people.rights import ROLE_NAMES, Deed, NotYoursError, number, require, standing
from utsyn.web.reports import facts
from utsyn.web.reports.actions.deeds import locked, noted, reasoned
from utsyn.web.reports.drafting import Drafted, drafted
from utsyn.web.reports.models import Frozen, Report

State = Report.State
HEADS = (Role.COORDINATOR, Role.DEPARTMENT)  # who answers for a unit; the office, which asks, approves none


class ChangedError(Problems):
    """The draft is not what the person looked at any more: `.what` names what has changed."""

    def __init__(self, what: tuple[Words, ...]) -> None:
        said = say("Figures have changed since you looked: {what}", what=Listed(what))
        super().__init__(Problem(said, say("Look at the report as it is now, and approve that")))
        self.what = what


def role_to_approve(by: Person, row: Report) -> str:
    """Return the role in which a person may approve a report; none is an empty string.

    The institution's report is the leadership's to approve. A unit's is approved by the head of the department or the
    faculty coordinator who answers for it, or by the leadership; the office asks and sends back, and approves none.
    """
    here = standing(by)
    if row.unit_id in here.units(Deed.ADOPT):
        return Role.LEADERSHIP.value
    if facts.is_whole(row):
        return ""
    return next((role.value for role in HEADS if row.unit_id in here.reach(role)), "")


def may_approve(by: Person, row: Report) -> bool:
    """Tell whether a person may approve a report."""
    return bool(role_to_approve(by, row))


@transaction.atomic
def approve(
    row: Report,
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    looked: Mapping[str, str] | None = None,
    form: str | None = None,
) -> Frozen:
    """Approve a report and freeze it, in one transaction. Raises Problems, ChangedError, StaleError, NotYoursError.

    `looked` is what the person saw of the draft (utsyn.plans.looked); what has changed since is named, and nothing is
    frozen that she did not see.
    """
    role = role_to_approve(by, row)
    if not role:
        raise NotYoursError(Deed.ADOPT if facts.is_whole(row) else Deed.ANSWER)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    told = facts.told(row)
    _may_be_approved(row, correcting=bool(told.correcting))
    on = timezone.localdate(at)
    made = drafted(by, row, on=on)
    _settled(made)
    last = row.frozen.aggregate(last=Max("number"))["last"] or 0
    approval = Approval(last + 1, at, on, ROLE_NAMES.get(role, role), told.correcting)
    whole = content(made.basis._replace(log=_last_line(row)), approval)
    if looked is not None and (what := tuple(changed(looked, whole))):
        raise ChangedError(what)
    frozen = _freeze(row, made, whole, number_=last + 1, by=by, at=at)
    row.state, row.version, row.changed_at = State.APPROVED, row.version + 1, at
    row.told = told.model_copy(update={"correcting": "", "sent_back": ""}).model_dump(mode="json")
    row.save(update_fields=["state", "version", "changed_at", "told"])
    noted(by, "approved report", row, at=at, form=form, sha256=frozen.sha256, frozen=frozen.number, role=role,
          inputs=frozen.inputs_sha256, because=told.correcting)  # fmt: skip
    return frozen


@transaction.atomic
def correct(
    row: Report,
    *,
    because: str,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Report:
    """Open an approved report to be corrected, with a reason: what is frozen stays, and a new one is frozen beside it."""
    require(by, Deed.ANSWER, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    told = facts.told(row)
    if row.state != State.APPROVED or told.correcting:
        raise refuse(
            say("Only an approved report is corrected"), say("Reload the page to see how it stands now")
        )
    kept = reasoned(because, say("Say what was wrong"))
    row.told = told.model_copy(update={"correcting": kept}).model_dump(mode="json")
    row.version, row.changed_at = row.version + 1, at
    row.save(update_fields=["told", "version", "changed_at"])
    noted(by, "began to correct report", row, at=at, form=form, because=kept)
    return row


@transaction.atomic
def publish_report(
    row: Report, *, public: bool, by: Person, at: datetime, seen: int | None = None, form: str | None = None
) -> Report:
    """Open a report to all readers, without its internal notes, or close it again; seen once its plan is public too."""
    require(by, Deed.ADOPT, unit=row.reporting.plan.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    if public and row.state != State.APPROVED:
        raise refuse(say("Only an approved report is made public"), say("Approve it first"))
    row.public, row.version, row.changed_at = public, row.version + 1, at
    row.save(update_fields=["public", "version", "changed_at"])
    noted(by, "published report" if public else "closed report to the public", row, at=at, form=form)
    return row


def _may_be_approved(row: Report, *, correcting: bool) -> None:
    if row.state == State.APPROVED and not correcting:
        last = row.frozen.aggregate(last=Max("number"))["last"]
        what = say("The report is approved already, as number {n}", n=last)
        raise refuse(what, say("Look at it; where it is wrong, correct it"))
    if row.state not in (State.HANDED_IN, State.APPROVED):
        raise refuse(say("The report is not handed in yet"), say("Let its unit hand it in first"))


def _settled(made: Drafted) -> None:
    """Go on if no figure in the report is being made anew. Raises Problems."""
    if not made.recomputing:
        return
    titles = {key: one.title for key, one in made.basis.indicators.items()}
    names = Listed(tuple(titles.get(key, key) for key in made.recomputing))
    what = say("Figures in this report are being computed anew: {indicators}", indicators=names)
    raise refuse(what, say("Wait until they are there, look at the report again, and approve it then"))


def _last_line(row: Report) -> tuple[int, str] | None:
    lines = Line.objects.filter(about=f"plan/{row.reporting.plan.key}", told__report=row.pk)
    return lines.order_by("-pk").values_list("pk", "chained").first()


def _freeze(row: Report, made: Drafted, whole: Plain, *, number_: int, by: Person, at: datetime) -> Frozen:
    text, inputs = canonical(whole), canonical(inputs_told(made.yaml, made.inputs))
    return Frozen.objects.create(
        report=row, number=number_, text=text, sha256=digest(text), inputs=inputs, inputs_sha256=digest(inputs),
        by_id=number(by) or None, at=at,
    )  # fmt: skip
