"""Where a target's figures, its base, its goal and its trajectory lie on a chart, in whole numbers; nothing is asked here.

The axis of values begins at zero, or at the lowest value where one is below it, and is never cut; of places among
others it begins with the first, at the top. A figure lies at the last day of its period. Figures are joined where
their periods meet, so that a missing year is a gap.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
ZERO = Decimal(0)
MOST_TICKS, MOST_YEARS = 5, 12


class Mark(StrEnum):
    """What is to be said of a figure, and so its shape: a dot, a ring, a rhomb, a square."""

    KNOWN = "known"
    LATE = "late"
    REVISED = "revised"
    UNCERTAIN = "uncertain"


class Dot(NamedTuple):
    """A figure to be drawn: its period, its level, what is to be said of it, and how far it may be off."""

    since: date
    until: date
    level: Decimal
    mark: Mark = Mark.KNOWN
    off: Decimal = ZERO


class Course(NamedTuple):
    """What figures are held against: where they began, where they are to come, and by which way; None is not known."""

    base: Decimal | None = None
    goal: Decimal | None = None
    path: Sequence[tuple[date, Decimal]] = ()
    ranked: bool = False
    whole: bool = False  # whether only whole numbers mean something


class Frame(NamedTuple):
    """The part of a drawing in which values are drawn."""

    left: int
    right: int
    top: int
    bottom: int


class Drawn(NamedTuple):
    """A figure as it is drawn; `high` and `low` are the ends of what it may be off by."""

    x: int
    y: int
    mark: str
    high: int
    low: int

    @property
    def shape(self) -> str:
        """The outline of a rhomb or a square around the point; a dot and a ring need none."""
        x, y = self.x, self.y
        if self.mark == Mark.REVISED:
            return f"{x},{y - 7} {x + 7},{y} {x},{y + 7} {x - 7},{y}"
        return f"{x - 5},{y - 5} {x + 5},{y - 5} {x + 5},{y + 5} {x - 5},{y + 5}"


class Tick(NamedTuple):
    """A line across the chart, and the value that it stands for."""

    y: int
    level: Decimal


class Year(NamedTuple):
    """A year's first day, its name and where that is written: in the middle of the year."""

    x: int
    middle: int
    year: int


class Chart(NamedTuple):
    """A target's chart in the units of the drawing; `lines` and `path` are points as SVG writes them."""

    frame: Frame
    dots: Sequence[Drawn]
    lines: Sequence[str]
    path: str
    base: int | None
    goal: int | None
    on: int | None
    ticks: Sequence[Tick]
    years: Sequence[Year]
    width: int
    height: int
    ranked: bool

    @property
    def below(self) -> bool:
        """Whether the axis goes below zero."""
        return not self.ranked and any(tick.level < 0 for tick in self.ticks)


LARGE, WIDTH, HEIGHT = Frame(120, 700, 16, 240), 720, 272
SMALL = Frame(3, 93, 4, 24)


class _Scale(NamedTuple):
    """How days and levels become places; `low` lies at the bottom, or at the top where places are ranked."""

    frame: Frame
    first: date
    days: int
    low: Decimal
    high: Decimal
    ranked: bool

    def x(self, day: date) -> int:
        return self.frame.left + round(
            (self.frame.right - self.frame.left) * (day - self.first).days / self.days
        )

    def y(self, level: Decimal) -> int:
        part = (level - self.low) / (self.high - self.low)
        span = self.frame.bottom - self.frame.top
        return round(self.frame.top + span * (part if self.ranked else 1 - part))

    def point(self, day: date, level: Decimal) -> str:
        return f"{self.x(day)},{self.y(level)}"


def chart(dots: Sequence[Dot], course: Course, *, since: date, due: date, on: date) -> Chart:
    """Draw a target's figures with all that they are held against, from the first of them to the day it is due."""
    step = _step(dots, course)
    scale = _scale(LARGE, dots, course, since=since, due=due, step=step)
    drawn = [
        Drawn(scale.x(d.until), scale.y(d.level), d.mark, scale.y(d.level + d.off), scale.y(d.level - d.off))
        for d in dots
    ]
    here = scale.x(on)
    return Chart(
        LARGE, drawn, _lines(dots, scale), _path(course, scale),
        None if course.base is None else scale.y(course.base),
        None if course.goal is None else scale.y(course.goal),
        here if LARGE.left <= here <= LARGE.right else None,
        list(_ticks(scale, step)), list(_years(scale)), WIDTH, HEIGHT, course.ranked,
    )  # fmt: skip


