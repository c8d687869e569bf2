"""Figures on publications, counted on the fingers: who is abroad by which reading, with whom, how far, and what is nobody's."""

from typing import Any

import pytest

from tests.evidence.worlds import (
    ABOUT,
    AMERICAN,
    AUSTRALIAN,
    CHINESE,
    COMPANY,
    FLAT,
    HOME,
    HONGKONG,
    HOSPITAL,
    INSTITUTE,
    LOST,
    MACAO,
    NATIONAL,
    PLACES,
    SWEDISH,
    UNIVERSITY,
    World,
    filled,
    made,
    organisations,
    orgmap,
    slowly,
    work,
    world,
)
from utsyn.evidence.recipes import find
from utsyn.evidence.results import Result
from utsyn.evidence.tables import SHARE

NO, SE, US, CN = (HOME, "NO"), (SWEDISH, "SE"), (AMERICAN, "US"), (CHINESE, "CN")
HK, MO, SICK, ELSEWHERE = (HONGKONG, "HK"), (MACAO, "MO"), (HOSPITAL, "NO"), (NATIONAL, "NO")


def told(key: str, rows: World, **where: Any) -> list[tuple[Any, ...]]:
    """Return rows of a recipe without the columns that are asked for; both ways to count must agree."""
    recipe = find(key)
    found = made(recipe, rows)
    assert found == slowly(recipe, rows)
    kept = [place for place, name in enumerate(found.columns) if name not in where]
    return [tuple(row[place] for place in kept) for row in found.where(**where)]


def one(key: str, rows: World, **where: Any) -> tuple[Any, ...]:
    (row,) = told(key, rows, **where)
    return row


MANY = world(
    work(1, [[NO], [SE]]),
    work(2, [[NO, US]]),  # one author, two countries
    work(3, [[NO], [(0, "SE")]]),  # a country, but no institution that anybody knows
    work(4, [[NO], [CN], [HK], [MO]]),
    work(5, [[NO], [HK], [MO]], year=2021),
    work(6, [[NO], *[[SE]] * 100]),
    work(7, [[NO], *[[SE]] * 10]),
    work(8, [[NO]]),
    work(9, [[(HOME, None)]]),  # no country of anybody
)


@pytest.fixture(scope="module")
def many() -> Result:
    recipe = find("copublication-definitions")
    found = made(recipe, MANY)
    assert found == slowly(recipe, MANY)
    return found


@pytest.mark.parametrize(
    ("definition", "variant", "expected"),
    [
        ("cwts", "plain", (6, 7, 1)),
        ("openalex", "plain", (6, 7, 1)),
        ("nvi", "plain", (5, 8, 0)),  # not work 3; the home institution has a country in the register
        ("cwts", "strict", (5, 6, 2)),  # work 2 has nobody with one country
        ("nvi", "strict", (4, 6, 2)),
        ("cwts", "first", (5, 7, 1)),  # work 2 is at home by its first affiliation
        ("nvi", "first", (4, 7, 1)),
        ("cwts", "to-100", (5, 6, 1)),
        ("nvi", "to-100", (4, 7, 0)),
        ("cwts", "to-10", (4, 5, 1)),
        ("cwts", "of-all", (6, 8, 0)),
    ],
)
def test_readings_and_variants_differ_by_what_they_say(
    definition: str, variant: str, expected: tuple[int, ...]
) -> None:
    assert (
        one("copublication-definitions", MANY, year=2020, definition=definition, variant=variant) == expected
    )


def test_the_plans_own_indicator_is_the_plain_reading_with_countries_as_written() -> None:
    assert one("international-copublication", MANY, year=2020) == (6, 7, 1)


def test_hong_kong_and_macao_are_china_in_one_reading_and_not_in_the_other() -> None:
    rows = world(work(1, [[NO, HK]]), work(2, [[(HOME, "CN")], [HK]]))
    assert one("copublication-definitions", rows, year=2020, definition="cwts", variant="plain") == (1, 2, 0)
    assert one("copublication-definitions", rows, year=2020, definition="openalex", variant="plain") == (
        2,
        2,
        0,
    )


