"""Levels and periods in words: never rounded without saying so."""

from datetime import date
from decimal import Decimal

import pytest

from utsyn.plans.spoken import Level, Period


@pytest.mark.parametrize(
    ("level", "shown_as", "said"),
    [
        ("42.00000000", "number", "42"),
        ("0.5", "share", "50%"),
        ("0.4401", "share", "about 44%"),
        (Decimal(1) / 3, "share", "about 33.3%"),
        ("20", "rank", "place 20"),
        ("0.125", "ratio", "12.5%"),
        ("1E+20", "number", f"{10**20:,}"),
        ("-0.001", "number", "about 0"),
        ("1000000.5", "money", "NOK 1,000,000.50"),
        (Decimal(10**7) / 7, "money", "about NOK 1,428,571"),
        (Decimal(10) / 7, "money", "about NOK 1.43"),
    ],
)
def test_a_level_is_said_whole_or_about(level, shown_as, said):
    assert Level(Decimal(level), shown_as, "NOK").in_("en").replace("-0", "0") == said


def test_a_period_is_said_as_short_as_it_can_be():
    assert Period(date(2023, 1, 1), date(2023, 12, 31)).in_("en") == "2023"
    assert Period(date(2014, 1, 1), date(2020, 12, 31)).in_("en") == "2014–2020"
    assert Period(date(2021, 8, 1), date(2022, 7, 31)).in_("en") == "1 August 2021 to 31 July 2022"
