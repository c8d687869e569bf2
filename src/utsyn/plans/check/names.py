"""Names within a plan: keys given twice, names of nothing, goals that wait for each other in a ring."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.subject import Subject, keys
from utsyn.plans.document import GoalKind, PlanDocument
from utsyn.problems import Path as Steps
from utsyn.problems import unknown_name
from utsyn.text import Words, say


def names(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Find a key that is not the file's, keys given twice, and names that nothing in the plan has."""
    yield from file_key(subject)
    for part in ("goals", "aims", "chapters"):
        yield from double(subject, part, [one.key for one in getattr(plan, part)])
    for n, goal in enumerate(plan.goals):
        yield from double(subject, ("goals", n, "targets"), [target.key for target in goal.targets])
    yield from _unknown(subject, plan)
    for part, edges in (
        ("depends_on", {goal.key: goal.depends_on for goal in plan.goals}),
        ("under", {goal.key: goal.under for goal in plan.goals}),
    ):
        yield from _rings(subject, part, edges, ("goals", [goal.key for goal in plan.goals]))
    chapters = {one.key: (one.within,) if one.within else () for one in plan.chapters}
    yield from _rings(subject, "within", chapters, ("chapters", [one.key for one in plan.chapters]))


def file_key(subject: Subject) -> Iterator[Found]:
    """Find a key that is not the name of the file: the document would not be found by it."""
    key, expected = subject.text.key, keys(subject.path)
    if key not in expected:
        what = say("The key “{key}” is not that of the file, “{expected}”", key=key, expected=expected[0])
        mend = say("Change the key, or the file's name to {key}.yaml", key=key)
        yield subject.found(Code.KEY_NOT_FILE, ("key",), what, mend)


def double(subject: Subject, part: str | Steps, keys: Iterable[str]) -> Iterator[Found]:
    """Find parts of one list that have one key: only the first of them would be found by it."""
    path = (part,) if isinstance(part, str) else part
    first: dict[str, int] = {}
    for n, key in enumerate(keys):
        if key in first:
            line = subject.file.line((*path, first[key], "key"))
            what = say("The key “{key}” is already that of line {line}", key=key, line=str(line))
            mend = say("Give it a key of its own")
            yield subject.found(Code.DOUBLE_KEY, (*path, n, "key"), what, mend)
        first.setdefault(key, n)


def _unknown(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    goals = [goal.key for goal in plan.goals]
    above = [goal.key for goal in plan.goals if goal.kind is not GoalKind.DEVELOPMENT]
    aims, chapters = [aim.key for aim in plan.aims], [one.key for one in plan.chapters]
    for n, chapter in enumerate(plan.chapters):
        if chapter.within:
            yield from _each(subject, ("chapters", n, "within"), (chapter.within,), chapters)
    for n, goal in enumerate(plan.goals):
        at = ("goals", n)
        yield from _each(subject, (*at, "chapter"), (goal.chapter,), chapters)
        yield from _each(subject, (*at, "aims"), goal.aims, aims)
        yield from _each(subject, (*at, "depends_on"), goal.depends_on, goals)
        for m, key in enumerate(goal.under):
            if key in goals and key not in above:
                what = say("“{key}” is a development goal, and no goal can lie under it", key=key)
                mend = say("Name a strategic goal, or write what must move first under depends_on")
                yield subject.found(Code.UNKNOWN_NAME, (*at, "under", m), what, mend)
            elif key not in goals:
                yield from _each(subject, (*at, "under"), (key,), above)


def _each(subject: Subject, path: Steps, named: Iterable[str], known: Collection[str]) -> Iterator[Found]:
    for name in named:
        if name not in known:
            problem = unknown_name(name, list(known))
            yield subject.found(Code.UNKNOWN_NAME, path, problem.what, problem.mend)


def _rings(
    subject: Subject, part: str, edges: Mapping[str, Collection[str]], listed: tuple[str, list[str]]
) -> Iterator[Found]:
    """Find each ring once, at the first in the document of those that are in it."""
    where, keys = listed
    seen = set[str]()
    for start in edges:
        ring = _ring(start, edges) if start not in seen else ()
        seen.update(ring)
        if ring:
            way: Words | str = " → ".join((*ring, ring[0]))
            what = say("These lead back to where they begin: {way}", way=way)
            mend = say("Take away the step that is the weakest")
            yield subject.found(Code.RING, (where, keys.index(start), part), what, mend)


def _ring(start: str, edges: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return a way from a name back to itself, without the last step; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    been = set[str]()
    while ways:
        way = ways.pop()
        for then in edges.get(way[-1], ()):
            if then == start:
                return way
            if then not in been:
                been.add(then)
                ways.append((*way, then))
    return ()
