"""Profiles of partners by field: what we write together, all they write and how much of it is much cited, beside our output and everybody's.

Only partners with FEWEST common works in the years asked about have a profile. All they write can be told only where works of everybody are
loaded: of one university's own works alone, a partner's output is what it writes with us, and nothing follows from it.
Much cited is the most cited tenth of a subfield, year and type, in which works at the limit count in part; a work is `known` there if its cell
has at least LEAST works and its year has had YOUNG full years since, counted from the last year asked about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.fractions import parts
from utsyn.evidence.indicators.impact import LEAST, YOUNG, everybody, judged, plain_top
from utsyn.evidence.indicators.joint import NEEDS, pairs, plain_above, plain_pairs, rolled
from utsyn.evidence.indicators.ours import Work, core, home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEWEST = 10  # common works
CELL = ("subfield", "year", "type")


@once(*NEEDS)
def chosen(given: Given, about: About) -> "ir.Table":
    """Return the partners that have a profile."""
    counted = pairs(given, about).group_by("partner").aggregate(n=lambda t: t.count())
    return counted.filter(counted.n >= FEWEST).select("partner")


@once(*NEEDS)
def theirs(given: Given, about: About) -> "ir.Table":
    """Return by partner that has a profile and by field: how many works it has in all, how many are judged, and how much is much cited."""
    some, register = chosen(given, about), rolled(given)
    known = register.select(institution="organisation", partner="partner").semi_join(some, "partner")
    lacking = some.anti_join(register, [("partner", "organisation")])
    members = known.union(lacking.select(institution="partner", partner="partner"), distinct=True)
    each = core(given, about).select(
        "work", "field", *CELL, "cited", institution=lambda t: t.institutions.unnest()
    )
    on = each.join(members, "institution").left_join(limits(given, about), [*CELL, "cited"])
    once_each = on.select(
        "work", "partner", "field", "top10"
    ).distinct()  # few columns: there may be millions
    return once_each.group_by("partner", "field").aggregate(
        theirs=lambda t: t.count(),
        known=lambda t: t.top10.count(),
        top10=lambda t: t.top10.sum().fill_null(0),
    )


def _make(given: Given, about: About) -> "ir.Table":
    import ibis

    together = pairs(given, about).semi_join(chosen(given, about), "partner").group_by("partner", "field").aggregate(
        joint=lambda t: t.count(), theirs=lambda t: t.count() * 0
    )  # fmt: skip
    all_of = theirs(given, about).select("partner", "field", joint=ibis.literal(0, "int64"), theirs="theirs")
    return together.union(all_of).group_by("partner", "field").aggregate(
        joint=lambda t: t.joint.sum(), theirs=lambda t: t.theirs.sum()
    )  # fmt: skip


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    some = plain_chosen(rows, about)
    joint = Counter(
        (pair.partner, pair.work["field"]) for pair in plain_pairs(rows, about) if pair.partner in some
    )
    all_of = Counter((partner, work["field"]) for partner, work in plain_theirs(rows, about, some))
    for by in joint.keys() | all_of.keys():
        yield *by, joint[by], all_of[by]


def plain_chosen(rows: Rows, about: About) -> set[int]:
    """Return the partners that have a profile, slowly."""
    return {
        partner
        for partner, n in Counter(pair.partner for pair in plain_pairs(rows, about)).items()
        if n >= FEWEST
    }


def plain_theirs(rows: Rows, about: About, some: set[int]) -> Iterator[tuple[int, Work]]:
    """Walk all their works, slowly."""
    known = plain_above(rows)
    for work in _plain_core(rows, about):
        on = {partner for one in work["institutions"] for partner in known.get(one, (one, {one}))[1]}
        yield from ((partner, work) for partner in on & some)


def _plain_core(rows: Rows, about: About) -> Iterator[Work]:
    return (work for work in rows["works"] if work["core"] and about.since <= work["year"] <= about.until)


def limits(given: Given, about: About) -> "ir.Table":
    """Return by cell and number of citations how much of a work with so many is among the most cited tenth, in parts of SHARE."""
    import ibis

    old = judged(given, about).filter(lambda t: t.subfield.notnull())
    each = old.group_by(*CELL, "cited").aggregate(f=lambda t: t.f.sum().cast("int64"))
    up_to = ibis.window(group_by=list(CELL), order_by="cited", preceding=None, following=0)
    held = each.mutate(
        n=each.f.sum().over(ibis.window(group_by=list(CELL))).cast("int64"), cum=each.f.sum().over(up_to).cast("int64")
    )  # fmt: skip
    held = held.filter(held.n >= LEAST)
    above = ibis.least(ibis.greatest(held.cum * 10 - held.n * 9, 0), held.f * 10)
    return held.select(*CELL, "cited", top10=parts(above, held.f * 10))


def _make_impact(given: Given, about: About) -> "ir.Table":
    return theirs(given, about).filter(lambda t: t.known > 0).select("partner", "field", "top10", "known")


def _slowly_impact(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    cells: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for work in _plain_core(rows, about):
        if work["year"] <= about.until - YOUNG - 1 and work["subfield"] is not None:
            cells[tuple(work[name] for name in CELL)].append(work["cited"])
    counted: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for partner, work in plain_theirs(rows, about, plain_chosen(rows, about)):
        cell = cells.get(tuple(work[name] for name in CELL), [])
        if len(cell) >= LEAST:
            counted[partner, work["field"]][0] += plain_top(work, cell, 10)
            counted[partner, work["field"]][1] += 1
    for by, counts in counted.items():
        yield *by, *counts


def _make_fields(given: Given, about: About) -> "ir.Table":
    columns = ["field", "ours", "world"]
    ours = (
        home_works(given, about)
        .group_by("field")
        .aggregate(ours=lambda t: t.count(), world=lambda t: t.count() * 0)
    )
    world = (
        everybody(given, about)
        .group_by("field")
        .aggregate(ours=lambda t: t.count() * 0, world=lambda t: t.f.sum().cast("int64"))
    )
    both = ours.select(columns).union(world.select(columns))
    return both.group_by("field").aggregate(ours=lambda t: t.ours.sum(), world=lambda t: t.world.sum())


def _slowly_fields(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    ours = Counter(work["field"] for work in plain_home_works(rows, about))
    world = Counter(work["field"] for work in _plain_core(rows, about))
    for field, n in world.items():
        yield field, ours[field], n


BY = ("partner", "field")
recipe(
    Recipe("partner-profile", 1, NEEDS, BY, ("joint", "theirs"), _make, _slowly, indicator="partner-affinity")
)
recipe(
    Recipe(
        "partner-impact",
        1,
        NEEDS,
        BY,
        ("top10", "known"),
        _make_impact,
        _slowly_impact,
        indicator="partner-complementarity",
    )
)
recipe(
    Recipe(
        "field-output", 1, ("works", "orgmap"), ("field",), ("ours", "world"), _make_fields, _slowly_fields,
        indicator="partner-complementarity",
    )
)  # fmt: skip