class Spark(NamedTuple):
    """A chart of the size of a word: the figures, the last of them, and the line that they are to reach."""

    lines: Sequence[str]
    lone: Sequence[tuple[int, int]]  # figures that are joined to no other
    last: tuple[int, int] | None
    goal: int | None


def spark(dots: Sequence[Dot], course: Course, *, since: date, due: date) -> Spark:
    """Draw figures as small as a word; they lie as in the large chart."""
    scale = _scale(SMALL, dots, course, since=since, due=due, step=_step(dots, course))
    places = [(scale.x(dot.until), scale.y(dot.level)) for dot in dots]
    joined = {at for left, right in _joined(dots) for at in (left, right)}
    return Spark(
        _lines(dots, scale),
        [places[n] for n in range(len(dots)) if n not in joined],
        places[-1] if places else None,
        None if course.goal is None else scale.y(course.goal),
    )


def _scale(
    frame: Frame, dots: Sequence[Dot], course: Course, *, since: date, due: date, step: Decimal
) -> _Scale:
    days = [since, due, *(dot.until for dot in dots), *(day for day, _ in course.path)]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    low, high = _range(dots, course)
    high = (high / step).to_integral_value(ROUND_CEILING) * step
    low = low if course.ranked else (low / step).to_integral_value(ROUND_FLOOR) * step
    return _Scale(frame, first, (last - first).days, low, high, course.ranked)


def _range(dots: Sequence[Dot], course: Course) -> tuple[Decimal, Decimal]:
    levels = [level for dot in dots for level in (dot.level - dot.off, dot.level + dot.off)]
    levels += [level for level in (course.base, course.goal) if level is not None]
    levels += [level for _, level in course.path]
    if course.ranked:
        return min([Decimal(1), *levels]), max([Decimal(2), *levels])
    low, high = min([ZERO, *levels]), max([ZERO, *levels])
    return (low, high) if high > low else (low, low + 1)


def _step(dots: Sequence[Dot], course: Course) -> Decimal:
    """Return the least of 1, 2, 5, 10, ... (or a tenth of them, and so on) that needs few lines."""
    low, high = _range(dots, course)
    least = (high - low) / MOST_TICKS
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least)
    return max(step, Decimal(1)) if course.ranked or course.whole else step


def _joined(dots: Sequence[Dot]) -> Iterator[tuple[int, int]]:
    """Walk the pairs of figures whose periods meet or overlap."""
    for n, (left, right) in enumerate(pairwise(dots)):
        if right.since <= left.until + ONE_DAY:
            yield n, n + 1


def _lines(dots: Sequence[Dot], scale: _Scale) -> list[str]:
    """Return the runs of figures whose periods meet, each as one line; a figure alone is a dot and no line."""
    return [run for run in _runs(dots, scale) if " " in run]


def _runs(dots: Sequence[Dot], scale: _Scale) -> Iterator[str]:
    joined, run = {right for _, right in _joined(dots)}, list[str]()
    for n, dot in enumerate(dots):
        if n not in joined:
            yield " ".join(run)
            run = []
        run.append(scale.point(dot.until, dot.level))
    yield " ".join(run)


def _path(course: Course, scale: _Scale) -> str:
    return " ".join(scale.point(day, level) for day, level in course.path)


def _ticks(scale: _Scale, step: Decimal) -> Iterator[Tick]:
    first = scale.low
    if scale.ranked:
        yield Tick(scale.y(scale.low), scale.low)
        first = (scale.low / step).to_integral_value(ROUND_FLOOR) * step + step
    for n in range(2 * MOST_TICKS + 2):
        if (level := first + n * step) <= scale.high:
            yield Tick(scale.y(level), level)


def _years(scale: _Scale) -> Iterator[Year]:
    last = scale.first + timedelta(days=scale.days)
    count = last.year - scale.first.year + 1
    every = 1 if count <= MOST_YEARS else 2 if count <= 2 * MOST_YEARS else 5
    for year in range(scale.first.year, last.year + 1):
        first = date(year, 1, 1)
        if (year - scale.first.year) % every == 0:
            yield Year(scale.x(first), scale.x(date(year, 7, 1)), year)
