"""Levels to come to: at least so much, and an arrangement that is in force."""

from decimal import Decimal

from utsyn.plans.indicators import Sort
from utsyn.plans.series import Known
from utsyn.plans.spoken import Level, currency, period
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import before
from utsyn.plans.targets.reaching import shown_as, towards
from utsyn.plans.targets.reading import Number, in_series
from utsyn.text import say

ONE = Span(Decimal(1), Decimal(1))


@target(Sort.COUNT, Sort.SHARE, Sort.AMOUNT)
def at_least(known: Known, *, value: Number) -> Gauge:
    """The latest figure is at least `value`; a share is written as a part of one.

    Where things stood when the plan began is its base: the last figure of a period that had ended by then.
    """
    series = in_series(known)
    base = before(series, known.since)
    claim = say("At least {goal}", goal=Level(value, shown_as(known.indicator), currency(known.indicator)))
    return towards(
        known,
        series,
        claim,
        Span(value, value),
        base=base.level,
        base_within=base.within,
        based=base.based,
        baseless=base.why,
    )


@target(Sort.ARRANGEMENT)
def in_force(known: Known) -> Gauge:
    """The arrangement is in force by the latest figure: 1 where it is, 0 where it is not.

    Between no and yes there is no way to be on: until the day, one that is not in force is *not known* to be on course,
    unless the plan has milestones of its own.
    """
    series = in_series(known)
    made = towards(known, series, say("In force"), ONE, gradual=False)
    if made.level is None or series.latest is None:
        return made
    when = period(series.latest.observation)
    found = (
        say("in force, by the figure for {period}", period=when)
        if made.level >= 1
        else say("not in force, by the figure for {period}", period=when)
    )
    return made._replace(holds=made.holds._replace(found=found))
