"""The cascade of a plan: goals by units, what each unit answered, and who has not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from utsyn.plans.cascade import Conversation, Count, Turn, count
from utsyn.plans.document import Chapter, Goal
from utsyn.text import sort_key
from utsyn.web.measures import facts, queries
from utsyn.web.measures.narrowing import PAGE, Asked
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
    said: Sequence[Conversation]


class Silent(NamedTuple):
    """A unit that has goals to answer: how many, how many of them late, and whether anybody answers for it."""

    unit: Named
    waiting: int
    late: int
    answered_for: bool


class Matrix(NamedTuple):
    """The cascade as a page shows it: so many goals of those looked for, and all that is counted of them all."""

    units: Sequence[Named]
    chapters: Sequence[tuple[Chapter | None, Sequence[Line]]]
    counted: Count
    silent: Sequence[Silent]
    gone: Sequence[Talk]  # about goals that the plan has no more
    top: Named | None  # the unit whose parts are shown, where it is not the whole
    choices: Sequence[Named]  # the units whose parts can be shown
    found: int  # goals that are looked for, on all pages
    page: int
    pages: int


def matrix(user: Person, plan: Held, asked: Asked, *, today: bool) -> Matrix:
    """Return the cascade on the plan's day, of faculties and offices, or of one unit and those right below it."""
    of = asked.unit
    tree = queries.units(user, plan)
    talks, measures = queries.talks(user, plan), queries.measured(user, plan, today=today)
    top = queries.unit(tree, of, plan) if of else None
    columns = _columns(tree, plan, top, talks)
    kept = _by_cell(tree, talks, measures)
    made = [_column(unit, tree, whole=top is None) for unit in columns]
    lines = [
        line
        for goal in plan.text.goals
        if asked.fits((line := _line(goal, made, kept, plan)).said, on=plan.on)
    ]
    page, pages = _page(lines, asked)
    within = tree.below(top.pk) if top else tree.units.keys()
    some = [talk.conversation for talk in talks if talk.row.unit_id in within]
    known = {goal.key for goal in plan.text.goals}
    return Matrix(
        columns,
        list(_chapters(plan, lines[(page - 1) * PAGE : page * PAGE])),
        count(some, on=plan.on),
        _silent(tree, [talk for talk in talks if talk.row.unit_id in within], plan),
        [talk for talk in talks if talk.row.goal not in known],
        top,
        columns if top is None else _columns(tree, plan, None, talks),
        len(lines),
        page,
        pages,
    )


def _page(lines: Sequence[Line], asked: Asked) -> tuple[int, int]:
    """Return the page that is asked for, or that of the goal just sent, and how many there are."""
    pages = max(1, -(-len(lines) // PAGE))
    sent = next((n for n, line in enumerate(lines) if line.goal.key == asked.goal), None)
    page = asked.page if sent is None else sent // PAGE + 1
    return min(max(page, 1), pages), pages


class _Column(NamedTuple):
    """A unit with all below it, those of them that have no column of their own, and what was merged into it."""

    unit: Named
    reached: frozenset[int]
    lower: frozenset[int]
    merged: Mapping[int, Named]


class _Kept(NamedTuple):
    talks: Mapping[tuple[str, int], Sequence[Talk]]
    measures: Mapping[tuple[str, int], int]


def _by_cell(tree: Tree, talks: Iterable[Talk], measures: Mapping[tuple[str, int], int]) -> _Kept:
    """Put conversations and measures under their goal and the unit that answers for them on the day."""
    said: dict[tuple[str, int], list[Talk]] = {}
    for talk in talks:
        said.setdefault((talk.row.goal, facts.heir(tree, talk.row.unit_id)), []).append(talk)
    done: dict[tuple[str, int], int] = {}
    for (goal, unit), n in measures.items():
        place = goal, facts.heir(tree, unit)
        done[place] = done.get(place, 0) + n
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


def _line(goal: Goal, columns: Sequence[_Column], kept: _Kept, plan: Held) -> Line:
    cells = [_cell(goal, column, kept, plan) for column in columns]
    reached = {pk for column in columns for pk in column.reached}
    said = [talk.conversation for pk in reached for talk in kept.talks.get((goal.key, pk), ())]
    return Line(goal, cells, count(said, on=plan.on), said)


def _cell(goal: Goal, column: _Column, kept: _Kept, plan: Held) -> Cell:
    """Tell what a unit says, and how many below it have said something where these have no column of their own."""
    unit = column.unit
    own = kept.talks.get((goal.key, unit.pk), ())
    merged = [(talk, column.merged.get(talk.row.unit_id)) for talk in own]
    below = [talk.conversation for pk in column.lower for talk in kept.talks.get((goal.key, pk), ())]
    measures = sum(kept.measures.get((goal.key, pk), 0) for pk in (unit.pk, *column.lower))
    return Cell(unit, merged, count(below, on=plan.on), measures)


def _column(unit: Named, tree: Tree, *, whole: bool) -> _Column:
    reached = tree.below(unit.pk)
    merged = {pk: tree[pk] for pk in reached - {unit.pk} if facts.heir(tree, pk) == unit.pk}
    return _Column(unit, reached, reached - {unit.pk} if whole else frozenset[int](), merged)


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
