"""What does not hold of a measure as it is told: goals, indicators, days, dependencies and links that lead nowhere."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.plans.document import PlanDocument
from utsyn.plans.measures import Link, Told
from utsyn.problems import Path, Problem, unknown_name
from utsyn.text import Words, say

BEFORE, AFTER = 1, 10  # years before and after the plan in which a measure may lie: beyond, somebody mistyped
WEB = ("https://", "http://")


class Around(NamedTuple):
    """What is there to be named by a measure: the plan as adopted, indicators, calls, projects, other measures.

    `depends` tells of each measure of the plan, by number, on which it depends; `number` is the measure's own, None
    for one that is new. `on` is today: what is done was done by then.
    """

    plan: PlanDocument
    indicators: Collection[str]
    calls: Collection[str]
    projects: Collection[str]
    depends: Mapping[int, Sequence[int]]
    on: date
    number: int | None = None


def misfits(told: Told, around: Around) -> Iterator[Problem]:
    """Walk all that is wrong with a measure, each with its path and how to mend it."""
    yield from _goals(told, around)
    for n, effect in enumerate(told.effects):
        if effect.indicator not in around.indicators:
            yield unknown_name(effect.indicator, sorted(around.indicators), path=("effects", n, "indicator"))
    yield from _days(told, around)
    yield from _dependencies(told, around)
    for n, link in enumerate(told.links):
        yield from _leads(link, around, ("links", n, "ref"))


def ring(depends: Mapping[int, Sequence[int]], number: int) -> tuple[int, ...]:
    """Return the way from a measure back to itself along what it depends on; nothing where there is none."""
    ways: list[tuple[int, ...]] = [(number,)]
    seen = set[int]()
    while ways:
        way = ways.pop()
        for further in depends.get(way[-1], ()):
            if further == number:
                return (*way, number)
            if further not in seen:
                seen.add(further)
                ways.append((*way, further))
    return ()


def _goals(told: Told, around: Around) -> Iterator[Problem]:
    for n, key in enumerate(told.goals):
        if around.plan.goal(key) is None:
            what = say("The plan as adopted has no goal “{key}”", key=key)
            yield Problem(what, say("Choose a goal from the plan"), ("goals", n))
        elif key in told.goals[:n]:
            yield Problem(say("“{key}” is named twice", key=key), say("Name it once"), ("goals", n))


def _days(told: Told, around: Around) -> Iterator[Problem]:
    first, last = near(around.plan)
    days: list[tuple[date | None, Path]] = [(told.since, ("since",)), (told.until, ("until",))]
    days += [(task.due, ("tasks", n, "due")) for n, task in enumerate(told.tasks)]
    days += [(task.done, ("tasks", n, "done")) for n, task in enumerate(told.tasks)]
    for day, path in days:
        if day and not first <= day <= last:
            mend = say("Write a day from {first} to {last}", first=first, last=last)
            yield Problem(say("{day} lies far from the plan's own time", day=day), mend, path)
    for n, task in enumerate(told.tasks):
        if task.done and task.done > around.on:
            mend = say("Leave it blank until the task is done")
            yield Problem(say("{day} has not come yet", day=task.done), mend, ("tasks", n, "done"))


def near(plan: PlanDocument) -> tuple[date, date]:
    """Return the first and the last day of the time in which what is done for a plan may lie."""
    return _year(plan.lasts.since, -BEFORE), _year(plan.lasts.until, AFTER)


def _year(day: date, more: int) -> date:
    return date(day.year + more, day.month, min(day.day, 28))


def _dependencies(told: Told, around: Around) -> Iterator[Problem]:
    for n, number in enumerate(told.depends_on):
        path: Path = ("depends_on", n)
        if number == around.number:
            yield Problem(say("A measure cannot depend on itself"), say("Take it out"), path)
        elif number not in around.depends:
            what = say("The plan has no measure {n}", n=number)
            yield Problem(what, say("Look up its number in the list of measures"), path)
        elif around.number is not None:
            back = ring({**around.depends, around.number: [number]}, around.number)
            if back:
                way = " → ".join(map(str, back))
                what = say("The measures wait for each other in a ring: {way}", way=way)
                yield Problem(what, say("Take one of the dependencies out"), path)


def _leads(link: Link, around: Around, path: Path) -> Iterator[Problem]:
    """Say where a link leads nowhere. Agreements have no room here yet: what is written of one is taken as it is."""
    found: Words | None = None
    if link.kind == "call" and link.ref not in around.calls:
        yield unknown_name(link.ref, sorted(around.calls), path=path)
    elif link.kind == "project" and link.ref not in around.projects:
        found = say("There is no project “{key}” that you can see", key=link.ref)
    elif link.kind == "measure" and not (link.ref.isdigit() and int(link.ref) in around.depends):
        found = say("The plan has no measure {n}", n=link.ref)
    elif link.kind == "page" and not link.ref.startswith(WEB):
        found = say("“{address}” is no web address", address=link.ref)
    if found:
        yield Problem(found, say("Look at where it should lead, and write it as it stands there"), path)
