"""Who partners are: their names, countries and places, by the number they are counted under, for lists and for the map.

Of organisations that are partners on publications, and of those with an agreement. `top` is 1 where nobody stands above: a list of
whole organisations leaves out the others. One that the register lacks has no name, and stands there all the same.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.dealings import numbered, plain_numbers
from utsyn.evidence.indicators.joint import NEEDS, NOBODY, above, pairs, plain_above, plain_pairs
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

BY = ("partner", "ror", "name", "country", "kind", "lat", "lon")


def _named(given: Given, partners: "ir.Table") -> "ir.Table":
    """Return what the register tells of partners."""
    register = given["organisations"].filter(lambda t: t.organisation != NOBODY)
    told = register.select(*BY[1:], number="organisation", top=(register.lineage.length() <= 1).cast("int64"))
    named = partners.select("partner").distinct().left_join(told, [("partner", "number")])
    return named.group_by(BY).aggregate(top=lambda t: t.top.max().fill_null(1))


def _plainly_named(rows: Rows, partners: set[int]) -> Iterator[tuple[Any, ...]]:
    for partner in partners:
        found = [one for one in rows["organisations"] if one["organisation"] == partner and partner != NOBODY]
        for one in found or [dict.fromkeys(BY)]:
            yield (
                partner,
                *(one[name] for name in BY[1:]),
                int(not one.get("lineage") or len(one["lineage"]) <= 1),
            )


def _make(given: Given, about: About) -> "ir.Table":
    return _named(given, pairs(given, about))


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    return _plainly_named(rows, {pair.partner for pair in plain_pairs(rows, about)})


def _make_agreed(given: Given, about: About) -> "ir.Table":  # noqa: ARG001  agreements of whatever year
    return _named(given, above(given, numbered(given, given["agreements"].select("ror"))))


def _slowly_agreed(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:  # noqa: ARG001  as above
    numbers, known = plain_numbers(rows), plain_above(rows)
    met = {numbers.get(one["ror"], NOBODY) for one in rows["agreements"]}
    return _plainly_named(rows, {partner for one in met for partner in known.get(one, (one, {one}))[1]})


recipe(Recipe("partner-places", 1, NEEDS, BY, ("top",), _make, _slowly, indicator="copublication-partners"))
recipe(
    Recipe(
        "agreement-places", 1, ("agreements", "organisations"), BY, ("top",), _make_agreed, _slowly_agreed, indicator="dormant-agreements",
    )
)  # fmt: skip
