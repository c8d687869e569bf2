"""A figure by year as a drawing in whole numbers, with its intervals; and the map of partners. Tables beside say the same."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from utsyn.text import Words
from utsyn.web.evidence import earth, facts
from utsyn.web.evidence.models import Partner
from utsyn.web.evidence.queries import Atlas

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 272, 120, 700, 24, 240
MOST_TICKS, MOST_YEARS = 5, 12
CLASSES = 4  # of countries on the map, each with four times as many as the one before
SMALLEST_DOT, LARGEST_DOT = 2, 11
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 28, 4


class Dot(NamedTuple):
    """A figure: where it lies, and from where to where its interval goes; hollow while its year is not over."""

    x: int
    y: int
    low: int | None
    high: int | None
    over: bool


class Tick(NamedTuple):
    """A line across the drawing, with the value it stands for."""

    y: int
    level: Words | None


class Year(NamedTuple):
    """A year, and where it is written."""

    x: int
    name: str


class Chart(NamedTuple):
    """The whole drawing."""

    dots: Sequence[Dot]
    lines: Sequence[str]
    ticks: Sequence[Tick]
    years: Sequence[Year]
    bounds: bool  # there are intervals
    filling: bool  # a year is not over
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


class _Scale(NamedTuple):
    low: Decimal
    high: Decimal
    ranked: bool

    def y(self, level: Decimal) -> int:
        part = (level - self.low) / (self.high - self.low)
        return round(TOP + (BOTTOM - TOP) * (part if self.ranked else 1 - part))


def chart(told: Mapping[str, Any]) -> Chart | None:
    """Draw the years of a figure; nothing where fewer than two have a value."""
    years = told["years"]
    known = [(n, one) for n, one in enumerate(years) if one["value"] is not None]
    if len(known) < 2:
        return None
    levels = [Decimal(one[name]) for _, one in known for name in ("value", "low", "high") if one.get(name)]
    ranked = told["sort"] == "rank"
    low, high = (
        (Decimal(1), max([Decimal(2), *levels]))
        if ranked
        else (min([Decimal(0), *levels]), max([Decimal(0), *levels]))
    )
    high = high if high > low else low + 1
    step = _step(low, high, whole=ranked)
    if not ranked:
        low, high = (
            (low / step).to_integral_value(ROUND_FLOOR) * step,
            (high / step).to_integral_value(ROUND_CEILING) * step,
        )
    scale = _Scale(low, high, ranked)
    places = [LEFT + (RIGHT - LEFT) * (2 * n + 1) // (2 * len(years)) for n in range(len(years))]
    dots = {n: _dot(places[n], one, scale) for n, one in known}
    lines = [
        f"{dots[n].x},{dots[n].y} {dots[m].x},{dots[m].y}" for (n, _), (m, _) in pairwise(known) if m == n + 1
    ]
    every = 1 if len(years) <= MOST_YEARS else 2
    names = [Year(places[n], str(one["year"])) for n, one in enumerate(years) if n % every == 0]
    return Chart(
        list(dots.values()), lines, list(_ticks(told, scale, step)), names, any(dot.low is not None for dot in dots.values()),
        any(not dot.over for dot in dots.values()),
    )  # fmt: skip


def _dot(x: int, one: Mapping[str, Any], scale: _Scale) -> Dot:
    low, high = (scale.y(Decimal(one[name])) if one.get(name) else None for name in ("low", "high"))
    return Dot(x, scale.y(Decimal(one["value"])), low, high, one.get("over", True))


def _step(low: Decimal, high: Decimal, *, whole: bool) -> Decimal:
    """Return the least of 1, 2, 5, 10, ... (or a tenth of them, and so on) that needs few lines."""
    least = (high - low) / MOST_TICKS
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least)
    return max(step, Decimal(1)) if whole else step


def _ticks(told: Mapping[str, Any], scale: _Scale, step: Decimal) -> Iterator[Tick]:
    level = scale.low
    while level <= scale.high:
        yield Tick(scale.y(level), facts.value(format(level, "f"), told))
        level = (level // step + 1) * step if scale.ranked else level + step


class Spark(NamedTuple):
    """The course of a figure in small: its lines, and where the last year that was over lies."""

    lines: Sequence[str]
    last: tuple[int, int]
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def spark(points: Sequence[tuple[str | None, bool]], *, ranked: bool = False) -> Spark | None:
    """Draw the course of a figure from its values and whether their years were over; nothing where fewer than three have a value.

    The lowest lies at the foot and the highest at the top (of places the first at the top): it shows a course, and no size.
    """
    known = {
        n: Decimal(value) * (-1 if ranked else 1)
        for n, (value, over) in enumerate(points)
        if value is not None and over
    }
    if len(known) < 3:
        return None
    low, high, least = min(known.values()), max(known.values()), min(known)
    wide, tall = max(known) - least, high - low
    room = SPARK_HEIGHT - 2 * SPARK_EDGE
    at = {
        n: (
            SPARK_EDGE + round((SPARK_WIDTH - 2 * SPARK_EDGE) * (n - least) / wide),
            SPARK_EDGE + (round(room * (high - level) / tall) if tall else room // 2),
        )
        for n, level in known.items()
    }
    lines = [f"{at[n][0]},{at[n][1]} {at[m][0]},{at[m][1]}" for n, m in pairwise(at) if m == n + 1]
    return Spark(lines, at[max(at)])


class Country(NamedTuple):
    """A country on the map: the path that draws it, and how dark, from 1; 0 is no partner."""

    path: str
    shade: int


class Spot(NamedTuple):
    """A partner on the map."""

    partner: Partner
    radius: int


class Map(NamedTuple):
    """The map of partners."""

    countries: Sequence[Country]
    spots: Sequence[Spot]
    limits: Sequence[int]  # the least of each shade
    width: int = earth.WIDTH
    height: int = earth.SHOWN


def world(atlas: Atlas) -> Map:
    """Draw the map: countries darker the more is written with them, the largest partners as dots, the largest last hidden."""
    counts = {one["country"]: one["recent"] for one in atlas.countries if one["recent"]}
    most = max(counts.values(), default=0)
    limits = sorted({max(1, most // 4**n) for n in range(CLASSES)})
    countries = [
        Country(path, sum(counts.get(code, 0) >= limit for limit in limits))
        for code, path in earth.shapes().items()
    ]
    largest = max((one.recent for one in atlas.largest), default=1)
    spots = [
        Spot(one, max(SMALLEST_DOT, round(LARGEST_DOT * (one.recent / largest) ** 0.5)))
        for one in atlas.largest
    ]
    return Map(countries, spots, limits)
