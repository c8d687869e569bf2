"""Intervals of impact: the spread of citations counted on the fingers, draws that every run repeats, and like against like with chance in it."""

from collections import Counter
from fractions import Fraction
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence import grant_worlds
from tests.evidence.test_publications import told
from tests.evidence.test_publications_cited import STRATA, cells, others
from tests.evidence.worlds import HOME, SWEDISH, World, made, person, slowly, work, world
from utsyn.evidence.advantages import advantages, interval
from utsyn.evidence.compute import Made
from utsyn.evidence.figures import figures, spread_of, yearly
from utsyn.evidence.fractions import MILLION
from utsyn.evidence.readings import READINGS
from utsyn.evidence.recipes import find
from utsyn.evidence.spreads import Spread, scale
from utsyn.evidence.tables import SHARE

NO, SE = (HOME, "NO"), (SWEDISH, "SE")
Rows = list[tuple[Any, ...]]


def spread(rows: Rows) -> Spread:
    return Spread(grant_worlds.made("citation-spread", rows))


def test_the_spread_has_a_row_for_works_that_come_to_the_same() -> None:
    rows = world(
        work(1, [[NO], [SE]], people=[1], cited=49),
        work(2, [[NO], [SE]], people=[1], cited=49),
        work(3, [[(HOME, None)]]),
        work(4, [[NO]], year=2024),  # too young to be judged
        *others(50),
        staff=[person(1, "physics")],
    )
    cited = 49 * 53 * MILLION // (sum(range(50)) + 98)  # over the mean of 53 works
    first = SHARE * 53 // 300  # 0.53 works are the top hundredth, and three stand at its limit
    assert told("citation-spread", rows) == [
        (2020, 17, 1, None, 0, 0, 0, 0, 1),
        (2020, 17, 2, 1, cited, first, SHARE, SHARE, 2),
    ]
    assert told("citation-spread-by-unit", rows, unit="physics") == [
        (2020, 17, 2, 1, cited, first, SHARE, SHARE, 2)
    ]


def test_works_are_told_apart_by_whether_they_are_international() -> None:
    rows = world(work(1, [[NO], [SE]]), work(2, [[NO]]), work(3, [[(HOME, None)]]), *others(50))
    assert [(row[2], row[3], row[-1]) for row in told("citation-spread", rows)] == [
        (1, 0, 1),
        (1, None, 1),
        (2, 1, 1),
    ]


@settings(max_examples=5)
@given(cells())
def test_the_spread_adds_up_to_the_figures_of_impact(rows: World) -> None:
    rows["works"] += [row for row, _ in others(50, start=5_000)]  # so that some of ours are judged
    found = made(find("citation-spread"), rows)
    assert found == slowly(find("citation-spread"), rows)
    sums: Counter[tuple[str, int]] = Counter()
    for year, _, _, _, *values, n in found.rows:
        for name, value in zip(("mean", "top1", "top10", "top50"), values, strict=True):
            sums[name, year] += value * n
        sums["n", year] += n
    for year, value, known, _ in made(find("citation-impact"), rows).rows:
        assert (sums["mean", year], sums["n", year]) == (value, known)
    for year, top, value, *_ in made(find("top-cited"), rows).rows:
        assert sums[f"top{top}", year] == value
    strata: Counter[tuple[Any, ...]] = Counter()
    for year, field, band, kind, whole, _, ten, _, n in found.rows:
        if kind is not None:
            for name, value in (("works", 1), ("mean", whole), ("top10", ten)):
                strata[year, field, band, kind, name] += value * n
    for year, field, band, kind, *values, _ in made(find("copublication-advantage"), rows).rows:
        assert [strata[year, field, band, kind, name] for name in ("works", "mean", "top10")] == values


