"""Levels and periods in words: a level as its target counts it, a period as people name it."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Literal, NamedTuple

from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import Observation
from utsyn.text import Money, Percent, Words, say, shown

Shown = Literal["number", "share", "rank", "money", "ratio"]
DECIMALS = {"number": 2, "share": 3, "rank": 2, "money": 2, "ratio": 3}
LARGE = 1000  # of a currency


class Level(NamedTuple):
    """A level as its target counts it; where it has more decimals than one reads, it is said to be *about* so much."""

    level: Decimal
    shown_as: Shown = "number"
    currency: str = ""

    def in_(self, language: str) -> str:
        """Say the level: 42, 44.0 %, place 20, NOK 1,000."""
        short = _short(self.level, DECIMALS[self.shown_as])
        if short != self.level and self.shown_as == "money" and abs(self.level) >= LARGE:
            short = _short(self.level, 0)  # what is said to be about so much is not said to the cent
        words = self._words(short).in_(language)
        return words if short == self.level else say("about {level}", level=words).in_(language)

    def _words(self, short: Decimal) -> Words:
        if self.shown_as in ("share", "ratio"):
            return Percent(short)
        if self.shown_as == "rank":
            return say("place {n}", n=short)
        return Money(short, self.currency) if self.shown_as == "money" and self.currency else Plain(short)


class Plain(NamedTuple):
    """A number by itself."""

    number: Decimal

    def in_(self, language: str) -> str:
        """Show it with the decimals that it has."""
        return shown(self.number, language)


def _short(level: Decimal, decimals: int) -> Decimal:
    with localcontext(
        prec=max(28, level.adjusted() + decimals + 2)
    ):  # as many digits as it has before the point
        return level.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


class Period(NamedTuple):
    """A period with its first and last day, said as short as it can be: 2023, 2014-2020, or its two days."""

    since: date
    until: date

    def in_(self, language: str) -> str:
        """Name whole calendar years by their numbers; otherwise say both days."""
        first, last = self
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        return say("{since} to {until}", since=first, until=last).in_(language)


def period(observation: Observation) -> Period:
    """Return the period of an observation, to be said."""
    return Period(observation.since, observation.until)


def currency(indicator: IndicatorDocument | None) -> str:
    """Return the currency of an indicator that counts money."""
    return (indicator.currency or "") if indicator else ""
