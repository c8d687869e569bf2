"""How old a figure is, and whether a newer one should have been known by now."""

from datetime import date, timedelta

from utsyn.periods import add_months, months
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import Observation
from utsyn.text import Words, say_n

ONE_DAY = timedelta(days=1)


def age(observation: Observation, *, on: date) -> int:
    """Count the whole months since the last day of a figure's period; none where it has not ended yet."""
    return max(0, months(observation.until + ONE_DAY, on - ONE_DAY))


def stale(observation: Observation, indicator: IndicatorDocument, provider: str, *, on: date) -> bool:
    """Tell whether the next figure should have been known: its period has ended, and the provider's lag has passed too.

    Figures come every so many months, and a provider is so many months late. Where one is not in the indicator, as when
    a figure was entered by hand, it is given the time of the slowest that is.
    """
    known = indicator.provider(provider)
    lag = known.lag_months if known else max((one.lag_months for one in indicator.providers), default=0)
    return add_months(observation.until + ONE_DAY, indicator.every_months + lag) < on


def aged(months_old: int) -> Words:
    """Say how old a figure is."""
    return say_n("The last figure is {n} month old", "The last figure is {n} months old", months_old)


def final(observation: Observation, indicator: IndicatorDocument, *, due: date) -> bool:
    """Tell whether a figure is the last that comes in time: the next period would end after the day it is due."""
    return add_months(observation.until + ONE_DAY, indicator.every_months) - ONE_DAY > due
