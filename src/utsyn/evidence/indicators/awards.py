"""Whether what we write with a partner names a project that we share with it: joint publications, and those that name such a project's number.

Only partners with a joint project have a row. Which projects a publication names is `awards` of the table of works; where a vintage tells
nothing of them, the publication is unknown. A number that no project of ours has says nothing of a partner.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.dealings import joint_projects, plain_joint_projects
from utsyn.evidence.indicators.joint import NEEDS, NOBODY, pairs, plain_pairs
from utsyn.evidence.indicators.ours import home_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTS = ("named", "works", "unknown")


@once(*NEEDS, "grants", "participations")
def _shared(given: Given, about: About) -> "ir.Table":
    """Return which projects we share with which partner."""
    of = joint_projects(given, about)
    return of.filter(of.partner != NOBODY).select("project", "partner").distinct()


@once(*NEEDS, "grants", "participations")
def _written(given: Given, about: About) -> "ir.Table":
    """Return publications with these partners, once for each: work, year, partner, awards."""
    partners = _shared(given, about).select("partner").distinct()
    works = home_works(given, about).select("work", "awards")
    return (
        pairs(given, about)
        .semi_join(partners, "partner")
        .select("work", "year", "partner")
        .join(works, "work")
    )


def _make(given: Given, about: About) -> "ir.Table":
    each = _written(given, about)
    names = each.select("work", "partner", project=each.awards.unnest())
    known = names.semi_join(_shared(given, about), ["project", "partner"])
    named = known.select(on="work", by="partner").distinct().mutate(named=1)
    told = each.left_join(named, [each.work == named.on, each.partner == named.by])
    return told.group_by("partner", "year").aggregate(
        named=lambda t: t.named.fill_null(0).sum(),
        works=lambda t: t.count(),
        unknown=lambda t: t.awards.isnull().sum(),
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[int, ...]]:
    shared: dict[int, set[str]] = {}
    for project, partner, _ in plain_joint_projects(rows, about):
        shared.setdefault(partner, set()).add(project)
    found: dict[tuple[int, int], list[int]] = {}
    for partner, work, _, _ in plain_pairs(rows, about):
        if partner in shared:
            counts = found.setdefault((partner, work["year"]), [0, 0, 0])
            counts[0] += bool(shared[partner] & set(work["awards"] or ()))
            counts[1] += 1
            counts[2] += work["awards"] is None
    for by, counts in found.items():
        yield *by, *counts


recipe(
    Recipe(
        "partner-awards", 1, (*NEEDS, "grants", "participations"), ("partner", "year"), COUNTS, _make, _slowly,
        indicator="projects-and-publications",
    )
)  # fmt: skip
