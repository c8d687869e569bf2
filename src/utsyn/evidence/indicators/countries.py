"""With which countries: how many works each country is on, and the share of international works with groups of countries that have dates.

A country is counted once a work, as it is written (Hong Kong is not China here), and the university's own is not counted. Variants: plain;
strict, of authors who give one country alone; to-100, without works of more than 100 authors.
Groups are read as they were on 1 July of the year of the work (`then`), and of the last year asked about (`now`). Where we belong to one,
our own country does not make a work one with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.indicators.traits import plain_hyper, plain_number, traits
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once
from utsyn.organisations.countries import countries as dated

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = ("works", "orgmap", "organisations")
GROUPS = ("panorama", "norpart", "africa", "ldc", "oda-recipients", "nordic", "eu")
VARIANTS = ("plain", "strict", "to-100")
LISTS = ("then", "now")


@once(*NEEDS)
def _cases(given: Given, about: About) -> "ir.Table":
    """Return a row a work, variant and country, and one with no country that tells whether any is known."""
    import ibis

    each = traits(given, about).mutate(variant=ibis.array(list(VARIANTS)).unnest())
    kept = each.filter(~((each.variant == "to-100") & (each.hyper == 1)))
    said = kept.mutate(codes=ibis.ifelse(kept.variant == "strict", kept.single_countries, kept.countries))
    columns = ["work", "year", "field", "variant", "country", "part", "known"]
    pairs = said.select("work", "year", "field", "variant", country=said.codes.unnest())
    met = abroad(pairs, given, about).mutate(part=ibis.literal(1, "int64"), known=ibis.null("int64"))
    any_known = (
        (said.codes.length() > 0).fill_null(False).cast("int64")
    )  # a flat export has no lists of authors
    whole = said.mutate(country=ibis.literal(""), part=ibis.literal(0, "int64"), known=any_known)
    return met.select(columns).union(whole.select(columns))


def abroad(pairs: "ir.Table", given: Given, about: About) -> "ir.Table":
    """Return what is not of the university's own country; all of it where that is unknown."""
    own = given["organisations"].filter(lambda t: t.ror == about.university)
    both = pairs.cross_join(own.aggregate(home=lambda t: t.country.max()))
    return both.filter(both.home.isnull() | (both.country != both.home)).drop("home")


def plain_home(rows: Rows, about: About) -> str | None:
    """Return the university's own country, slowly."""
    return next((one["country"] for one in rows["organisations"] if one["ror"] == about.university), None)


def _plainly(rows: Rows, about: About) -> Iterator[Plain]:
    home = plain_home(rows, about)
    for work in plain_home_works(rows, about):
        for variant in VARIANTS:
            if variant == "to-100" and plain_hyper(work):
                continue
            codes = work["single_countries" if variant == "strict" else "countries"]
            yield work, (variant, ""), 0, int(bool(codes))
            for code in set(codes or ()) - {home}:
                yield work, (variant, code), 1, None


def members(about: About) -> list[dict[str, Any]]:
    """Return the members of the groups by list, each with the years it holds for; years for which a group is not known are in none."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for name in GROUPS:
        group = dated().groups[name]
        for year in range(about.since, about.until + 1):
            for which, of in zip(LISTS, (year, about.until), strict=True):
                for code in sorted(group.members(date(of, 7, 1)) or ()):
                    spans = found.setdefault((which, name, code), [])
                    if spans and spans[-1]["until"] == year - 1:
                        spans[-1]["until"] = year
                    else:
                        spans.append(
                            {"list": which, "group": name, "country": code, "since": year, "until": year}
                        )
    return [span for spans in found.values() for span in spans]


@once(*NEEDS)
def _grouped(given: Given, about: About) -> "ir.Table":
    """Return a row an international work, list and group that is known for its year: whether a member is on the work."""
    import ibis

    shape = {"list": "string", "group": "string", "country": "string", "since": "int64", "until": "int64"}
    told = members(about)
    each = ibis.memtable({name: [one[name] for one in told] for name in shape}, schema=shape)
    works = traits(given, about).filter(lambda t: t.n > 1)
    pairs = works.select("work", "year", country=works.countries.unnest())
    others = abroad(pairs, given, about)
    of = others.join(each, ["country", others.year >= each.since, others.year <= each.until])
    met = of.select(on="work", of="list", among="group").distinct()
    years = ibis.range(each.since, each.until + 1).cast("array<int64>").unnest()
    known = each.select("list", "group", year=years).distinct()
    every = works.select("work", "year", "field").join(known, "year")
    joined = every.left_join(
        met, [every.work == met.on, every["list"] == met.of, every["group"] == met.among]
    )
    return joined.select(
        "work",
        "year",
        "field",
        "list",
        "group",
        part=joined.on.notnull().cast("int64"),
        known=ibis.literal(1, "int64"),
    )


def _plain_grouped(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        if plain_number(work["countries"]) < 2:
            continue
        others = set(work["countries"]) - {plain_home(rows, about)}
        for which, year in zip(LISTS, (work["year"], about.until), strict=True):
            for name in GROUPS:
                known = dated().groups[name].members(date(year, 7, 1))
                if known is not None:
                    yield work, (which, name), int(bool(known & others)), 1


family(
    Counted(
        "country-profile", NEEDS, ("variant", "country"), _cases, _plainly, "country-profile", sparse=True
    )
)
family(
    Counted(
        "copublication-priority-countries", NEEDS, ("list", "group"), _grouped, _plain_grouped,
        "copublication-priority-countries",
    )
)  # fmt: skip
