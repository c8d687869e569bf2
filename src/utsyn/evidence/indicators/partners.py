"""Partners: on how many works of ours each is, itself and with all below it, without hyper-authored ones, and its score; by year.

`score` is in parts of SHARE: the harmonic mean of the two sides' parts of a work, added up, so that a work with
many others counts little. The output of the university itself, against which growth is measured, is beside it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.joint import NEEDS, harmonic, pairs, plain_pairs
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.indicators.traits import HYPER, plain_hyper
from utsyn.evidence.indicators.units import affiliations, plain_affiliations
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _make(given: Given, about: About) -> "ir.Table":
    home = affiliations(given, about).filter(lambda t: t.ours.notnull())
    home = home.group_by("work").aggregate(x=lambda t: t.ours.sum().cast("int64"))
    both = pairs(given, about).rename(y="part").join(home, "work")
    return harmonic(both).group_by("partner", "year").aggregate(
        works=lambda t: t.count(),
        alone=lambda t: t.alone.sum(),
        plain=lambda t: (1 - t.hyper).sum(),
        score=lambda t: t.score.sum(),
    )  # fmt: skip


def _slowly(rows: Rows, about: About) -> Iterator[tuple[int, ...]]:
    counted: dict[tuple[int, int], Counter[str]] = {}
    for partner, work, y, alone in plain_pairs(rows, about):
        x = sum(one.ours or 0 for one in plain_affiliations(rows, about, work))
        found = counted.setdefault((partner, work["year"]), Counter())
        found["works"] += 1
        found["alone"] += alone
        found["plain"] += not plain_hyper(work)
        found["score"] += 2 * x * y // (x + y)
    for by, found in counted.items():
        yield *by, found["works"], found["alone"], found["plain"], found["score"]


def _make_output(given: Given, about: About) -> "ir.Table":
    works = home_works(given, about)
    plain = ~((works.authors > HYPER) | works.cut)
    return works.group_by("year").aggregate(works=works.count(), plain=plain.sum())


def _slowly_output(rows: Rows, about: About) -> Iterator[tuple[int, ...]]:
    counted: dict[int, list[int]] = {}
    for work in plain_home_works(rows, about):
        found = counted.setdefault(work["year"], [0, 0])
        found[0] += 1
        found[1] += not plain_hyper(work)
    for year, counts in counted.items():
        yield year, *counts


recipe(
    Recipe(
        "partners", 1, NEEDS, ("partner", "year"), ("works", "alone", "plain", "score"), _make, _slowly,
        indicator="copublication-partners",
    )
)  # fmt: skip
recipe(
    Recipe(
        "home-output", 1, ("works", "orgmap"), ("year",), ("works", "plain"), _make_output, _slowly_output, indicator="partner-growth",
    )
)  # fmt: skip
