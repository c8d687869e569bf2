"""What a target is compared with: the base that it names, or where things stood when the plan began."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from pydantic import model_validator

from utsyn.cited import Cited, Shape
from utsyn.periods import Day, months
from utsyn.plans.indicators import Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import Level, Period, Plain
from utsyn.plans.states import Span
from utsyn.plans.targets.reaching import apart
from utsyn.plans.targets.reading import Number, Read, Series
from utsyn.problems import Unfit
from utsyn.text import Text, Words, say

ONE_DAY = timedelta(days=1)


class Base(Shape):
    """A period to compare with; `value` is its figure where a source states it, and `cite` says where."""

    since: Day
    until: Day
    programme: Text | None = None
    value: Number | None = None
    cite: Cited = ()

    @model_validator(mode="after")
    def _fits(self) -> "Base":
        if self.until < self.since:
            raise Unfit(say("Write the last day after the first"))
        if self.value is not None and not self.cite:
            raise Unfit(say("Say under cite where the value of the base is stated"))
        return self

    @property
    def said(self) -> Words:
        """The base in words: its programme, or its period."""
        return self.programme or Period(self.since, self.until)


class Compared(NamedTuple):
    """The level of a base with its span and the observations it rests on, or why there is none; `note` says how it is made."""

    level: Decimal | None
    within: Span | None = None
    based: tuple[Observation, ...] = ()
    why: Words | None = None
    note: Words | None = None

    @property
    def span(self) -> Span:
        """What the level lies in. Only where there is one."""
        assert self.level is not None  # noqa: S101  the callers have seen to it
        return self.within or Span(self.level, self.level)


def before(series: Series, since: date) -> Compared:
    """Return where things stood when the plan began.

    That is the last figure whose period had ended by then; where there is none, the one whose period had begun.
    """
    known = [one for one in series.read if one.level is not None]
    ended = [one for one in known if one.observation.until < since]
    begun = [one for one in known if one.observation.since < since]
    if not (ended or begun):
        early = any(one.since < since for one in series.apart)
        return Compared(
            None, why=apart(series) if early else say("there is no figure from before the plan began")
        )
    one = (ended or begun)[-1]
    return Compared(one.level, one.within, (one.observation,))


def compared(known: Known, series: Series, base: Base, *, alike: bool = False) -> Compared:
    """Return the level of a named base: as stated, as one figure has it, or from the figures that fill its period.

    Figures of shorter periods that fill the base exactly are added. A sum of counts, of amounts or of groups is then
    compared at the length of the latest figure: 140 in seven years are 20 in one, and the note says so. Shares are
    added part by part, numerators and denominators. Where `alike`, each has to be as long as the latest, and the base is
    their mean. Where a period is missing there is no base: none is filled in.
    """
    if base.value is not None:
        return Compared(base.value)
    within = [
        one
        for one in series.all
        if base.since <= one.observation.since and one.observation.until <= base.until
    ]
    chain = tiled(within, base.since, base.until)
    if not chain:
        return Compared(None, why=_gap(series, base, within))
    unknown = next((one for one in chain if one.level is None), None)
    if unknown is not None:
        return Compared(None, why=unknown.why)
    based = tuple(one.observation for one in chain)
    if known.indicator and known.indicator.sort is Sort.SHARE:
        return _pooled(chain, based, base)
    return _mean(chain, based, series, base) if alike else _spread(chain, based, series, base)


def tiled(read: Sequence[Read], since: date, until: date | None = None) -> list[Read]:
    """Return figures that fill a period from its first day, without gap or overlap: to its last, or as far as they go.

    Of several ways to fill it, one in which every figure is known is taken, and of these the one of fewest figures.
    """
    ways: dict[date, list[Read]] = {since: []}
    for one in sorted(read, key=lambda one: (one.observation.until, one.observation.since)):
        first, after = one.observation.since, one.observation.until + ONE_DAY
        if first in ways and (until is None or one.observation.until <= until):
            way = [*ways[first], one]
            if after not in ways or _worth(way) < _worth(ways[after]):
                ways[after] = way
    return ways[max(ways)] if until is None else ways.get(until + ONE_DAY, [])


def _worth(way: Sequence[Read]) -> tuple[bool, int]:
    return any(one.level is None for one in way), len(way)


def total(chain: Sequence[Read]) -> Span:
    """Add what figures say, each within its span. Those whose level is not known have to be kept out before."""
    levels = [one.within or Span(one.level, one.level) for one in chain if one.level is not None]
    zero = Decimal(0)
    return Span(sum((one.low for one in levels), zero), sum((one.high for one in levels), zero))


def _gap(series: Series, base: Base, within: Sequence[Read]) -> Words:
    if any(base.since <= one.since and one.until <= base.until for one in series.apart):
        return apart(series)
    if not within:
        return say("there is no figure for the base, {base}", base=base.said)
    day = base.since
    for one in tiled(within, base.since):
        day = one.observation.until + ONE_DAY
    return say("the figures for the base, {base}, leave out what begins on {day}", base=base.said, day=day)


def _spread(chain: list[Read], based: tuple[Observation, ...], series: Series, base: Base) -> Compared:
    whole, last = months(base.since, base.until), series.latest
    level = sum((one.level for one in chain if one.level is not None), Decimal(0))
    span = total(chain)
    if last is None or last.length == whole or not whole:
        return Compared(level, span, based)
    part = last.length
    note = say(
        "The base, {base}, has {total} in {whole} months: it is compared as {level} in {part}",
        base=base.said, total=Plain(level), whole=whole, level=Level(level * part / whole), part=part,
    )  # fmt: skip
    return Compared(
        level * part / whole, Span(span.low * part / whole, span.high * part / whole), based, note=note
    )


def _mean(chain: list[Read], based: tuple[Observation, ...], series: Series, base: Base) -> Compared:
    last = series.latest
    if last is not None and any(one.length != last.length for one in chain):
        why = say(
            "the figures for the base, {base}, are of longer or shorter periods than the latest",
            base=base.said,
        )
        return Compared(None, why=why)
    n, span = len(chain), total(chain)
    level = sum((one.level for one in chain if one.level is not None), Decimal(0)) / n
    if n == 1:
        return Compared(level, span, based)
    note = say(
        "The base, {base}, is the mean of its {n} figures: {level}", base=base.said, n=n, level=Level(level)
    )
    return Compared(level, Span(span.low / n, span.high / n), based, note=note)


def _pooled(chain: list[Read], based: tuple[Observation, ...], base: Base) -> Compared:
    if len(chain) == 1:
        return Compared(chain[0].level, chain[0].within, based)
    pairs = [(one.figure.parts.get("numerator"), one.figure.parts.get("denominator")) for one in based]
    if any(top is None or not bottom for top, bottom in pairs):
        why = say(
            "the base, {base}, is of several shares, and the numbers behind them are not known",
            base=base.said,
        )
        return Compared(None, why=why)
    top = sum((top for top, _ in pairs if top is not None), Decimal(0))
    bottom = sum((bottom for _, bottom in pairs if bottom is not None), Decimal(0))
    give = max((one.figure.precision or Decimal(0) for one in based), default=Decimal(0))
    note = say(
        "The base, {base}, is {part} of {whole}: what was counted in each of its periods, added",
        base=base.said, part=Plain(top), whole=Plain(bottom),
    )  # fmt: skip
    return Compared(top / bottom, Span(top / bottom - give, top / bottom + give), based, note=note)