OFFICIALLY = (
    work(1, [[NO], [SE]]),
    work(2, [[NO], [SE]], type="book-chapter", core=False),
    work(3, [[NO], [SE]], type="book", core=False),
    work(4, [[NO]], type="preprint", core=False),
    work(5, [[NO], [US]], core=False, retracted=True),
    work(6, [[NO], [(0, "SE")]]),  # a country, but no institution that anybody knows
    work(7, [[NO, HK], [(HOME, "CN")]], type="book-chapter", core=False),
    work(8, [[NO], [SE]], type="dataset", core=False, xpac=True),  # of the expansion
    work(9, [[SE]], type="book", core=False),  # not ours
    work(10, [[(HOME, None)]], type="review"),
)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("nvi", (4, 6, 0)),  # 1, 2, 3 and 7 of 1, 2, 3, 6, 7 and 10
        ("cwts", (4, 4, 1)),  # 1, 2, 6 and 7: Norway and China; no country is known of 10
        ("openalex", (6, 7, 1)),  # 1, 2, 3, 5, 6 and 7, and 4 at home
    ],
)
def test_each_official_definition_counts_its_own_kinds_of_works(
    definition: str, expected: tuple[int, ...]
) -> None:
    assert one("copublication-official", world(*OFFICIALLY), year=2020, definition=definition) == expected


def test_officially_too_hong_kong_is_china_by_one_definition_alone() -> None:
    rows = world(work(1, [[(HOME, "CN")], [HK]], type="book-chapter", core=False))
    assert one("copublication-official", rows, year=2020, definition="cwts") == (0, 1, 0)
    assert one("copublication-official", rows, year=2020, definition="openalex") == (1, 1, 0)


def test_a_list_that_was_cut_has_many_authors_whatever_it_lists() -> None:
    rows = world(work(1, [[NO], [SE]], cut=True))
    assert told("copublication-definitions", rows, year=2020, definition="cwts", variant="to-100") == []


def test_works_that_are_not_core_not_ours_or_of_other_years_do_not_count() -> None:
    rows = world(
        work(1, [[NO]]),
        work(2, [[NO]], core=False),
        work(3, [[NO]], year=ABOUT.until + 1),
        work(4, [[SE]]),
        work(5, [[SICK]]),  # the hospital alone
        work(6, [[(INSTITUTE, "NO")]], year=2017),  # a component, but only since 2018
        work(7, [[(INSTITUTE, "NO")]], year=2018),
    )
    assert told("publications", rows) == [(2018, 1, 1, 0), (2020, 1, 1, 0)]


CLASSED = (
    work(1, [[NO], [SE]]),
    work(2, [[NO], [SICK]]),
    work(3, [[NO], [ELSEWHERE]]),
    work(4, [[NO], [NO]]),
    work(5, [[NO]]),
)


def test_a_hospital_of_ours_is_no_other_institution_and_classes_sum_to_all() -> None:
    counted = dict(
        row[:2] for row in told("copublication-classes", world(*CLASSED), year=2020, denominator=5, unknown=0)
    )
    assert counted == {"int": 1, "nat": 1, "own": 2, "single": 1}


def test_a_hospital_that_the_map_does_not_have_is_another_institution() -> None:
    rows = world(*CLASSED, hospital=False)
    assert one("copublication-classes", rows, year=2020, **{"class": "nat"}) == (2, 5, 0)


def test_works_are_counted_by_how_many_countries_they_have() -> None:
    rows = world(
        work(1, [[NO]]),
        work(2, [[NO], [HK], [MO]]),
        work(3, [[NO], [SE], [US]]),
        work(4, [[NO], [SE], [US], [CN]]),
        work(5, [[(HOME, None)]]),
    )
    counted = {row[0]: row[1:] for row in told("copublication-countries", rows, year=2020)}
    assert counted == dict.fromkeys(("one", "two", "three", "four-or-more"), (1, 4, 1))


def test_coverage_tells_works_of_which_all_and_of_which_any_author_has_a_country() -> None:
    rows = world(work(1, [[NO], [SE]]), work(2, [[NO], []]), work(3, [[(HOME, None)]]))
    assert told("country-coverage", rows, year=2020) == [("all", 1, 3, 0), ("any", 2, 3, 0)]


def test_a_work_with_a_company_is_one_with_industry() -> None:
    rows = world(work(1, [[NO], [(COMPANY, "NO")]]), work(2, [[NO]], field=11))
    assert told("industry-copublication-by-field", rows, year=2020) == [(11, 0, 1, 0), (17, 1, 1, 0)]


