"""How old a figure is, and when a newer one is due: the page of an indicator and the plan say the same."""

from datetime import date

import pytest

from tests.plans.test_frozen import INDICATOR
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import BY_HAND
from utsyn.plans.staleness import age, old

SLOW = {"key": "slow", "title": {"en": "Slow"}, "lag_months": 8}
TWO = IndicatorDocument.model_validate(
    INDICATOR.model_dump(mode="json") | {"providers": [*INDICATOR.model_dump(mode="json")["providers"], SLOW]}
)
YEAR = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("provider", "on", "due"),
    [
        ("register", date(2025, 1, 1), False),
        ("register", date(2025, 1, 2), True),
        ("slow", date(2025, 9, 1), False),
        ("slow", date(2025, 9, 2), True),
        (BY_HAND, date(2025, 9, 1), False),  # by hand one may have to wait for the slowest
        (BY_HAND, date(2025, 9, 2), True),
    ],
)
def test_a_newer_figure_is_due_once_the_next_period_and_the_provider_s_lag_have_passed(provider, on, due):
    assert old(YEAR, TWO, provider, on=on) is due


def test_a_figure_is_as_old_as_the_whole_months_since_its_period():
    days = (date(2023, 6, 1), date(2024, 1, 31), date(2024, 2, 1), date(2025, 3, 1))
    assert [age(YEAR, on=day) for day in days] == [0, 0, 1, 14]
