"""What a unit tells of a measure: what is done for which goals, by which role, when, for what money, to what effect."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from utsyn.periods import Day
from utsyn.plans.document import Key
from utsyn.problems import Unfit
from utsyn.text import Said, say

Line = Annotated[str, Field(max_length=300)]
Paragraph = Annotated[str, Field(max_length=4_000)]
Much = Literal["low", "medium", "high"]


class Part(BaseModel):
    """A part of what is told; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """How far a measure has come, as its unit says."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


STATUS_NAMES: dict[Status, Said] = {
    Status.PLANNED: say("planned"),
    Status.RUNNING: say("running"),
    Status.DONE: say("done"),
    Status.STOPPED: say("stopped"),
}


class Effect(Part):
    """A causal note: this measure should move that indicator, because."""

    indicator: Key
    way: Literal["up", "down", "closer"] = "up"
    by: Annotated[Decimal, Field(max_digits=15, decimal_places=4)] | None = None
    because: Annotated[str, Field(min_length=1, max_length=2_000)]


class Task(Part):
    """Something to be done by a day."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    due: Day | None = None
    done: Day | None = None


class Risk(Part):
    """What may go wrong, how likely and how grave that is, and what is done about it."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    likely: Much | None = None
    grave: Much | None = None
    answer: Paragraph = ""


class Link(Part):
    """Something in the house, or elsewhere, that the measure has to do with."""

    kind: Literal["agreement", "call", "project", "measure", "page"]
    ref: Annotated[str, Field(min_length=1, max_length=300)]  # a key of the house, or an address
    title: Line = ""


class Told(Part):
    """All that a unit tells of a measure. What nobody knows yet is left out: null is unknown."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    what: Paragraph = ""
    goals: Annotated[tuple[Key, ...], Field(min_length=1)]
    responsible: Line = ""  # a role or an office, never a person
    since: Day | None = None
    until: Day | None = None
    status: Status = Status.PLANNED
    budget: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "NOK"
    budget_from: Line = ""  # which money it is
    effects: tuple[Effect, ...] = ()
    tasks: tuple[Task, ...] = ()
    risks: tuple[Risk, ...] = ()
    links: tuple[Link, ...] = ()
    depends_on: tuple[int, ...] = ()  # numbers of other measures of the plan
    note: Paragraph = ""  # for those inside alone: never on the public page

    @model_validator(mode="after")
    def _fits(self) -> "Told":
        if self.since and self.until and self.until < self.since:
            raise Unfit(say("Write the last day after the first"))
        return self
