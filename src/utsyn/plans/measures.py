"""What a unit tells of a measure: what is done for which goals, by which role, when, for what money, to what effect."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from utsyn.periods import Day
from utsyn.plans.document import Key
from utsyn.problems import Unfit
from utsyn.text import Said, blank, say

MOST = 200  # tasks, effects, risks and links of one measure


def _kept(words: str) -> str:
    """Let through what can be kept: no database keeps the sign that ends words in C."""
    if "\0" in words:
        raise Unfit(say("Write it without signs that cannot be seen"))
    return words


def _seen(words: str) -> str:
    if blank(words):
        raise Unfit(say("Write words that can be seen"))
    return _kept(words)


Line = Annotated[str, Field(max_length=300), AfterValidator(_kept)]
Paragraph = Annotated[str, Field(max_length=4_000), AfterValidator(_kept)]
Named = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_seen)]
Number = Annotated[int, Field(ge=1, le=999_999)]
Much = Literal["low", "medium", "high"]
Way = Literal["up", "down", "closer"]
LinkKind = Literal["agreement", "call", "project", "measure", "page"]


def asked(label: Said, told: Said | None = None, **rest: Any) -> Any:
    """Declare something to be told, with the label and the help that forms show."""
    return Field(title=label.template, description=told.template if told else None, **rest)


class Part(BaseModel):
    """A part of what is told; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """How far a measure has come, as its unit says."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


STATUS_NAMES: Mapping[Status, Said] = {
    Status.PLANNED: say("planned"),
    Status.RUNNING: say("running"),
    Status.DONE: say("done"),
    Status.STOPPED: say("stopped"),
}
MUCH_NAMES: Mapping[Much, Said] = {"low": say("low"), "medium": say("medium"), "high": say("high")}
WAY_NAMES: Mapping[Way, Said] = {"up": say("up"), "down": say("down"), "closer": say("closer together")}
LINK_NAMES: Mapping[LinkKind, Said] = {
    "agreement": say("agreement"),
    "call": say("call"),
    "project": say("project"),
    "measure": say("measure"),
    "page": say("page on the web"),
}


class Effect(Part):
    """A causal note: this measure should move that indicator, because."""

    indicator: Key = asked(say("Indicator that it should move"))
    way: Way = asked(say("Which way"), default="up")
    by: Annotated[Decimal, Field(max_digits=15, decimal_places=4)] | None = asked(
        say("By how much"), say("In the indicator's own unit; blank where nobody dares to say."), default=None
    )
    because: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_seen)] = asked(
        say("Because")
    )


class Task(Part):
    """Something to be done by a day."""

    what: Named = asked(say("What is to be done"))
    due: Day | None = asked(say("Due by"), default=None)
    done: Day | None = asked(say("Done on"), say("Blank until it is done."), default=None)


class Risk(Part):
    """What may go wrong, how likely and how grave that is, and what is done about it."""

    what: Named = asked(say("What may go wrong"))
    likely: Much | None = asked(say("How likely"), default=None)
    grave: Much | None = asked(say("How grave"), default=None)
    answer: Paragraph = asked(say("What is done about it"), default="")


class Link(Part):
    """Something in the house, or elsewhere, that the measure has to do with."""

    kind: LinkKind = asked(say("What it leads to"))
    ref: Annotated[str, Field(min_length=1, max_length=300)] = asked(
        say("Key, number or address"), say("A call's or a project's key, a measure's number, a web address.")
    )
    title: Line = asked(say("What it is called"), default="")


class Told(Part):
    """All that a unit tells of a measure. What nobody knows yet is left out: null is unknown."""

    title: Named = asked(say("Title"), say("What is done, in a few words."))
    what: Paragraph = asked(say("What is done"), default="")
    goals: Annotated[tuple[Key, ...], Field(min_length=1, max_length=MOST)] = asked(
        say("Goals that it answers")
    )
    responsible: Line = asked(
        say("Responsible role"), say("A role or an office, never a person's name."), default=""
    )
    since: Day | None = asked(say("First day"), default=None)
    until: Day | None = asked(say("Last day"), default=None)
    status: Status = asked(say("How far the measure has come"), default=Status.PLANNED)
    budget: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)] | None = asked(
        say("Budget"), say("As 150 000; blank while it is not known."), default=None
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = asked(
        say("Currency"), say("Three letters: NOK, EUR"), default="NOK"
    )
    budget_from: Line = asked(say("Where the money comes from"), default="")
    effects: Annotated[tuple[Effect, ...], Field(max_length=MOST)] = asked(
        say("Expected effects"), default=()
    )
    tasks: Annotated[tuple[Task, ...], Field(max_length=MOST)] = asked(say("Tasks"), default=())
    risks: Annotated[tuple[Risk, ...], Field(max_length=MOST)] = asked(say("Risks"), default=())
    links: Annotated[tuple[Link, ...], Field(max_length=MOST)] = asked(
        say("Agreements, calls, projects and pages"), default=()
    )
    depends_on: Annotated[tuple[Number, ...], Field(max_length=MOST)] = asked(
        say("Depends on measures"),
        say("Their numbers, with a space between; they must move before this one can."),
        default=(),
    )
    note: Paragraph = asked(
        say("Note for those inside"), say("Never shown on the public page. No names of persons."), default=""
    )

    @model_validator(mode="after")
    def _fits(self) -> "Told":
        if self.since and self.until and self.until < self.since:
            raise Unfit(say("Write the last day after the first"), written=str(self.until))
        return self

    def overdue(self, *, on: date) -> tuple[Task, ...]:
        """Return the tasks that should have been done before a day and are not; none of a measure that has stopped."""
        if self.status in (Status.STOPPED, Status.DONE):
            return ()
        return tuple(task for task in self.tasks if task.due and task.due < on and not task.done)


def public(told: Told) -> Told:
    """Return what readers without a role here may see of a measure: its title, goals and status, and nothing else."""
    return Told(title=told.title, goals=told.goals, status=told.status)
