"""How citations are spread over works: how many works stand how high in their cells, so that chance can be drawn from them.

A row is a year, field, band of authors and kind (1 international, 0 not, null not known) with what each of so many works comes to: the mean in
millionths, and the parts of it that are among the most cited hundredth, tenth and half. Only works that are judged are in it. Figures of
impact are sums of these rows; their intervals are drawn from them (`utsyn.evidence.spreads`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.advantage import band, plain_band
from utsyn.evidence.indicators.counting import OF_UNITS
from utsyn.evidence.indicators.impact import TOPS, plain_cell, plain_mean, plain_top, standing
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.indicators.traits import plain_number, traits
from utsyn.evidence.indicators.units import plain_units, unit_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

VALUES = ("mean", *(f"top{top}" for top in TOPS))
BY = ("year", "field", "band", "international", *VALUES)
WORKS = ("works", "orgmap")


def _make(*, unit: bool) -> Callable[[Given, About], "ir.Table"]:
    by = ("unit", *BY) if unit else BY

    def make(given: Given, about: About) -> "ir.Table":
        import ibis

        judged = (
            standing(given, about).filter(lambda t: t.known == 1).select("work", "year", "field", *VALUES)
        )
        held = traits(given, about)
        kind = ibis.cases((held.n > 1, 1), (held.n > 0, 0)).cast("int64")
        works = judged.join(held.select(at="work", band=band(held), international=kind), [("work", "at")])
        if unit:
            works = works.join(unit_works(given, about), "work")
        return works.group_by(list(by)).aggregate(works=lambda t: t.count())

    return make


def _slowly(*, unit: bool) -> Callable[[Rows, About], Iterator[tuple[Any, ...]]]:
    def slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
        counted: Counter[tuple[Any, ...]] = Counter()
        for work in plain_home_works(rows, about):
            cell = plain_cell(rows, about, work)
            if cell is None:
                continue
            n = plain_number(work["countries"])
            values = (plain_mean(work, cell), *(plain_top(work, cell, top) for top in TOPS))
            of = (work["year"], work["field"], plain_band(work), int(n > 1) if n else None, *values)
            for one in [(each,) for each in plain_units(rows, about, work)] if unit else [()]:
                counted[*one, *of] += 1
        for by, n in counted.items():
            yield *by, n

    return slowly


recipe(
    Recipe("citation-spread", 1, WORKS, BY, ("works",), _make(unit=False), _slowly(unit=False), indicator="citation-impact")
)  # fmt: skip
recipe(
    Recipe(
        "citation-spread-by-unit", 1, (*WORKS, *OF_UNITS), ("unit", *BY), ("works",), _make(unit=True), _slowly(unit=True),
        indicator="citation-impact",
    )
)  # fmt: skip
