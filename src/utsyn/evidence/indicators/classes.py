"""With whom works are written: exclusive classes, which sum to all, and the number of countries, which sums to all known.

int: more than one country (China as one). nat: not int, and an institution that does not count for us in the year of the work; a hospital
that is associated with the university counts for us. own: none of these, and several authors. single: one author, ours alone.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import plain_home_works
from utsyn.evidence.indicators.traits import plain_number, plain_others, traits
from utsyn.evidence.recipes import About, Given, Rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLASSES = ("int", "nat", "own", "single")
COUNTRIES = ("one", "two", "three", "four-or-more")


def class_of(works: "ir.Table") -> "ir.StringValue":
    """Return the class of each work."""
    import ibis

    return ibis.cases(
        (works.n > 1, "int"), (works.others > 0, "nat"), (works.authors > 1, "own"), else_="single"
    )


def _classes(given: Given, about: About) -> "ir.Table":
    import ibis

    works = traits(given, about)
    each = works.mutate(its=class_of(works), **{"class": ibis.array(list(CLASSES)).unnest()})
    return each.select(
        "work", "year", "field", "class", part=(each["class"] == each.its).cast("int64"), known=_one()
    )


def _countries(given: Given, about: About) -> "ir.Table":
    import ibis

    works = traits(given, about)
    its = ibis.cases(
        (works.n > 3, "four-or-more"),
        (works.n == 3, "three"),
        (works.n == 2, "two"),
        (works.n == 1, "one"),
        else_="",
    )
    each = works.mutate(its=its, countries_of=ibis.array(list(COUNTRIES)).unnest())
    return each.select(
        "work", "year", "field", countries="countries_of",
        part=(each.countries_of == each.its).cast("int64"), known=(each.n > 0).cast("int64"),
    )  # fmt: skip


def _one() -> "ir.IntegerValue":
    import ibis

    return ibis.literal(1, "int64")


def _plain_classes(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        for name in CLASSES:
            international = plain_number(work["countries"]) > 1
            national = not international and bool(plain_others(rows, about, work))
            alone = not international and not national and work["authors"] <= 1
            own = not (international or national or alone)
            holds = {"int": international, "nat": national, "own": own, "single": alone}
            yield work, (name,), int(holds[name]), 1


def _plain_countries(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        n = plain_number(work["countries"])
        for place, name in enumerate(COUNTRIES, start=1):
            yield work, (name,), int(min(n, 4) == place), int(n > 0)


family(
    Counted(
        "copublication-classes",
        ("works", "orgmap"),
        ("class",),
        _classes,
        _plain_classes,
        "copublication-classes",
    )
)
family(
    Counted(
        "copublication-countries", ("works", "orgmap"), ("countries",), _countries, _plain_countries, "copublication-countries"
    )
)  # fmt: skip
