"""What a unit tells of its measures: a version is kept each time, and nothing that was told is overwritten."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from pydantic import ValidationError

from utsyn.plans.library import library
from utsyn.plans.measure_check import Around, misfits
from utsyn.plans.measures import Status, Told
from utsyn.problems import Problems, problems_of
from utsyn.text import blank, say
from utsyn.web.calls.facts import shelf
from utsyn.web.deeds import once, refuse, unchanged, whole
from utsyn.web.log import Person, log
from utsyn.web.measures import facts
from utsyn.web.measures.actions.planned import document
from utsyn.web.measures.models import Measure, MeasureGoal, MeasureVersion
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, number, require, standing
from utsyn.web.plans.models import Plan
from utsyn.web.projects.models import Project


@transaction.atomic
def tell(plan: Plan, unit: Unit, told: Any, *, by: Person, at: datetime, form: str | None = None) -> Measure:
    """Tell of a new measure in a unit's annual plan. Raises Problems by path, NotYoursError, DoneError."""
    require(by, Deed.ANSWER, unit=unit.pk)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    once(form)
    _running(plan, unit, by=by, on=timezone.localdate(at))
    made = _fitting(plan, readable(told), by=by, at=at)
    last = Measure.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    row = Measure(plan=plan, unit=unit, number=last + 1, made_at=at, version=0)
    _kept(row, made, "", by=by, at=at)
    told_ = {"measure": row.number, "unit": unit.key, "title": made.title, "goals": made.goals}
    _noted(by, "told of a measure", row, at=at, form=form, **told_)
    return row


@transaction.atomic
def change(
    measure: Measure,
    told: Any,
    because: str = "",
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Measure:
    """Change what is told of a measure; one that is stopped says why. What is not changed makes no new version.

    Raises Problems by path, NotYoursError, DoneError, StaleError.
    """
    row = _locked(measure, by=by, seen=seen, form=form)
    made, before = readable(told), facts.told(row.told)
    if made == before:
        return row
    whole(because)
    made = _fitting(row.plan, made, number=row.number, by=by, at=at)
    if made.status is Status.STOPPED and before.status is not Status.STOPPED and blank(because):
        raise refuse(say("The measure is stopped without a reason"), say("Say why"), "because")
    _kept(row, made, because.strip(), by=by, at=at)
    _noted(by, "changed a measure", row, at=at, form=form, version=row.version, because=because)
    return row


@transaction.atomic
def mark_done(
    measure: Measure,
    task: int,
    *,
    on: date,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Measure:
    """Mark a task of a measure, by its place from 0, as done on a day."""
    told = facts.told(measure.told)
    if task not in range(len(told.tasks)):
        raise refuse(say("There is no such task any more"), say("Reload the page to see how it stands now"))
    tasks = [one.model_copy(update={"done": on}) if n == task else one for n, one in enumerate(told.tasks)]
    made = told.model_copy(update={"tasks": tuple(tasks)})
    return change(
        measure, made.model_dump(mode="json"), by=by, at=at, seen=seen or measure.version, form=form
    )


@transaction.atomic
def retire(
    measure: Measure,
    because: str,
    *,
    by: Person,
    at: datetime,
    seen: int | None = None,
    form: str | None = None,
) -> Measure:
    """Take a measure out of the lists, with a reason; its versions stay, and so does its page.

    Raises Problems, NotYoursError, DoneError, StaleError.
    """
    row = _locked(measure, by=by, seen=seen, form=form)
    if blank(because):
        raise refuse(say("No reason is given"), say("Say why"), "because")
    whole(because)
    row.retired_at = at
    _kept(row, facts.told(row.told), because.strip(), by=by, at=at)
    _noted(by, "retired a measure", row, at=at, form=form, because=because)
    return row


def readable(told: Any) -> Told:
    """Return what is told of a measure. Raises Problems that say which part is wrong."""
    try:
        return Told.model_validate(told)
    except ValidationError as error:
        raise Problems(*problems_of(error, Told, given=told)) from error


def _running(plan: Plan, unit: Unit, *, by: Person, on: date) -> None:
    """Go on if the unit follows the plan and has not ended."""
    there = standing(by, on=on).tree
    if unit.pk not in there or unit.pk not in there.below(plan.unit_id):
        what = say("{unit} is no part of who follows the plan", unit=unit.key)
        raise refuse(what, say("Choose a unit below it"), "unit")
    if facts.over(there, unit.pk):
        what = say("{unit} ended on {day}", unit=there[unit.pk].name, day=there[unit.pk].ended)
        raise refuse(what, say("Choose the unit that came after it"), "unit")


def _fitting(plan: Plan, told: Told, *, number: int | None = None, by: Person, at: datetime) -> Told:
    """Return what is told if all that it names is there. Raises Problems by path."""
    on = timezone.localdate(at)
    linked = [link.ref for link in told.links if link.kind == "project"]
    around = Around(
        document(plan, on=on),
        library().indicators.keys(),
        shelf().entries.keys(),
        set(visible(by, Project).filter(key__in=linked).values_list("key", flat=True)) if linked else (),
        _depends(plan) if told.depends_on or told.links else {},
        on,
        number,
    )
    if faults := list(misfits(told, around)):
        raise Problems(*faults)
    return told


def _depends(plan: Plan) -> Mapping[int, list[int]]:
    rows = Measure.objects.filter(plan=plan).values_list("number", "told")
    return {number: told.get("depends_on", []) for number, told in rows}


def _locked(measure: Measure, *, by: Person, seen: int | None, form: str | None) -> Measure:
    """Return the measure as it stands now, locked, its plan first. Raises Problems where it was retired."""
    require(by, Deed.ANSWER, unit=measure.unit_id)
    plan = Plan.objects.select_for_update().get(pk=measure.plan_id)
    row = Measure.objects.select_for_update().get(pk=measure.pk)
    row.plan = plan
    once(form)
    unchanged(row.version, seen)
    if row.retired_at is not None:
        day = timezone.localdate(row.retired_at)
        raise refuse(say("The measure was retired on {day}", day=day), say("Tell of a new one"))
    return row


def _kept(row: Measure, told: Told, because: str, *, by: Person, at: datetime) -> None:
    """Keep a measure as it is told now, with its version and the goals that it answers."""
    row.told, row.title, row.status = told.model_dump(mode="json"), told.title, told.status.value
    row.since, row.until, row.changed_at, row.version = told.since, told.until, at, row.version + 1
    row.save()
    before = set(MeasureGoal.objects.filter(measure=row).values_list("goal", flat=True))
    MeasureGoal.objects.filter(measure=row, goal__in=before - set(told.goals)).delete()
    MeasureGoal.objects.bulk_create(
        MeasureGoal(measure=row, plan=row.plan, goal=goal) for goal in told.goals if goal not in before
    )
    MeasureVersion.objects.create(
        measure=row, number=row.version, told=row.told, because=because, by_id=number(by), at=at
    )


def _noted(by: Person, did: str, row: Measure, *, at: datetime, form: str | None, **told: Any) -> None:
    log(by, did, f"plan/{row.plan.key}", at=at, told={"measure": row.number, **told}, form=form or None)
