"""From observations to levels: what each figure says in its target's unit, and which figures may stand in one series."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import Field

from utsyn.periods import months
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import Plain, period
from utsyn.plans.states import Point, Span
from utsyn.text import Words, say

Number = Annotated[Decimal, Field(max_digits=24, decimal_places=8)]  # as many digits as figures are kept with
ROUNDED = Decimal("0.005")  # a share that a source states to two decimals may differ so much from its parts


class Read(NamedTuple):
    """What one observation says: its level and the span it lies in, or why it says nothing; `said` are its parts in words."""

    observation: Observation
    level: Decimal | None
    within: Span | None = None
    why: Words | None = None
    said: Words | None = None

    @property
    def length(self) -> int:
        """How many whole months the period has."""
        return months(self.observation.since, self.observation.until)


Reader = Callable[[Observation, IndicatorDocument], Read]


class Series(NamedTuple):
    """The figures of one indicator under definitions that may stand together, oldest first, one a period.

    `apart` are those under other definitions; `later` those of periods that end after the day the target is due, which
    say nothing of whether it was reached in time. `read` are those as long as the latest.
    """

    read: tuple[Read, ...] = ()
    apart: tuple[Observation, ...] = ()
    later: tuple[Observation, ...] = ()
    all: tuple[Read, ...] = ()

    @property
    def latest(self) -> Read | None:
        """The figure of the period that ended last."""
        return self.read[-1] if self.read else None

    @property
    def points(self) -> tuple[Point, ...]:
        """The figures whose level is known."""
        return tuple(Point(one.observation, one.level) for one in self.read if one.level is not None)


def plain(observation: Observation, indicator: IndicatorDocument) -> Read:
    """Read a count, an amount or an arrangement as its value, a share as its numerator in its denominator."""
    if indicator.sort is Sort.SHARE:
        return share(observation, indicator)
    return valued(observation, observation.figure.value)


def valued(observation: Observation, level: Decimal | None, said: Words | None = None) -> Read:
    """Read an observation at a level, within the figure's precision on both sides."""
    if level is None:
        return Read(
            observation, None, why=say("the figure for {period} is not known", period=period(observation))
        )
    give = observation.figure.precision
    return Read(observation, level, Span(level - give, level + give) if give else None, said=said)


def share(observation: Observation, indicator: IndicatorDocument) -> Read:
    """Read a share: unknown without a denominator, of zero, or of fewer than the indicator allows; never rounded.

    Where a source states the share alone, without the numbers behind it, the share stands as stated, unless the
    indicator asks for a smallest denominator.
    """
    parts, stated = observation.figure.parts, observation.figure.value
    top, bottom, when = parts.get("numerator"), parts.get("denominator"), period(observation)
    if not parts and stated is not None and not indicator.smallest:
        return valued(observation, stated, say("the source states the share alone"))
    if not parts and stated is None:
        return valued(observation, None)
    if bottom is None:
        return Read(
            observation, None, why=say("nobody knows what the share for {period} is a share of", period=when)
        )
    if bottom <= 0:
        return Read(
            observation, None, why=say("there was nothing to be a share of, for {period}", period=when)
        )
    if bottom < indicator.smallest:
        why = say(
            "{n} for {period} are too few for a share, which needs at least {least}",
            n=Plain(bottom),
            period=when,
            least=Plain(indicator.smallest),
        )
        return Read(observation, None, why=why)
    if top is None:
        return Read(observation, None, why=say("the numerator for {period} is not known", period=when))
    level = top / bottom
    if stated is not None and abs(stated - level) > ROUNDED:
        why = say("the share for {period} is stated otherwise than its parts make it", period=when)
        return Read(observation, None, why=why)
    return valued(observation, level, say("{part} of {whole}", part=Plain(top), whole=Plain(bottom)))


def in_series(known: Known, read: Reader = plain) -> Series:
    """Read what is known by the definitions that may stand in one series with that of the latest figure."""
    indicator = known.indicator
    if indicator is None:
        return Series()
    later = tuple(one for one in known.observations if one.until > known.due)
    timely = [one for one in known.observations if one.until <= known.due]
    if not timely:
        return Series(later=later)
    last = max(timely, key=_order)
    family = {one.version for one in timely if together(indicator, one.version, last.version)}
    kept = {(one.since, one.until): one for one in sorted(timely, key=_order) if one.version in family}
    apart = tuple(one for one in timely if one.version not in family)
    every = tuple(read(one, indicator) for one in kept.values())
    length = every[-1].length
    return Series(tuple(one for one in every if one.length == length), apart, later, every)


def _order(one: Observation) -> tuple[object, ...]:
    return one.until, one.since, one.version


def together(indicator: IndicatorDocument, first: int, second: int) -> bool:
    """Tell whether figures by two definitions may stand in one series, as the later of them says."""
    low, high = sorted((first, second))
    return low == high or low in set(_earlier(indicator, high))


def _earlier(indicator: IndicatorDocument, number: int) -> Iterator[int]:
    here = indicator.version(number)
    for other in here.comparable_with if here else ():
        if other < number:
            yield other
            yield from _earlier(indicator, other)


def caveats(series: Series) -> Iterator[Words]:
    """Say what was left out of a series, and what speaks against a figure in it."""
    last = series.latest
    if series.apart and last is not None:
        yield say(
            "Figures by definition {others} are left out: they are not comparable with definition {version}",
            others=versions(series.apart),
            version=str(last.observation.version),
        )
    if series.later:
        yield say(
            "Figures for {period} come after the day, and do not count", period=period(series.later[-1])
        )
    if last is not None:
        yield from last.observation.figure.caveats


def versions(observations: Iterable[Observation]) -> str:
    """Name the definitions that observations were made by."""
    return ", ".join(str(number) for number in sorted({one.version for one in observations}))
