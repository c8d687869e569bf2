"""Profiles of partners by field: what we write together and all they write, beside what we and everybody write; affinity rests on them.

Only partners with FEWEST common works in the years asked about have a profile. All they write can be told only where works of everybody are
loaded: of one university's own works alone, a partner's output is what it writes with us, and nothing follows from it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.joint import NEEDS, pairs, plain_above, plain_pairs, rolled
from utsyn.evidence.indicators.ours import Work, core, home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEWEST = 10  # common works


def _make(given: Given, about: About) -> "ir.Table":
    together, register = pairs(given, about), rolled(given)
    chosen = together.group_by("partner").aggregate(n=lambda t: t.count()).filter(lambda t: t.n >= FEWEST)
    known = register.select(institution="organisation", partner="partner").semi_join(chosen, "partner")
    lacking = chosen.anti_join(register, [("partner", "organisation")])
    members = known.union(lacking.select(institution="partner", partner="partner"), distinct=True)
    works = core(given, about).select("work", "field", institution=lambda t: t.institutions.unnest())
    theirs = works.join(members, "institution").select("work", "partner", "field").distinct()
    joint = together.semi_join(chosen, "partner").group_by("partner", "field").aggregate(
        joint=lambda t: t.count(), theirs=lambda t: t.count() * 0
    )  # fmt: skip
    all_of = theirs.group_by("partner", "field").aggregate(
        joint=lambda t: t.count() * 0, theirs=lambda t: t.count()
    )
    return joint.union(all_of).group_by("partner", "field").aggregate(
        joint=lambda t: t.joint.sum(), theirs=lambda t: t.theirs.sum()
    )  # fmt: skip


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    together = [(pair.partner, pair.work["field"]) for pair in plain_pairs(rows, about)]
    chosen = {partner for partner, n in Counter(partner for partner, _ in together).items() if n >= FEWEST}
    joint = Counter(by for by in together if by[0] in chosen)
    known, theirs = plain_above(rows), Counter[tuple[int, Any]]()
    for work in _plain_core(rows, about):
        on = {partner for one in work["institutions"] for partner in known.get(one, (one, {one}))[1]}
        theirs.update((partner, work["field"]) for partner in on & chosen)
    for by in joint.keys() | theirs.keys():
        yield *by, joint[by], theirs[by]


def _plain_core(rows: Rows, about: About) -> Iterator[Work]:
    return (work for work in rows["works"] if work["core"] and about.since <= work["year"] <= about.until)


def _make_fields(given: Given, about: About) -> "ir.Table":
    columns = ["field", "ours", "world"]
    ours = (
        home_works(given, about)
        .group_by("field")
        .aggregate(ours=lambda t: t.count(), world=lambda t: t.count() * 0)
    )
    world = (
        core(given, about)
        .group_by("field")
        .aggregate(ours=lambda t: t.count() * 0, world=lambda t: t.count())
    )
    both = ours.select(columns).union(world.select(columns))
    return both.group_by("field").aggregate(ours=lambda t: t.ours.sum(), world=lambda t: t.world.sum())


def _slowly_fields(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    ours = Counter(work["field"] for work in plain_home_works(rows, about))
    world = Counter(work["field"] for work in _plain_core(rows, about))
    for field, n in world.items():
        yield field, ours[field], n


recipe(
    Recipe(
        "partner-profile", 1, NEEDS, ("partner", "field"), ("joint", "theirs"), _make, _slowly, indicator="partner-affinity",
    )
)  # fmt: skip
recipe(
    Recipe(
        "field-output", 1, ("works", "orgmap"), ("field",), ("ours", "world"), _make_fields, _slowly_fields, indicator="partner-complementarity",
    )
)  # fmt: skip
