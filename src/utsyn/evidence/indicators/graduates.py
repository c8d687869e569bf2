"""Graduates with a stay abroad, by unit and year: linked by person, and refused where only flows are known.

From 2022 on a traineeship counts as a study stay does; the national definition, which counts none, stands beside it for every year.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.exchange import THREE_MONTHS, plain_summed, summed
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.text import say

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("bachelor", "master")
CHANGED = 2022  # the university's own definition holds from then on
EXCHANGE, TRAINEESHIP = "exchange", "traineeship"
BY, COUNTS = ("unit", "year"), ("numerator", "national", "denominator", "excluded", "unknown")
FLOWS = say(
    "Load graduates linked by person with their stays: those who went out in a year, over those who graduated in it, "
    "is another number and does not bear this name"
)


def _make(given: Given, about: About) -> "ir.Table":
    told = given["graduates"].filter(lambda t: t.year.between(about.since, about.until))
    degree = told.level.isin(LEVELS).fill_null(False)
    known, other = told.days_abroad.notnull(), told.level.notnull() & ~degree
    away = degree & known & (told.days_abroad >= THREE_MONTHS)
    national = away & (told.stay == EXCHANGE)
    ours = national | (away & (told.stay == TRAINEESHIP) & (told.year >= CHANGED))
    tests = {
        "numerator": ours,
        "national": national,
        "denominator": degree & known,
        "excluded": other,
        "unknown": ~other & ~(degree & known),
    }
    found = told.mutate(**{name: test.fill_null(False).cast("int64") for name, test in tests.items()})
    return found.group_by(list(BY)).aggregate(**summed(found, COUNTS))


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    found = []
    for one in rows["graduates"]:
        if one["year"] is None or not about.since <= one["year"] <= about.until:
            continue
        told = {"unit": one["unit"], "year": one["year"], **dict.fromkeys(COUNTS, 0)}
        found.append(told)
        days, stay = one["days_abroad"], one["stay"]
        if one["level"] is not None and one["level"] not in LEVELS:
            told["excluded"] = 1
        elif one["level"] is None or days is None:
            told["unknown"] = 1
        else:
            long = days >= THREE_MONTHS
            national = long and stay == EXCHANGE
            trained = long and stay == TRAINEESHIP and one["year"] >= CHANGED
            told |= {"denominator": 1, "national": int(national), "numerator": int(national or trained)}
    return plain_summed(found, BY, COUNTS)


recipe(
    Recipe(
        "graduates-abroad", 1, ("graduates",), BY, COUNTS, _make, _slowly, indicator="graduates-abroad", otherwise=FLOWS,
    )
)  # fmt: skip
