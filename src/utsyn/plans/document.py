"""A plan as it was adopted: aims, chapters, goals with their targets, and what became of earlier goals (data/plans)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from utsyn.cited import Address, Cited, Shape, SourceEntry
from utsyn.periods import Day
from utsyn.problems import Unfit
from utsyn.text import Language, Text, say

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Milestone(Shape):
    """A value, in the target's own unit, to have come to by a day."""

    on: Day
    value: Annotated[Decimal, Field(max_digits=24)]


class Trajectory(Shape):
    """How a target is to be reached: evenly, in yearly steps, or by milestones of the plan's own."""

    shape: Literal["linear", "stepwise", "milestones"] = "linear"
    milestones: tuple[Milestone, ...] = ()

    @model_validator(mode="after")
    def _milestones_go_on(self) -> "Trajectory":
        if (self.shape == "milestones") != bool(self.milestones):
            raise Unfit(say("Give milestones where the shape is milestones, and only there"))
        days = [milestone.on for milestone in self.milestones]
        if days != sorted(set(days)):
            raise Unfit(say("Write each milestone on a later day than the one before"))
        return self


class Target(Shape):
    """What would show that a goal is reached: a kind (a function in plans/targets), its parameters, and the indicator."""

    key: Key
    kind: str
    indicator: Key | None = None  # none only where a person judges
    given: Mapping[str, Any] = {}
    due: Day | None = None  # the plan's last day where left out
    trajectory: Trajectory = Trajectory()
    claim: Text | None = None  # the target in words, where the kind's own words are too general
    choice: Text | None = None  # how the goal's words were read, where they leave a choice
    cite: Cited = ()


class Unmeasured(Shape):
    """Why nothing can measure a goal yet, and what would be needed."""

    because: Text
    needs: Text


class GoalKind(StrEnum):
    """How far a goal reaches: strategic goals say where to, development goals say what changes on the way.

    An overarching goal is one of the institution's strategy, which the plan repeats.
    """

    OVERARCHING = "overarching"
    STRATEGIC = "strategic"
    DEVELOPMENT = "development"


class Goal(Shape):
    """A goal in short words of one's own, with the plan's own wording as quotes in `cite`.

    It has targets, or says why it cannot be measured. `under` names the strategic goals that it serves, `aims` the
    overarching aims.
    """

    key: Key
    kind: GoalKind
    chapter: Key
    under: tuple[Key, ...] = ()
    aims: tuple[Key, ...] = ()
    title: Text
    cite: Cited = ()
    targets: tuple[Target, ...] = ()
    unmeasured: Unmeasured | None = None
    depends_on: tuple[Key, ...] = ()  # goals that must move before this one can

    @model_validator(mode="after")
    def _measured_or_not(self) -> "Goal":
        if bool(self.targets) == bool(self.unmeasured):
            raise Unfit(say("Give targets, or say under unmeasured why there are none, not both"))
        return self


class Aim(Shape):
    """An overarching aim that goals serve."""

    key: Key
    title: Text
    cite: Cited = ()


class Chapter(Shape):
    """A part of the plan; `within` is the chapter it belongs to."""

    key: Key
    number: str = ""
    title: Text
    within: Key | None = None
    cite: Cited = ()


class Neighbour(Shape):
    """A strategy that the plan builds on, or a plan beside it."""

    key: Key
    kind: Literal["national strategy", "white paper", "own strategy", "own plan", "own policy", "commitment"]
    title: Text
    years: str = ""  # as written: 2021-2027
    url: Address = ""
    cite: Cited = ()


class Change(StrEnum):
    """What became of a goal from one plan to the next."""

    CONTINUED = "continued"
    SHARPENED = "sharpened"
    WEAKENED = "weakened"
    DROPPED = "dropped"
    NEW = "new"
    SPLIT = "split"
    MERGED = "merged"


class Step(Shape):
    """Goals of the plan before (`before`), those of this plan they became (`after`), how, and why one says so."""

    change: Change
    before: tuple[Key, ...] = ()
    after: tuple[Key, ...] = ()
    because: Text

    @model_validator(mode="after")
    def _counts(self) -> "Step":
        fits = {
            Change.DROPPED: (self.before and not self.after),
            Change.NEW: (self.after and not self.before),
            Change.SPLIT: len(self.before) == 1 and len(self.after) > 1,
            Change.MERGED: len(self.before) > 1 and len(self.after) == 1,
        }
        if not fits.get(self.change, len(self.before) == 1 and len(self.after) == 1):
            raise Unfit(say("{change} does not fit so many goals before and after", change=self.change.value))
        return self


class Follows(Shape):
    """The plan before, and what became of each of its goals; an aim may be named where the plan had no such goal."""

    plan: Key
    steps: tuple[Step, ...] = ()


class Lasts(Shape):
    """The plan's first and last day."""

    since: Day
    until: Day

    @model_validator(mode="after")
    def _forwards(self) -> "Lasts":
        if self.until < self.since:
            raise Unfit(say("Write the last day after the first"))
        return self


class Doubt(Shape):
    """A finding of the check that the author knows of, at a part such as goals.erc, and why it stands."""

    finding: str
    at: str = ""
    because: Text


class PlanDocument(Shape):
    """A whole plan."""

    key: Key
    institution: Text
    ror: Annotated[str, Field(pattern=r"^0[a-z0-9]{6}\d\d$")] | None = None
    title: Text
    about: Text
    lasts: Lasts
    adopted: Day | None = None  # as a source states it; what this house adopted stands in its own records
    binding_language: Language | None = None
    languages: tuple[Language, ...] = ()  # in which the plan itself is written
    sources: Mapping[str, SourceEntry] = {}
    builds_on: tuple[Neighbour, ...] = ()
    beside: tuple[Neighbour, ...] = ()
    aims: tuple[Aim, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    goals: tuple[Goal, ...]
    follows: Follows | None = None
    doubts: tuple[Doubt, ...] = ()

    def goal(self, key: str) -> Goal | None:
        """Return the goal with this key, if there is one."""
        return next((goal for goal in self.goals if goal.key == key), None)

    def of_kind(self, kind: GoalKind) -> tuple[Goal, ...]:
        """Return the goals of a kind, in the plan's order."""
        return tuple(goal for goal in self.goals if goal.kind is kind)

    def within(self, chapter: str) -> Iterator[Goal]:
        """Walk the goals of one chapter, without those of the chapters inside it."""
        return (goal for goal in self.goals if goal.chapter == chapter)

    def indicators(self) -> tuple[str, ...]:
        """Name the indicators that any target rests on, in the plan's order."""
        named = (target.indicator for goal in self.goals for target in goal.targets if target.indicator)
        return tuple(dict.fromkeys(named))
