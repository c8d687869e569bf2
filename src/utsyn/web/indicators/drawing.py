"""A series as a drawing in whole numbers: each provider with a shape of its own, and a line where the definition changed.

The axis of values begins at zero, that of places with the first at the top. A figure lies at the last day of its period.
Two figures are joined where their periods meet and their definitions may stand in one series: what is missing is a gap.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import NamedTuple

from utsyn.plans.indicators import Definition, IndicatorDocument, Sort
from utsyn.text import Words
from utsyn.web.indicators import worded
from utsyn.web.indicators.tables import Drawable

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 272, 120, 700, 24, 240
MOST_TICKS, MOST_YEARS, HALF = 5, 12, 6
SHAPES = ("dot", "square", "rhomb", "triangle")
DASHES = ("", "8 4", "2 4", "8 3 2 3")
ONE_DAY = timedelta(days=1)


class Mark(NamedTuple):
    """A figure: where it lies, and the outline of its shape (none for a dot)."""

    x: int
    y: int
    outline: str


class Drawn(NamedTuple):
    """The figures of one provider: its name, its shape and dashes, its marks, and the lines that join them."""

    name: Words
    shape: str
    dashes: str
    marks: Sequence[Mark]
    lines: Sequence[str]
    sample: str  # the outline of its shape in the legend


class Tick(NamedTuple):
    """A line across the drawing, with the value it stands for."""

    y: int
    level: Words


class Year(NamedTuple):
    """A year's first day, and where its name is written."""

    x: int
    middle: int
    year: int


class Break(NamedTuple):
    """Where the definition changed."""

    x: int
    version: int
    since: date


class Chart(NamedTuple):
    """The whole drawing."""

    series: Sequence[Drawn]
    ticks: Sequence[Tick]
    years: Sequence[Year]
    breaks: Sequence[Break]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


class _Scale(NamedTuple):
    first: date
    days: int
    low: Decimal
    high: Decimal
    ranked: bool

    def x(self, day: date) -> int:
        return LEFT + round((RIGHT - LEFT) * (day - self.first).days / self.days)

    def y(self, level: Decimal) -> int:
        part = (level - self.low) / (self.high - self.low)
        return round(TOP + (BOTTOM - TOP) * (part if self.ranked else 1 - part))


def chart(
    document: IndicatorDocument,
    told: Sequence[Drawable],
    definitions: Iterable[Definition],
) -> Chart | None:
    """Draw what is known; nothing where there is no figure to draw, or where there are only a yes and a no."""
    levels = [value for one in told for _, value in one.figures]
    if not levels or document.sort is Sort.ARRANGEMENT:
        return None
    ranked = document.sort is Sort.RANK
    low, high = (
        (Decimal(1), max([Decimal(2), *levels]))
        if ranked
        else (min([Decimal(0), *levels]), max([Decimal(0), *levels]))
    )
    high = high if high > low else low + 1
    step = _step(low, high, whole=ranked)
    if not ranked:
        low, high = _on(low / step, ROUND_FLOOR) * step, _on(high / step, ROUND_CEILING) * step
    days = [row.until for one in told for row, _ in one.figures]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    scale = _Scale(first, (last - first).days, low, high, ranked)
    drawn = [_drawn(document, n, one, scale) for n, one in enumerate(told)]
    breaks = [
        Break(scale.x(one.since), one.version, one.since) for one in definitions if first < one.since <= last
    ]
    return Chart(drawn, list(_ticks(document, scale, step)), list(_years(first, last, scale)), breaks)


def _drawn(document: IndicatorDocument, n: int, told: Drawable, scale: _Scale) -> Drawn:
    figures = told.figures
    shape = SHAPES[n % len(SHAPES)]
    places = [(scale.x(row.until), scale.y(value)) for row, value in figures]
    joined = [
        f"{x1},{y1} {x2},{y2}"
        for ((one, _), (x1, y1)), ((other, _), (x2, y2)) in pairwise(zip(figures, places, strict=True))
        if other.since <= one.until + ONE_DAY and one.version in document.comparable(other.version)
    ]
    marks = [Mark(x, y, outline(shape, x, y)) for x, y in places]
    return Drawn(told.name, shape, DASHES[n % len(DASHES)], marks, joined, outline(shape, 12, 8))


def outline(shape: str, x: int, y: int) -> str:
    """Return the points of a shape around a place; a dot has none."""
    h = HALF
    return {
        "square": f"{x - h},{y - h} {x + h},{y - h} {x + h},{y + h} {x - h},{y + h}",
        "rhomb": f"{x},{y - h - 1} {x + h + 1},{y} {x},{y + h + 1} {x - h - 1},{y}",
        "triangle": f"{x},{y - h - 1} {x + h},{y + h} {x - h},{y + h}",
    }.get(shape, "")


def _on(number: Decimal, way: str) -> Decimal:
    return number.to_integral_value(way)


def _step(low: Decimal, high: Decimal, *, whole: bool) -> Decimal:
    """Return the least of 1, 2, 5, 10, ... (or a tenth of them, and so on) that needs few lines."""
    least = (high - low) / MOST_TICKS
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least)
    return max(step, Decimal(1)) if whole else step


def _ticks(document: IndicatorDocument, scale: _Scale, step: Decimal) -> Iterator[Tick]:
    level = scale.low
    while level <= scale.high:
        yield Tick(scale.y(level), worded.level(document, level))
        level = (level // step + 1) * step if scale.ranked else level + step


def _years(first: date, last: date, scale: _Scale) -> Iterator[Year]:
    count = last.year - first.year + 1
    every = 1 if count <= MOST_YEARS else 2 if count <= 2 * MOST_YEARS else 5
    for year in range(first.year, last.year + 1, every):
        yield Year(scale.x(date(year, 1, 1)), scale.x(date(year, 7, 1)), year)
