"""How much works are cited, against all works of the same subfield, year and type: the mean, and the most cited hundredth, tenth and half.

A work's citations over the mean of its cell are kept in millionths; where nobody in the cell is cited, every work is at the mean. Of the
most cited, works at the limit count in part, so that each cell has exactly its tenth. A cell with fewer than LEAST works of others gives
way to that of the field. Withheld, and so unknown: works whose cells are too small at both levels, and those of years that have not had
two full years since, counted from the last year asked about. Where only our own works are at hand, all is unknown.

Beside it stands the mean of what OpenAlex publishes itself for each work (fwci), which needs no other works and withholds no year.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from utsyn.evidence.fractions import MILLION, parts, whole
from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import Work, core, home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once
from utsyn.evidence.tables import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEAST = 50  # works of others in a cell
YOUNG = 2  # full years after its own before a work is judged
TOPS = (1, 10, 50)  # per cent
LEVELS = ("subfield", "field")
OF_CELL = ("n", "f", "cum", "sum")


@once("works", "orgmap")
def standing(given: Given, about: About, *, least: int = LEAST) -> "ir.Table":
    """Return home works with what they come to in their cell: work, year, field, known, mean (millionths), top1, top10, top50 (SHARE)."""
    counted = judged(given, about)
    works = home_works(given, about).select("work", "year", "field", "subfield", "type", "cited")
    for level in LEVELS:
        cell = [level, "year", "type"]
        works = works.group_by(cell).mutate(**{f"ours_{level}": lambda t: t.count()})
        there = _cells(counted, works, cell).rename({f"{level}_{name}": name for name in OF_CELL})
        works = works.left_join(there, [*cell, "cited"]).select(
            *works.columns, *[f"{level}_{name}" for name in OF_CELL]
        )
    return _weighed(works, least)


@once("works")
def everybody(given: Given, about: About) -> "ir.Table":
    """Return how many core works of everybody have been cited so often: f, by field, subfield, year, type and citations."""
    return (
        core(given, about)
        .group_by("field", "subfield", "year", "type", "cited")
        .aggregate(f=lambda t: t.count())
    )


def judged(given: Given, about: About) -> "ir.Table":
    """Return the same of years that are not too young."""
    return everybody(given, about).filter(lambda t: t.year <= about.until - YOUNG - 1)


def _cells(counted: "ir.Table", works: "ir.Table", cell: list[str]) -> "ir.Table":
    """Return by cell and citations of works of ours: n works in all, f with so many, cum with so many or fewer, the sum of citations."""
    import ibis

    named = (
        counted.filter(counted[cell[0]].notnull())
        .group_by([*cell, "cited"])
        .aggregate(of=lambda t: t.f.sum())
    )
    each = works.select(*cell, "cited").distinct().join(named.rename(their="cited"), cell)
    return each.group_by([*cell, "cited"]).aggregate(
        n=each.of.sum(),
        f=ibis.ifelse(each.their == each.cited, each.of, 0).sum(),
        cum=ibis.ifelse(each.their <= each.cited, each.of, 0).sum(),
        sum=(each.of * each.their).sum(),
    )


def _weighed(works: "ir.Table", least: int) -> "ir.Table":
    import ibis

    enough = {
        level: (works[f"{level}_n"] - works[f"ours_{level}"] >= least).fill_null(False) for level in LEVELS
    }
    chosen = {
        name: ibis.cases(*[(enough[level], works[f"{level}_{name}"]) for level in LEVELS]) for name in OF_CELL
    }
    held = works.select("work", "year", "field", "cited", **chosen)
    share = whole(held.cited * held.n * MILLION, ibis.greatest(held["sum"], 1))
    mean = ibis.cases((held.n.isnull(), 0), (held["sum"] > 0, share), else_=MILLION)
    tops = {f"top{top}": parts(_above(held, top), held.f * 100).fill_null(0) for top in TOPS}
    return held.select("work", "year", "field", known=held.n.notnull().cast("int64"), mean=mean, **tops)


def _above(held: "ir.Table", top: int) -> "ir.IntegerValue":
    """Return how much of a hundred times the works with as many citations is among the most cited."""
    import ibis

    return ibis.least(ibis.greatest(held.cum * 100 - held.n * (100 - top), 0), held.f * 100)


def plain_cell(rows: Rows, about: About, work: Work, *, least: int = LEAST) -> list[int] | None:
    """Return the citations of all works of a work's cell, slowly; None where it is withheld."""
    if work["year"] > about.until - YOUNG - 1:
        return None
    ours = {one["work"] for one in plain_home_works(rows, about)}
    for level in LEVELS:
        here = [
            one for one in rows["works"]
            if one["core"] and work[level] is not None and all(one[name] == work[name] for name in (level, "year", "type"))
        ]  # fmt: skip
        if sum(one["work"] not in ours for one in here) >= least:
            return [one["cited"] for one in here]
    return None


def plain_mean(work: Work, cell: list[int]) -> int:
    """Return the citations of a work over the mean of its cell, in millionths."""
    return floor(Fraction(work["cited"] * len(cell), sum(cell)) * MILLION) if sum(cell) else MILLION


def plain_top(work: Work, cell: list[int], top: int) -> int:
    """Return how much of a work is among the most cited of its cell: find the limit, then share what is left among those at it."""
    counted, left = Counter(cell), Fraction(len(cell) * top, 100)
    for cited in sorted(counted, reverse=True):
        weight = min(Fraction(1), left / counted[cited])
        left -= weight * counted[cited]
        if cited == work["cited"]:
            return floor(weight * SHARE)
    raise AssertionError(work)


def _mean(given: Given, about: About) -> "ir.Table":
    return standing(given, about).select("work", "year", "field", "known", part="mean")


def _tops(given: Given, about: About) -> "ir.Table":
    import ibis

    each = standing(given, about).mutate(top=ibis.array(list(TOPS)).cast("array<int64>").unnest())
    return each.select(
        "work",
        "year",
        "field",
        "top",
        "known",
        part=each.top.cases(*[(top, each[f"top{top}"]) for top in TOPS]),
    )


def _plainly_mean(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        cell = plain_cell(rows, about, work)
        yield work, (), plain_mean(work, cell) if cell else 0, int(cell is not None)


def _plainly_tops(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        cell = plain_cell(rows, about, work)
        for top in TOPS:
            yield work, (top,), plain_top(work, cell, top) if cell else 0, int(cell is not None)


def _published(given: Given, about: About) -> "ir.Table":
    """Return of each work what OpenAlex itself has worked out; unknown where it gives nothing, whatever the year."""
    works = home_works(given, about)
    return works.select(
        "work", "year", "field", part=works.fwci.fill_null(0), known=works.fwci.notnull().cast("int64")
    )


def _plainly_published(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        yield work, (), work["fwci"] or 0, int(work["fwci"] is not None)


WORKS: Any = ("works", "orgmap")
family(Counted("citation-impact", WORKS, (), _mean, _plainly_mean, "citation-impact", scale=MILLION))
family(
    Counted(
        "citation-impact-openalex",
        WORKS,
        (),
        _published,
        _plainly_published,
        "citation-impact-openalex",
        scale=MILLION,
    )
)
family(Counted("top-cited", WORKS, ("top",), _tops, _plainly_tops, "top-cited", scale=SHARE))
