"""How most figures on works are counted: cases, which are works with a part that counts, put together by year, by field and by unit.

A case is a row `work, year, field`, what else it is counted by, `part` (what it adds to the numerator) and `known` (1, or 0 where it
cannot be told). Numerator is the sum of the parts, denominator the number of known works, and `unknown` how many are not.
Where a work has as many cases as it has countries or partners, the family is sparse: a case without one ("") tells what is known of the
work, the others have null, and each of them has the denominator of all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.indicators.units import plain_units, unit_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTS = ("numerator", "denominator", "unknown")
OF_UNITS = ("authorships", "staff")
Plain = tuple[
    Mapping[str, Any], tuple[Any, ...], int, int | None
]  # a work, what it is counted by, its part, known
Cases = Callable[[Given, About], "ir.Table"]
Plainly = Callable[[Rows, About], Iterable[Plain]]


class Counted(NamedTuple):
    """What a family of recipes counts: its key, its tables, what it is counted by besides year, field and unit, and its cases."""

    key: str
    needs: tuple[str, ...]
    by: tuple[str, ...]
    cases: Cases
    plainly: Plainly
    indicator: str
    scale: int = 1
    version: int = 1
    sparse: bool = False  # by the last of `by`


FAMILIES: dict[str, Counted] = {}  # by key, so that single works can be looked at


def family(of: Counted) -> None:
    """Make three recipes known: by year, by field (null: no field is known) and by unit (empty: authors whom no unit lists)."""
    FAMILIES[of.key] = of
    for along in ("", "field", "unit"):
        key = f"{of.key}-by-{along}" if along else of.key
        needs = (*of.needs, *(OF_UNITS if along == "unit" else ()))
        by = ("year", *([along] if along else []), *of.by)
        made = Recipe(
            key, of.version, needs, by, COUNTS, _make(of, along), _slowly(of, along), of.indicator, of.scale
        )
        recipe(made)


def summed(cases: "ir.Table", by: Iterable[str]) -> "ir.Table":
    """Put cases together."""
    return cases.group_by(list(by)).aggregate(
        numerator=lambda t: t.part.sum(),
        denominator=lambda t: t.known.sum().fill_null(0),
        unknown=lambda t: (1 - t.known).sum().fill_null(0),
    )


def plainly_summed(cases: Iterable[tuple[tuple[Any, ...], int, int | None]]) -> Iterator[tuple[Any, ...]]:
    """Put plain cases together: what each is counted by, its part, and whether it is known."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for by, part, known in cases:
        numbers = found[by]
        numbers[0] += part
        if known is not None:
            numbers[1 if known else 2] += 1
    for by, numbers in found.items():
        yield *by, *numbers


def _make(of: Counted, along: str = "") -> Callable[[Given, About], "ir.Table"]:
    def make(given: Given, about: About) -> "ir.Table":
        cases = of.cases(given, about)
        if along == "unit":
            cases = cases.join(unit_works(given, about), "work")
        by = ["year", *([along] if along else []), *of.by]
        return _dense(summed(cases, by), by) if of.sparse else summed(cases, by)

    return make


def _slowly(of: Counted, along: str = "") -> Callable[[Rows, About], Iterator[tuple[Any, ...]]]:
    def slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
        found = plainly_summed(_along(of, along, rows, about))
        return _plainly_dense(list(found)) if of.sparse else found

    return slowly


def _dense(found: "ir.Table", by: list[str]) -> "ir.Table":
    """Give what each has the denominator of all; those of which nothing is known have none of their own."""
    whole = found.group_by(by[:-1])
    each = whole.mutate(denominator=lambda t: t.denominator.sum(), unknown=lambda t: t.unknown.sum())
    return each.filter(each[by[-1]] != "")


def _plainly_dense(found: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    whole = {row[:-4]: row[-2:] for row in found if not row[-4]}
    for row in found:
        if row[-4]:
            yield *row[:-2], *whole[row[:-4]]


def _along(
    of: Counted, along: str, rows: Rows, about: About
) -> Iterator[tuple[tuple[Any, ...], int, int | None]]:
    for work, by, part, known in of.plainly(rows, about):
        every: Iterable[tuple[Any, ...]] = [()]
        if along == "field":
            every = [(work["field"],)]
        elif along == "unit":
            every = [(unit,) for unit in plain_units(rows, about, work)]
        for one in every:
            yield (work["year"], *one, *by), part, known
