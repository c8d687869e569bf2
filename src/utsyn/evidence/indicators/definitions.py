"""International co-publication in the three readings that others quote, each in variants: two figures that differ, differ by one of these.

cwts: countries of institutions and of authors, Hong Kong and Macao as China. openalex: the same countries as they are written.
nvi: an institution in another country than the university's. Variants: plain; strict, where nobody counts who gives two countries;
first, of first affiliations alone; to-100 and to-10, without works of more authors; of-all, over all works, those without a country too.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import Work, plain_home_works
from utsyn.evidence.indicators.traits import MANY, plain_hyper, plain_number, traits
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

DEFINITIONS = ("cwts", "openalex", "nvi")
VARIANTS = ("plain", "strict", "first", "to-100", "to-10", "of-all")
LISTS = {"strict": "single_countries", "first": "first_countries"}


@once("works", "orgmap", "organisations")
def abroad(given: Given, about: About) -> "ir.Table":
    """Return works with institutions of known countries: work, and whether one is in another country than the university's."""
    return placed(traits(given, about).select("work").join(_institutions(given, about), "work"), given, about)


def placed(pairs: "ir.Table", given: Given, about: About) -> "ir.Table":
    """Return the same of any works: `pairs` are their institutions."""
    organisations = given["organisations"]
    home = organisations.filter(lambda t: t.ror == about.university).aggregate(home=lambda t: t.country.max())
    where = organisations.filter(lambda t: t.organisation > 0).select("organisation", "country")
    known = pairs.join(where, "organisation").cross_join(home)
    known = known.filter(lambda t: t.country.notnull() & t.home.notnull())
    return known.group_by("work").aggregate(
        home=lambda t: t.home.max(), abroad=lambda t: (t.country != t.home).any().cast("int64")
    )


def _institutions(given: Given, about: About) -> "ir.Table":
    from utsyn.evidence.indicators.ours import home_works

    works = home_works(given, about)
    return works.select("work", organisation=works.institutions.unnest())


@once("works", "orgmap", "organisations")
def readings(given: Given, about: About) -> "ir.Table":
    """Return a row a home work, definition and variant: whether the work is international by it, and whether that is known."""
    import ibis

    there = abroad(given, about).select(placed="work", home="home", abroad="abroad")
    held = traits(given, about)
    works = held.left_join(there, held.work == there.placed)
    foreign = {
        name: works[name].length() - works[name].contains(works.home).cast("int64") for name in LISTS.values()
    }
    by_nvi = [
        works.abroad,
        works.abroad * _flag(foreign["single_countries"] > 0),
        works.abroad * _flag(foreign["first_countries"] > 0),
    ]
    places = works.abroad.notnull()
    values = works.select(
        "work", "year", "field", "hyper", "many",
        cwts=_flag(works.n > 1), cwts_strict=_flag(works.single > 1), cwts_first=_flag(works["first"] > 1),
        openalex=_flag(works.n_apart > 1), openalex_strict=_flag(works.single_apart > 1), openalex_first=_flag(works.first_apart > 1),
        nvi=by_nvi[0].fill_null(0), nvi_strict=by_nvi[1].fill_null(0), nvi_first=by_nvi[2].fill_null(0),
        known=_flag(works.n > 0), known_strict=_flag(works.single > 0), known_first=_flag(works["first"] > 0),
        placed=_flag(places), placed_strict=_flag(places & (works.single > 0)), placed_first=_flag(places & (works["first"] > 0)),
    )  # fmt: skip
    each = values.mutate(definition=ibis.array(list(DEFINITIONS)).unnest())
    every = each.mutate(variant=ibis.array(list(VARIANTS)).unnest())
    kept = every.filter(
        ~((every.variant == "to-100") & (every.hyper == 1))
        & ~((every.variant == "to-10") & (every.many == 1))
    )
    known = kept.definition.cases(("nvi", _of(kept, "placed")), else_=_of(kept, "known"))
    return kept.select(
        "work", "year", "field", "definition", "variant",
        part=kept.definition.cases(*[(name, _of(kept, name)) for name in DEFINITIONS], else_=0).cast("int64"),
        known=ibis.ifelse(kept.variant == "of-all", 1, known).cast("int64"),
    )  # fmt: skip


def _flag(holds: "ir.BooleanValue") -> "ir.IntegerValue":
    return holds.fill_null(False).cast("int64")


def _of(works: "ir.Table", name: str) -> "ir.IntegerValue":
    """Return the column of a name that the variant of a row reads."""
    return works.variant.cases(
        *[(variant, works[f"{name}_{variant}"]) for variant in LISTS], else_=works[name]
    )


def _plainly(rows: Rows, about: About) -> Iterator[Plain]:
    home = next((one["country"] for one in rows["organisations"] if one["ror"] == about.university), None)
    where = {one["organisation"]: one["country"] for one in rows["organisations"]}
    for work in plain_home_works(rows, about):
        places = {where[at] for at in work["institutions"] if where.get(at) and home}
        for variant in VARIANTS:
            if variant == "to-100" and plain_hyper(work):
                continue
            if variant == "to-10" and plain_hyper(work, MANY):
                continue
            yield from _read(work, variant, places, home)


def _read(work: Work, variant: str, places: set[str], home: str | None) -> Iterator[Plain]:
    codes = work[LISTS.get(variant, "countries")] or ()
    everybody = variant == "of-all"
    yield work, ("cwts", variant), int(plain_number(codes) > 1), everybody or bool(codes)
    yield work, ("openalex", variant), int(len(codes) > 1), everybody or bool(codes)
    out = bool(places - {home}) and (variant not in LISTS or bool(set(codes) - {home}))
    yield (
        work,
        ("nvi", variant),
        int(out),
        everybody or (bool(places) and (variant not in LISTS or bool(codes))),
    )


family(
    Counted(
        "copublication-definitions", ("works", "orgmap", "organisations"), ("definition", "variant"), readings, _plainly,
        "copublication-definitions",
    )
)  # fmt: skip
