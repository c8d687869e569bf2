"""What a report is made from, as it stands on a day: the plan, progress and figures, measures, and what people wrote."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.reporting import Asked, Told
from utsyn.plans.series import Observation, Records
from utsyn.plans.states import Progress
from utsyn.text import Text, Words


class UnitThen(NamedTuple):
    """A unit under its name of the day, the unit that it lay in, and those that had been merged into it."""

    key: str
    name: Text
    kind: str
    parent: tuple[str, Text] | None = None
    merged: tuple[tuple[str, Text], ...] = ()


class Turn(NamedTuple):
    """One turn of what a unit and the office said of a goal that was sent to it."""

    answer: str
    own_words: str
    because: str
    by: Words | str
    on: date


class Sent(NamedTuple):
    """A goal that was sent to a unit, and what came of it."""

    goal: str
    unit: str
    asked: str
    due: date | None
    answer: str
    turns: tuple[Turn, ...] = ()


class MeasureThen(NamedTuple):
    """A measure as it was told in one of its versions."""

    number: int
    version: int
    unit: str
    told: Mapping[str, Any]
    retired: date | None = None


class Approval(NamedTuple):
    """That a report is frozen: its number, when and by which role, and why where it corrects the one before."""

    number: int
    at: datetime
    day: date
    role: Words | str
    because: str = ""


class Basis(NamedTuple):
    """All that a report is made from, as it stands on a day."""

    plan: PlanDocument
    edition: int
    sha256: str  # of the edition's YAML
    adopted_on: date | None
    reporting: Mapping[str, Any]  # key, title, since, until, due
    unit: UnitThen
    whole: bool  # the institution's own report
    units: Mapping[str, UnitThen]
    goals: Sequence[str]
    progress: Mapping[str, Progress]
    records: Records
    own: Mapping[str, tuple[Observation, ...]]  # the unit's own figures
    indicators: Mapping[str, IndicatorDocument]
    measures: Sequence[MeasureThen]
    sent: Sequence[Sent]
    asked: Asked
    told: Told
    on: date
    rehearsal: bool = False
    before: Mapping[str, Any] | None = None  # the report before, as it was frozen
    log: tuple[int, str] | None = None  # the last line about this report, and its hash
    top: str = ""  # the unit whose plan it is, by its key
    heirs: Mapping[str, str] = {}  # which unit answers now for one that was merged
    of_units: Mapping[str, Mapping[str, Progress]] = {}  # of units, where goals stand by their own figures
