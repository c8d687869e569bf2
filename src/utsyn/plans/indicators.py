"""Indicators: what a figure counts, how, from where, how often, with which weaknesses, in versions (data/indicators)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from utsyn.cited import Address, Cited, Shape, SourceEntry
from utsyn.periods import Day
from utsyn.plans.document import Doubt, Key
from utsyn.problems import Unfit
from utsyn.text import Text, say


class Sort(StrEnum):
    """What a figure of an indicator is, and so which parts it has.

    count: a whole or broken number. share: parts `numerator` and `denominator`. amount: money in `currency`.
    rank: a place among others, parts are the amounts by which members are ranked, or none where only the place is
    known. flows: parts `in` and `out`. members: parts are numbers by member (a department, a programme, a group).
    arrangement: 1 where it is in force, 0 where it is not.
    """

    COUNT = "count"
    SHARE = "share"
    AMOUNT = "amount"
    RANK = "rank"
    FLOWS = "flows"
    MEMBERS = "members"
    ARRANGEMENT = "arrangement"


class Definition(Shape):
    """How the figure is made from a day on, until the next version."""

    version: Annotated[int, Field(ge=1)]
    since: Day  # periods that begin on this day or later are measured so
    rule: Text | None = None  # in one sentence, what is counted: it stands beside every figure
    says: Text
    numerator: Text | None = None
    denominator: Text | None = None
    because: Text | None = None  # why it was changed
    comparable_with: tuple[int, ...] = ()  # earlier versions whose figures may stand in one series with it
    weaknesses: tuple[Text, ...] = ()
    cite: Cited = ()


class Provider(Shape):
    """Where figures come from, and how late they come."""

    key: Key
    rule: Text | None = None  # where it counts otherwise than the definition says
    title: Text
    url: Address = ""
    lag_months: Annotated[int, Field(ge=0, le=120)] = 0  # from the end of a period until its figure is known
    leads: bool = False  # whose figure counts where providers disagree


class IndicatorDocument(Shape):
    """One indicator, which may serve many goals and plans."""

    key: Key
    title: Text
    asks: Text  # the question that the figure answers
    sort: Sort
    unit: Text  # what is counted: projects, students, NOK
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    better: Literal["higher", "lower", "closer"] = "higher"
    members: Literal[
        "department", "faculty", "programme", "group", "university", "strategic-infrastructure", ""
    ] = ""
    owner: Text  # the role that answers for the figure, never a person
    every_months: Annotated[int, Field(ge=1, le=120)] = 12
    smallest: Decimal = Decimal(0)  # no share is shown below this denominator
    definitions: tuple[Definition, ...] = Field(min_length=1)
    providers: tuple[Provider, ...] = ()
    needs: Text | None = None  # what must be at hand before it can be computed
    sources: Mapping[str, SourceEntry] = {}
    doubts: tuple[Doubt, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "IndicatorDocument":
        numbers = [one.version for one in self.definitions]
        days = [one.since for one in self.definitions]
        if numbers != sorted(set(numbers)) or days != sorted(set(days)):
            raise Unfit(say("Write the definitions in order, each with a higher version and a later day"))
        if any(other >= one.version for one in self.definitions for other in one.comparable_with):
            raise Unfit(say("Name only earlier versions under comparable_with"))
        if sum(provider.leads for provider in self.providers) > 1:
            raise Unfit(say("Let at most one provider lead"))
        return self

    def definition(self, *, on: date) -> Definition | None:
        """Return the definition for a period that begins on a day; None before the first."""
        found = None
        for one in self.definitions:
            if one.since <= on:
                found = one
        return found

    def version(self, number: int) -> Definition | None:
        """Return the definition with this number, if there is one."""
        return next((one for one in self.definitions if one.version == number), None)

    def provider(self, key: str) -> Provider | None:
        """Return the provider with this key, if there is one."""
        return next((one for one in self.providers if one.key == key), None)

    def leading(self) -> str:
        """Return the key of the provider that leads; the only one leads; nothing where none does."""
        leads = [provider.key for provider in self.providers if provider.leads or len(self.providers) == 1]
        return leads[0] if leads else ""

    def comparable(self, number: int) -> Iterator[int]:
        """Walk the versions whose figures may stand in one series with those of a version, itself first."""
        yield number
        here = self.version(number)
        for other in here.comparable_with if here else ():
            yield from self.comparable(other)
