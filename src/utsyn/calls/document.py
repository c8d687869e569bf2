"""A call as its author writes it: window, parameters, rules with citations, amendments, facts (data/calls/**.yaml)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from utsyn.calls.kinds import Stage
from utsyn.cited import Cited, Shape, SourceEntry
from utsyn.periods import Day, Deadline
from utsyn.problems import Unfit
from utsyn.reasons import Source
from utsyn.text import LANGUAGES, Language, Text, say

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _said(value: Any) -> Any:
    """Read a fact's words in several languages, and its date, as what they are."""
    if isinstance(value, Mapping) and value and value.keys() <= set(LANGUAGES):
        return Text.model_validate(value)
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


class Line(Shape):
    """One rule with its parameters, or several composed with all_of, any_of, unless."""

    key: str = ""
    rule: str = ""
    given: Mapping[str, Any] = {}
    all_of: tuple["Line", ...] = ()
    any_of: tuple["Line", ...] = ()
    unless: "Line | None" = None  # where this holds, the rule need not
    claim: Text | None = None  # the line in words, where the rule's own words are too general
    stages: tuple[Stage, ...] = (Stage.NEW, Stage.UNDECIDED)
    cite: Cited = ()

    @model_validator(mode="after")
    def _one_form(self) -> "Line":
        if sum(map(bool, (self.rule, self.all_of, self.any_of))) != 1:
            raise Unfit(say("Give exactly one of rule, all_of, any_of"))
        return self


class Window(Shape):
    """When the call is open. What no source states is null."""

    opens: Day | None = None
    closes: Deadline | None = None
    closed_by: Day | None = None  # where the deadline is not stated: a day on which it had surely passed
    open_ended: bool = False  # a source says that there is no deadline
    cite: Cited = ()

    @model_validator(mode="after")
    def _one_end(self) -> "Window":
        if self.open_ended and (self.closes or self.closed_by):
            raise Unfit(say("Give a deadline, or open_ended, not both"))
        return self


class Fact(Shape):
    """Something known of the call that no rule asks for: budget, applications, result. Null: no source states it."""

    name: Text | None = None  # where the name that calls commonly use does not fit, or there is none
    value: Annotated[Any, BeforeValidator(_said)] = None
    unit: str = ""
    cite: Cited = ()


class Lot(Shape):
    """A part of the call with its own rules and parameters; a proposal goes to one lot."""

    key: str
    title: Text
    parameters: Mapping[str, Any] = {}
    rules: tuple[Line, ...] = ()
    facts: Mapping[str, Fact] = {}


class ParameterChange(Shape):
    """A parameter set anew (`set`), or a list with items added and removed."""

    set: Any = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> "ParameterChange":
        if not self.add and not self.remove and "set" not in self.model_fields_set:
            raise Unfit(say("Give set, add or remove"))
        return self


class RuleChange(Shape):
    """Lines added, removed by key, or given other parameters by key."""

    add: tuple[Line, ...] = ()
    remove: tuple[str, ...] = ()
    given: Mapping[str, Mapping[str, Any]] = {}


class Change(Shape):
    """What an amendment does to the document."""

    parameters: Mapping[str, ParameterChange] = {}
    rules: RuleChange = RuleChange()
    window: Window | None = None
    facts: Mapping[str, Fact] = {}


class Between(Shape):
    """The day of a silent change: last day the old text was seen, first day the new one was."""

    after: Day
    before: Day


class Amendment(Shape):
    """A dated change of a published call: what, which way, and whom it reaches."""

    on: Day | None = None
    between: Between | None = None
    kind: Literal["widens", "narrows", "corrects", "notice"]
    what: Text
    change: Change = Change()
    applies_to: tuple[Stage, ...] = (Stage.NEW, Stage.UNDECIDED)
    cite: Cited = ()

    @model_validator(mode="after")
    def _dated(self) -> "Amendment":
        if (self.on is None) == (self.between is None):
            raise Unfit(say("Give the day it changed as on, or between which days as between"))
        return self


class CopyOf(Shape):
    """The call that this local copy restates, and the day it was copied."""

    call: str
    as_of: Day


class Doubt(Shape):
    """A finding of the linter that the author knows of, and why it stands."""

    finding: str
    at: str = (
        ""  # the part it speaks of, such as window.closes or rules.length; all of the document where left out
    )
    because: Text


class CallDocument(Shape):
    """A whole call document. Its key is `<programme>-<file name>`."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    programme: str
    title: Text
    about: Text
    funder: Text | None = None
    binding_language: Language | None = None
    inferred: Text | str = ""  # how the call is known, where no call text is
    known_from: Day | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "NOK"
    window: Window = Window()
    sources: Mapping[str, SourceEntry]
    parameters: Mapping[str, Any] = {}
    lots: tuple[Lot, ...] = ()
    rules: tuple[Line, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    facts: Mapping[str, Fact] = {}
    copy_of: CopyOf | None = None
    doubts: tuple[Doubt, ...] = ()

    def states_rules(self, stage: Stage) -> bool:
        """Whether any rule is known for proposals that have come as far as `stage`."""
        added = (line for amendment in self.amendments for line in amendment.change.rules.add)
        lots = (line for lot in self.lots for line in lot.rules)
        return any(stage in line.stages for line in (*self.rules, *lots, *added))

    def all_sources(self) -> tuple[Source, ...]:
        """Return every source that the call was read from."""
        return tuple(entry.cited() for entry in self.sources.values())

    def cut(self) -> bool:
        """Whether a copy that the call was read from is cut, so that rules may exist which are not here."""
        return any(entry.partial for entry in self.sources.values())
