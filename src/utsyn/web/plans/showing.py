"""How pages show where a target stands: its level and target in words, its figures as a chart and as a table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from utsyn.periods import add_months
from utsyn.plans.document import Goal, PlanDocument, Target
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import BY_HAND, Observation, Records
from utsyn.plans.spoken import Period, period
from utsyn.plans.states import Gauge, Point, Progress, Standing
from utsyn.plans.targets import checked
from utsyn.plans.targets.judged import Rung
from utsyn.text import Words, say
from utsyn.web.plans.drawing import Chart, Course, Dot, Mark, Spark, chart, spark

Indicators = Mapping[str, IndicatorDocument]
ZERO = Decimal(0)
MARK_NAMES: Mapping[Mark, Words] = {
    Mark.KNOWN: say("known in time"),
    Mark.LATE: say("known late"),
    Mark.REVISED: say("revised"),
    Mark.UNCERTAIN: say("uncertain"),
}


class Entry(NamedTuple):
    """A figure in the table beside a chart: its period, level, parts, and everything that is to be said of it."""

    point: Point
    when: Period
    level: Words
    parts: Sequence[tuple[Words | str, Decimal]]
    marks: Sequence[Mark]
    off: Decimal
    gap: bool  # figures are missing between the one before and this

    @property
    def marked(self) -> Sequence[Words]:
        """What is to be said of the figure, in words."""
        return [MARK_NAMES[mark] for mark in self.marks]


class Shown(NamedTuple):
    """Where a target stands as a page shows it."""

    standing: Standing
    indicator: IndicatorDocument | None
    level: Words | None
    goal: Words | None
    base: Words | None
    asked: Words | None
    entries: Sequence[Entry]
    chart: Chart | None

    @property
    def chart_id(self) -> str:
        """What tells its chart from the others on the page."""
        return f"{self.standing.target.key}-{self.standing.provider}"

    @property
    def latest(self) -> Entry | None:
        """The figure of the period that ended last."""
        return self.entries[-1] if self.entries else None

    @property
    def marks(self) -> Sequence[tuple[Mark, Words]]:
        """What the shapes in the chart mean, those that are there."""
        met = {entry.marks[0] for entry in self.entries}
        return [(mark, words) for mark, words in MARK_NAMES.items() if mark in met]

    @property
    def provider(self) -> Words | str:
        """Where its figures come from."""
        if self.standing.provider == BY_HAND:
            return say("entered by hand")
        found = self.indicator.provider(self.standing.provider) if self.indicator else None
        return found.title if found else self.standing.provider


def in_one(progress: Progress) -> Standing | None:
    """Return the target that says most of where a goal stands: the first that decides its state."""
    decisive = (one for one in progress.standings if one.state is progress.state)
    return next(decisive, progress.standings[0] if progress.standings else None)


def level_of(level: Decimal | None, gauge: Gauge, indicator: IndicatorDocument | None) -> Words | None:
    """Say a level as its target counts it; None where it is not known."""
    if level is None:
        return None
    if indicator and indicator.sort is Sort.ARRANGEMENT:
        return say("in force") if level else say("not in force")
    return gauge.said(level)


def goal_of(gauge: Gauge, indicator: IndicatorDocument | None) -> Words | None:
    """Say where a target is to come; None where it is not known."""
    words = level_of(gauge.goal, gauge, indicator)
    if words is None or (indicator and indicator.sort is Sort.ARRANGEMENT):
        return words
    if gauge.shown_as == "rank" and gauge.falling and not gauge.strict:
        return say("{level} or better", level=words)
    if gauge.falling:
        return say("below {level}", level=words) if gauge.strict else say("at most {level}", level=words)
    return say("above {level}", level=words) if gauge.strict else say("at least {level}", level=words)


def shown(
    standing: Standing, *, plan: PlanDocument, records: Records, indicators: Indicators, on: date
) -> Shown:
    """Return where a target stands, with the chart and the table of its figures."""
    gauge, indicator = standing.gauge, indicators.get(standing.target.indicator or "")
    made = list(entries(standing, plan=plan, records=records, indicator=indicator, on=on))
    dots = [_dot(entry) for entry in made]
    course, due = course_of(standing, indicator), standing.target.due or plan.lasts.until
    drawn = chart(dots, course, since=plan.lasts.since, due=due, on=on) if dots else None
    return Shown(
        standing, indicator, level_of(gauge.level, gauge, indicator), goal_of(gauge, indicator),
        level_of(gauge.base, gauge, indicator), level_of(standing.asked, gauge, indicator), made, drawn,
    )  # fmt: skip


def small(standing: Standing, plan: PlanDocument, indicator: IndicatorDocument | None) -> Spark | None:
    """Draw the figures of a target as small as a word; None where there are none."""
    dots = [Dot(p.observation.since, p.observation.until, p.level) for p in standing.gauge.points]
    due = standing.target.due or plan.lasts.until
    course = course_of(standing, indicator)
    return spark(dots, course, since=plan.lasts.since, due=due) if dots else None


def course_of(standing: Standing, indicator: IndicatorDocument | None) -> Course:
    """Return what the figures of a target are held against."""
    gauge, whole = standing.gauge, indicator is not None and indicator.sort is Sort.ARRANGEMENT
    return Course(gauge.base, gauge.goal, standing.course, gauge.shown_as == "rank", whole)


def rubric(target: Target) -> Sequence[Rung]:
    """Return the levels by which people judge a target; none where it is not for people to judge."""
    return checked(target.kind, target.given)["rubric"] if target.kind == "judged" else ()


def entries(
    standing: Standing, *, plan: PlanDocument, records: Records, indicator: IndicatorDocument | None, on: date
) -> Iterable[Entry]:
    """Walk the figures of a target, oldest first, each with what is to be said of it."""
    gauge = standing.gauge
    observed = records.observed.get(indicator.key, ()) if indicator else ()
    twice = _revised(observed, on)
    before: Observation | None = None
    for point in gauge.points:
        one = point.observation
        off = _off(point, gauge)
        marks = [
            mark
            for mark, holds in (
                (Mark.UNCERTAIN, bool(one.figure.precision)),
                (Mark.REVISED, _kind(one) in twice),
                (Mark.LATE, _late(one, indicator, plan)),
            )
            if holds
        ]
        gap = before is not None and (one.since - before.until).days > 1
        level = level_of(point.level, gauge, indicator) or say("not known")
        yield Entry(point, period(one), level, _parts(one, indicator), marks or [Mark.KNOWN], off, gap)
        before = one


def _dot(entry: Entry) -> Dot:
    one = entry.point.observation
    return Dot(one.since, one.until, entry.point.level, entry.marks[0], entry.off)


def _off(point: Point, gauge: Gauge) -> Decimal:
    """Return how far a level may be off, where the target counts in the figure's own unit."""
    figure = point.observation.figure
    return figure.precision if figure.precision and point.level == figure.value else ZERO


