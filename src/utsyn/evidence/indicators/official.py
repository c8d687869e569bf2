"""International co-publication as each official definition counts it whole: its own kinds of works, its own countries, its own denominator.

nvi: articles, reviews, chapters and books with an institution abroad, of those with a placed institution. cwts: articles, reviews and chapters
with more than one country, Hong Kong and Macao as China, of those with a country. openalex: whatever is in the default corpus, of every kind,
with more than one country as it is written. The variants of `definitions` hold the works fixed, so that two readings can be told apart; here
nothing is fixed, so these are the numbers that others print. Works of the expansion are in none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.counting import COUNTS
from utsyn.evidence.indicators.definitions import abroad, placed
from utsyn.evidence.indicators.ours import OWN, Work, home_works, of_ours, plain_ours
from utsyn.evidence.indicators.traits import number, plain_number
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

JOURNALS = ("article", "review", "book-chapter")
KINDS: Mapping[str, tuple[str, ...]] = {"nvi": (*JOURNALS, "book"), "cwts": JOURNALS}  # openalex: every kind
OFFICIAL = ("nvi", "cwts", "openalex")
KEPT = ("work", "year", "type", "retracted", "paratext", "countries", "institutions")


def beyond(given: Given, about: About) -> "ir.Table":
    """Return the home works of the default corpus that are not core: chapters, books, preprints and the like, and what was retracted."""
    return of_ours(given, about).filter(lambda t: ~t.core & ~t.xpac).select(*KEPT)


def _make(given: Given, about: About) -> "ir.Table":
    import ibis

    other = beyond(given, about)
    every = home_works(given, about).select(*KEPT).union(other)
    there = abroad(given, about).union(
        placed(other.select("work", organisation=other.institutions.unnest()), given, about)
    )
    works = every.left_join(there.select(at="work", abroad="abroad"), [("work", "at")])
    each = works.mutate(definition=ibis.array(list(OFFICIAL)).unnest())
    kept = each.filter(_counts(each))
    n, written = number(kept.countries), kept.countries.length()
    part = kept.definition.cases(("nvi", kept.abroad == 1), ("cwts", n > 1), else_=written > 1)
    known = kept.definition.cases(("nvi", kept.abroad.notnull()), else_=written > 0)
    told = kept.select(
        "year", "definition", part=part.fill_null(False).cast("int64"), known=known.cast("int64")
    )
    return told.group_by("year", "definition").aggregate(
        numerator=lambda t: t.part.sum(),
        denominator=lambda t: t.known.sum(),
        unknown=lambda t: (1 - t.known).sum(),
    )


def _counts(each: "ir.Table") -> "ir.BooleanValue":
    """Return whether a work is of a kind that the definition counts; what was retracted or is paratext only OpenAlex does."""
    whole = ~each.retracted & ~each.paratext
    kinds = {name: each.type.isin(kinds).fill_null(False) & whole for name, kinds in KINDS.items()}
    return each.definition.cases(*kinds.items(), else_=True)


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    home = next((one["country"] for one in rows["organisations"] if one["ror"] == about.university), None)
    where = {one["organisation"]: one["country"] for one in rows["organisations"]}
    found: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for work in _plainly_all(rows, about):
        places = {where[at] for at in work["institutions"] if where.get(at) and home}
        codes = work["countries"]
        for definition in OFFICIAL:
            kinds = KINDS.get(definition)
            if kinds and (work["type"] not in kinds or work["retracted"] or work["paratext"]):
                continue
            known = bool(places) if definition == "nvi" else bool(codes)
            countries = plain_number(codes) if definition == "cwts" else len(codes)
            holds = bool(places - {home}) if definition == "nvi" else countries > 1
            counts = found[work["year"], definition]
            counts[0] += holds
            counts[1 if known else 2] += 1
    for by, counts in found.items():
        yield *by, *counts


def _plainly_all(rows: Rows, about: About) -> Iterable[Work]:
    """Walk all works of the default corpus that are ours, slowly."""
    for work in rows["works"]:
        if not work["xpac"] and about.since <= work["year"] <= about.until:
            own = {one["organisation"] for one in plain_ours(rows, about, year=work["year"]) if one["relation"] in OWN}  # fmt: skip
            if own & set(work["institutions"]):
                yield work


recipe(
    Recipe(
        "copublication-official", 1, ("works", "orgmap", "organisations"), ("year", "definition"), COUNTS, _make, _slowly,
        indicator="copublication-official",
    )
)  # fmt: skip
