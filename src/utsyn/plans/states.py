"""Where a goal stands on a day: a state, because of what, and what the figures and the trajectory say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from utsyn.plans.document import Goal, Target
from utsyn.plans.series import Observation, SetByHand
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


class Gauge(NamedTuple):
    """What a kind of target found in the figures.

    `level` is where things stand, `base` where they began, `goal` where they are to come, all in the target's unit;
    None is not known. Where `strict`, the goal is to be passed and not only met. `holds` is whether it is reached, with
    its reasons (judgement where a person must say). `points` are for trajectory and chart, oldest first.
    `falling` is set where a lower level is better.
    """

    holds: Finding
    level: Decimal | None = None
    base: Decimal | None = None
    goal: Decimal | None = None
    points: tuple[Point, ...] = ()
    falling: bool = False
    strict: bool = False
    shown_as: Literal["number", "share", "rank", "money", "ratio"] = "number"
    based: tuple[Observation, ...] = ()  # the observations that the base rests on
    caveats: tuple[Words, ...] = ()


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
    others: tuple["Standing", ...] = ()  # by the providers that do not lead

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
