"""Where a goal stands on a day: a state, because of what, and what the figures and the trajectory say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from utsyn.plans.document import Goal, Target
from utsyn.plans.series import Judgement, Observation, SetByHand
from utsyn.plans.spoken import Level, Shown
from utsyn.reasons import Finding
from utsyn.text import Said, Words, say


class State(StrEnum):
    """Where a goal or a target stands; of several targets the goal takes the first state in this order."""

    MISSED = "missed"
    BEHIND = "behind"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"
    ON_COURSE = "on course"
    REACHED = "reached"


STATE_NAMES: Mapping[State, Said] = {
    State.MISSED: say("not reached in time"),
    State.BEHIND: say("behind"),
    State.UNKNOWN: say("not known"),
    State.JUDGEMENT: say("for people to judge"),
    State.ON_COURSE: say("on course"),
    State.REACHED: say("reached"),
}


class Point(NamedTuple):
    """What a target looks at in one observation: a level in the target's own unit (a share is a part of one)."""

    observation: Observation
    level: Decimal


class Span(NamedTuple):
    """Between what a number lies, both included: the same twice where it is known exactly."""

    low: Decimal
    high: Decimal


class Gauge(NamedTuple):
    """What a kind of target found in the figures.

    `level` is where things stand, `base` where they began, `goal` where they are to come, all in the target's unit;
    None is not known. Each has the span that it lies in, where it is not known exactly. Where `strict`, the goal is to
    be passed and not only met; `falling` is set where a lower level is better. `holds` is whether it is reached, with
    its reasons (judgement where a person must say). `points` are for trajectory and chart, oldest first.
    """

    holds: Finding
    level: Decimal | None = None
    base: Decimal | None = None
    goal: Decimal | None = None
    points: tuple[Point, ...] = ()
    falling: bool = False
    strict: bool = False
    shown_as: Shown = "number"
    based: tuple[Observation, ...] = ()  # the observations that the base rests on
    caveats: tuple[Words, ...] = ()
    level_within: Span | None = None
    base_within: Span | None = None
    goal_within: Span | None = None
    relative: bool = False  # counted from a base of its own, so that figures from before the plan say nothing
    running: bool = False  # the goal moves with time: to be there before the day is to be on course, not to have reached it
    gradual: bool = True  # there is a way between the base and the goal, so that a trajectory can be asked
    began: date | None = (
        None  # the first day after the base, where it is neither the plan's nor that after `based`
    )
    judged: State | None = (
        None  # what a person judged, with the last word on the state until the day it is due
    )
    judgement: Judgement | None = None  # the one that it rests on
    currency: str = ""
    baseless: Words | None = None  # why nobody knows where it began

    def said(self, level: Decimal) -> Level:
        """Return a level to be said as this target counts it: 42, 44 %, place 20, NOK 1,000."""
        return Level(level, self.shown_as, self.currency)


class Standing(NamedTuple):
    """Where one target stands by one provider's figures: its state, the finding, and what the trajectory asked for.

    `asked` is the level that the trajectory asks for on the last day of the latest figure's period. `age` is how many
    whole months ago that period ended; `stale` is set where a newer figure should have been known by now.
    """

    target: Target
    state: State
    finding: Finding
    gauge: Gauge
    provider: str = ""
    asked: Decimal | None = None
    age: int | None = None
    stale: bool = False
    others: tuple[
        "Standing", ...
    ] = ()  # by the providers that do not lead; by all of them where none leads and they differ
    course: tuple[
        tuple[date, Decimal], ...
    ] = ()  # the trajectory's corners, for a chart: a level by a day, oldest first

    @property
    def latest(self) -> Observation | None:
        """The observation that it rests on most."""
        return self.gauge.points[-1].observation if self.gauge.points else None


class Progress(NamedTuple):
    """Where a goal stands on a day, and everything it rests on."""

    goal: Goal
    on: date
    state: State
    finding: Finding
    standings: tuple[Standing, ...] = ()
    by_hand: SetByHand | None = None

    @property
    def stale(self) -> bool:
        """Whether any figure that it rests on should have been followed by a newer one."""
        return any(standing.stale for standing in self.standings)

    @property
    def disagree(self) -> bool:
        """Whether providers come to different states."""
        return any(other.state is not one.state for one in self.standings for other in one.others)
