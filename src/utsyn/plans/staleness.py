"""How old a figure is, and whether a newer one should have been known by now."""

from datetime import date, timedelta

from utsyn.periods import add_months, months
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import Known, Observation
from utsyn.text import Words, say_n

ONE_DAY = timedelta(days=1)


def age(until: date, *, on: date) -> int:
    """Count the whole months since the last day of a figure's period; none where it has not ended yet."""
    return max(0, months(until + ONE_DAY, on - ONE_DAY))


def aged(months_old: int) -> Words:
    """Say how old a figure is."""
    return say_n("The last figure is {n} month old", "The last figure is {n} months old", months_old)


def overdue(observation: Observation, known: Known, provider: str) -> bool:
    """Tell whether a newer figure should have been known; none is asked for after the last that comes in time."""
    indicator = known.indicator
    if indicator is None or final(observation, indicator, due=known.due):
        return False
    return old(observation.until, indicator, provider, on=known.on)


def old(until: date, indicator: IndicatorDocument, provider: str, *, on: date) -> bool:
    """Tell whether a newer figure than that of a period should be known: the next has ended, and the provider's lag passed.

    Figures come every so many months, and a provider is so many months late. One that is not in the indicator, as when a
    figure was entered by hand, is given the time of the slowest that is.
    """
    named = indicator.provider(provider)
    lag = named.lag_months if named else max((one.lag_months for one in indicator.providers), default=0)
    return add_months(until + ONE_DAY, indicator.every_months + lag) < on


def final(observation: Observation, indicator: IndicatorDocument, *, due: date) -> bool:
    """Tell whether a figure is the last that comes in time: the next period would end after the day it is due."""
    return add_months(observation.until + ONE_DAY, indicator.every_months) - ONE_DAY > due
