"""Where a target stands by the figures of one unit alone, and why nothing can be known of it where nothing can."""

from collections.abc import Mapping

from utsyn.plans.document import Goal
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.states import Standing, State
from utsyn.reasons import Verdict
from utsyn.text import Listed, Words, say

LEVEL = (
    "at_least"  # the kind of target whose number, of these sorts, is the whole institution's and no unit's
)
SUMMED = (Sort.COUNT, Sort.AMOUNT)


def of_part(one: Standing, indicator: IndicatorDocument | None) -> Standing:
    """Return where a target stands for a unit: a number set for the whole says nothing of how far one unit should come."""
    if indicator is None or one.target.kind != LEVEL or indicator.sort not in SUMMED:
        return one
    others = tuple(of_part(other, indicator) for other in one.others)
    if one.gauge.level is None:
        return one._replace(others=others)
    why = say(
        "{found}; the number is set for the whole institution, and nobody has said how much of it is this unit’s",
        found=one.gauge.holds.found or one.gauge.said(one.gauge.level),
    )
    holds = one.gauge.holds._replace(verdict=Verdict.UNKNOWN, found=why)
    found = one.finding._replace(verdict=Verdict.UNKNOWN, found=why, because=(holds,))
    gauge = one.gauge._replace(holds=holds)
    return one._replace(state=State.UNKNOWN, finding=found, gauge=gauge, asked=None, others=others, course=())


def measured(goal: Goal, observed: Mapping[str, object]) -> bool:
    """Tell whether any target of a goal rests on an indicator of which there are figures."""
    return any(target.indicator in observed for target in goal.targets)


def not_by_unit(goal: Goal, indicators: Mapping[str, IndicatorDocument]) -> Words:
    """Say why a goal's standing is not known for a unit that has no figures of its own."""
    if goal.unmeasured is not None:
        return say("the goal cannot be measured yet: {why}", why=goal.unmeasured.because)
    named = dict.fromkeys(target.indicator for target in goal.targets if target.indicator)
    if not named:
        return say("people judge it, for the whole institution")
    titles = tuple(indicators[key].title if key in indicators else key for key in named)
    return say("no figure of the unit’s own is known: {indicators}", indicators=Listed(titles))
