"""What the office and the leadership do with a plan: take it up, draft it, adopt it, judge goals, set states, publish it."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from utsyn.plans.check import check_text
from utsyn.plans.document import Goal, PlanDocument
from utsyn.plans.library import from_text
from utsyn.plans.states import State
from utsyn.text import blank, say, say_n
from utsyn.web.deeds import once, refuse, unchanged, whole
from utsyn.web.log import Line, Person, log
from utsyn.web.people.models import Role, Unit
from utsyn.web.people.rights import Deed, number, require, standing
from utsyn.web.plans import facts
from utsyn.web.plans.models import Edition, HandSet, Judged, Plan


@transaction.atomic
def take_up(
    text: str,
    *,
    unit: Unit,
    by: Person,
    at: datetime,
    rehearsal: bool = False,
    form: str | None = None,
) -> Edition:
    """Begin to follow a plan: its first edition, a draft. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.PLAN, unit=unit.pk)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # of two at once the second sees the first
    once(form)
    document = from_text(text).text
    if Plan.objects.filter(key=document.key).exists():
        what = say("There is a plan “{key}” already", key=document.key)
        raise refuse(what, say("Save a new edition of it, or give this one another key"), "key")
    row = Plan.objects.create(key=document.key, unit=unit, rehearsal=rehearsal, opened_at=at)
    edition = _saved(row, text, at=at)
    _noted(by, "took up plan", row, at=at, form=form, sha256=edition.sha256, edition=edition.number)
    return edition


