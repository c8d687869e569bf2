"""The published JSON shapes: answers, calls, differences and replays, each in one language."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from utsyn.text import Language


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CitationShape(Shape):
    """Where a reason rests: the source, the place in it, and the words quoted, in the source's own language."""

    title: str
    url: str
    place: str
    quote: str
    language: str
    derived: str
    doubt: str


class ReasonShape(Shape):
    """One line of the call: what it asks, what was found, since which version and day it stands so, and who must judge."""

    key: str
    verdict: Literal["yes", "no", "unknown", "judgement"]
    claim: str
    found: str | None
    about: list[str]
    version: int
    since: date | None
    decided_by: str | None
    evidence: str | None
    sources: list[CitationShape]
    because: list["ReasonShape"]


class MissingShape(Shape):
    """A fact that we would have to learn, and the claim that waits for it."""

    facts: list[str]
    claim: str


class ChangeShape(Shape):
    """One fact that, told otherwise, turns the answer."""

    fact: str
    value: Any
    words: str


class ConditionShape(Shape):
    """A rule that is counted over all applications together, so that no single one can answer it."""

    key: str
    claim: str
    sources: list[CitationShape]


class VersionShape(Shape):
    """The version of the call that the answer rests on: number from 1, first day, hash of the document."""

    number: int
    since: date | None
    sha256: str


class AnswerShape(Shape):
    """The answer: may this proposal go to this call on this day, and why."""

    call: str
    on: date
    version: VersionShape
    verdict: Literal["yes", "no", "unknown", "judgement"]
    reasons: list[ReasonShape]
    missing: list[MissingShape]
    changes: list[ChangeShape]
    conditions: list[ConditionShape]
    caveats: list[str]
    tree: ReasonShape
    language: Language
    binding_language: Language | None


class LineShape(Shape):
    """One line of a call in words, with its citations and the day it stands so since."""

    key: str
    claim: str
    version: int
    since: date | None
    sources: list[CitationShape]
    because: list["LineShape"]


class FactShape(Shape):
    """Something known of a call, as data and in words; a null value is one that no source states."""

    name: str
    title: str
    words: str
    value: Any
    unit: str
    sources: list[CitationShape]


class AmendmentShape(Shape):
    """An amendment: when (or between which days), which way, what, and whom it reaches."""

    number: int
    on: date | None
    after: date | None
    before: date | None
    kind: Literal["widens", "narrows", "corrects", "notice"]
    what: str
    applies_to: list[str]
    sources: list[CitationShape]


class CallShape(Shape):
    """A call as it stood on a day."""

    call: str
    on: date
    title: str
    about: str
    inferred: str
    status: str
    opens: date | None
    closes: str | None
    language: Language
    binding_language: Language | None
    version: VersionShape
    lines: list[LineShape]
    facts: list[FactShape]
    amendments: list[AmendmentShape]


class DifferenceLine(Shape):
    """A line that differs between two days."""

    key: str
    before: str | None
    after: str | None
    gone: str | None
    come: str | None
    amendments: list[AmendmentShape]


class DifferenceShape(Shape):
    """What differs between two days, and changes of unlogged day that may lie between."""

    first: date
    second: date
    lines: list[DifferenceLine]
    unsettled: list[AmendmentShape]


class TurnShape(Shape):
    """A proposal that an amendment turned."""

    name: str
    before: Literal["yes", "no", "unknown", "judgement"]
    after: Literal["yes", "no", "unknown", "judgement"]
    because: list[ReasonShape]


class ReplayDay(Shape):
    """A day of change, its amendments, how many were asked, and who turned."""

    on: date
    amendments: list[AmendmentShape]
    asked: int
    turns: list[TurnShape]


class ReplayShape(Shape):
    """A replay of all amendments of a call over proposals."""

    call: str
    days: list[ReplayDay]
