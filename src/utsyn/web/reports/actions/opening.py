"""Opening a round of reporting on a plan: for which time, who reports by when, what is asked and why it cannot be known."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from utsyn.plans.reporting import Asked
from utsyn.problems import Problem, Problems
from utsyn.text import Words, blank, say
from utsyn.web.deeds import once, unchanged
from utsyn.web.log import Person
from utsyn.web.people.rights import Deed, require, standing
from utsyn.web.people.units import Tree
from utsyn.web.plans.models import Edition, Plan
from utsyn.web.reports.actions.deeds import TwiceError, locked_reporting, noted, readable
from utsyn.web.reports.models import Report, Reporting

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEYS, LONGEST = 80, 200  # characters of a key, and of a title


@transaction.atomic
def open_reporting(
    plan: Plan,
    *,
    key: str,
    title: str,
    since: date,
    until: date,
    opens: date,
    due: date,
    units: Sequence[int],
    told: Any,
    by: Person,
    at: datetime,
    form: str | None = None,
) -> Reporting:
    """Open a round of reporting; each unit has its report from now on. Raises Problems, NotYoursError, DoneError.

    `told` is a utsyn.plans.reporting.Asked; the plan's own unit among `units` means the whole institution's report.
    """
    require(by, Deed.PLAN, unit=plan.unit_id)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    once(form)
    asked = readable(Asked, told)
    tree = standing(by, on=timezone.localdate(at)).tree
    days = (since, until, opens, due)
    faults = [
        *_named(key, title),
        *_days(days, asked),
        *_overlaps(plan, since, until),
        *_units(plan, units, tree, due),
    ]
    if not Edition.objects.filter(plan=plan, adopted_on__lte=timezone.localdate(at)).exists():
        faults.append(Problem(say("The plan is not adopted yet"), say("Adopt an edition of it first")))
    if faults:
        raise Problems(*faults)
    named = tuple(tree[unit].key for unit in units)
    row = Reporting.objects.create(
        plan=plan, key=key, title=title.strip(), since=since, until=until, opens=opens, due=due, made_at=at,
        told=asked.model_copy(update={"units": named}).model_dump(mode="json"),
    )  # fmt: skip
    Report.objects.bulk_create(
        Report(reporting=row, unit_id=unit, made_at=at, changed_at=at) for unit in units
    )
    noted(by, "opened reporting", row, at=at, form=form, asked=row.told, since=since.isoformat(),
          until=until.isoformat(), opens=opens.isoformat(), due=due.isoformat())  # fmt: skip
    return row


@transaction.atomic
def add_unit(row: Reporting, *, unit: int, by: Person, at: datetime, form: str | None = None) -> Report:
    """Let one more unit report. Raises TwiceError for one that does, which names its report."""
    require(by, Deed.PLAN, unit=row.plan.unit_id)
    row = locked_reporting(row)
    once(form)
    tree = standing(by, on=timezone.localdate(at)).tree
    if there := Report.objects.filter(reporting=row, unit_id=unit).first():
        raise TwiceError(tree[unit].name, there.pk)
    if faults := [*_units(row.plan, [unit], tree, row.due), *_closed(row)]:
        raise Problems(*faults)
    made = Report.objects.create(reporting=row, unit_id=unit, made_at=at, changed_at=at)
    asked = readable(Asked, row.told)
    row.told = asked.model_copy(update={"units": (*asked.units, tree[unit].key)}).model_dump(mode="json")
    row.version += 1
    row.save(update_fields=["told", "version"])
    noted(by, "asked a unit for its report", made, at=at, form=form)
    return made


@transaction.atomic
def close_reporting(
    row: Reporting, *, by: Person, at: datetime, seen: int | None = None, form: str | None = None
) -> Reporting:
    """Close a round: nobody is reminded any more, and what is not approved stays a draft."""
    require(by, Deed.PLAN, unit=row.plan.unit_id)
    row = locked_reporting(row)
    once(form)
    unchanged(row.version, seen)
    if faults := list(_closed(row)):
        raise Problems(*faults)
    row.closed_at, row.version = at, row.version + 1
    row.save(update_fields=["closed_at", "version"])
    left = Report.objects.filter(reporting=row).exclude(state=Report.State.APPROVED)
    noted(by, "closed reporting", row, at=at, form=form, left=left.count())
    return row


def _closed(row: Reporting) -> Iterator[Problem]:
    if row.closed_at is not None:
        what = say("The round was closed on {day}", day=timezone.localdate(row.closed_at))
        yield Problem(what, say("Open another round"))


def _named(key: str, title: str) -> Iterator[Problem]:
    if blank(title):
        yield Problem(say("The round has no title"), say("Give it one that people will know"), ("title",))
    if len(title.strip()) > LONGEST:
        yield Problem(
            say("The title is too long"),
            say("Write at most {max_length} characters", max_length=LONGEST),
            ("title",),
        )
    if len(key) > KEYS or not KEY.fullmatch(key):
        mend = say("Write small letters, digits and hyphens, such as {example}", example="report-2026")
        yield Problem(say("“{key}” cannot be used as a key", key=key[:80]), mend, ("key",))
    elif Reporting.objects.filter(key=key).exists():
        yield Problem(
            say("There is a round “{key}” already", key=key), say("Give this one another key"), ("key",)
        )


def _days(days: tuple[date, date, date, date], asked: Asked) -> Iterator[Problem]:
    since, until, opens, due = days
    if until < since:
        yield Problem(
            say("The period ends before it begins"), say("Write the last day after the first"), ("until",)
        )
    if due < opens:
        what = say(
            "The reports would be due on {due}, before the round opens on {opens}", due=due, opens=opens
        )
        yield Problem(what, say("Give a day on or after the day it opens"), ("due",))
    if asked.whole_due and asked.whole_due < due:
        what = say("The institution’s report would be due before those that it is made from")
        yield Problem(what, say("Give {day} or a later day", day=due), ("whole_due",))


def _overlaps(plan: Plan, since: date, until: date) -> Iterator[Problem]:
    for other in Reporting.objects.filter(plan=plan, since__lte=until, until__gte=since).order_by("since"):
        what = say(
            "The period overlaps that of “{round}”, {since} to {until}: units would be asked twice for the same time",
            round=other.title, since=other.since, until=other.until,
        )  # fmt: skip
        yield Problem(what, say("Begin after it ends, or report in that round"), ("since",))


def _units(plan: Plan, units: Sequence[int], tree: Tree, due: date) -> Iterator[Problem]:
    if not units:
        yield Problem(say("No unit reports"), say("Choose at least one"), ("units",))
    inside = tree.below(plan.unit_id)
    for unit in units:
        if unit not in tree or unit not in inside:
            yield Problem(say("A unit is chosen that is no part of this institution"), CHOOSE, ("units",))
        elif (ended := tree[unit].ended) and ended < due:
            yield _over(tree, unit, ended)
    for twice in sorted({unit for unit in units if units.count(unit) > 1}):
        what = say("{unit} is chosen twice", unit=_name(tree, twice))
        yield Problem(what, say("A unit reports once in a round"), ("units",))


def _over(tree: Tree, unit: int, ended: date) -> Problem:
    after = tree[unit].successor
    mend: Words = say("Leave it out")
    if after is not None and after in tree:
        mend = say("Let {unit} report, which it became a part of", unit=tree[after].name)
    return Problem(say("{unit} ends on {day}", unit=tree[unit].name, day=ended), mend, ("units",))


def _name(tree: Tree, unit: int) -> Words | str:
    return tree[unit].name if unit in tree else str(unit)


CHOOSE = say("Choose from the list")
