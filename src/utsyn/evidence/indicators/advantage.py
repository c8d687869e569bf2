"""What co-operation across borders comes to in citations: joint works against our other works, plainly, and like against like.

Works with more authors are cited more, and fields differ. So works are put into strata of field and number of authors; the difference is
taken within each stratum that has both kinds, and these are weighted by how many works, of both kinds, they have (direct standardisation).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.fractions import MILLION
from utsyn.evidence.indicators.impact import plain_cell, plain_mean, plain_top, standing
from utsyn.evidence.indicators.ours import Work, plain_home_works
from utsyn.evidence.indicators.traits import plain_number, traits
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.tables import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir

BANDS = (1, 2, 5, 10, 100)  # up to so many authors; 101 stands for more
MORE = 101
BY = ("year", "field", "band", "international")
COUNTS = ("works", "mean", "top10", "unknown")


def band(works: "ir.Table") -> "ir.IntegerValue":
    """Return the band of the number of authors."""
    import ibis

    return ibis.cases(*[(works.authors <= most, most) for most in BANDS], else_=MORE).cast("int64")


def plain_band(work: Work) -> int:
    """Return the same."""
    return next((most for most in BANDS if work["authors"] <= most), MORE)


def _make(given: Given, about: About) -> "ir.Table":
    of = standing(given, about).select(judged="work", known="known", mean="mean", top10="top10")
    works = traits(given, about).filter(lambda t: t.n > 0)
    joined = works.mutate(band=band(works), international=(works.n > 1).cast("int64")).join(
        of, works.work == of.judged
    )
    return joined.group_by(list(BY)).aggregate(
        works=lambda t: t.known.sum(),
        mean=lambda t: t["mean"].sum(),
        top10=lambda t: t.top10.sum(),
        unknown=lambda t: (1 - t.known).sum(),
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for work in plain_home_works(rows, about):
        n = plain_number(work["countries"])
        if not n:
            continue
        cell = plain_cell(rows, about, work)
        numbers = found[work["year"], work["field"], plain_band(work), int(n > 1)]
        if cell is None:
            numbers[3] += 1
            continue
        numbers[0] += 1
        numbers[1] += plain_mean(work, cell)
        numbers[2] += plain_top(work, cell, 10)
    for by, numbers in found.items():
        yield *by, *numbers


class Advantage(NamedTuple):
    """The difference between joint works and others, and among how many works of how many; None where one kind is missing."""

    plain: Fraction | None
    alike: Fraction | None  # standardised
    compared: int  # works in strata that have both kinds
    works: int


def advantage(rows: Iterable[tuple[Any, ...]], *, of: str = "mean") -> Advantage:
    """Return the advantage in `mean` (1 is the mean of the world) or `top10` (a share) from rows of the recipe, of whatever years."""
    place, scale = (5, MILLION) if of == "mean" else (6, SHARE)
    strata: dict[tuple[Any, ...], dict[int, list[int]]] = defaultdict(lambda: {0: [0, 0], 1: [0, 0]})
    for row in rows:
        held = strata[row[1:3]][row[3]]
        held[0], held[1] = held[0] + row[4], held[1] + row[place]
    totals = {kind: [sum(one[kind][at] for one in strata.values()) for at in (0, 1)] for kind in (0, 1)}
    works = totals[0][0] + totals[1][0]
    both = [one for one in strata.values() if one[0][0] and one[1][0]]
    compared = sum(one[0][0] + one[1][0] for one in both)
    alike = sum(((one[0][0] + one[1][0]) * _difference(one) for one in both), Fraction())
    return Advantage(
        _difference(totals) / scale if totals[0][0] and totals[1][0] else None,
        alike / compared / scale if compared else None, compared, works,
    )  # fmt: skip


def _difference(held: dict[int, list[int]]) -> Fraction:
    return Fraction(held[1][1], held[1][0]) - Fraction(held[0][1], held[0][0])


recipe(
    Recipe("copublication-advantage", 1, ("works", "orgmap"), BY, COUNTS, _make, _slowly, indicator="copublication-advantage", scale=MILLION)
)  # fmt: skip
