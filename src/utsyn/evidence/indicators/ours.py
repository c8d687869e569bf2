"""Which works are the home university's: those with an author at a component or joint organisation in the year of the work.

An associated organisation, such as a hospital, counts only on a work that the university itself is on, and so adds no work.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.homes import HOME, TEXTS, WITHIN
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

OWN = ("component", "joint")
Work = Mapping[str, Any]


def home_works(given: Given, about: About) -> "ir.Table":
    """Return the core works of the university in the years asked about, each once, without their texts."""
    return of_ours(given, about).filter(lambda t: t.core)


@once("works", "orgmap")
def of_ours(given: Given, about: About) -> "ir.Table":
    """Return all works of the university in the years asked about, those outside the core too, each once, without their texts."""
    numbers = _numbers(given, about)
    everybody = _years(given["works"], about).drop(*TEXTS)
    if not _beside(given):
        return everybody.semi_join(numbers, "work")
    near = _years(given[HOME], about).semi_join(numbers, "work")
    rest = numbers.anti_join(given[HOME], "work")  # as a rule none: then no engine looks at everybody's
    return near.union(everybody.semi_join(rest, "work"))


@once("works", "orgmap")
def _numbers(given: Given, about: About) -> "ir.Table":
    """Return their numbers: found first, so that the rest is read of few."""
    own = ours(given, about).filter(lambda t: t.own)
    if not _beside(given):
        return _met(given["works"], about, own).distinct()
    rest = own.anti_join(given[WITHIN], "organisation")
    return _met(given[HOME], about, own).union(_met(given["works"], about, rest), distinct=True)


def _met(works: "ir.Table", about: About, own: "ir.Table") -> "ir.Table":
    met = _years(works, about).select("work", "year", organisation=lambda t: t.institutions.unnest())
    return met.semi_join(own, ["organisation", "year"]).select("work")


def _beside(given: Given) -> bool:
    """Return whether the works of home stand beside those of everybody."""
    return HOME in given and WITHIN in given


def core(given: Given, about: About) -> "ir.Table":
    """Return the core works of the years asked about, of everybody."""
    return _years(given["works"], about).filter(lambda t: t.core)


def _years(works: "ir.Table", about: About) -> "ir.Table":
    return works.filter(lambda t: t.year.between(about.since, about.until))


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
