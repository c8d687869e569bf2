"""What the pages ask: conversations and measures of a plan as they stood on a day, for one unit, one goal, or all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from utsyn.plans.cascade import Conversation
from utsyn.plans.library import library
from utsyn.plans.progress import parts_progress
from utsyn.plans.states import Progress
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.measures import facts
from utsyn.web.measures.facts import Brief, Then
from utsyn.web.measures.models import Assignment, Measure, MeasureGoal, MeasureVersion, Reply
from utsyn.web.people import access_plans
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans import queries as plans
from utsyn.web.plans.queries import Held, ends


class Talk(NamedTuple):
    """A goal sent to a unit: its row, and the conversation as it stood on the day."""

    row: Assignment
    conversation: Conversation


def talks(user: Person, plan: Held, **narrowed: Any) -> Sequence[Talk]:
    """Return the goals that had been sent to units by the plan's day, those taken back left out: two queries."""
    rows = visible(user, Assignment).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=ends(plan.on)),
        plan=plan.row,
        at__lt=ends(plan.on),
        **narrowed,
    )
    return _stood(user, list(rows.order_by("pk")), plan)


def talk(user: Person, pk: int) -> Assignment:
    """Return a goal sent to a unit, with its plan. Raises NotHere."""
    row = visible(user, Assignment).select_related("plan", "plan__unit", "unit").filter(pk=pk).first()
    if row is None:
        what = say("There is no such goal sent to a unit")
        raise NotHere(Problem(what, say("Sign in, or start from your own work")))
    return row


def talked(user: Person, row: Assignment, plan: Held) -> Talk:
    """Return the conversation of one row, with all that was said by the plan's day: one query. Raises NotHere."""
    found = _stood(user, [row], plan)
    if not found:
        what = say("The goal had not been sent to the unit by {day}", day=plan.on)
        raise NotHere(Problem(what, say("Ask about a later day")))
    return found[0]


def taken_back(user: Person, row: Assignment) -> str:
    """Return why a goal was taken back from a unit: one query; nothing where it was not."""
    lines = access_plans.taken_back(user, row) if row.withdrawn_at else None
    line = lines.last() if lines is not None else None
    return str(line.told.get("because", "")) if line else ""


def _stood(user: Person, rows: Sequence[Assignment], plan: Held) -> list[Talk]:
    replies: dict[int, list[Reply]] = {}
    said = visible(user, Reply).filter(assignment__in=rows, at__lt=ends(plan.on))
    for one in said.order_by("at", "pk") if rows else ():
        replies.setdefault(one.assignment_id, []).append(one)
    whole = [(row, facts.conversation(row, replies.get(row.pk, ()))) for row in rows]
    return [Talk(row, then) for row, one in whole if (then := one.stood(on=plan.on))]


def measures(user: Person, plan: Held, *, today: bool, **narrowed: Any) -> Sequence[Then]:
    """Return the measures that there were on the plan's day, as they were told then: two queries, one where it is today."""
    rows = list(_there(user, plan).filter(**narrowed))
    last = {} if today else _versions(user, rows, plan)
    return [facts.then(row, last.get(row.pk), on=plan.on, inside=plan.inside) for row in rows]


def briefs(user: Person, plan: Held, *, today: bool) -> Sequence[Brief]:
    """Return in brief the measures that there were on the plan's day: two queries, one where it is today."""
    rows = dict[int, tuple[int, Any]]()
    for pk, unit, told in _there(user, plan).values_list("pk", "unit_id", "told"):
        rows[pk] = (unit, told)
    if not today:
        found = visible(user, MeasureVersion).filter(measure__plan=plan.row, at__lt=ends(plan.on))
        for pk, told in found.order_by("number").values_list("measure_id", "told"):
            if pk in rows:
                rows[pk] = (rows[pk][0], told)
    return [facts.brief(pk, unit, told, inside=plan.inside) for pk, (unit, told) in rows.items()]