@transaction.atomic
def save_draft(
    row: Plan,
    text: str,
    *,
    because: str = "",
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Edition:
    """Save a new edition of a plan as a draft; `seen` is the number of the edition that the author began from."""
    require(by, Deed.PLAN, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(_last(row), seen)
    document = from_text(text).text
    if document.key != row.key:
        what = say("The document is of the plan “{other}”", other=document.key)
        raise refuse(what, say("Write key: {key}, or take the other plan up by itself", key=row.key), "key")
    whole(because)
    edition = _saved(row, text, at=at, because=because)
    _noted(by, "saved draft of plan", row, at=at, form=form, sha256=edition.sha256, edition=edition.number)
    return edition


@transaction.atomic
def adopt(
    edition: Edition, *, on: date, because: str = "", by: Person, at: datetime, form: str | None = None
) -> Edition:
    """Adopt an edition from a day on; from then the database refuses to change it. Raises Problems, NotYoursError.

    The day may lie in the past, as a board adopts before the office writes it down, but not before an earlier
    adoption of the plan nor in the future.
    """
    require(by, Deed.ADOPT, unit=edition.plan.unit_id)
    row = locked(edition.plan)
    once(form)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.adopted_on is not None:
        what = say("Edition {n} was adopted on {day}", n=edition.number, day=edition.adopted_on)
        raise refuse(what, say("Adopt a later edition to change the plan"), "edition")
    whole(because)
    _sound(edition)
    if on > timezone.localdate(at):
        raise refuse(say("{day} has not come yet", day=on), say("Adopt it on the day"), "on")
    before = row.editions.exclude(adopted_on=None).aggregate(last=Max("adopted_on"), number=Max("number"))
    if before["last"] and on < before["last"]:
        what = say("An edition was adopted on {day} already", day=before["last"])
        raise refuse(what, say("Give that day or a later one"), "on")
    if before["number"] and edition.number < before["number"]:
        what = say("Edition {n}, which is newer, is adopted already", n=before["number"])
        raise refuse(
            what, say("Save what you want from the old edition as a new one, and adopt that"), "edition"
        )
    edition.adopted_on, edition.adopted_at, edition.because = on, at, because or edition.because
    edition.save(update_fields=["adopted_on", "adopted_at", "because"])
    told = {"edition": edition.number, "on": on.isoformat(), "because": because}
    _noted(by, "adopted plan", row, at=at, form=form, sha256=edition.sha256, **told)
    return edition


@transaction.atomic
def judge(
    row: Plan,
    goal: str,
    target: str,
    *,
    level: str,
    because: str,
    by: Person,
    at: datetime,
    form: str | None = None,
) -> Judged:
    """Say by the rubric of a target how far it has come, and why. Raises Problems, NotYoursError, DoneError."""
    require(by, Deed.ADOPT, unit=row.unit_id)
    row = locked(row)
    once(form)
    _reasoned(because)
    found = _goal(row, goal, on=timezone.localdate(at))
    put = next((one for one in found.targets if one.key == target), None)
    if put is None or put.kind != "judged":
        what = say("“{target}” is not for people to judge", target=target)
        raise refuse(what, say("Judge a target that has a rubric"), "target")
    levels = [str(one.get("key", "")) for one in put.given.get("rubric", ())]
    if level not in levels:
        mend = say("Choose one of: {names}", names=", ".join(levels))
        raise refuse(say("“{level}” is no level of the rubric", level=level[:80]), mend, "level")
    made = Judged.objects.create(
        plan=row,
        goal=goal,
        target=target,
        level=level,
        because=because,
        by_id=number(by),
        role=role_of(by),
        at=at,
    )
    _noted(by, "judged goal", row, at=at, form=form, goal=goal, target=target, level=level, because=because)
    return made


@transaction.atomic
def set_state(
    row: Plan, goal: str, *, state: str, because: str, by: Person, at: datetime, form: str | None = None
) -> HandSet:
    """Set a state beside the computed one, with a reason; an empty one takes it back. Raises Problems, NotYoursError."""
    require(by, Deed.ADOPT, unit=row.unit_id)
    row = locked(row)
    once(form)
    _reasoned(because)
    _goal(row, goal, on=timezone.localdate(at))
    names = [one.value for one in State]
    if state and state not in names:
        mend = say("Choose one of: {names}", names=", ".join(names))
        raise refuse(say("“{state}” is no state", state=state[:80]), mend, "state")
    made = HandSet.objects.create(
        plan=row, goal=goal, state=state, because=because, by_id=number(by), role=role_of(by), at=at
    )
    _noted(by, "set state of goal", row, at=at, form=form, goal=goal, state=state, because=because)
    return made


@transaction.atomic
def publish(
    row: Plan, *, public: bool, by: Person, at: datetime, seen: int | None = None, form: str | None = None
) -> Plan:
    """Open a plan to all readers, or close it again."""
    require(by, Deed.ADOPT, unit=row.unit_id)
    row = locked(row)
    once(form)
    unchanged(row.version, seen)
    row.public, row.version = public, row.version + 1
    row.save(update_fields=["public", "version"])
    _noted(by, "published plan" if public else "closed plan to the public", row, at=at, form=form)
    return row


def locked(row: Plan) -> Plan:
    """Return the plan as it stands now, and let nobody else change it until this transaction ends."""
    return Plan.objects.select_for_update().get(pk=row.pk)


def role_of(by: Person) -> str:
    """Return the role in which a person speaks for the institution: the first that she holds of those who may."""
    held = {role for role, _ in standing(by).roles}
    speaks = (Role.LEADERSHIP, Role.OFFICE, Role.COORDINATOR, Role.DEPARTMENT)
    return next((role.value for role in speaks if role in held), "")


def _saved(row: Plan, text: str, *, at: datetime, because: str = "") -> Edition:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Edition.objects.create(
        plan=row, number=_last(row) + 1, text=text, sha256=sha256, made_at=at, because=because
    )


def _last(row: Plan) -> int:
    return row.editions.aggregate(last=Max("number"))["last"] or 0


def _sound(edition: Edition) -> None:
    """Go on if the check finds nothing in the edition that stands in the way. Raises Problems."""
    others = Edition.objects.exclude(plan=edition.plan_id).select_related("plan").order_by("number")
    found = check_text(edition.text, key=edition.plan.key, plans=facts.by_plan(others))
    if n := sum(one.fails for one in found):
        what = say_n("The check finds {n} error in it", "The check finds {n} errors in it", n)
        raise refuse(
            what, say("Mend it in a new edition, or say there under doubts why it stands"), "edition"
        )


def _adopted(row: Plan, *, on: date) -> PlanDocument:
    edition = row.editions.filter(adopted_on__lte=on).order_by("adopted_on", "number").last()
    if edition is None:
        raise refuse(say("The plan is not adopted yet"), say("Adopt an edition of it first"))
    return facts.document(edition)


def _goal(row: Plan, key: str, *, on: date) -> Goal:
    found = _adopted(row, on=on).goal(key)
    if found is None:
        raise refuse(
            say("The plan has no goal “{key}”", key=key[:80]), say("Choose a goal from the plan"), "goal"
        )
    return found


def _reasoned(because: str) -> None:
    if blank(because):
        raise refuse(say("No reason is given"), say("Say why"), "because")
    whole(because)


def _noted(
    by: Person, did: str, row: Plan, *, at: datetime, form: str | None, sha256: str = "", **told: Any
) -> Line:
    return log(by, did, f"plan/{row.key}", at=at, told=told, sha256=sha256, form=form or None)
