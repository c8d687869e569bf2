"""Which works are the home university's: those with an author at a component or joint organisation in the year of the work.

An associated organisation, such as a hospital, counts only on a work that the university itself is on, and so adds no work.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

OWN = ("component", "joint")
TEXTS = ("title", "doi", "language", "content")  # dear to read, and nothing is counted by them
Work = Mapping[str, Any]


def home_works(given: Given, about: About) -> "ir.Table":
    """Return the core works of the university in the years asked about, each once, without their texts."""
    return of_ours(given, about).filter(lambda t: t.core)


@once("works", "orgmap")
def of_ours(given: Given, about: About) -> "ir.Table":
    """Return all works of the university in the years asked about, those outside the core too, each once, without their texts."""
    return _asked(given, about).drop(*TEXTS).semi_join(_numbers(given, about), "work")


@once("works", "orgmap")
def _numbers(given: Given, about: About) -> "ir.Table":
    """Return their numbers: found first, so that the rest is read of few."""
    own = ours(given, about).filter(lambda t: t.own)
    met = _asked(given, about).select("work", "year", organisation=lambda t: t.institutions.unnest())
    return met.semi_join(own, ["organisation", "year"]).select("work").distinct()


def core(given: Given, about: About) -> "ir.Table":
    """Return the core works of the years asked about, of everybody."""
    return _asked(given, about).filter(lambda t: t.core)


def _asked(given: Given, about: About) -> "ir.Table":
    return given["works"].filter(lambda t: t.year.between(about.since, about.until))


@once("orgmap")
def ours(given: Given, about: About) -> "ir.Table":
    """Return what counts for the university by year: organisation, year, weight, and whether it is its own, not associated alone."""
    import ibis

    held = given["orgmap"].filter(lambda t: t.university == about.university)
    years = held.mutate(year=ibis.range(about.since, about.until + 1).cast("array<int64>").unnest())
    now = years.filter(lambda t: (t.year >= t.since) & (t.year <= t.until))
    return now.group_by("organisation", "year").aggregate(
        weight=lambda t: t.weight.max(), own=lambda t: t.relation.isin(OWN).any()
    )


def plain_home_works(rows: Rows, about: About) -> Iterator[Work]:
    """Walk the same works, slowly."""
    for work in rows["works"]:
        if (
            work["core"]
            and about.since <= work["year"] <= about.until
            and any(
                one["relation"] in OWN and one["organisation"] in work["institutions"]
                for one in plain_ours(rows, about, year=work["year"])
            )
        ):
            yield work


def plain_ours(rows: Rows, about: About, *, year: int) -> Iterator[Work]:
    """Walk what counts for the university in a year, slowly."""
    for one in rows["orgmap"]:
        if one["university"] == about.university and one["since"] <= year <= one["until"]:
            yield one
