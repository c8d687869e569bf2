"""From what was told when a figure was computed to the words of its page: values, intervals, names of classes, causes in sums."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from utsyn.evidence.causes import CAUSES
from utsyn.organisations.countries import name_of
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import library
from utsyn.plans.spoken import Level
from utsyn.text import Said, Words, say
from utsyn.web.evidence.values import VALUES

Told = Mapping[str, Any]
SHOWN_AS = {
    "share": "share",
    "amount": "money",
    "rank": "rank",
    "mean": "number",
    "count": "number",
    "flows": "number",
}
MOST_WORKS = 6  # that are named for a cause; programs are told of more
MONTHS, THOUSANDTH = 12, Decimal("0.001")
TITLES: Mapping[str, Said] = {
    "publications": say("Publications"),
    "author-shares": say("Publications divided between their authors"),
    "citation-impact": say("Citations against the mean of the world"),
    "top-cited": say("Among the most cited publications"),
    "copublication-definitions": say("International co-publication by three definitions"),
    "copublication-classes": say("With whom publications are written"),
    "copublication-countries": say("Publications by number of countries"),
    "copublication-distance": say("Co-publication by distance"),
    "copublication-priority-countries": say("Co-publication with groups of countries"),
    "copublication-advantage": say("Citations of joint and of own publications"),
    "country-coverage": say("How much is known of countries"),
    "country-profile": say("Co-publication by country"),
    "industry-copublication": say("Co-publication with companies"),
}


class Key(NamedTuple):
    """A key that has no words of its own."""

    key: str

    def in_(self, language: str, /) -> str:  # noqa: ARG002  the same in all
        """Show it as it is."""
        return self.key


class Land(NamedTuple):
    """A country by its code."""

    code: str

    def in_(self, language: str) -> str:
        """Name it; by its code where it has no name."""
        return name_of(self.code, language) or self.code


class Kept(NamedTuple):
    """A sentence as it was kept in every language."""

    told: Mapping[str, str]

    def in_(self, language: str) -> str:
        """Say it."""
        return self.told.get(language) or self.told.get("en", "")


class Number(NamedTuple):
    """A number as its sort is read; pages write the same ones again and again."""

    written: str
    shown_as: str = "number"
    currency: str = ""

    def in_(self, language: str) -> str:
        """Say it."""
        return _said(self, language)


@lru_cache(20_000)
def _said(number: Number, language: str) -> str:
    return Level(Decimal(number.written), number.shown_as, number.currency).in_(language)  # type: ignore[arg-type]


class Shown(NamedTuple):
    """A figure in words: its value (or that there is none to show), so many of so many, its interval, and what to know of it."""

    year: Any
    value: Words | None
    ratio: Words | None
    interval: Words | None
    unknown: Words | None
    caveats: Sequence[Words]
    over: bool


class Cause(NamedTuple):
    """A cause of a change: how many works it moved, by how much it changed what is counted, and some of the works."""

    name: Words
    moved: int
    numerator: int
    denominator: int
    works: Sequence[int]


class Change(NamedTuple):
    """A year in two vintages: what it came to before and after, and the causes, which add up."""

    before: tuple[int, int]
    after: tuple[int, int]
    causes: Sequence[Cause]
    titles: Sequence[str]
    day: date


def title(key: str, indicator: str = "") -> Words:
    """Return what a figure is called."""
    known = library().indicators
    return called(key, known.get(key) or known.get(indicator))


def called(key: str, document: IndicatorDocument | None) -> Words:
    """Return what a figure is called: as the document of its own, else by its title here, else as the indicator that it is of."""
    if document is not None and (document.key == key or key not in TITLES):
        return document.title
    return TITLES.get(key) or Key(key)


def shown(line: Told, told: Told) -> Shown:
    """Return a figure in words; `told` is the page or the head that it stands in."""
    sort, parts = told["sort"], line["parts"]
    ratio = _ratio(sort, parts)
    said = (ratio, None) if sort == "flows" else (value(line["value"], told), ratio)
    unknown = parts.get("unknown", "0")
    return Shown(
        line.get("year"), *said, _interval(line, told),
        Number(unknown) if unknown != "0" else None, [Kept(one) for one in line["caveats"]], line.get("over", True),
    )  # fmt: skip


def value(number: str | None, told: Told) -> Words | None:
    """Return a number as its sort is read; of differences which way they go."""
    if number is None:
        return None
    if told["sort"] == "difference":
        size = Number(number.removeprefix("-"))
        return say("{n} lower", n=size) if number.startswith("-") else say("{n} higher", n=size)
    return Number(number, SHOWN_AS.get(told["sort"], "number"), told.get("currency", ""))


def _ratio(sort: str, parts: Mapping[str, str]) -> Words | None:
    if sort == "flows":
        return say("{into} in, {out} out", into=Number(parts["in"]), out=Number(parts["out"]))
    if sort == "share":
        return say("{part} of {whole}", part=Number(parts["numerator"]), whole=Number(parts["denominator"]))
    return None


def _interval(line: Told, told: Told) -> Words | None:
    """Return the bounds of a figure; those of too few are no percentages either."""
    if "low" not in line or line["value"] is None:
        return None
    low, high = (
        _percent(line[name]) if told["sort"] == "share" else Number(line[name]) for name in ("low", "high")
    )
    return say("{low} to {high}", low=low, high=high)


def _percent(share: str) -> Words:
    return Number(format(Decimal(share).quantize(THOUSANDTH), "f"), "share")


def named(column: str, value: Any) -> Words:
    """Return what a value of a column is called."""
    if value is None:
        return say("not known")
    if column == "country":
        return Land(str(value))
    return VALUES.get(column, {}).get(str(value)) or Key(str(value))


def change(told: Told, year: Any) -> Change | None:
    """Return how a year changed since the vintage before; None where nothing is told of it."""
    changed = told.get("changed") or {}
    found = changed.get("years", {}).get(str(year))
    if not found:
        return None
    causes = [
        Cause(
            CAUSES[one["cause"]], one["moved"], one["counts"][1], one["counts"][2], one["works"][:MOST_WORKS]
        )
        for one in found["causes"]
    ]
    before = (found["before"][1], found["before"][2])
    after = (
        before[0] + sum(one.numerator for one in causes),
        before[1] + sum(one.denominator for one in causes),
    )
    return Change(before, after, causes, changed["vintages"], date.fromisoformat(changed["days"][-1]))


def stale(head: Told, document: IndicatorDocument | None, *, on: date) -> bool:
    """Tell whether newer data are due: the oldest that a figure rests on is older than the indicator asks for."""
    months = document.every_months if document else MONTHS
    day = date.fromisoformat(head["day"]) if head.get("day") else on
    return (on.year - day.year) * MONTHS + on.month - day.month > months
