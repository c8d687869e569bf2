"""The cascade of a plan: goals by units, what each unit answered, and who has not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from utsyn.plans.cascade import Count, Turn, count
from utsyn.plans.document import Chapter, Goal
from utsyn.text import sort_key
from utsyn.web.measures import facts, queries
from utsyn.web.measures.facts import Then
from utsyn.web.measures.queries import Talk
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held


class Cell(NamedTuple):
    """What a unit says to a goal: the conversations (several where units were merged), those below it, its measures."""

    unit: Named
    talks: Sequence[
        tuple[Talk, Named | None]
    ]  # with the unit it was sent to, where that was merged into this
    below: Count
    measures: int


class Line(NamedTuple):
    """A goal with what each unit says to it."""

    goal: Goal
    cells: Sequence[Cell]
    counted: Count


class Silent(NamedTuple):
    """A unit that has goals to answer: how many, how many of them late, and whether anybody answers for it."""

    unit: Named
    waiting: int
    late: int
    answered_for: bool


class Matrix(NamedTuple):
    """The cascade as a page shows it."""

    units: Sequence[Named]
    chapters: Sequence[tuple[Chapter | None, Sequence[Line]]]
    counted: Count
    silent: Sequence[Silent]
    gone: Sequence[Talk]  # about goals that the plan has no more
    top: Named | None  # the unit whose parts are shown, where it is not the whole


def matrix(user: Person, plan: Held, *, of: str = "", today: bool) -> Matrix:
    """Return the cascade on the plan's day, of faculties and offices, or of one unit and those right below it."""
    tree = queries.units(user, plan)
    talks, measures = queries.talks(user, plan), queries.measures(user, plan, today=today)
    top = queries.unit(tree, of, plan) if of else None
    columns = _columns(tree, plan, top, talks)
    kept = _by_cell(tree, talks, measures)
    lines = [_line(goal, columns, tree, kept, whole=top is None, on=plan) for goal in plan.text.goals]
    within = tree.below(top.pk) if top else tree.units.keys()
    some = [talk.conversation for talk in talks if talk.row.unit_id in within]
    known = {goal.key for goal in plan.text.goals}
    return Matrix(
        columns,
        list(_chapters(plan, lines)),
        count(some, on=plan.on),
        _silent(tree, [talk for talk in talks if talk.row.unit_id in within], plan),
        [talk for talk in talks if talk.row.goal not in known],
        top,
    )


class _Kept(NamedTuple):
    talks: Mapping[tuple[str, int], Sequence[Talk]]
    measures: Mapping[tuple[str, int], int]


def _by_cell(tree: Tree, talks: Iterable[Talk], measures: Iterable[Then]) -> _Kept:
    """Put conversations and measures under their goal and the unit that answers for them on the day."""
    said: dict[tuple[str, int], list[Talk]] = {}
    for talk in talks:
        said.setdefault((talk.row.goal, facts.heir(tree, talk.row.unit_id)), []).append(talk)
    done: dict[tuple[str, int], int] = {}
    for one in measures:
        for goal in one.told.goals:
            place = goal, facts.heir(tree, one.row.unit_id)
            done[place] = done.get(place, 0) + 1
    return _Kept(said, done)


def _columns(tree: Tree, plan: Held, top: Named | None, talks: Sequence[Talk]) -> Sequence[Named]:
    """Return the units that get a column, in the order of their names; a unit that leads its own comes first."""
    inside = tree.below(plan.row.unit_id)
    if top:
        below = [tree[pk] for pk in tree.children.get(top.pk, ()) if not facts.over(tree, pk)]
        return [top, *_in_order(below)]
    sent = {facts.heir(tree, talk.row.unit_id) for talk in talks}
    found = [
        unit
        for unit in tree.units.values()
        if unit.pk in inside
        and not facts.over(tree, unit.pk)
        and (unit.kind == Unit.Kind.FACULTY or (unit.pk in sent and _alone(tree, unit)))
    ]
    return _in_order(found)


def _alone(tree: Tree, unit: Named) -> bool:
    """Tell whether a unit lies in no faculty, so that no faculty's column tells of it."""
    return tree.faculty(unit.pk) is None


def _in_order(units: Iterable[Named]) -> list[Named]:
    return sorted(units, key=lambda unit: (unit.kind != Unit.Kind.FACULTY, sort_key(unit.in_("nb")), unit.pk))


def _line(goal: Goal, columns: Sequence[Named], tree: Tree, kept: _Kept, *, whole: bool, on: Held) -> Line:
    cells = [_cell(goal, unit, tree, kept, whole=whole, on=on) for unit in columns]
    reached = {pk for unit in columns for pk in tree.below(unit.pk)}
    said = [talk.conversation for (key, unit), some in kept.talks.items() if key == goal.key and unit in reached
            for talk in some]  # fmt: skip
    return Line(goal, cells, count(said, on=on.on))


def _cell(goal: Goal, unit: Named, tree: Tree, kept: _Kept, *, whole: bool, on: Held) -> Cell:
    """Tell what a unit says; in the whole plan's cascade, also how many below it have said something."""
    own = kept.talks.get((goal.key, unit.pk), ())
    merged = [(talk, tree[talk.row.unit_id] if talk.row.unit_id != unit.pk else None) for talk in own]
    lower = tree.below(unit.pk) - {unit.pk} if whole else frozenset[int]()
    below = [talk.conversation for pk in lower for talk in kept.talks.get((goal.key, pk), ())]
    measures = sum(kept.measures.get((goal.key, pk), 0) for pk in {unit.pk, *lower})
    return Cell(unit, merged, count(below, on=on.on), measures)


def _chapters(plan: Held, lines: Iterable[Line]) -> Iterable[tuple[Chapter | None, Sequence[Line]]]:
    of: dict[str, list[Line]] = {}
    for line in lines:
        of.setdefault(line.goal.chapter, []).append(line)
    for chapter in plan.text.chapters:
        if chapter.key in of:
            yield chapter, of.pop(chapter.key)
    for rest in of.values():
        yield None, rest


def _silent(tree: Tree, talks: Iterable[Talk], plan: Held) -> Sequence[Silent]:
    """Return the units that have goals to answer, those with most that is late first."""
    waiting: dict[int, list[Talk]] = {}
    for talk in talks:
        if talk.conversation.turn is Turn.UNIT:
            waiting.setdefault(facts.heir(tree, talk.row.unit_id), []).append(talk)
    known = facts.answered_for(tree, on=plan.on) if waiting else frozenset[int]()
    found = [
        Silent(tree[pk], len(some), sum(one.conversation.overdue(on=plan.on) for one in some), pk in known)
        for pk, some in waiting.items()
    ]
    return sorted(found, key=lambda one: (-one.late, -one.waiting, sort_key(one.unit.in_("nb"))))
