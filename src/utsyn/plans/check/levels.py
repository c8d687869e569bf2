"""Numbers that a target asks for: percentages written whole, ranks among nobody, milestones beside the way, days outside the plan."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from utsyn.plans.check.bases import number
from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.subject import Put, Subject, put
from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import Sort
from utsyn.plans.targets import kinds
from utsyn.problems import Path as Steps
from utsyn.problems import Problems
from utsyn.text import say

# Parameters that are parts of one; of a share that grows by more than this, somebody wrote a percentage.
PARTS_OF_ONE = {"increase_share": ("points",), "balance": ("tolerance",), "coverage": ("share",)}
MOST_GROWTH = 5


def levels(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Look at the numbers and days of every target."""
    for one in put(subject, plan):
        yield from _shares(subject, one)
        yield from _population(subject, one)
        yield from _due(subject, one, plan)
        yield from _milestones(subject, one, plan)


def _shares(subject: Subject, one: Put) -> Iterator[Found]:
    kind, of_shares = one.target.kind, _of_shares(one)
    for name in PARTS_OF_ONE.get(kind, ()):
        yield from _above_one(subject, one.at("given", name), number(one.given.get(name)))
    if of_shares:
        yield from _above_one(subject, one.at("given", "value"), number(one.given.get("value")))
        yield from _above_one(subject, one.at("given", "base", "value"), number(one.base.get("value")))
    if _of_parts(one):
        for n, milestone in enumerate(one.target.trajectory.milestones):
            yield from _above_one(subject, one.at("trajectory", "milestones", n, "value"), milestone.value)
    by = number(one.given.get("by"))
    if kind in ("increase", "breadth") and by is not None and by >= MOST_GROWTH:
        yield from _above_one(subject, one.at("given", "by"), by)


def _of_shares(one: Put) -> bool:
    return one.indicator is not None and one.indicator.sort is Sort.SHARE


def _of_parts(one: Put) -> bool:
    """Tell whether the milestones of a target are parts of one."""
    return _of_shares(one) or one.target.kind == "balance"


def _above_one(subject: Subject, path: Steps, value: Decimal | None) -> Iterator[Found]:
    if value is None or value <= 1:
        return
    what = say("{value} is more than the whole: a share is a part of one", value=value)
    mend = say("Write {share} for {value} per cent", share=str(value / 100), value=value)
    yield subject.found(Code.SHARE_ABOVE_ONE, path, what, mend)


def _population(subject: Subject, one: Put) -> Iterator[Found]:
    if one.target.kind == "rank_within" and not one.given.get("among"):
        what = say("A place is asked for, and not among whom")
        mend = say("Write among under given, in nb, nn and en: Norwegian universities, all that take part")
        yield subject.found(Code.NO_POPULATION, one.at("given"), what, mend)


def _due(subject: Subject, one: Put, plan: PlanDocument) -> Iterator[Found]:
    if one.due < plan.lasts.since:
        what = say(
            "The target is due on {due}, before the plan begins on {since}",
            due=one.due,
            since=plan.lasts.since,
        )
        yield subject.found(Code.DUE_OUTSIDE, one.at("due"), what, say("Read the day again in the plan"))


def _milestones(subject: Subject, one: Put, plan: PlanDocument) -> Iterator[Found]:
    milestones = one.target.trajectory.milestones
    at = one.at("trajectory", "milestones")
    for n, milestone in enumerate(milestones):
        if not plan.lasts.since <= milestone.on <= one.due:
            what = say("The milestone on {day} lies outside the time from {since} to {due}",
                       day=milestone.on, since=plan.lasts.since, due=one.due)  # fmt: skip
            mend = say("Write a day on the way from the plan's first day to the day the target is due")
            yield subject.found(Code.MILESTONE_OUTSIDE, (*at, n, "on"), what, mend)
    if not (_of_parts(one) and any(milestone.value > 1 for milestone in milestones)):
        yield from _ways(subject, one)


def _ways(subject: Subject, one: Put) -> Iterator[Found]:
    """Find milestones that lead away from the target, or beyond it."""
    milestones, at = one.target.trajectory.milestones, one.at("trajectory", "milestones")
    way, end = -1 if falls(one) else 1, _end(one)
    for n, (before, then) in enumerate(pairwise(milestones), start=1):
        if (then.value - before.value) * way < 0:
            what = say("The milestone {then} lies further from the target than the one before it, {before}",
                       then=then.value, before=before.value)  # fmt: skip
            mend = say("Write milestones that go towards the target, or lie level")
            yield subject.found(Code.MILESTONE_WAY, (*at, n, "value"), what, mend)
    for n, milestone in enumerate(milestones if end is not None else ()):
        if end is not None and (end - milestone.value) * way < 0:
            what = say("The milestone {value} goes beyond the target itself, {end}",
                       value=milestone.value, end=end)  # fmt: skip
            mend = say("Write milestones on the way to the target, or another target")
            yield subject.found(Code.MILESTONE_WAY, (*at, n, "value"), what, mend)


def _end(one: Put) -> Decimal | None:
    """Return what a target asks for as a level, where it does and is written as its kind reads it."""
    kind = kinds().get(one.target.kind)
    try:
        given = kind.checked(one.given) if kind else {}
    except Problems:
        return None
    name = {"rank_within": "place", "balance": "tolerance", "at_least": "value"}.get(one.target.kind)
    return number(given[name]) if name else None


def falls(one: Put) -> bool:
    """Tell whether a lower number is better: a place, a difference between flows, what is to become less."""
    if one.target.kind in ("rank_within", "balance"):
        return True
    return one.indicator is not None and one.indicator.better == "lower"
