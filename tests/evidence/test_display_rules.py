"""Held over all figures there are: no percentage of fewer than thirty, an interval around what is shown, and no order by what is inside intervals."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.evidence.grant_worlds import made
from utsyn.evidence import advantages, figures, terminal
from utsyn.evidence.applications import applications
from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, of_indicator, yearly
from utsyn.evidence.intervals import tiers
from utsyn.evidence.readings import READINGS
from utsyn.evidence.recipes import find, recipes
from utsyn.reasons import Source

LEAST = 30  # written here once more: a test that read it from the program would change with it
DIVIDED = {"share", "mean", "difference"}
YEARS: dict[str, st.SearchStrategy[Any]] = {
    "erasmus-mobilities": st.sampled_from(["2018-2019", "2021-2022", None])
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "field": st.sampled_from([17, 27, None]), "top": st.sampled_from([1, 10, 50]), "way": st.sampled_from(["in", "out"]), "band": st.sampled_from([1, 100]),
    "international": st.sampled_from([0, 1]), "call_year": st.sampled_from([2018, None]), "day": st.sampled_from([20200101, None]),
    "since": st.sampled_from([20200101, None]), "until": st.sampled_from([20200101, None]), "starts": st.none(), "ends": st.none(),
    "partner": st.integers(0, 3), "lat": st.none(), "lon": st.none(), "country": st.sampled_from(["NO", "SE"]),
    "kind": st.sampled_from(["main", "synergy"]), "programme": st.sampled_from(["H2020", "HORIZON"]), "unit": st.sampled_from(["a", "b", "c", ""]),
}  # fmt: skip
FEW = st.integers(0, 70)


def _year(key: str) -> st.SearchStrategy[Any]:
    return YEARS.get(key, st.sampled_from([2016, 2020, 2022, 2025, 2026, None]))


@st.composite
def results(draw: st.DrawFn, key: str) -> Made:
    """Draw a result of a recipe: whatever rows, with parts that are no more than their whole where it is a share of whole things."""
    recipe = find(key)
    of = {
        name: _year(key) if name == "year" else VALUES.get(name, st.sampled_from(["x", "y"]))
        for name in recipe.by
    }
    if key in ("copublication-advantage", "author-shares"):
        of["year"] = st.sampled_from([2016, 2020])
    rows = []
    told = st.tuples(*of.values())
    for by in draw(st.lists(told, max_size=6, unique_by=lambda one: tuple(map(str, one)))):
        counts = {name: draw(FEW) for name in recipe.counts}
        if {"numerator", "denominator"} <= set(counts):
            counts["numerator"] = draw(st.integers(0, counts["denominator"] * recipe.scale))
        rows.append((*by, *counts.values()))
    return made(key, rows)


def faults(each: Iterable[Stated]) -> Iterator[str]:
    """Walk what is shown against the rules."""
    for one in each:
        figure, parts = one.figure, one.figure.parts
        whole = parts.get("compared", parts.get("denominator"))
        if one.sort in DIVIDED and whole is not None and whole < LEAST and figure.value is not None:
            yield f"{one.indicator} {one.by}: {figure.value} of {whole}"
        if (
            one.interval is not None
            and one.exact is not None
            and not one.interval.low <= one.exact <= one.interval.high
        ):
            yield f"{one.indicator} {one.by}: {one.exact} is outside its interval"
        if figure.value is None and one.sort in DIVIDED and not figure.caveats:
            nothing = whole == 0
            if not nothing:
                yield f"{one.indicator} {one.by}: nothing is shown, and nobody says why"


@pytest.mark.parametrize("key", list(recipes()))
@settings(max_examples=15)
@given(st.data())
def test_no_percentage_is_shown_of_fewer_than_thirty_in_any_figure_of_any_recipe(
    key: str, data: st.DataObject
) -> None:
    drawn = data.draw(results(key))
    for how in of_indicator(drawn):
        if how.sort != "rank":
            assert list(faults(figures.figures(drawn, how=how))) == []
            assert list(faults(yearly(drawn, how=how))) == []


TOLD = st.lists(st.sampled_from(["granted", "refused", "waiting", "withdrawn", ""]), max_size=80)


@given(TOLD)
@example(["granted"] * 29)
@example(["granted"] * 20 + ["refused"] * 10)
def test_nor_of_applications(statuses: list[str]) -> None:
    rows = [{"year": 2022, "status": status} for status in statuses]
    for _, granted in applications(rows, source=Source("bank", accessed=date(2026, 1, 1))):
        assert list(faults([granted._replace(sort="share")])) == []


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_nor_by_the_terminal_when_it_explains_or_compares(counts: tuple[int, int]) -> None:
    written = terminal._share((0, *counts, 0), "en")  # noqa: SLF001  all that it prints of shares goes through it
    assert ("%" in written) == (counts[1] >= LEAST)


@pytest.mark.parametrize("where", [figures, advantages])
def test_a_planted_fault_is_caught(where: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    share = made("international-copublication", [(2020, 20, 29, 0)])
    rows = [(2020, 17, 5, kind, n, 10**6, 0, 0) for kind, n in ((0, 15), (1, 14))]
    apart = made("copublication-advantage", rows)
    each = [*figures.figures(share), *figures.figures(apart)]
    assert list(faults(each)) == []
    monkeypatch.setattr(where, "LEAST", 29)
    assert len(list(faults([*figures.figures(share), *figures.figures(apart)]))) > 0


UNITS = st.dictionaries(st.sampled_from(list("abcdef")), st.integers(0, 90), min_size=2)


@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_of_units_hangs_on_their_names_and_never_on_their_values(
    units: dict[str, int], chance: Any
) -> None:
    names = list(units)
    chance.shuffle(names)
    for values in (units, dict(zip(names, units.values(), strict=True))):
        rows = [(2020, name, value, 100, 0) for name, value in values.items()]
        told = [one.by["unit"] for one in figures.figures(made("industry-copublication-by-unit", rows))]
        assert told == sorted(units)


@given(UNITS)
def test_units_whose_intervals_touch_share_a_tier(units: dict[str, int]) -> None:
    rows = [(2020, name, value, 100, 0) for name, value in units.items()]
    told = {
        one.by["unit"]: one.interval for one in figures.figures(made("industry-copublication-by-unit", rows))
    }
    assert None not in told.values()
    tier_of = {name: at for at, tier in enumerate(tiers(told)) for name in tier}  # type: ignore[arg-type]
    for (one, its), (other, theirs) in product(told.items(), told.items()):
        assert tier_of[one] == tier_of[other] or not its.overlaps(theirs)  # type: ignore[union-attr]


@pytest.mark.parametrize("key", [one.recipe for one in READINGS.values() if one.sort == "count"])
def test_a_number_of_things_and_flows_have_intervals_of_whole_numbers(key: str) -> None:
    recipe = find(key)
    row = tuple(2020 if name in ("year", "call_year") else 20200101 if name == "day" else "main" if name == "kind" else "HORIZON" if name == "programme"
                else "home" if name == "who" else "x" for name in recipe.by) + (8,) * len(recipe.counts)  # fmt: skip
    each = list(figures.figures(made(key, [row])))
    assert each
    for one in each:
        if key == "author-shares":
            assert one.interval is None, "parts of works are no things that happen one by one"
            continue
        assert one.interval is not None
        assert one.interval.how == "poisson"
        assert one.interval.low.denominator == one.interval.high.denominator == 1
        assert (one.interval.low, one.interval.high) == (4, 16)


def test_an_interval_of_flows_is_that_of_their_difference() -> None:
    rows = [(2020, "in", "other", 30, 0, 0, 0), (2020, "out", "other", 70, 0, 0, 0)]
    (one,) = yearly(made("exchange-flows", rows))
    assert one.interval == (Fraction(-60), Fraction(-20), "poisson")
    assert one.figure.value == Decimal(-40)
