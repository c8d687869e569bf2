"""What is true of each home work, worked out once: how many countries by each reading, institutions that are not ours, many authors."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.ours import Work, home_works, ours, plain_ours
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

CHINA = ("CN", "HK", "MO")  # one country in the Leiden ranking
HYPER, MANY = 100, 10  # more authors than these


@once("works", "orgmap")
def traits(given: Given, about: About) -> "ir.Table":
    """Return home works with numbers: countries, first, single (China as one), *_apart (as written), others, hyper, many."""
    works = home_works(given, about)
    pairs = works.select("work", "year", organisation=works.institutions.unnest())
    foreign = pairs.anti_join(ours(given, about), ["organisation", "year"])
    others = (
        foreign.group_by("work")
        .aggregate(others=lambda t: t.count())
        .select(elsewhere="work", others="others")
    )
    joined = works.left_join(others, works.work == others.elsewhere)
    return joined.select(
        "work", "year", "field", "subfield", "type", "authors", "with_country", "cited", "source",
        "countries", "first_countries", "single_countries",
        companies=joined.companies.cast("int64"),
        institutions=joined.institutions.length().cast("int64"),
        n=number(joined.countries), first=number(joined.first_countries), single=number(joined.single_countries),
        n_apart=joined.countries.length().cast("int64"),
        first_apart=joined.first_countries.length().cast("int64"),
        single_apart=joined.single_countries.length().cast("int64"),
        others=joined.others.fill_null(0),
        hyper=((joined.authors > HYPER) | joined.cut).cast("int64"),
        many=((joined.authors > MANY) | joined.cut).cast("int64"),
    )  # fmt: skip


def number(countries: "ir.ArrayValue") -> "ir.IntegerValue":
    """Return how many countries a list without doubles has, with Hong Kong and Macao as China."""
    import ibis

    here: Any = sum(countries.contains(code).cast("int64") for code in CHINA)
    return (countries.length() - ibis.greatest(here - 1, 0)).cast("int64")


def plain_number(countries: Iterable[str]) -> int:
    """Return the same."""
    return len({"CN" if code in CHINA else code for code in countries})


def plain_others(rows: Rows, about: About, work: Work) -> set[int]:
    """Return the institutions of a work that do not count for us."""
    own = {one["organisation"] for one in plain_ours(rows, about, year=work["year"])}
    return set(work["institutions"]) - own


def plain_hyper(work: Work, most: int = HYPER) -> bool:
    """Return whether a work has more authors than that; a list that was cut has."""
    return work["authors"] > most or work["cut"]
