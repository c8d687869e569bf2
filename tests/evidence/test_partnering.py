"""Verdicts on partners at the edges of their thresholds, and the exact test of growth against the plain sum of its probabilities."""

from datetime import date
from fractions import Fraction
from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.evidence.partner_counts import (
    ABOVE,
    BELOW,
    ITSELF,
    Agreement,
    Counts,
    Span,
    growth,
    in_force_since,
    tail,
    years_before,
)
from utsyn.evidence.partnering import broad, dormant, emerging, grows, hidden, one_person, uncovered
from utsyn.reasons import Finding, Verdict

ON = date(2026, 11, 26)
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
SPAN = Span(2025, 2026)


def counts(**told: Any) -> Counts:
    """Return the counts of a partner with whom much happens."""
    full = {"recent": 16, "before": 4, "ours_recent": 100, "ours_before": 100, "units": 2, "people": 4, "largest": 5, "works": 16,
            "agreements": (), "stays": 0, "projects": 0, "traffic": 0}  # fmt: skip
    return Counts(SPAN, **{**full, **told})


def agreement(
    since: date | None = date(2020, 1, 1), until: date | None = None, relation: str = ITSELF
) -> Agreement:
    return Agreement("ror000010", relation, "a", "research", since, until)


def test_the_year_that_was_not_over_is_left_out_and_named():
    assert (list(SPAN.recent), list(SPAN.before)) == ([2023, 2024, 2025], [2020, 2021, 2022])
    assert SPAN.begins == date(2023, 1, 1)
    assert SPAN.said().in_("en") == "2023–2025, without 2026, which was not over"
    assert Span(2025).said().in_("en") == "2023–2025"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"recent": 8, "before": 1}, YES),
        ({"recent": 7, "before": 0}, NO),  # too few
        ({"recent": 16, "before": 9}, NO),  # less than twice
        ({"recent": 16, "before": 8, "ours_recent": 50}, YES),  # exactly twice, while we wrote half as much
        ({"recent": 8, "before": 4}, NO),  # twice, but that may be chance
        ({"recent": 8, "before": 1, "ours_recent": 700}, NO),  # our own output grew as much
        ({"recent": 8, "before": 0}, YES),
        ({"recent": None}, UNKNOWN),
        ({"recent": 8, "before": None}, UNKNOWN),
        ({"recent": 3, "before": None}, NO),
    ],
)
def test_an_emerging_partner_has_eight_twice_as_many_and_not_by_chance(told, verdict):
    assert emerging(counts(**told)).verdict is verdict


def test_growth_is_told_as_exact_fractions():
    found = growth(counts(recent=3, before=1, ours_recent=20, ours_before=10))
    assert found.ratio == 3
    assert found.expected == 2
    assert found.chance == Fraction(4 * 8 + 16, 81)  # three or four of four, each with chance 2/3
    assert growth(counts(before=0)).ratio is None
    assert growth(counts(ours_recent=0, ours_before=0)).chance is None
    assert grows(counts(ours_before=None)).verdict is UNKNOWN


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9), st.integers(0, 9))
def test_the_test_of_growth_is_the_sum_of_the_binomial_probabilities(least, n, one, other):
    if not one + other:
        with pytest.raises(ValueError, match="size"):
            tail(least, n, one, other)
        return
    p = Fraction(one, one + other)
    assert tail(least, n, one, other) == sum(
        comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(least, n + 1)
    )


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({}, YES),
        ({"recent": 15}, YES),
        ({"recent": 14}, NO),
        ({"units": 1, "people": 3}, YES),
        ({"units": 2, "people": 1}, YES),
        ({"units": 1, "people": 2}, NO),
        ({"units": None, "people": 3}, YES),
        ({"units": None, "people": 2}, UNKNOWN),  # no staff list: there may be two units
        ({"agreements": None}, UNKNOWN),
        ({"agreements": None, "recent": 3}, NO),
        ({"agreements": (agreement(),)}, NO),
        ({"agreements": (agreement(relation=ABOVE),)}, NO),
        ({"agreements": (agreement(relation=BELOW),)}, NO),
        ({"agreements": (agreement(until=date(2026, 11, 25)),)}, YES),
        ({"agreements": (agreement(until=ON),)}, NO),
        ({"agreements": (agreement(since=date(2026, 11, 27)),)}, YES),
        ({"agreements": (agreement(since=None),)}, UNKNOWN),
        ({"agreements": (agreement(since=None, until=date(2025, 1, 1)),)}, YES),
    ],
)
def test_a_hidden_partner_has_much_from_several_and_no_agreement_on_the_day(told, verdict):
    assert hidden(counts(**told), on=ON).verdict is verdict