def _there(user: Person, plan: Held) -> QuerySet[Measure]:
    rows = visible(user, Measure).filter(
        Q(retired_at=None) | Q(retired_at__gte=ends(plan.on)), plan=plan.row, made_at__lt=ends(plan.on)
    )
    return rows.order_by("number")


def measure(user: Person, plan: Held, number: int, *, today: bool) -> Then:
    """Return a measure as it was told on the plan's day, retired or not. Raises NotHere."""
    row = visible(user, Measure).filter(plan=plan.row, number=number, made_at__lt=ends(plan.on)).first()
    if row is None:
        what = say("There was no measure {n} in this plan on {day}", n=number, day=plan.on)
        raise NotHere(Problem(what, say("Look in the list of measures")))
    row.plan = plan.row
    version = None if today else _versions(user, [row], plan).get(row.pk)
    return facts.then(row, version, on=plan.on, inside=plan.inside)


def _versions(user: Person, rows: Iterable[Measure], plan: Held) -> Mapping[int, MeasureVersion]:
    found = visible(user, MeasureVersion).filter(measure__in=list(rows), at__lt=ends(plan.on))
    return {version.measure_id: version for version in found.order_by("number")}


def versions(user: Person, row: Measure, plan: Held) -> Sequence[MeasureVersion]:
    """Return all versions of a measure by the plan's day, the oldest first: for those inside."""
    if not plan.inside:
        return []
    return list(visible(user, MeasureVersion).filter(measure=row, at__lt=ends(plan.on)).order_by("number"))


def around(user: Person, plan: Held, told: Then) -> tuple[Sequence[Measure], Sequence[Measure]]:
    """Return the measures on which one depends, and those which depend on it: two queries, none for the public."""
    if not plan.inside:
        return [], []
    rows = visible(user, Measure).filter(plan=plan.row, made_at__lt=ends(plan.on)).order_by("number")
    depends = dict(rows.values_list("number", "told__depends_on"))
    after = {number for number, needed in depends.items() if told.row.number in (needed or ())}
    found = list(rows.filter(number__in=after | set(told.told.depends_on)))
    return (
        [row for row in found if row.number in told.told.depends_on],
        [row for row in found if row.number in after],
    )


def measured(user: Person, plan: Held, *, today: bool) -> Mapping[tuple[str, int], int]:
    """Count the measures that answered each goal, by unit, on the plan's day: one query where it is today, else two."""
    if today:
        alive = visible(user, MeasureGoal).filter(plan=plan.row, measure__retired_at=None)
        return {
            (goal, unit): n
            for goal, unit, n in alive.values_list("goal", "measure__unit").annotate(n=Count("pk")).order_by()
        }
    return Counter(
        (goal, one.row.unit_id) for one in measures(user, plan, today=False) for goal in one.told.goals
    )


def units(user: Person, plan: Held) -> Tree:
    """Return the institution as it stood on the plan's day."""
    return plans.units(user, plan)


def unit(tree: Tree, key: str, plan: Held) -> Named:
    """Return the unit with a key. Raises NotHere for one that had not begun, or does not follow the plan."""
    inside = tree.below(plan.row.unit_id)
    found = next((one for one in tree.units.values() if one.key == key and one.pk in inside), None)
    if found is None:
        what = say("No unit “{key}” followed the plan on {day}", key=key[:80], day=plan.on)
        raise NotHere(Problem(what, say("Look at the plan's cascade")))
    return found


def progress(user: Person, plan: Held, unit: int, goals: Iterable[str]) -> Mapping[str, Progress]:
    """Return where goals stand by a unit's own figures, for those of which it has any."""
    records, part = plans.records(user, plan, unit=unit), unit != plan.row.unit_id
    indicators = library().indicators
    return parts_progress(plan.text, records, set(goals), indicators=indicators, on=plan.on, part=part)
