"""How many publications: whole works, and works divided between their authors' affiliations in parts of SHARE.

Of a divided work, `home` is what our affiliations have, `others` what other known institutions have, and `unassigned` the rest: authors
without a known institution, and what flooring left over. The three of a work are SHARE exactly. A joint organisation gives us its weight.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.counting import COUNTS, Counted, Plain, family, plainly_summed, summed
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.indicators.units import affiliations, plain_affiliations, plain_unit_parts, unit_parts
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.steps import once
from utsyn.evidence.tables import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHO = ("home", "others", "unassigned")
NEEDS = ("works", "orgmap", "authorships")


def _works(given: Given, about: About) -> "ir.Table":
    import ibis

    one = ibis.literal(1, "int64")
    return home_works(given, about).select("work", "year", "field", part=one, known=one)


def _plain_works(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        yield work, (), 1, 1


@once(*NEEDS)
def divided(given: Given, about: About) -> "ir.Table":
    """Return a row a home work and `who`, with the parts of the work that they have."""
    import ibis

    works = home_works(given, about).select("work", "year", "field")
    rows = affiliations(given, about)
    mine = rows.ours.fill_null(0)
    theirs = ibis.ifelse(rows.institution > 0, rows.part - mine, 0)
    had = rows.select(place="work", mine=mine, theirs=theirs).group_by("place").aggregate(
        home=lambda t: t.mine.sum(), others=lambda t: t.theirs.sum()
    )  # fmt: skip
    joined = works.left_join(had, works.work == had.place)
    held = joined.mutate(home=joined.home.fill_null(0), others=joined.others.fill_null(0))
    each = held.mutate(who=ibis.array(list(WHO)).unnest())
    return each.select(
        "work", "year", "field", "who", known=ibis.literal(1, "int64"),
        part=each.who.cases(("home", each.home), ("others", each.others), else_=SHARE - each.home - each.others),
    )  # fmt: skip


def _plain_divided(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        home = others = 0
        for one in plain_affiliations(rows, about, work):
            home += one.ours or 0
            others += one.part - (one.ours or 0) if one.institution else 0
        for who, part in zip(WHO, (home, others, SHARE - home - others), strict=True):
            yield work, (who,), part, 1


def _by(along: str) -> Any:
    def make(given: Given, about: About) -> "ir.Table":
        return summed(divided(given, about), ["year", *([along] if along else []), "who"])

    def slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
        cases = _plain_divided(rows, about)
        return plainly_summed(
            ((work["year"], *([work[along]] if along else []), *by), part, known)
            for work, by, part, known in cases
        )

    return make, slowly


def _by_unit(given: Given, about: About) -> "ir.Table":
    """Sum what units have by their authors; `denominator` is how many works they had a part in."""
    import ibis

    had = unit_parts(given, about).group_by("work", "year", "unit").aggregate(part=lambda t: t.part.sum())
    return summed(had.mutate(known=ibis.literal(1, "int64")), ["year", "unit"])


def _plain_by_unit(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    cases = []
    for work in plain_home_works(rows, about):
        had: dict[str, int] = {}
        for unit, part in plain_unit_parts(rows, about, work):
            had[unit] = had.get(unit, 0) + part
        cases += [((work["year"], unit), part, 1) for unit, part in had.items()]
    return plainly_summed(cases)


family(Counted("publications", ("works", "orgmap"), (), _works, _plain_works, "publications"))
OF: Any = {"indicator": "author-shares", "scale": SHARE}
recipe(Recipe("author-shares", 1, NEEDS, ("year", "who"), COUNTS, *_by(""), **OF))
recipe(Recipe("author-shares-by-field", 1, NEEDS, ("year", "field", "who"), COUNTS, *_by("field"), **OF))
recipe(
    Recipe(
        "author-shares-by-unit",
        1,
        (*NEEDS, "staff"),
        ("year", "unit"),
        COUNTS,
        _by_unit,
        _plain_by_unit,
        **OF,
    )
)