def _kind(one: Observation) -> tuple[str, int, date, date]:
    return one.provider, one.version, one.since, one.until


def _revised(observed: Iterable[Observation], on: date) -> frozenset[tuple[str, int, date, date]]:
    """Return the figures that came more than once by a day."""
    met, twice = set[tuple[str, int, date, date]](), set[tuple[str, int, date, date]]()
    for one in observed:
        if one.known <= on:
            (twice if _kind(one) in met else met).add(_kind(one))
    return frozenset(twice)


def _late(one: Observation, indicator: IndicatorDocument | None, plan: PlanDocument) -> bool:
    """Tell whether a figure of the plan's time came only when the next one was due."""
    if indicator is None or one.until < plan.lasts.since:
        return False
    provider = indicator.provider(one.provider)
    lag = provider.lag_months if provider else 0
    return one.known > add_months(one.until, lag + indicator.every_months)


def _parts(one: Observation, indicator: IndicatorDocument | None) -> Sequence[tuple[Words | str, Decimal]]:
    """Name the parts of a figure; those of a share by what its definition counts."""
    definition = indicator.version(one.version) if indicator else None
    names: Mapping[str, Words | None] = {
        "numerator": definition.numerator if definition else None,
        "denominator": definition.denominator if definition else None,
        "in": say("in"),
        "out": say("out"),
    }
    return [(names.get(name) or name, value) for name, value in one.figure.parts.items()]


def goals_named(plan: PlanDocument, keys: Iterable[str]) -> list[Goal]:
    """Return the goals with these keys, in the order in which they are named."""
    return [goal for key in keys if (goal := plan.goal(key))]
