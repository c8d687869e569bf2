"""Bars beside names: so many projects by year or by country, drawn on the server in whole numbers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from utsyn.calls.projects import Totals
from utsyn.organisations.countries import name_of
from utsyn.text import say

WIDTH, LEFT, RIGHT, TOP, STEP, HIGH = 1000, 230, 900, 8, 28, 18
MOST, LONGEST = 30, 30


class Bar(NamedTuple):
    """A name, how many, and where the bar is drawn."""

    label: str
    n: int
    y: int
    width: int
    middle: int
    beside: int


class Bars(NamedTuple):
    """Bars in the units of the drawing; `left_out` names were not drawn, and stand in the table alone."""

    bars: Sequence[Bar]
    rows: Sequence[tuple[str, int]]
    left_out: int
    height: int
    width: int = WIDTH
    left: int = LEFT
    tall: int = HIGH


def bars(totals: Totals, *, by: str, language: str) -> Bars:
    """Draw projects by year, the first first; or by country, the most first: those pairs add up to more than the projects."""
    rows = _by_country(totals.countries, language) if by == "country" else _by_year(totals.years, language)
    shown, most = rows[:MOST] if by == "country" else rows[-MOST:], max((n for _, n in rows), default=1)
    drawn = []
    for place, (label, n) in enumerate(shown):
        y, width = TOP + STEP * place, max(2, (RIGHT - LEFT) * n // most)
        name = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
        drawn.append(Bar(name, n, y, width, y + HIGH // 2, LEFT + width + 8))
    return Bars(drawn, rows, len(rows) - len(shown), TOP + STEP * len(drawn) + 4)


def _by_country(countries: Mapping[str, int], language: str) -> list[tuple[str, int]]:
    named = [(name_of(code, language), n) for code, n in countries.items()]
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))


def _by_year(years: Mapping[int | None, int], language: str) -> list[tuple[str, int]]:
    known = [(str(year), years[year]) for year in sorted(year for year in years if year)]
    return known + ([(say("Year not known").in_(language), years[None])] if None in years else [])
