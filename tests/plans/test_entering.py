"""What a figure must have before it is kept: each thing that is wrong is named at its place, and nothing is rounded."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.plans.entering import Beside, Entered, computed, unfit
from utsyn.plans.indicators import IndicatorDocument
from utsyn.problems import dotted

ON = date(2026, 11, 26)
YEAR = {"since": date(2023, 1, 1), "until": date(2023, 12, 31)}
TOLD = {"title": "Årsrapport, side 4", "accessed": date(2026, 11, 1), "method": "Lest av"}


def indicator(sort="count", **told):
    """An indicator with two definitions and one provider, unless told otherwise."""
    words = {"en": "words"}
    usual = {
        "key": "it", "title": words, "asks": words, "sort": sort, "unit": words, "owner": words,
        "definitions": [
            {"version": 1, "since": "2010-01-01", "says": words},
            {"version": 2, "since": "2022-01-01", "says": words},
        ],
        "providers": [{"key": "register", "title": words}],
    }  # fmt: skip
    return IndicatorDocument.model_validate(usual | told)


def wrong(sort="count", *, beside=(), members=None, own="", document=None, **told):
    """What is wrong with a figure of 2023, by place."""
    parts = {name: None if part is None else Decimal(part) for name, part in told.pop("parts", {}).items()}
    numbers = {name: Decimal(told.pop(name)) for name in ("value", "precision") if name in told}
    entered = Entered(**(YEAR | TOLD | {"parts": parts} | numbers | told))
    found = unfit(document or indicator(sort), entered, on=ON, beside=beside, members=members, own=own)
    return {dotted(problem.path): problem.said("en") for problem in found}


@pytest.mark.parametrize(
    ("sort", "told"),
    [
        ("count", {"value": "12.5"}),
        ("count", {"value": 0}),
        ("share", {"parts": {"numerator": 1, "denominator": 3}}),
        ("share", {"value": "0.44"}),
        ("amount", {"value": "1200000.50"}),
        ("rank", {"value": 2, "among": "38 recipients"}),
        ("rank", {"value": 2, "parts": {"uio": 9, "uib": 7}, "own": "uib"}),
        ("flows", {"parts": {"in": 4, "out": 0}}),
        ("members", {"parts": {"dep-geo": 0, "dep-bio": 2}}),
        ("arrangement", {"value": 1}),
    ],
)
def test_a_figure_of_each_sort_fits_with_what_its_sort_asks_for(sort, told):
    assert wrong(sort, **told) == {}


@pytest.mark.parametrize("sort", ["count", "share", "amount", "rank", "flows", "members", "arrangement"])
def test_not_known_is_a_figure_of_every_sort_when_it_says_why(sort):
    assert wrong(sort, unknown="The register was closed") == {}
    assert wrong(sort) != {}


@pytest.mark.parametrize(
    ("place", "sort", "told"),
    [
        ("until", "count", {"value": 1, "until": date(2022, 12, 31)}),
        ("until", "count", {"value": 1, "until": date(2026, 12, 31)}),
        ("since", "count", {"value": 1, "since": date(2009, 1, 1), "until": date(2009, 12, 31)}),
        ("until", "count", {"value": 1, "since": date(2021, 7, 1), "until": date(2022, 6, 30)}),
        ("provider", "count", {"value": 1, "provider": "registre"}),
        ("source.title", "count", {"value": 1, "title": " "}),
        ("source.url", "count", {"value": 1, "url": "www.example.org"}),
        ("source.accessed", "count", {"value": 1, "accessed": None}),
        ("source.accessed", "count", {"value": 1, "accessed": date(2026, 12, 1)}),
        ("method", "count", {"value": 1, "method": ""}),
        ("precision", "count", {"value": 1, "precision": -1}),
        ("running", "rank", {"value": 1, "among": "two", "running": True}),
        ("value", "count", {"value": -1}),
        ("value", "count", {"value": "0.123456789"}),
        ("value", "count", {"value": "1234567890123456"}),
        ("value", "count", {"value": "NaN"}),
        ("parts.numerator", "count", {"value": 1, "parts": {"numerator": 1}}),
        ("parts.denominator", "share", {"parts": {"numerator": 1}}),
        ("parts.denominator", "share", {"parts": {"numerator": 0, "denominator": 0}}),
        ("parts.numerator", "share", {"parts": {"numerator": 4, "denominator": 3}}),
        ("parts.nominator", "share", {"parts": {"numerator": 1, "denominator": 3, "nominator": 1}}),
        ("value", "share", {"value": "0.34", "parts": {"numerator": 1, "denominator": 3}}),
        ("value", "share", {"value": "44"}),
        ("parts.out", "flows", {"parts": {"in": 4}}),
        ("parts.in", "flows", {"parts": {"in": -4, "out": 1}}),
        ("value", "flows", {"value": 7, "parts": {"in": 4, "out": 1}}),
        ("value", "rank", {"value": 0, "among": "38"}),
        ("value", "rank", {"value": "1.5", "among": "38"}),
        ("among", "rank", {"value": 2}),
        ("value", "rank", {"value": 1, "parts": {"uio": 9, "uib": 7}, "own": "uib"}),
        ("value", "rank", {"value": 3, "parts": {"uio": 9, "uib": 7, "uit": 7}}),
        ("parts.UiO", "rank", {"value": 1, "parts": {"UiO": 9}}),
        ("parts", "members", {"parts": {}}),
        ("parts.dep-bio", "members", {"parts": {"dep-geo": 1, "dep-bio": None}}),
        ("parts.dep-gee", "members", {"parts": {"dep-gee": 1}, "members": ["dep-geo"]}),
        ("value", "arrangement", {"value": 2}),
        ("value", "arrangement", {}),
        ("unknown", "count", {"value": 1, "unknown": "The register was closed"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_at_its_place_and_nowhere_else(place, sort, told):
    assert list(wrong(sort, **told)) == [place]


def test_a_percentage_of_zero_is_refused_in_those_words_and_unknown_when_said_so():
    said = wrong("share", parts={"numerator": 0, "denominator": 0})
    assert "a percentage of zero" in said["parts.denominator"]
    assert wrong("share", parts={"numerator": 0, "denominator": 0}, unknown="Nobody graduated") == {}


def test_a_share_needs_both_numbers_where_the_indicator_has_a_smallest_denominator():
    document = indicator("share", smallest=30)
    assert set(wrong(document=document, value="0.44")) == {"parts.numerator", "parts.denominator"}


def test_a_stated_share_may_be_off_by_half_its_last_digit_or_by_its_precision():
    third = {"numerator": 1, "denominator": 3}
    assert wrong("share", parts=third, value="0.33") == {}
    assert wrong("share", parts=third, value="0.34", precision="0.01") == {}
    assert list(wrong("share", parts=third, value="0.35", precision="0.01")) == ["value"]


def test_two_definitions_never_meet_in_one_figure_and_the_refusal_names_the_day():
    said = wrong(value=1, since=date(2021, 7, 1), until=date(2022, 6, 30))["until"]
    assert "version 2 holds from 1 January 2022" in said


def test_another_figure_for_the_same_period_is_to_be_revised_and_an_overlapping_one_is_named():
    same, half = Beside(**YEAR), Beside(date(2023, 7, 1), date(2024, 6, 30))
    assert "Revise that figure" in wrong(value=1, beside=[same])["since"]
    assert "1 July 2023 to 30 June 2024" in wrong(value=1, beside=[half])["since"]
    assert wrong(value=1, beside=[Beside(date(2024, 1, 1), date(2024, 12, 31))]) == {}


def test_running_totals_may_cover_each_other_when_both_say_so_and_begin_on_one_day():
    longer = Beside(YEAR["since"], date(2024, 12, 31), running=True)
    assert wrong(value=1, running=True, beside=[longer]) == {}
    assert list(wrong(value=1, beside=[longer])) == ["since"]
    later = Beside(date(2023, 2, 1), date(2024, 12, 31), running=True)
    assert list(wrong(value=1, running=True, beside=[later])) == ["since"]


def test_an_unknown_provider_or_member_is_told_which_one_was_probably_meant():
    assert "“register”" in wrong(value=1, provider="registre")["provider"]
    assert "“dep-geo”" in wrong("members", parts={"dep-gee": 1}, members=["dep-geo"])["parts.dep-gee"]


def test_those_who_are_level_share_the_better_place():
    level = {"uio": 9, "uib": 9, "uit": 7}
    assert wrong("rank", value=1, parts=level, own="uib") == {}
    assert list(wrong("rank", value=2, parts=level, own="uib")) == ["value"]


def test_an_unknown_part_leaves_the_whole_unknown():
    entered = Entered(
        **YEAR, parts={"dep-geo": Decimal(2), "dep-bio": None}, unknown="No answer from biology"
    )
    assert computed(indicator("members"), entered).value is None


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_share_is_its_parts_exactly_or_says_to_how_many_decimals_it_is_kept(above, below):
    parts = {"numerator": Decimal(above), "denominator": Decimal(below)}
    made = computed(indicator("share"), Entered(**YEAR, parts=parts))
    exact = Fraction(above, below)
    assert (Fraction(made.value) == exact) is (made.digits is None)
    assert abs(Fraction(made.value) - exact) <= Fraction(1, 2 * 10**8)
