"""What a round of reporting asks people for, and of every field why the house cannot know it; what it knows is never asked."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from utsyn.periods import Day
from utsyn.plans.document import Key
from utsyn.problems import Unfit
from utsyn.text import Said, say

Line = Annotated[str, Field(max_length=300)]
Paragraph = Annotated[str, Field(max_length=8_000)]


class Part(BaseModel):
    """A part of what is asked or told; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Askable(StrEnum):
    """What may be asked for: all of it in people's own words, or figures that nobody else has."""

    ASSESSMENT = "assessment"
    OBSTACLES = "obstacles"
    NEEDS = "needs"
    OVERALL = "overall"
    FIGURES = "figures"


class Why(NamedTuple):
    """A field that may be asked for: what it is called, what it is about, and why the house cannot know it."""

    name: Said
    of: Literal["goal", "report"]
    because: Said


CATALOGUE: Mapping[Askable, Why] = {
    Askable.ASSESSMENT: Why(
        say("How the unit judges its progress"),
        "goal",
        say(
            "The figures say how far it has come. Whether that is good enough here, and what lies behind it, only "
            "those who do the work can say."
        ),
    ),
    Askable.OBSTACLES: Why(
        say("What stands in the way"),
        "goal",
        say("No register holds what hinders the work: it shows in no figure until it is too late."),
    ),
    Askable.NEEDS: Why(
        say("What is needed from others"),
        "goal",
        say("What one unit waits for from another is written nowhere before somebody says it."),
    ),
    Askable.OVERALL: Why(
        say("The year as a whole"),
        "report",
        say("What mattered most is for people to choose; the house knows the parts and not their weight."),
    ),
    Askable.FIGURES: Why(
        say("Figures of one’s own"),
        "report",
        say(
            "Only what no provider of an indicator delivers is asked for, with its source, its period and how it was "
            "counted."
        ),
    ),
}

# What the house has already, and shows where the report is written instead of asking for it.
KNOWN: tuple[Said, ...] = (
    say("the goals that were sent to the unit, and what it answered"),
    say("the unit’s measures, with status, tasks, budget and effects"),
    say("the figures of the indicators, with sources and definitions"),
    say("where each goal stands, and why"),
    say("what has changed since the last report"),
)


class Question(Part):
    """A question of the institution's own, and why the house cannot know the answer."""

    words: Annotated[str, Field(min_length=1, max_length=500)]
    because: Annotated[str, Field(max_length=1_000)] = ""

    @model_validator(mode="after")
    def _has_a_reason(self) -> "Question":
        if not self.because.strip():
            raise Unfit(say("Say why the house cannot know the answer, or do not ask"))
        return self


class Asked(Part):
    """What is asked in a round of reporting, of every unit alike; `whole_due` is when the institution's report is due.

    `units` are the keys of the units that report, so that everyone can see who does.
    """

    fields: Annotated[tuple[Askable, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(max_length=10)] = ()
    whole_due: Day | None = None
    units: tuple[Key, ...] = ()

    def asks(self, field: str) -> bool:
        """Tell whether a field is asked for."""
        return field in self.fields


class GoalWords(Part):
    """What people write of one goal."""

    assessment: Paragraph = ""
    obstacles: Paragraph = ""
    needs: Paragraph = ""


class OwnFigure(Part):
    """A figure that a unit tells itself, because no provider has it; the value is unknown where nobody counted."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    value: Annotated[Decimal, Field(max_digits=20, decimal_places=6)] | None = None
    unit: Line = ""
    period: Line = ""
    source: Annotated[str, Field(max_length=500)] = ""
    method: Annotated[str, Field(max_length=1_000)] = ""

    @model_validator(mode="after")
    def _has_its_source(self) -> "OwnFigure":
        if self.value is not None and not (
            self.source.strip() and self.method.strip() and self.period.strip()
        ):
            raise Unfit(
                say("Give the figure its source, its period and how it was counted"), written=self.what
            )
        return self


class Told(Part):
    """All that people wrote in a report. `note` is for those inside alone.

    `sent_back` is why the office sent it back, `correcting` why an approved report is being corrected.
    """

    overall: Paragraph = ""
    goals: Mapping[Key, GoalWords] = {}
    answers: tuple[Paragraph, ...] = ()  # in the order of the questions
    figures: Annotated[tuple[OwnFigure, ...], Field(max_length=50)] = ()
    note: Paragraph = ""
    sent_back: Paragraph = ""
    correcting: Paragraph = ""

    def of(self, goal: str) -> GoalWords:
        """Return what was written of a goal, which may be nothing."""
        return self.goals.get(goal, GoalWords())


BEFORE, LATE, WEEKS, STILL_FITS = (-7, -1), 1, 8, 2
LAST = LATE + 7 * (WEEKS - 1) + STILL_FITS  # days after which nobody is reminded any more


def reminder(due: date, *, on: date) -> int | None:
    """Return which reminder fits a day: so many days after a report or an answer is due, or before; None where none does.

    A week before and the day before; then the day after it was due and each week after that, for eight weeks. One that
    could not go out on its day still fits on the two days after.
    """
    after = (on - due).days
    steps = (*BEFORE, *(LATE + 7 * week for week in range(WEEKS)))
    last = max((step for step in steps if step <= after), default=None)
    if last is None or after - last > STILL_FITS or (last < 0 < after):
        return None
    return last
