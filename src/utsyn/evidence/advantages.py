"""What co-operation across borders comes to in citations, as figures: by year and in all, plainly and like against like, with intervals.

The value is the difference at the same field and number of authors; the plain one stands in its parts. A difference among fewer than thirty
works that can be compared is not shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, decimal, of_whole, period, recipe_of, sources, still_filling
from utsyn.evidence.indicators.advantage import Advantage, advantage
from utsyn.evidence.intervals import Interval, middle
from utsyn.evidence.readings import LEAST, Reading
from utsyn.evidence.spreads import Spread, scale
from utsyn.reasons import Figure
from utsyn.text import Words, say, say_n

OF = ("mean", "top10")
ROUGH = 10**9  # parts of a difference that a run is rounded down to


def advantages(made: Made, how: Reading, *, spread: Spread | None = None) -> Iterator[Stated]:
    """Walk the differences in mean citations and in the most cited tenth: of each year, and of all years together (no year)."""
    years = sorted({row[0] for row in made.result.rows})
    wanted = how.where.get("year")
    for year in [*years, None] if years else []:
        if wanted is not None and year not in wanted:
            continue
        rows = [row for row in made.result.rows if year is None or row[0] == year]
        for of in OF:
            yield _stated(made, how, rows, {"year": year, "of": of}, spread=spread)


def _stated(
    made: Made, how: Reading, rows: list[Any], by: Mapping[str, Any], *, spread: Spread | None
) -> Stated:
    found = advantage(rows, of=by["of"])
    unknown = sum(row[-1] for row in rows)
    since, until = period(by["year"]) if by["year"] is not None else _years(made)
    parts = {
        name: decimal(value)
        for name, value in (("alike", found.alike), ("plain", found.plain))
        if value is not None
    }
    parts |= {"compared": Decimal(found.compared), "works": Decimal(found.works), "unknown": Decimal(unknown)}
    enough = found.alike is not None and found.compared >= LEAST
    figure = Figure(
        decimal(found.alike) if enough and found.alike is not None else None, how.unit.in_("en"), f"{since}/{until}", recipe_of(made),
        sources(made), parts, None, tuple(_caveats(made, found, unknown, by)),
    )  # fmt: skip
    between = interval(spread, by) if enough and spread is not None else None
    return Stated(how.indicator, by, figure, found.alike, between, how.sort)


def _years(made: Made) -> tuple[Any, Any]:
    return period(made.about.since)[0], period(made.about.until)[1]


def _caveats(made: Made, found: Advantage, unknown: int, by: Mapping[str, Any]) -> Iterator[Words]:
    yield from of_whole(made)
    if found.alike is None or found.compared < LEAST:
        yield say(
            "No difference is shown among fewer than {least} works: there are {n}",
            least=LEAST,
            n=found.compared,
        )
    if by["year"] is not None:
        yield from still_filling(made, period(by["year"])[1])
    left = found.works - found.compared
    if left:
        yield say_n(
            "{n} is alone in its field and number of authors, and is in no comparison of like with like",
            "{n} are alone in their field and number of authors, and are in no comparison of like with like",
            left,
        )
    if unknown:
        yield say_n("{n} is unknown and not counted", "{n} are unknown and not counted", unknown)


def interval(spread: Spread, by: Mapping[str, Any]) -> Interval | None:
    """Return the interval of the difference of like with like, drawn from the works themselves."""
    where = {} if by["year"] is None else {"year": by["year"]}
    names, runs = spread.strata(where, by["of"])
    at = {name: place for place, name in enumerate(names)}
    pairs = [(at[field, band, 0], place) for (field, band, kind), place in at.items() if kind]
    each = (_alike(*run, pairs) for run in runs)
    return middle(Fraction(value, ROUGH * scale(by["of"])) for value in each if value is not None)


def _alike(n: Sequence[int], sums: Sequence[int], pairs: Sequence[tuple[int, int]]) -> int | None:
    """Return the standardised difference of a run in parts of ROUGH, rounded down: whole numbers, the same everywhere."""
    compared = total = 0
    for one, other in pairs:
        own, joint = n[one], n[other]
        if own and joint:
            compared += joint + own
            total += (joint + own) * (sums[other] * own - sums[one] * joint) * ROUGH // (joint * own)
    return total // compared if compared else None