def test_near_and_far_are_told_by_the_two_institutions_that_lie_farthest_apart() -> None:
    rows = world(
        work(1, [[NO], [(COMPANY, "NO")]]),  # 26 km
        work(2, [[NO], [SE]]),  # 530 km
        work(3, [[NO], [SE], [(AUSTRALIAN, "AU")]]),
        work(4, [[NO]]),  # not apart at all
        work(5, [[NO], [(LOST, None)]]),
        work(6, [[SE, US], [CN, NO]], year=2021),  # none 5,000 km from home but Boston and Beijing
    )
    assert told("copublication-distance", rows, year=2020) == [("long", 1, 5, 0), ("short", 1, 5, 0)]
    assert one("copublication-distance", rows, year=2021, distance="long") == (1, 1, 0)


def test_two_institutions_far_from_each_other_need_not_be_far_from_us() -> None:
    places = {**PLACES, 20: ("IS", 64_140_400, -21_949_000), 21: ("IR", 35_702_000, 51_395_700)}
    rows = world(
        work(1, [[NO], [(20, "IS")]]),
        work(2, [[NO], [(21, "IR")]]),
        work(3, [[NO], [(20, "IS")], [(21, "IR")]]),
        organisations=organisations(places),
    )
    assert one("copublication-distance", rows, year=2020, distance="long") == (1, 3, 0)


def test_what_is_no_longer_ours_does_not_count() -> None:
    left = filled(
        "orgmap",
        university=UNIVERSITY,
        organisation=NATIONAL,
        relation="component",
        weight=SHARE,
        since=2016,
        until=2018,
    )
    rows = world(
        *[work(year, [[ELSEWHERE]], year=year) for year in (2015, 2016, 2018, 2019)], orgmap=[*orgmap(), left]
    )
    assert told("publications", rows) == [(2016, 1, 1, 0), (2018, 1, 1, 0)]


def test_a_country_is_counted_once_a_work_and_our_own_not_at_all() -> None:
    rows = world(
        work(1, [[NO], [SE], [SE, US]]),
        work(2, [[NO], *[[SE]] * 100]),
        work(3, [[NO]]),
        work(4, [[(HOME, None)]]),
    )
    assert told("country-profile", rows, year=2020) == [
        ("plain", "SE", 2, 3, 1),
        ("plain", "US", 1, 3, 1),
        ("strict", "SE", 2, 3, 1),
        ("to-100", "SE", 1, 2, 1),
        ("to-100", "US", 1, 2, 1),
    ]


def test_priority_countries_are_those_of_the_list_of_the_year_beside_those_of_today() -> None:
    rows = world(
        work(1, [[NO], [US]]),
        work(2, [[NO], [CN]]),
        work(3, [[NO], [US]], year=2021),
        work(4, [[NO], [SE]], year=2021),
        work(5, [[NO]]),
    )
    key = "copublication-priority-countries"
    assert one(key, rows, group="panorama", year=2020, list="then") == (1, 2, 0)  # the USA joined in 2021
    assert one(key, rows, group="panorama", year=2020, list="now") == (2, 2, 0)
    assert one(key, rows, group="panorama", year=2021, list="then") == (1, 2, 0)
    assert (
        told(key, rows, group="norpart", year=2020, list="now") == []
    )  # no list of 2024 is known: no figure, not none


def test_our_own_country_makes_no_work_one_with_a_group_that_we_belong_to() -> None:
    rows = world(work(1, [[NO], [US]]), work(2, [[NO], [SE]]))
    assert one("copublication-priority-countries", rows, group="nordic", year=2020, list="then") == (1, 2, 0)


def test_of_works_from_a_flat_export_nothing_is_told_of_authors_and_it_is_unknown() -> None:
    untold = dict.fromkeys(FLAT)
    rows = world(work(1, [[NO], [SE]], **untold), work(2, [[NO], [SE]]))
    assert told("country-coverage", rows) == [(2020, "all", 1, 1, 1), (2020, "any", 1, 1, 1)]
    strict = [row for row in told("country-profile", rows) if row[1] == "strict"]
    assert strict == [(2020, "strict", "SE", 1, 1, 1)]
