"""Two plans side by side: what became of each goal, targets and outcomes beside each other, and whether they compare."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from utsyn.plans import mapping
from utsyn.plans.document import Change, Goal, Step
from utsyn.plans.library import library
from utsyn.plans.progress import all_progress
from utsyn.plans.states import Progress
from utsyn.problems import Problem
from utsyn.reasons import Verdict
from utsyn.text import Listed, Text, Words, say
from utsyn.web.errors import NotHere
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans import queries, showing
from utsyn.web.plans.queries import Held

CHANGE_NAMES: Mapping[Change, Words] = {
    Change.CONTINUED: say("continued"),
    Change.SHARPENED: say("sharpened"),
    Change.WEAKENED: say("weakened"),
    Change.DROPPED: say("dropped"),
    Change.NEW: say("new"),
    Change.SPLIT: say("split"),
    Change.MERGED: say("merged"),
}
SIGNS: Mapping[Change, str] = {
    Change.CONTINUED: "=", Change.SHARPENED: "▲", Change.WEAKENED: "▼", Change.DROPPED: "✕", Change.NEW: "+",
    Change.SPLIT: "⇉", Change.MERGED: "⇇",
}  # fmt: skip


class Side(NamedTuple):
    """A goal, or an aim that was named for one, on one side: where it stands, and its one figure and target."""

    key: str
    title: Text
    progress: Progress | None  # none for an aim
    level: Words | None = None
    target: Words | None = None


class Pair(NamedTuple):
    """Goals of the plan before and those they became; `comparable` says why figures compare, or why they do not."""

    change: Change | None  # none where no step tells of the goal
    because: Text | None
    before: Sequence[Side]
    after: Sequence[Side]
    comparable: Words | None

    @property
    def name(self) -> Words:
        """What became of them, in a word."""
        return CHANGE_NAMES[self.change] if self.change else say("not told")

    @property
    def sign(self) -> str:
        """The same as a sign."""
        return SIGNS[self.change] if self.change else "?"


class Moved(NamedTuple):
    """What happened to a unit in the time of the two plans."""

    on: date
    what: Words


class Compared(NamedTuple):
    """Two plans side by side, for the whole institution or for one unit, with what happened to that unit."""

    now: Held
    before: Held
    pairs: Sequence[Pair]
    counts: Sequence[tuple[Words, str, int]]
    unit: Named | None
    units: Sequence[Named]
    moved: Sequence[Moved]

    @property
    def told(self) -> Sequence[Pair]:
        """What the later plan tells of."""
        return [pair for pair in self.pairs if pair.change]

    @property
    def untold(self) -> Sequence[Pair]:
        """The goals of either plan that no step tells of."""
        return [pair for pair in self.pairs if not pair.change]


def compared(user: Person, now: Held, before: Held, *, unit: int | None = None) -> Compared:
    """Put a plan beside the one that it follows. Raises NotHere where it follows another."""
    follows = now.text.follows
    if follows is None or follows.plan != before.row.key:
        what = say("{plan} does not follow {other}", plan=now.text.title, other=before.text.title)
        raise NotHere(Problem(what, say("Compare it with the plan before it, as its own page names it")))
    institution = queries.units(user, now)
    chosen = institution.units.get(unit) if unit and now.inside else None
    here, there = (_sides(user, one, institution, chosen) for one in (now, before))
    days = before.text.lasts.since, now.text.lasts.since
    pairs = [_pair(step, there, here, days) for step in follows.steps]
    pairs += _untold(now, before, follows.steps, there, here)
    met = [pair.change for pair in pairs]
    return Compared(
        now, before, pairs,
        [(CHANGE_NAMES[one], SIGNS[one], met.count(one)) for one in Change if one in met], chosen,
        [one for kind in ("faculty", "department") for one in institution.of_kind(kind)] if now.inside else [],
        list(_moved(institution, chosen, before.text.lasts.since)) if chosen else [],
    )  # fmt: skip


def _sides(user: Person, plan: Held, institution: Tree, unit: Named | None) -> Mapping[str, Side]:
    records = queries.records(user, plan, institution=institution, unit=unit.pk if unit else None)
    indicators = library().indicators
    made = {aim.key: Side(aim.key, aim.title, None) for aim in plan.text.aims}
    part = unit is not None and unit.pk != plan.row.unit_id
    known = all_progress(plan.text, records, indicators=indicators, on=plan.on, part=part)
    for key, one in known.items():
        made[key] = _side(one, indicators)
    return made


def _side(one: Progress, indicators: showing.Indicators) -> Side:
    standing, goal = showing.in_one(one), one.goal
    if standing is None:
        return Side(goal.key, goal.title, one)
    indicator = indicators.get(standing.target.indicator or "")
    level = showing.level_of(standing.gauge.level, standing.gauge, indicator)
    return Side(goal.key, goal.title, one, level, showing.goal_of(standing.gauge, indicator))


def _pair(step: Step, there: Mapping[str, Side], here: Mapping[str, Side], days: tuple[date, date]) -> Pair:
    before = [there[key] for key in step.before if key in there]
    after = [here[key] for key in step.after if key in here]
    return Pair(step.change, step.because, before, after, _comparable(before, after, days))


def _comparable(before: Sequence[Side], after: Sequence[Side], days: tuple[date, date]) -> Words | None:
    """Say whether the figures of two goals may be held against each other, and why; None where one side has no goal."""
    old, new = ([one.progress.goal for one in side if one.progress] for side in (before, after))
    found = mapping.comparable(old, new, days=days, indicators=library().indicators)
    if found is None:
        return None
    reasons = {leaf.found.in_("en"): leaf.found for leaf in found.decisive() if leaf.found}
    why = Listed(tuple(reasons.values()))
    if found.verdict is Verdict.YES:
        return say("Comparable: {why}", why=why)
    if found.verdict is Verdict.NO:
        return say("Not comparable: {why}", why=why)
    return say("Nobody can tell whether they compare: {why}", why=why)


def _untold(
    now: Held, before: Held, steps: Sequence[Step], there: Mapping[str, Side], here: Mapping[str, Side]
) -> Iterator[Pair]:
    """Walk the goals of either plan that no step tells of."""
    old, new = {key for step in steps for key in step.before}, {key for step in steps for key in step.after}
    for goal in _left(before, old):
        yield Pair(None, None, [there[goal.key]], [], None)
    for goal in _left(now, new):
        yield Pair(None, None, [], [here[goal.key]], None)


def _left(plan: Held, told: set[str]) -> Iterator[Goal]:
    return (goal for goal in plan.text.goals if goal.key not in told)


def _moved(tree: Tree, unit: Named, since: date) -> Iterator[Moved]:
    """Walk what happened to a unit since a day: what it was called, where it lay, and what was merged into it."""
    versions = [one for one in tree.versions if one.unit_id == unit.pk and one.since <= tree.on]
    for old, new in pairwise(versions):
        if new.since < since:
            continue
        names = [Text(nb=one.nb, nn=one.nn, en=one.en) for one in (old, new)]
        if names[0] != names[1]:
            yield Moved(new.since, say("{old} was renamed {new}", old=names[0], new=names[1]))
        above = tree.units.get(new.parent_id) if new.parent_id else None
        if old.parent_id != new.parent_id and above:
            yield Moved(new.since, say("It was moved to {unit}", unit=above.name))
    for pk in tree.merged.get(unit.pk, ()):
        if (ended := tree[pk].ended) and ended >= since:
            yield Moved(ended, say("{unit} was merged into it", unit=tree[pk].name))
