"""What one unit does about a plan on a day: its goals with what it answered, its own figures, its measures and tasks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.plans.cascade import ANSWER_NAMES, Conversation, Count, count
from utsyn.plans.document import Goal
from utsyn.plans.measures import Task
from utsyn.plans.states import Progress
from utsyn.text import Words, say
from utsyn.web.measures import facts, listing, queries
from utsyn.web.measures.facts import Then
from utsyn.web.measures.queries import Talk
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held


class Concerned(NamedTuple):
    """A goal that concerns the unit: what was said of it, where it stands by the unit's own figures, its measures."""

    key: str
    goal: Goal | None  # none where the plan has it no more
    talks: Sequence[tuple[Conversation, Named | None]]
    progress: Progress | None
    measures: Sequence[Then]


class Event(NamedTuple):
    """Something that happened, and why."""

    on: date
    what: Words
    because: str = ""


class Page(NamedTuple):
    """A unit with all that it does about a plan."""

    unit: Named
    above: Sequence[Named]
    below: Sequence[Named]
    merged: Sequence[Named]  # units that are part of this one now; what they said and did stands here
    heir: Named | None  # the unit that this one became part of
    goals: Sequence[Concerned]
    counted: Count
    measures: Sequence[Then]
    late: Sequence[tuple[Then, Sequence[Task]]]
    totals: Sequence[listing.Total]
    unbudgeted: int
    history: Sequence[Event]


def page(user: Person, plan: Held, unit: Named, *, tree: Tree, today: bool) -> Page:
    """Return all that a unit, and those merged into it, did about a plan by its day: at most nine queries."""
    here = list(_merged(tree, unit.pk))
    talks = queries.talks(user, plan, unit__in=here)
    measures = queries.measures(user, plan, today=today, unit__in=here)
    keys = list(
        dict.fromkeys([talk.row.goal for talk in talks] + [g for one in measures for g in one.told.goals])
    )
    known = queries.progress(user, plan, unit.pk, keys)
    heir = facts.heir(tree, unit.pk)
    late = [(one, tasks) for one in measures if (tasks := one.told.overdue(on=plan.on))]
    return Page(
        unit,
        [tree[pk] for pk in tree.above(unit.pk) if pk not in (unit.pk, plan.row.unit_id)],
        [tree[pk] for pk in tree.children.get(unit.pk, ()) if not facts.over(tree, pk)],
        [tree[pk] for pk in here if pk != unit.pk],
        tree[heir] if heir != unit.pk else None,
        [
            _concerned(key, plan, (unit, tree), talks=talks, measures=measures)._replace(
                progress=known.get(key)
            )
            for key in _in_order(keys, plan)
        ],
        count([talk.conversation for talk in talks], on=plan.on),
        measures,
        late,
        listing.totals((one.told.budget, one.told.currency) for one in measures),
        sum(one.told.budget is None for one in measures),
        sorted(_history(plan, talks, measures), key=lambda event: event.on, reverse=True)
        if plan.inside
        else [],
    )


def _merged(tree: Tree, pk: int) -> Iterable[int]:
    """Walk a unit and all that was merged into it, and into these."""
    seen, left = set[int](), [pk]
    while left:
        if (one := left.pop()) not in seen:
            seen.add(one)
            yield one
            left += tree.merged.get(one, ())


def _in_order(keys: Iterable[str], plan: Held) -> list[str]:
    """Put goals in the plan's order, those that it has no more last."""
    places = {goal.key: place for place, goal in enumerate(plan.text.goals)}
    return sorted(keys, key=lambda key: places.get(key, len(places)))


def _concerned(
    key: str, plan: Held, here: tuple[Named, Tree], *, talks: Sequence[Talk], measures: Sequence[Then]
) -> Concerned:
    unit, tree = here
    said = [
        (talk.conversation, tree[talk.row.unit_id] if talk.row.unit_id != unit.pk else None)
        for talk in talks
        if talk.row.goal == key
    ]
    its = [one for one in measures if key in one.told.goals]
    return Concerned(key, plan.text.goal(key), said, None, its)


def _history(plan: Held, talks: Sequence[Talk], measures: Sequence[Then]) -> Iterable[Event]:
    for talk in talks:
        goal = plan.text.goal(talk.row.goal)
        title = goal.title if goal else talk.row.goal
        yield Event(
            talk.conversation.on, say("Was sent the goal: {title}", title=title), talk.conversation.asked
        )
        for reply in talk.conversation.replies:
            what = say("{goal}: {answer}", goal=title, answer=ANSWER_NAMES[reply.answer])
            yield Event(reply.on, what, reply.because)
    for one in measures:
        begun = facts.day(one.row.made_at)
        if begun:
            yield Event(begun, say("Told of measure {n}: {title}", n=one.row.number, title=one.told.title))
        if one.version > 1:
            yield Event(
                one.changed, say("Changed measure {n}: {title}", n=one.row.number, title=one.told.title)
            )
