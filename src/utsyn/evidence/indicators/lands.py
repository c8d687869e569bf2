"""Countries as partners: by country and field, what we write together and all that the country writes, beside which our output and everybody's stand.

A country is counted once a work, as it is written, and our own is not counted. All that a country writes can be told only where works of
everybody are loaded. Affinity follows from it as it does for partners (`utsyn.evidence.affinities`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.countries import abroad, plain_home
from utsyn.evidence.indicators.ours import core, home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _make(given: Given, about: About) -> "ir.Table":
    works = core(given, about)
    theirs = works.select("field", country=works.countries.unnest()).group_by("country", "field").aggregate(
        joint=lambda t: t.count() * 0, theirs=lambda t: t.count()
    )  # fmt: skip
    ours = home_works(given, about)
    joint = ours.select("field", country=ours.countries.unnest()).group_by("country", "field").aggregate(
        joint=lambda t: t.count(), theirs=lambda t: t.count() * 0
    )  # fmt: skip
    both = abroad(theirs.union(joint), given, about)
    return both.group_by("country", "field").aggregate(
        joint=lambda t: t.joint.sum(), theirs=lambda t: t.theirs.sum()
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    home = plain_home(rows, about)
    joint, theirs = Counter[tuple[str, Any]](), Counter[tuple[str, Any]]()
    for work in plain_home_works(rows, about):
        joint.update((code, work["field"]) for code in set(work["countries"]) - {home})
    for work in rows["works"]:
        if work["core"] and about.since <= work["year"] <= about.until:
            theirs.update((code, work["field"]) for code in set(work["countries"]) - {home})
    for by, n in theirs.items():
        yield *by, joint[by], n


recipe(
    Recipe(
        "country-output", 1, ("works", "orgmap", "organisations"), ("country", "field"), ("joint", "theirs"), _make, _slowly,
        indicator="country-affinity",
    )
)  # fmt: skip
