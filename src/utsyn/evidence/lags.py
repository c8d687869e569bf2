"""How many publications a year that is still filling will come to: learned from how earlier years stood at the same age, vintage by vintage.

Years fill for long after they are over, as registers come late. A year's age is told in months since it began; it is taken as full after
FULL. The expected number is what is there now, times what earlier years came to over what they had at that age; the least and the most
that one of these years alone would make of it stand beside. Without a vintage of that age of any year that is full, nothing is expected.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, decimal, fetched, of_whole, period, recipe_of, sources
from utsyn.reasons import Figure
from utsyn.text import Words, say, say_n

RECIPE = "publications"
INDICATOR = "publications-expected"
FULL = 36  # months since a year began, after which it is full
NEAR = 2  # months by which a vintage of another year may be younger or older
MONTHS = 12


class Expected(NamedTuple):
    """What a year has now and will come to: as many as all years say that were learned from, and the least and the most of one of them."""

    year: int
    there: int
    expected: Fraction
    low: Fraction
    high: Fraction
    learned: tuple[int, ...]


def age(year: int, on: date) -> int:
    """Return how many whole months have passed on a day since a year began."""
    return (on.year - year) * MONTHS + on.month - 1


def expected(results: Iterable[Made]) -> tuple[Expected, ...]:
    """Return what years that are not full yet will come to, by the numbers of works of several vintages of the same university."""
    told = _curves(results)
    if not told:
        return ()
    newest = max(told)
    found = []
    for year, now in sorted(told[newest].items()):
        old = age(year, newest)
        if 0 <= old < FULL:
            pairs = {
                other: pair for other in told[newest] if (pair := _pair(told, newest, other, old)) is not None
            }
            if pairs:
                found.append(_expected(year, now, pairs))
    return tuple(found)


def _curves(results: Iterable[Made]) -> Mapping[date, Mapping[int, int]]:
    """Return by day the number of works by year. Raises ValueError for results that do not belong together."""
    each = [one for one in results if one.recipe.key == RECIPE]
    if len({(one.about.university, one.synthetic) for one in each}) > 1:
        raise ValueError("the vintages must be of one university, and all real or all made up")
    return {fetched(one): {row[0]: row[1] for row in one.result.rows} for one in each}


def _pair(
    told: Mapping[date, Mapping[int, int]], newest: date, year: int, old: int
) -> tuple[int, int] | None:
    """Return how many works a full year had at an age, and how many it has now; None where no vintage of that age is kept."""
    if age(year, newest) < FULL:
        return None
    then = [day for day in told if year in told[day] and abs(age(year, day) - old) <= NEAR]
    if not then:
        return None
    day = min(then, key=lambda one: (abs(age(year, one) - old), one))
    return (told[day][year], told[newest][year]) if told[day][year] else None


def _expected(year: int, now: int, pairs: Mapping[int, tuple[int, int]]) -> Expected:
    then, came = (sum(pair[at] for pair in pairs.values()) for at in (0, 1))
    ratios: Sequence[Fraction] = [Fraction(after, before) for before, after in pairs.values()]
    return Expected(
        year, now, now * Fraction(came, then), now * min(ratios), now * max(ratios), tuple(sorted(pairs))
    )


def filling(results: Iterable[Made]) -> Iterator[Stated]:
    """Walk the expected numbers as figures, in whole works, with what is there now in their parts."""
    each = [one for one in results if one.recipe.key == RECIPE]
    if not each:
        return
    newest = max(each, key=fetched)
    for one in expected(each):
        since, until = period(one.year)
        parts = {
            "now": Decimal(one.there),
            "low": decimal(one.low),
            "high": decimal(one.high),
            "years": Decimal(len(one.learned)),
        }
        figure = Figure(
            Decimal(round(one.expected)), "publications", f"{since}/{until}", recipe_of(newest), sources(newest), parts, None,
            tuple(_caveats(newest, one)),
        )  # fmt: skip
        yield Stated(INDICATOR, {"year": one.year}, figure, one.expected, None, "count")


def _caveats(newest: Made, one: Expected) -> Iterator[Words]:
    yield from of_whole(newest)
    yield say(
        "{now} of about {n} that are expected once {year} has filled",
        now=one.there, n=round(one.expected), year=str(one.year),
    )  # fmt: skip
    yield say_n("Learned from {n} earlier year", "Learned from {n} earlier years", len(one.learned))