MANY: Rows = [
    (2020, 17, 5, kind, (7 * n + 900_000 * kind) % (2 * MILLION), 0, SHARE * (n % 5 == 0), SHARE // 2, 3)
    for kind in (0, 1) for n in range(60)
]  # fmt: skip


def test_an_interval_is_the_same_in_every_run_and_holds_the_figure() -> None:
    by = {"year": 2020}
    for value in ("mean", "top1", "top10", "top50"):
        found = spread(MANY).interval(value, by)
        assert found == spread(MANY[::-1]).interval(value, by)
        assert found is not None
        at = ("mean", "top1", "top10", "top50").index(value)
        exact = Fraction(
            sum(row[4 + at] * row[-1] for row in MANY), sum(row[-1] for row in MANY) * scale(value)
        )
        assert found.low <= exact <= found.high
    assert spread(MANY).interval("mean", by) != spread([*MANY, MANY[0]]).interval("mean", by), (
        "another result, another seed"
    )
    assert spread(MANY).interval("mean", {"year": 2021}) is None


def test_an_interval_is_as_wide_as_chance_makes_it() -> None:
    values = [row[4] / MILLION for row in MANY for _ in range(row[-1])]
    found = spread(MANY).interval("mean", {"year": 2020})
    assert found is not None
    width = 2 * 1.96 * stdev(values) / len(values) ** 0.5
    assert float(found.high - found.low) == pytest.approx(width, rel=0.12)
    assert float(found.low + found.high) / 2 == pytest.approx(mean(values), rel=0.02)


def impact(rows: Rows, key: str = "citation-impact") -> Made:
    return grant_worlds.made(key, rows)


def test_figures_of_impact_have_intervals_where_the_spread_of_the_same_works_is_there() -> None:
    one = impact([(2020, 360 * MILLION, 360, 4), (2021, 9 * MILLION, 29, 0), (2024, 360 * MILLION, 360, 0)])
    held = grant_worlds.made("citation-spread", MANY)
    beside = spread_of(one, {"citation-spread": held})
    assert beside is not None
    old, few, young = yearly(one, spread=beside)
    assert old.interval is not None
    assert old.interval.how == "bootstrap"
    assert (few.figure.value, few.interval) == (None, None)
    assert "No mean is shown of fewer than 30" in few.figure.caveats[0].in_("en")
    assert (young.figure.value, young.interval) == (None, None)
    assert "Withheld: 2 full years" in young.figure.caveats[0].in_("en")
    assert next(yearly(one)).interval is None
    assert spread_of(one, {}) is None
    assert spread_of(one._replace(about=one.about._replace(since=2011)), {"citation-spread": held}) is None


def test_each_top_share_has_its_own_interval() -> None:
    top = grant_worlds.made("top-cited", [(2020, 10, 72 * SHARE, 360, 0), (2020, 50, 180 * SHARE, 360, 0)])
    ten, fifty = figures(top, spread=spread(MANY))
    assert ten.interval is not None
    assert ten.interval.low < Fraction(1, 5) < ten.interval.high
    assert fifty.interval == (Fraction(1, 2), Fraction(1, 2), "bootstrap")


def test_the_advantage_is_told_by_year_and_in_all_with_what_it_rests_on() -> None:
    rows = [
        (year, field, band, kind, n * 10, total * 10, top * 10, unknown)
        for year, field, band, kind, n, total, top, unknown in STRATA
    ]
    of = grant_worlds.made("copublication-advantage", rows)
    found = {(one.by["year"], one.by["of"]): one for one in figures(of)}
    assert set(found) == {(year, kind) for year in (2020, 2021, None) for kind in ("mean", "top10")}
    whole = found[None, "mean"]
    assert whole.exact == Fraction(8 * Fraction(1, 2) + 2 * 0, 10)
    assert float(whole.figure.parts["plain"]) == pytest.approx(37 / 7)
    assert (whole.figure.parts["compared"], whole.figure.parts["works"], whole.figure.parts["unknown"]) == (
        100,
        140,
        3,
    )
    assert "40 are alone in their field" in " ".join(one.in_("en") for one in whole.figure.caveats)
    none = found[2021, "mean"]
    assert (none.figure.value, none.interval) == (None, None)
    assert "No difference is shown" in none.figure.caveats[0].in_("en")
    assert [one.by["of"] for one in yearly(of)] == ["mean", "mean"]
    assert list(figures(of, how=READINGS["copublication-advantage"]._replace(where={"year": (2021,)}))) == [
        found[2021, "mean"],
        found[2021, "top10"],
    ]


def test_an_advantage_that_was_planted_is_found_and_its_interval_leaves_nought_out() -> None:
    strata = [(0, (60, 900_000)), (1, (60, 1_700_000))]
    rows: Rows = [
        (2020, 17, 5, kind, value + 40_000 * (n % 9), 0, 0, 0, 1)
        for kind, (many, value) in strata
        for n in range(many)
    ]
    found = interval(spread(rows), {"year": 2020, "of": "mean"})
    assert found is not None
    assert Fraction(7, 10) < found.low < Fraction(8, 10) < found.high < Fraction(9, 10)
    confounded: Rows = [
        (2020, 17, band, kind, value, 0, 0, 0, n)
        for band, value in ((5, MILLION), (100, 3 * MILLION))
        for kind, n in ((0, 90 if band == 5 else 10), (1, 10 if band == 5 else 90))
    ]
    alike = interval(spread(confounded), {"year": None, "of": "mean"})
    assert alike == (0, 0, "bootstrap"), (
        "more authors, and nothing of the border: like against like there is no difference"
    )
    of = grant_worlds.made(
        "copublication-advantage",
        [(2020, 17, band, kind, n, value * n, 0, 0) for _, _, band, kind, value, *_, n in confounded],
    )
    (mean_of, _) = advantages(of, READINGS["copublication-advantage"]._replace(where={"year": (None,)}))
    assert mean_of.exact == 0
    assert mean_of.figure.parts["plain"] > 1


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), min_size=40, max_size=120))
@settings(max_examples=10)
def test_where_nothing_can_be_compared_there_is_no_interval(each: list[tuple[int, int]]) -> None:
    rows: Rows = [
        (2020, 17, 5, kind, MILLION * value, 0, 0, 0, n + 1) for n, (kind, value) in enumerate(each)
    ]
    found = interval(spread(rows), {"year": 2020, "of": "mean"})
    assert (found is None) == (len({kind for kind, _ in each}) < 2)
