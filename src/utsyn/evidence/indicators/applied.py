"""Applications to a funder that tells of those it turned down too: how many were sent, and what share of the decided ones was granted.

Ours are those that the funder's short name of the institution tells: the one that the national statistics use for us, or for what became part
of us. What a person sent herself is nobody's. What is not decided is in no share, and is counted.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.exchange import codes, plain_codes
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

BY = ("year", "funder", "scheme")
COUNTS = ("numerator", "denominator", "sent", "excluded", "unknown")
DECIDED = ("granted", "rejected")
NEEDS = ("applications", "institutions", "links")


def _names(given: Given, about: About) -> "ir.Table":
    """Return the short names of the university and of what is part of it today."""
    known = given["institutions"].join(codes(given, about, "dbh").rename(now="identifier"), "now")
    return known.filter(known.short.notnull()).select(name=known.short.lower()).distinct()


def _make(given: Given, about: About) -> "ir.Table":
    told = given["applications"].mutate(name=lambda t: t.institution.lower())
    told = told.filter(lambda t: t.year.isnull() | t.year.between(about.since, about.until))
    ours = told.semi_join(_names(given, about), "name")
    return ours.group_by(list(BY)).aggregate(
        numerator=lambda t: (t.outcome == "granted").fill_null(False).sum(),
        denominator=lambda t: t.outcome.isin(DECIDED).fill_null(False).sum(),
        sent=lambda t: t.count(),
        excluded=lambda t: (t.outcome.notnull() & ~t.outcome.isin(DECIDED)).fill_null(False).sum(),
        unknown=lambda t: t.outcome.isnull().sum(),
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    ours = plain_codes(rows, about, "dbh")
    names = {one["short"].lower() for one in rows["institutions"] if one["now"] in ours and one["short"] is not None}  # fmt: skip
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(COUNTS))
    for one in rows["applications"]:
        within = one["year"] is None or about.since <= one["year"] <= about.until
        if one["institution"] is not None and one["institution"].lower() in names and within:
            counts = found[tuple(one[name] for name in BY)]
            counts[0] += one["outcome"] == "granted"
            counts[1] += one["outcome"] in DECIDED
            counts[2] += 1
            counts[3] += one["outcome"] is not None and one["outcome"] not in DECIDED
            counts[4] += one["outcome"] is None
    for by, counts in found.items():
        yield *by, *counts


recipe(Recipe("funder-applications", 1, NEEDS, BY, COUNTS, _make, _slowly, indicator="funder-applications"))
