"""Which works are the home university's: those with an author at a component or joint organisation in the year of the work.

An associated organisation, such as a hospital, counts only on a work that the university itself is on, and so adds no work.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.recipes import About, Given, Rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

OWN = ("component", "joint")


def home_works(given: Given, about: About) -> "ir.Table":
    """Return the core works of the university in the years asked about, each once."""
    works = core(given, about)
    ours = given["orgmap"].filter(lambda t: (t.university == about.university) & t.relation.isin(OWN))
    pairs = works.select("work", "year", organisation=works.institutions.unnest())
    met = pairs.join(ours, "organisation").filter(lambda t: (t.year >= t.since) & (t.year <= t.until))
    return works.semi_join(met.select("work").distinct(), "work")


def core(given: Given, about: About) -> "ir.Table":
    """Return the core works of the years asked about, of everybody."""
    return given["works"].filter(lambda t: t.core & t.year.between(about.since, about.until))


def plain_home_works(rows: Rows, about: About) -> Iterator[Mapping[str, Any]]:
    """Walk the same works, slowly."""
    for work in rows["works"]:
        if work["core"] and about.since <= work["year"] <= about.until and any(
            one["university"] == about.university and one["relation"] in OWN
            and one["organisation"] in work["institutions"] and one["since"] <= work["year"] <= one["until"]
            for one in rows["orgmap"]
        ):  # fmt: skip
            yield work