def test_the_reason_says_where_the_agreement_stands_nearest_first():
    def found(of: Finding) -> str:
        assert of.found is not None
        return of.found.in_("en")

    near = counts(agreements=(agreement(relation=BELOW), agreement()))
    assert found(uncovered(near, on=ON)) == "There is one with the partner itself"
    assert (
        found(uncovered(counts(agreements=(agreement(relation=ABOVE),)), on=ON))
        == "There is one with an organisation above it"
    )
    assert [part.verdict for part in broad(counts(units=1)).because] == [YES, NO]
    assert found(hidden(counts(recent=0, hyper=16), on=ON).because[0]).startswith("0, and 16 more")


ASLEEP = {"works": 0, "agreements": (agreement(),)}


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({}, YES),
        ({"works": 1}, NO),
        ({"works": None}, UNKNOWN),
        ({"stays": 1}, NO),  # a student agreement without papers but with stays
        ({"stays": None}, UNKNOWN),
        ({"projects": 1}, NO),
        ({"projects": None, "stays": 2}, NO),
        ({"traffic": 1}, NO),  # it was approved anew over Erasmus Without Paper
        ({"traffic": None}, UNKNOWN),
        ({"traffic": None, "works": 1}, NO),
        ({"agreements": ()}, NO),
        ({"agreements": None}, UNKNOWN),
        ({"agreements": (agreement(date(2024, 11, 26)),)}, YES),
        ({"agreements": (agreement(date(2024, 11, 27)),)}, NO),
        (
            {"agreements": (agreement(date(2024, 11, 27)), agreement(date(2020, 1, 1), date(2024, 11, 26)))},
            YES,
        ),  # renewed
        (
            {"agreements": (agreement(date(2024, 11, 27)), agreement(date(2020, 1, 1), date(2024, 11, 25)))},
            NO,
        ),  # a day between
        ({"agreements": (agreement(relation=BELOW), agreement(relation=ABOVE))}, NO),  # not its own
        ({"agreements": (agreement(None),)}, UNKNOWN),
    ],
)
def test_a_dormant_agreement_has_lasted_and_shows_no_sign_of_life(told, verdict):
    assert dormant(counts(**{**ASLEEP, **told}), on=ON).verdict is verdict


def test_an_agreement_is_followed_back_through_its_renewals():
    told = [agreement(date(2024, 1, 1)), agreement(date(2022, 1, 1), date(2023, 12, 31)), agreement(date(2021, 6, 1), date(2022, 3, 1)),
            agreement(date(2015, 1, 1), date(2021, 5, 1))]  # fmt: skip
    assert in_force_since(told, on=ON) == date(2021, 6, 1)
    assert in_force_since(told[1:], on=ON) is None
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("recent", "largest", "verdict"),
    [
        (5, 4, YES),
        (10, 8, YES),
        (10, 7, NO),
        (4, 4, NO),
        (4, None, NO),
        (6, None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_a_partnership_of_one_person_rests_four_of_five_times_on_her(recent, largest, verdict):
    assert one_person(counts(recent=recent, largest=largest)).verdict is verdict


def test_a_chance_is_never_said_to_be_nothing():
    told = grows(counts(recent=200, before=0)).found
    assert told is not None
    assert told.in_("en") == "By chance alone: below 0.001"
    assert told.in_("nb").endswith("0,001")
