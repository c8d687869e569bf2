"""What units do about the goals of a plan, as of a day: counted for all goals, and told in full for one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from utsyn.plans.cascade import Conversation
from utsyn.text import in_order
from utsyn.web.measures import facts as told_of
from utsyn.web.measures.models import Assignment, Measure, MeasureGoal, MeasureVersion, Reply
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held, ends


class Answers(NamedTuple):
    """To how many units a goal was sent, how many answered and how many declined."""

    sent: int = 0
    answered: int = 0
    declined: int = 0


class Doings(NamedTuple):
    """What units do about each goal: the number of measures, and what was answered."""

    measures: Mapping[str, int]
    answers: Mapping[str, Answers]


class OfUnit(NamedTuple):
    """What one unit does about a goal: what it answered, if the goal was sent to it, and its measures."""

    unit: Named | None
    conversation: Conversation | None
    measures: Sequence[told_of.Then]


def doings(user: Person, plan: Held, *, unit: int | None = None) -> Doings:
    """Count what units do about every goal, all of them or one: two queries, and none of them loads a measure."""
    pairs = visible(user, MeasureGoal).filter(_stood(plan, "measure__"), plan=plan.row)
    if unit:
        pairs = pairs.filter(measure__unit=unit)
    counted = pairs.values_list("goal").annotate(n=Count("pk")).order_by()
    found: dict[str, Counter[str]] = {}
    sent = _sent(user, plan).filter(unit=unit) if unit else _sent(user, plan)
    for goal, said in sent.values_list("goal", "said"):
        found.setdefault(goal, Counter())[said or ""] += 1
    answers = {
        goal: Answers(n.total(), n.total() - n[""], n[Assignment.Answer.DECLINED])
        for goal, n in found.items()
    }
    return Doings(dict(counted), answers)


def about(user: Person, plan: Held, goal: str, *, institution: Tree) -> Sequence[OfUnit]:
    """Return what units do about a goal, those of faculties and departments in the order of their names: four queries."""
    measures, conversations = _measures(user, plan, goal), _conversations(user, plan, goal)
    of = {one.row.unit_id for one in measures} | conversations.keys()
    made = [
        OfUnit(
            institution.units.get(unit),
            conversations.get(unit),
            [one for one in measures if one.row.unit_id == unit],
        )
        for unit in of
    ]
    names = [one.unit.in_("nb") if one.unit else "" for one in made]
    order = {name: place for place, name in enumerate(in_order(names))}
    return [one for _, one in sorted(zip(names, made, strict=True), key=lambda pair: order[pair[0]])]


def _measures(user: Person, plan: Held, goal: str) -> list[told_of.Then]:
    """Return the measures that answered a goal on the day, as they were told then; for the public what is open to all."""
    rows = list(
        visible(user, Measure).filter(_stood(plan, ""), plan=plan.row, goals__goal=goal).order_by("number")
    )
    versions = visible(user, MeasureVersion).filter(measure__in=rows, at__lt=ends(plan.on))
    last = {version.measure_id: version for version in versions.order_by("number")}
    return [told_of.then(row, last.get(row.pk), on=plan.on, inside=plan.inside) for row in rows]


def _conversations(user: Person, plan: Held, goal: str) -> Mapping[int, Conversation]:
    rows = list(_sent(user, plan).filter(goal=goal))
    replies: dict[int, list[Reply]] = {}
    for reply in visible(user, Reply).filter(assignment__in=rows, at__lt=ends(plan.on)).order_by("at", "pk"):
        replies.setdefault(reply.assignment_id, []).append(reply)
    return {row.unit_id: told_of.conversation(row, replies.get(row.pk, ())) for row in rows}


def _sent(user: Person, plan: Held) -> QuerySet[Any]:
    """Return the goals that had been sent to units by the day, each with the last word by then (`said`)."""
    rows = visible(user, Assignment).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=ends(plan.on)), plan=plan.row, at__lt=ends(plan.on)
    )
    words = (
        visible(user, Reply).filter(assignment=OuterRef("pk"), at__lt=ends(plan.on)).order_by("-at", "-pk")
    )
    return rows.annotate(said=Subquery(words.values("answer")[:1]))


def _stood(plan: Held, way: str) -> Q:
    """Tell which measures there were on the day."""
    over = ends(plan.on)
    begun = Q(**{f"{way}made_at__lt": over})
    return begun & (Q(**{f"{way}retired_at": None}) | Q(**{f"{way}retired_at__gte": over}))
