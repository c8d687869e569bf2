"""Whether a level has come to a goal, as a gauge with its reasons; what is within the precision of a figure is unknown."""

from collections.abc import Iterable
from typing import Any

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import Shown, currency, period
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets.reading import Read, Series, caveats, versions
from utsyn.reasons import Source, finding
from utsyn.text import Words, say

SHOWN: dict[Sort, Shown] = {Sort.SHARE: "share", Sort.AMOUNT: "money", Sort.RANK: "rank", Sort.FLOWS: "ratio"}


def met(level: Span, goal: Span, *, falling: bool = False, strict: bool = False) -> bool | None:
    """Tell whether a level is at its goal (past it where `strict`); None where their spans do not tell."""
    if falling:
        level, goal = Span(-level.high, -level.low), Span(-goal.high, -goal.low)
    if strict:
        return True if level.low > goal.high else False if level.high <= goal.low else None
    return True if level.low >= goal.high else False if level.high < goal.low else None


def shown_as(indicator: IndicatorDocument | None) -> Shown:
    """Return how the levels of an indicator are read."""
    return SHOWN.get(indicator.sort, "number") if indicator else "number"


def towards(known: Known, series: Series, claim: Words, goal: Span, **more: Any) -> Gauge:
    """Gauge the latest level of a series against a goal; `more` are fields of the gauge (base, falling, strict)."""
    made = Gauge(finding(None, claim), goal=goal.low, goal_within=goal, points=series.points,
                 shown_as=more.pop("shown_as", shown_as(known.indicator)), currency=currency(known.indicator),
                 caveats=(*caveats(series), *more.pop("caveats", ())))._replace(**more)  # fmt: skip
    last = series.latest
    if last is None or last.level is None:
        return _found(made, None, claim, last, missing(series))
    level = last.within or Span(last.level, last.level)
    made = made._replace(level=last.level, level_within=level)
    holds = met(level, goal, falling=made.falling, strict=made.strict)
    return _found(made, holds, claim, last, told(last, made))


def unknown(known: Known, series: Series, claim: Words, why: Words, **more: Any) -> Gauge:
    """Gauge nothing, and say why: a base without a figure, definitions that do not go together."""
    made = Gauge(finding(None, claim), points=series.points, shown_as=shown_as(known.indicator), currency=currency(known.indicator),
                 caveats=tuple(caveats(series)))._replace(**more)  # fmt: skip
    last = series.latest
    if last is not None and last.level is not None:
        made = made._replace(level=last.level, level_within=last.within)
    return _found(made, None, claim, last, why)


def _found(made: Gauge, holds: bool | None, claim: Words, last: Read | None, found: Words) -> Gauge:
    about = (last.observation.indicator,) if last else ()
    rests = (*((last.observation,) if last else ()), *made.based)
    return made._replace(
        holds=finding(holds, claim, found=found, about=about)._replace(sources=sources(rests))
    )


def sources(observations: Iterable[Observation]) -> tuple[Source, ...]:
    """Return the sources of figures, each once."""
    return tuple(dict.fromkeys(source for one in observations for source in one.figure.sources))


def missing(series: Series) -> Words:
    """Say why there is no latest level."""
    last = series.latest
    if last is not None and last.why is not None:
        return last.why
    if series.later:
        return say("there is a figure for {period} alone, after the day", period=period(series.later[0]))
    return say("there is no figure yet")


def told(last: Read, made: Gauge) -> Words:
    """Say the latest level, with its parts, what it is compared with, and how exact it is."""
    when = period(last.observation)
    if made.level is None:
        return missing(Series((last,)))
    level = made.said(made.level)
    words = say("{level} for {period}", level=level, period=when)
    if last.said is not None:
        words = say("{level} for {period} ({parts})", level=level, period=when, parts=last.said)
    if made.base is not None and made.relative:
        base = made.said(made.base)
        words = say("{found}, against {base} in the base", found=words, base=base)
    if made.level_within and made.level_within.low != made.level_within.high:
        low, high = (made.said(end) for end in made.level_within)
        words = say("{found}, or anything from {low} to {high}", found=words, low=low, high=high)
    return words


def apart(series: Series) -> Words:
    """Say that a figure is by a definition that does not go with the latest one, and how to mend it."""
    last = series.latest
    return say(
        "the base is counted by definition {base} and the latest figure by definition {version}, which are not "
        "comparable: enter the base by definition {version}, or say in the indicator that they may be compared",
        base=versions(series.apart),
        version=str(last.observation.version if last else ""),
    )
