"""What an institution decides when it opens a round: how many may go, who ranks and when, and the dates before the funder's."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from utsyn.periods import Deadline
from utsyn.text import Said, say

LONGEST = 400  # days before the funder's deadline; some institutions ask a year ahead
MOST = 1_000
Policy = Literal["on_overflow", "required", "forbidden", "after_assessment"]


class Step(StrEnum):
    """A step of a round, in the order in which they come."""

    NOTICE = "notice"
    INTERNAL = "internal"
    RANKING = "ranking"
    APPROVAL = "approval"
    SUBMISSION = "submission"


STEP_NAMES: Mapping[Step, Said] = {
    Step.NOTICE: say("Notice of intent"),
    Step.INTERNAL: say("Nominations from the faculties"),
    Step.RANKING: say("Ranking, if there are too many"),
    Step.APPROVAL: say("Approval by the leadership"),
    Step.SUBMISSION: say("The list is sent to the funder"),
}


class Before(BaseModel):
    """When a step ends, counted back in days from the funder's deadline, on that deadline's own clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    days: Annotated[int, Field(ge=0, le=LONGEST)]
    at: dt.time | None = None  # None: the end of the day


class Terms(BaseModel):
    """The terms of a round. A seed for ties is announced with them, before there is anything to tie."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    cap: Annotated[int, Field(ge=0, le=MOST)]
    policy: Policy = "on_overflow"
    guarantee: Annotated[int, Field(ge=1, le=100)] = 1
    weights: Mapping[Annotated[str, Field(max_length=80)], Annotated[Decimal, Field(ge=0)]] = {}
    seed: Annotated[str, Field(min_length=6, max_length=200)]
    steps: Mapping[Step, Before]
    notice_required: bool = False
    largest_attachment: Annotated[int, Field(ge=1, le=100_000_000)] = 20_000_000

    @model_validator(mode="after")
    def _in_order(self) -> "Terms":
        """Refuse steps that end in another order than they come."""
        if Step.INTERNAL not in self.steps:
            raise PydanticCustomError("internal", "a day on which the faculties' nominations are due")
        days = [(self.steps[step].days, step) for step in Step if step in self.steps]
        for (before, one), (after, next_) in pairwise(days):
            if after > before:
                raise PydanticCustomError(
                    "order", "{next} no earlier than {one}", {"one": one.value, "next": next_.value}
                )
        return self


class Due(NamedTuple):
    """A step and when it ends."""

    step: Step
    deadline: Deadline

    @property
    def name(self) -> Said:
        """What the step is called."""
        return STEP_NAMES[self.step]


END_OF_DAY = dt.time(23, 59)


def due(terms: Terms, closes: Deadline) -> Iterator[Due]:
    """Walk the steps with their ends, counted back from the funder's deadline.

    Days are counted on the calendar and hours kept on the wall clock of the deadline's zone, so a change to
    summer time in between moves nothing. Where the funder's hour or zone is not known, a step's is not either.
    """
    for step in Step:
        if step in terms.steps:
            before = terms.steps[step]
            day = closes.day - dt.timedelta(days=before.days)
            time = before.at or (closes.time if before.days == 0 else END_OF_DAY)
            yield Due(step, Deadline(day=day, time=time, zone=closes.zone))


def ends(terms: Terms, closes: Deadline, step: Step) -> Deadline | None:
    """Return when one step ends, or None where the round has no such step."""
    return next((one.deadline for one in due(terms, closes) if one.step is step), None)
