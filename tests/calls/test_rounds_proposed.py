"""What a call proposes for a round, and the days on which offices are closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.library import library
from utsyn.calls.rounds.proposed import proposed
from utsyn.calls.rounds.red_days import closed, easter

YEARS = st.integers(1900, 2200)


@pytest.mark.parametrize(
    ("call", "cap", "policy"),
    [
        ("intpart-2022", 20, "on_overflow"),
        ("sfu-2016", 5, "forbidden"),
        ("uib-north2north-2023", None, "required"),
        ("fellesloft-iv", None, "after_assessment"),
        ("erc-2025-stg", None, "on_overflow"),
    ],
)
def test_a_call_proposes_what_it_says_and_no_more(call, cap, policy):
    there = library().calls[call]
    made = proposed(there, on=there.text.known_from or date(2022, 3, 2))
    assert (made.cap, made.policy) == (cap, policy)


def test_a_proposed_cap_comes_with_where_it_is_written():
    made = proposed(library().calls["intpart-2022"], on=date(2022, 3, 2))
    assert made.capped_by is not None
    assert "inntil 20 søknader" in made.capped_by.sources[0].quote
    assert made.ranked_by is None


@pytest.mark.parametrize(
    "year", [(2022, 4, 17), (2023, 4, 9), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25)]
)
def test_easter_falls_as_calendars_have_it(year):
    assert easter(year[0]) == date(*year)


@given(YEARS)
def test_easter_is_a_sunday_in_its_five_weeks(year):
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_weekends_are_closed_and_most_weekdays_open(day):
    assert (closed(day) is not None) or day.weekday() < 5
    assert any(closed(day + timedelta(n)) is None for n in range(9)), (
        "no office is closed for nine days on end"
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2022, 5, 17), "Constitution Day"),
        (date(2022, 4, 14), "Maundy Thursday"),
        (date(2022, 5, 26), "Ascension Day"),
        (date(2022, 6, 6), "Whit Monday"),
        (date(2022, 3, 12), "Saturday"),
    ],
)
def test_a_closed_day_is_named(day, name):
    made = closed(day)
    assert made is not None
    assert made.in_("en") == name


def test_an_ordinary_day_is_open():
    assert closed(date(2022, 3, 16)) is None
