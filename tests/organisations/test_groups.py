"""Country groups: who belonged when, and that every code is a country."""

from datetime import date
from itertools import pairwise

import pytest
from pydantic import ValidationError

from utsyn.organisations.countries import CountryList, countries, names


def on(day: date, *items: str) -> CountryList:
    """A list of countries and groups as a call has it that opens on a day."""
    return CountryList.model_validate(list(items), context={"on": day})


@pytest.mark.parametrize(
    ("group", "day", "country", "holds"),
    [
        ("eu", date(2013, 6, 30), "HR", False),
        ("eu", date(2013, 7, 1), "HR", True),
        ("eu", date(2020, 1, 31), "GB", True),
        ("eu", date(2020, 2, 1), "GB", False),
        ("eu", date(2025, 1, 1), "NO", False),
        ("eea", date(2025, 1, 1), "NO", True),
        ("eea", date(2025, 1, 1), "CH", False),
        ("nordic", date(2025, 1, 1), "GL", True),
        ("erasmus-programme", date(2025, 3, 5), "RS", True),
        ("erasmus-programme", date(2025, 3, 5), "GB", False),
        ("horizon-associated", date(2023, 12, 31), "GB", False),
        ("horizon-associated", date(2024, 1, 1), "GB", True),
        ("horizon-associated", date(2024, 11, 27), "CH", False),
        ("horizon-associated", date(2025, 1, 1), "CH", True),
        ("horizon-associated", date(2025, 1, 1), "CA", False),
        ("panorama", date(2020, 12, 31), "KR", False),
        ("panorama", date(2021, 1, 1), "KR", True),
        ("norpart", date(2021, 5, 27), "PS", True),
        ("norpart", date(2021, 5, 27), "ZA", False),
        ("ldc", date(2023, 12, 12), "BT", True),
        ("ldc", date(2023, 12, 13), "BT", False),
        ("ldc", date(2024, 12, 13), "ST", False),
        ("oda-recipients", date(2024, 6, 1), "UA", True),
        ("oda-recipients", date(2024, 6, 1), "US", None),  # the list was not read to its end
        ("high-income", date(2025, 1, 1), "BG", True),
        ("sub-saharan-africa", date(2025, 1, 1), "EG", False),
        ("africa", date(2025, 1, 1), "EG", True),
    ],
)
def test_who_belonged_when(group: str, day: date, country: str, holds: bool | None) -> None:
    assert on(day, group).holds(country) is holds


@pytest.mark.parametrize("group", countries().groups)
def test_a_group_names_countries_that_exist_and_says_where_it_was_read(group: str) -> None:
    held = countries().groups[group]
    assert all(period.countries <= set(names("en")) for period in held.periods)
    assert held.source
    assert held.name.missing() == ()


@pytest.mark.parametrize("group", countries().groups)
def test_the_periods_of_a_group_follow_one_another(group: str) -> None:
    periods = countries().groups[group].periods
    for before, after in pairwise(periods):
        assert before.until
        assert after.since
        assert (after.since - before.until).days == 1


def test_a_group_is_not_guessed_for_a_day_that_it_says_nothing_of() -> None:
    with pytest.raises(ValidationError, match="on which day"):
        on(date(2027, 1, 1), "erasmus-programme")


def test_no_country_is_in_two_regions_of_erasmus() -> None:
    regions = [
        g
        for key, g in countries().groups.items()
        if key.startswith("erasmus-region") or key == "sub-saharan-africa"
    ]
    seen = [country for region in regions for country in region.periods[0].countries]
    assert len(regions) == 12
    assert len(seen) == len(set(seen))


def test_a_group_of_two_letters_is_said_as_a_group() -> None:
    assert on(date(2025, 1, 1), "eu").in_("nn") == "EU-landa"
