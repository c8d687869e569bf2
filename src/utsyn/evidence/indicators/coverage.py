"""How much is known: works of which all authors have a country, and works of which any has; and works with companies on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.indicators.traits import traits
from utsyn.evidence.recipes import About, Given, Rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

OF = ("all", "any")


def _covered(given: Given, about: About) -> "ir.Table":
    """Return of each work whether all of its authors have a country, and whether any has; unknown where nothing is told of authors."""
    import ibis

    works = traits(given, about)
    each = works.mutate(of=ibis.array(list(OF)).unnest())
    every = (each.with_country == each.authors) & (each.authors > 0)
    holds = ibis.ifelse(each.of == "all", every, each.with_country > 0)
    part, known = holds.fill_null(False).cast("int64"), each.with_country.notnull().cast("int64")
    return each.select("work", "year", "field", "of", part=part, known=known)


def _plain_covered(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        n = work["with_country"]
        yield work, ("all",), int(0 < work["authors"] == n), int(n is not None)
        yield work, ("any",), int((n or 0) > 0), int(n is not None)


def _companies(given: Given, about: About) -> "ir.Table":
    """Return of each work whether a company is on it; unknown where no institution was matched."""
    works = traits(given, about)
    return works.select(
        "work", "year", "field", part="companies", known=(works.institutions > 0).cast("int64")
    )


def _plain_companies(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        yield work, (), int(work["companies"]), int(bool(work["institutions"]))


family(
    Counted("country-coverage", ("works", "orgmap"), ("of",), _covered, _plain_covered, "country-coverage")
)
family(
    Counted(
        "industry-copublication",
        ("works", "orgmap"),
        (),
        _companies,
        _plain_companies,
        "industry-copublication",
    )
)
