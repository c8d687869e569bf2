"""Charts drawn on the server: where each thing lies along an axis of time. The page beside says it in a table.

Whole numbers only: templates would write fractions with the decimal comma of the language.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

WIDTH, LEFT, RIGHT, TOP, STEP = 1000, 250, 860, 34, 28
GAP, BAR = 8, 18
SMALLEST = 6  # a bar of one day must still be seen
LONGEST_LABEL = 34


class Span(NamedTuple):
    """Something that lasts from one day to another; None is not known."""

    label: str
    since: date | None
    until: date | None
    state: str


class Bar(NamedTuple):
    """A span as it is drawn; where one end is not known, only the other is marked."""

    label: str
    state: str
    x: int
    y: int
    width: int
    sure: bool
    middle: int
    beside: int  # where its last day is written
    last: date


class Tick(NamedTuple):
    """A day on the axis, and what is written there."""

    x: int
    label: str


class Chart(NamedTuple):
    """Bars, axis and the day that is asked about, in the units of the drawing."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    on: int | None
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP


def along_time(spans: Sequence[Span], *, on: date) -> Chart:
    """Draw spans one below another, those without any known day left out."""
    dated = [span for span in spans if span.since or span.until]
    days = [day for span in dated for day in (span.since, span.until) if day]
    first, last = _whole_years(days, on)
    scale = (RIGHT - LEFT) / max(1, (last - first).days)

    def x(day: date) -> int:
        return round(LEFT + (day - first).days * scale)

    bars = [_bar(span, TOP + STEP * n, x) for n, span in enumerate(dated)]
    here = x(on) if first <= on <= last else None
    return Chart(
        bars, [Tick(x(day), label) for day, label in _ticks(first, last)], here, TOP + STEP * len(dated) + 10
    )


def _bar(span: Span, y: int, x: Callable[[date], int]) -> Bar:
    days = sorted(day for day in (span.since, span.until) if day)
    width = max(SMALLEST, x(days[-1]) - x(days[0]))
    label = span.label if len(span.label) <= LONGEST_LABEL else f"{span.label[: LONGEST_LABEL - 1]}…"
    beside = x(days[0]) + width + GAP
    return Bar(label, span.state, x(days[0]), y, width, len(days) == 2, y + BAR // 2, beside, days[-1])


def _whole_years(days: Sequence[date], on: date) -> tuple[date, date]:
    first = min(days, default=on).year
    last = max(days, default=on).year
    return date(first, 1, 1), date(last + 1, 1, 1)


def _ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    years = last.year - first.year
    if years <= 2:
        for year in range(first.year, last.year):
            for month in (1, 4, 7, 10):
                yield date(year, month, 1), f"{month:02}.{year}"
        return
    for year in range(first.year, last.year + 1, 1 if years <= 14 else 5):
        yield date(year, 1, 1), str(year)
