"""International co-publication: the share of works with a known country that have more than one, by year."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _make(given: Given, about: About) -> "ir.Table":
    works = home_works(given, about).mutate(n=lambda t: t.countries.length())
    return works.group_by("year").aggregate(
        numerator=(works.n > 1).sum(),
        denominator=(works.n > 0).sum(),
        unknown=(works.n == 0).sum(),
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[int, ...]]:
    counted: dict[int, Counter[str]] = {}
    for work in plain_home_works(rows, about):
        n = len(work["countries"])
        counted.setdefault(work["year"], Counter())["none" if n == 0 else "one" if n == 1 else "many"] += 1
    for year, found in counted.items():
        yield year, found["many"], found["one"] + found["many"], found["none"]


recipe(
    Recipe(
        "international-copublication", 1, ("works", "orgmap"), ("year",), ("numerator", "denominator", "unknown"),
        _make, _slowly, indicator="international-copublication",
    )
)  # fmt: skip
