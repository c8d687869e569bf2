"""Increases against a base period: of a number or an amount, and of a share."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from utsyn.plans.indicators import Sort
from utsyn.plans.series import Known
from utsyn.plans.spoken import Level, currency
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import ONE_DAY, Base, Compared, compared
from utsyn.plans.targets.reaching import missing, shown_as, towards, unknown
from utsyn.plans.targets.reading import Reader, in_series, plain
from utsyn.text import Percent, Words, say

By = Annotated[Decimal, Field(gt=0, le=100)]
Points = Annotated[Decimal, Field(gt=0, lt=1)]


@target(Sort.COUNT, Sort.AMOUNT)
def increase(known: Known, *, base: Base, by: By | None = None) -> Gauge:
    """The latest figure is above that of the base; where `by` is given, by at least this share of it.

    A base of several years, of which the figures are by year, is compared at the length of the latest figure: 140 in
    seven years are 20 in one. The base's period has to be filled by figures; none is filled in.
    """
    claim = (
        say("More than in the base, {base}", base=base.said)
        if by is None
        else say("At least {by} more than in the base, {base}", by=Percent(by), base=base.said)
    )
    return above(known, base, claim, by=by)


@target(Sort.SHARE)
def increase_share(known: Known, *, base: Base, points: Points | None = None) -> Gauge:
    """The latest share is above that of the base; where `points` is given, by at least this part of one.

    From 40 to 45 % is an increase of 0.05. A base of several periods is what was counted in them all, added.
    """
    claim = (
        say("A larger share than in the base, {base}", base=base.said)
        if points is None
        else say(
            "A share at least {points} percentage points above the base, {base}",
            points=points * 100,
            base=base.said,
        )
    )
    return above(known, base, claim, points=points)


def above(
    known: Known, base: Base, claim: Words, *, by: Decimal | None = None, points: Decimal | None = None,
    read: Reader = plain,
    alike: bool = False,
) -> Gauge:  # fmt: skip
    """Gauge a level against that of a base: above it, or by at least a share of it, or so many points.

    Where `alike`, the figures of the base have to be as long as the latest, and their mean is taken.
    """
    series = in_series(known, read)
    found = compared(known, series, base, alike=alike)
    if found.level is None:
        why = found.why if series.latest else None
        return unknown(known, series, claim, why or missing(series), relative=True)
    based = {"base": found.level, "base_within": found.within, "based": found.based, "relative": True}
    if by is not None and found.span.low <= 0:
        why = say("the base, {base}, is {level}, and nothing can be a share more than that",
                  base=base.said, level=Level(found.level, shown_as(known.indicator), currency(known.indicator)))  # fmt: skip
        return unknown(known, series, claim, why, **based)
    strict, goal = _goal(found, by, points)
    notes = (found.note,) if found.note else ()
    return towards(
        known,
        series,
        claim,
        goal,
        strict=strict,
        caveats=notes,
        began=max(known.since, base.until + ONE_DAY),
        **based,
    )


def _goal(found: Compared, by: Decimal | None, points: Decimal | None) -> tuple[bool, Span]:
    if by is not None:
        return False, Span(found.span.low * (1 + by), found.span.high * (1 + by))
    more = points or Decimal(0)
    return points is None, Span(found.span.low + more, found.span.high + more)
