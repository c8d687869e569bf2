"""Multiples of what came of an earlier programme: up to the same month of both, or of the whole of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from utsyn.periods import Day, add_months, begun_months
from utsyn.plans.indicators import Sort
from utsyn.plans.series import Known
from utsyn.plans.spoken import Plain, currency
from utsyn.plans.states import Gauge, Point, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import ONE_DAY, Base, tiled, total
from utsyn.plans.targets.reaching import apart, met, missing, shown_as, sources
from utsyn.plans.targets.reading import Read, Series, caveats, in_series
from utsyn.reasons import finding
from utsyn.text import Words, say

Times = Annotated[Decimal, Field(gt=1, le=100)]


class Count(NamedTuple):
    """What was counted from the first day of a programme to the last day of a figure, and the figures that it rests on."""

    span: Span
    chain: tuple[Read, ...]

    @property
    def until(self) -> date:
        """The last day that was counted."""
        return self.chain[-1].observation.until


@target(Sort.COUNT, Sort.AMOUNT)
def multiplied(
    known: Known,
    *,
    times: Times,
    base: Base,
    compare: Literal["same_month", "whole"],
    begins: Day | None = None,
) -> Gauge:
    """What has come of this programme is at least `times` what came of the base programme.

    Compared up to the `same_month`, counting from each programme's first day, or with the `whole` of the base. This
    programme `begins` on the day after the base, unless said otherwise. A figure counts what was new in its period: those
    of periods that follow one another are added, and one from the first day on stands for all of them. Where a period is
    missing, nothing is known. Up to the same month, to be there before the day is to be on course.
    """
    series, first = in_series(known), begins or base.until + ONE_DAY
    claim = _claim(times, base, compare)
    now = _counted(series.all, first)
    why = _gap(series, now, first)
    if now is None or why is not None:
        return _unknown(known, series, claim, why or say("there is no figure yet"))
    until = base.until if compare == "whole" else _same_month(base, first, now.until)
    if until is None:
        why = say("the figures end on {day}, in the midst of a month of the programme", day=now.until)
        return _unknown(known, series, claim, why)
    stated = base.value if until == base.until else None
    then = tiled(series.all, base.since, until)
    if stated is None and (not then or any(one.level is None for one in then)):
        return _unknown(known, series, claim, _no_base(series, base, until))
    begun = Span(stated, stated) if stated is not None else total(then)
    if begun.low <= 0:
        why = say(
            "{base} had come to nothing by {day}, and a multiple of that says nothing",
            base=base.said,
            day=until,
        )
        return _unknown(known, series, claim, why)
    goal = Span(begun.low * times, begun.high * times)
    made = _gauge(known, series, claim, now=now, goal=goal, first=first)
    made = made._replace(running=compare == "same_month",
                         based=() if stated is not None else tuple(one.observation for one in then))  # fmt: skip
    found = _found(made, until=now.until, begun=begun, base=base, base_until=until, first=first)
    rests = (*(one.observation for one in now.chain), *made.based)
    return made._replace(holds=made.holds._replace(found=found, sources=sources(rests)))


def _claim(times: Decimal, base: Base, compare: str) -> Words:
    if compare == "whole":
        return say("At least {times} times all that came of {base}", times=Plain(times), base=base.said)
    return say(
        "At least {times} times what had come of {base} by the same month of the programme",
        times=Plain(times),
        base=base.said,
    )


def _counted(read: Sequence[Read], first: date) -> Count | None:
    chain = tiled(read, first)
    return Count(total(chain), tuple(chain)) if chain else None


def _gap(series: Series, now: Count | None, first: date) -> Words | None:
    """Say why what came of this programme is not known, where it is not: a figure is missing, or is not known."""
    if now is None:
        late = any(one.observation.since >= first for one in series.all)
        return say("the figures leave out what begins on {day}", day=first) if late else missing(Series())
    why = next((one.why for one in now.chain if one.level is None), None)
    last = series.all[-1].observation.until
    return why or (
        say("the figures leave out what begins on {day}", day=now.until + ONE_DAY)
        if now.until < last
        else None
    )


def _same_month(base: Base, first: date, until: date) -> date | None:
    """Return the last day of the same month of the base programme; its own last day once it was over by then."""
    whole, begun = begun_months(first, until)
    return min(add_months(base.since, whole) - ONE_DAY, base.until) if whole == begun else None


def _no_base(series: Series, base: Base, until: date) -> Words:
    if any(base.since <= one.since and one.until <= base.until for one in series.apart):
        return apart(series)
    if base.value is not None:
        return say("the base is stated for the whole of {base} alone: enter its figures, or compare with the whole",
                   base=base.said)  # fmt: skip
    return say(
        "there are no figures for {base} that count all that came until {day}", base=base.said, day=until
    )


def _gauge(known: Known, series: Series, claim: Words, *, now: Count, goal: Span, first: date) -> Gauge:
    holds = met(now.span, goal)
    ends = sorted({one.observation.until for one in series.all if one.observation.until >= first})
    counts = [chain for until in ends if (chain := tiled(series.all, first, until))]
    points = tuple(
        Point(chain[-1].observation, total(chain).low)
        for chain in counts
        if all(one.level is not None for one in chain)
    )
    return Gauge(
        finding(holds, claim, about=(series.all[-1].observation.indicator,)),
        now.span.low, Decimal(0), goal.low, points, shown_as=shown_as(known.indicator), currency=currency(known.indicator),
        caveats=tuple(caveats(series)), level_within=now.span, goal_within=goal, began=first,
    )  # fmt: skip


def _found(made: Gauge, *, until: date, begun: Span, base: Base, base_until: date, first: date) -> Words:
    level, then = (
        made.said(made.level or Decimal(0)),
        made.said(begun.low),
    )
    now = say("{level} from {first} to {day}", level=level, first=first, day=until)
    if not made.running:
        return say("{now}, against {then} in all that came of {base}", now=now, then=then, base=base.said)
    return say(
        "{now}, against {then} of {base} from {since} to {until}",
        now=now, then=then, base=base.said, since=base.since, until=base_until,
    )  # fmt: skip


def _unknown(known: Known, series: Series, claim: Words, why: Words) -> Gauge:
    rests = sources(one.observation for one in series.read[-1:])
    holds = finding(None, claim, found=why)._replace(sources=rests)
    return Gauge(
        holds,
        shown_as=shown_as(known.indicator),
        currency=currency(known.indicator),
        caveats=tuple(caveats(series)),
    )
