"""Cells: days, amounts and identifiers as people and registers write them, and what two readers may read differently."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.evidence.sources import cells
from utsyn.evidence.world.identifiers import orcid as synthetic_orcid
from utsyn.evidence.world.identifiers import ror as synthetic_ror
from utsyn.problems import Unfit


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-12-31", date(2024, 12, 31)), ("31.12.2024", date(2024, 12, 31)), ("1. 2. 2024", date(2024, 2, 1)),
        ("2024-12-31 00:00:00", date(2024, 12, 31)), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_days_are_read_as_norwegians_and_machines_write_them(written, day):
    assert cells.day(written) == day


@pytest.mark.parametrize("written", ["01/02/2024", "31.12.24", "2024-02-30", "45292", "2024", "in May"])
def test_a_day_that_two_may_read_differently_is_refused(written):
    with pytest.raises(Unfit):
        cells.day(written)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_is_the_same_with_comma_and_point(amount):
    if "," in (comma := f"{amount:f}".replace(".", ",")):
        assert cells.cents(comma) == cells.cents(f"{amount:f}") == int(amount * 100)


@pytest.mark.parametrize(
    ("written", "found"),
    [("1 234 567,89", 123_456_789), ("0.005", 0), ("0.015", 2), ("12", 1200), ("", None)],
)
def test_amounts_are_rounded_to_hundredths(written, found):
    assert cells.cents(written) == found


@pytest.mark.parametrize(
    "written", ["1,234", "-12,345", "1.234.567", "1,234,567.89", "12 34", "about 3", "1e5"]
)
def test_an_amount_that_may_be_two_is_refused(written):
    with pytest.raises(Unfit):
        cells.cents(written)


@given(st.integers(0, 2**25 - 1), st.integers(1, 96))
def test_a_ror_id_has_right_check_digits_and_with_others_is_refused(number, off):
    right = synthetic_ror(number)
    assert cells.ror(f"https://ror.org/{right}") == right
    with pytest.raises(Unfit):
        cells.ror(f"{right[:7]}{(int(right[7:]) - 2 + off) % 97 + 2:02}")


@given(st.integers(0, 10**11 - 1), st.integers(1, 9))
def test_an_orcid_with_a_wrong_digit_is_refused(number, off):
    right = synthetic_orcid(number)
    assert cells.orcid(f"https://orcid.org/{right}") == right
    with pytest.raises(Unfit):
        cells.orcid(f"{right[:6]}{(int(right[6]) + off) % 10}{right[7:]}")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("N  TRONDHE01", "N TRONDHE01"),
        ("uk leeds02", "UK LEEDS02"),
        ("IRLDUBLIN01", "IRLDUBLIN01"),
        ("-", None),
    ],
)
def test_an_erasmus_code_has_one_blank_where_it_has_any(written, code):
    assert cells.erasmus_code(written) == code


@pytest.mark.parametrize(
    ("written", "code"), [("EL", "GR"), ("UK", "GB"), ("XK", "XK"), ("no", "NO"), ("", None)]
)
def test_the_countries_of_the_union_become_those_of_iso(written, code):
    assert cells.country(written) == code
