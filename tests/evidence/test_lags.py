"""Years that are still filling: what they will come to, learned from vintages, and nothing where nothing can be learned."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.grant_worlds import ABOUT, made, vintage
from utsyn.evidence.compute import Made
from utsyn.evidence.lags import age, expected, filling


def at(day: date, counts: dict[int, int], *, synthetic: bool = False) -> Made:
    rows = [(year, n, n, 0) for year, n in counts.items()]
    return made("publications", rows, of=vintage(day=day, synthetic=synthetic))


NOW = at(date(2026, 6, 1), {2021: 5_000, 2022: 5_200, 2023: 5_300, 2024: 5_349, 2025: 4_800, 2026: 1_500})
OLD = [
    at(date(2022, 6, 1), {2021: 4_400, 2022: 1_000}),
    at(date(2023, 7, 1), {2021: 4_900, 2022: 4_700, 2023: 1_100}),
]


def test_a_year_comes_to_what_earlier_years_came_to_from_the_same_age() -> None:
    found = {one.year: one for one in expected([*OLD, NOW])}
    assert set(found) == {2024, 2025, 2026}
    last = found[2025]  # 17 months old; 2021 was so in June 2022, 2022 nearly so in July 2023
    assert last.learned == (2021, 2022)
    assert last.expected == 4_800 * Fraction(5_000 + 5_200, 4_400 + 4_700)
    assert (last.low, last.high) == (4_800 * Fraction(5_200, 4_700), 4_800 * Fraction(5_000, 4_400))
    assert found[2026].learned == (2022, 2023)
    assert found[2026].expected == 1_500 * Fraction(5_200 + 5_300, 1_000 + 1_100)
    assert found[2024].learned == (2021,)  # 29 months old, as 2021 was in July 2023, but for a month


def test_where_no_vintage_of_that_age_is_kept_nothing_is_expected() -> None:
    assert expected([NOW]) == ()
    assert expected([]) == ()
    assert expected([at(date(2024, 1, 1), {2021: 4_000}), NOW]) == ()


def test_the_figure_says_how_many_are_there_of_how_many_and_from_what_it_learned() -> None:
    told = {one.by["year"]: one.figure for one in filling([*OLD, NOW])}
    assert told[2025].value == 5_380
    said = [one.in_("en") for one in told[2025].caveats]
    assert said == [
        "4,800 of about 5,380 that are expected once 2025 has filled",
        "Learned from 2 earlier years",
    ]
    assert dict(told[2025].parts)["now"] == 4_800


def test_what_is_made_up_and_what_is_real_are_never_put_together() -> None:
    with pytest.raises(ValueError, match="one university"):
        expected([NOW, at(date(2022, 6, 1), {2021: 4_000}, synthetic=True)])
    elsewhere = OLD[0]._replace(about=ABOUT._replace(university="another"))
    with pytest.raises(ValueError, match="one university"):
        expected([NOW, elsewhere])


@given(st.integers(1, 9), st.lists(st.integers(100, 9_000), min_size=7, max_size=7))
def test_years_that_fill_alike_are_foretold_exactly(tenths: int, whole: list[int]) -> None:
    """Plant a curve: every year has so many tenths at 17 months, and all of it at 36."""
    final = {2018 + n: many * 10 for n, many in enumerate(whole)}
    vintages = [at(date(year + 1, 6, 1), {year: final[year] * tenths // 10}) for year in final if year < 2024]
    now = at(
        date(2025, 6, 1),
        {**{year: n for year, n in final.items() if year < 2024}, 2024: final[2024] * tenths // 10},
    )
    found = {one.year: one for one in expected([*vintages, now])}
    assert found[2024].expected == found[2024].low == found[2024].high == final[2024]


def test_age_is_counted_from_the_first_of_january() -> None:
    assert [age(2025, day) for day in (date(2025, 1, 31), date(2025, 12, 31), date(2026, 6, 1))] == [
        0,
        11,
        17,
    ]
