"""Partners counted on fingers: rolled up in time, scored, broad or not; and every recipe against its plain twin in worlds of chance."""

from datetime import date
from fractions import Fraction
from typing import Any

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.partner_worlds import (
    FORMER,
    HALF,
    SYSTEM,
    TRUST,
    agreement,
    dealings,
    event,
    partner_worlds,
    project,
    register,
    ror,
    stay,
)
from tests.evidence.worlds import (
    ABOUT,
    AMERICAN,
    AUSTRALIAN,
    CHINESE,
    HOME,
    HOSPITAL,
    INSTITUTE,
    NATIONAL,
    PARTLY,
    SWEDISH,
    World,
    engine,
    made,
    person,
    slowly,
    work,
    world,
)
from utsyn.evidence.indicators.joint import harmonic
from utsyn.evidence.recipes import find
from utsyn.evidence.results import result
from utsyn.evidence.tables import SHARE

US, SWEDE, AMERICA = (HOME, "NO"), (SWEDISH, "SE"), (AMERICAN, "US")
RECIPES = ("partners", "home-output", "partner-breadth", "partner-units", "partner-profile", "partner-impact", "field-output", "partner-agreements",
           "partner-stays", "partner-projects", "partner-awards", "partner-traffic", "partner-places", "agreement-places")  # fmt: skip


def rows(key: str, held: World) -> list[dict[str, Any]]:
    """Return the rows of a result as both ways count them, which must be the same."""
    recipe = find(key)
    fast, plain = made(recipe, held), slowly(recipe, held)
    assert fast == plain
    return [dict(zip(fast.columns, row, strict=True)) for row in fast.rows]


def works_of(held: World) -> dict[int, int]:
    return {row["partner"]: row["works"] for row in rows("partners", held)}


def test_a_work_counts_for_the_partner_and_once_for_each_that_stands_above_it():
    held = world(
        work(1, [[US], [SWEDE], [SWEDE], [AMERICA]]),
        organisations=register({SWEDISH: [SYSTEM], AMERICAN: [SYSTEM, TRUST]}),
    )
    found = {row["partner"]: (row["works"], row["alone"]) for row in rows("partners", held)}
    assert found == {SWEDISH: (1, 1), AMERICAN: (1, 1), SYSTEM: (1, 0), TRUST: (1, 0)}


def test_who_went_on_as_exactly_one_other_is_counted_as_that_one():
    held = world(work(1, [[US], [(FORMER, "US")]]), work(2, [[US], [(HALF, "US")]]),
                 organisations=register({SWEDISH: [SYSTEM]}, {FORMER: [SWEDISH], HALF: [AMERICAN, SWEDISH]}))  # fmt: skip
    found = {row["partner"]: (row["works"], row["alone"]) for row in rows("partners", held)}
    assert found == {SWEDISH: (1, 1), SYSTEM: (1, 0), HALF: (1, 1)}


def test_what_is_ours_in_the_year_is_no_partner_and_was_one_before():
    joint = [[US], [(INSTITUTE, "NO")]]
    held = world(
        work(1, joint, year=2017), work(2, joint, year=2018), organisations=register({INSTITUTE: [HOME]})
    )
    assert [(row["partner"], row["year"]) for row in rows("partners", held)] == [(INSTITUTE, 2017)]


def test_what_stands_above_our_hospital_is_a_partner_only_through_others():
    own = work(1, [[US], [(HOSPITAL, "NO")]])
    other = work(2, [[US], [(NATIONAL, "NO")]])
    assert works_of(world(own, other, organisations=register({HOSPITAL: [TRUST], NATIONAL: [TRUST]}))) == {
        NATIONAL: 1,
        TRUST: 1,
    }


def test_a_partner_that_the_register_lacks_is_counted_under_its_own_number():
    held = world(work(1, [[US], [AMERICA]]), organisations=register(gone=(AMERICAN,)))
    assert works_of(held) == {AMERICAN: 1}
    assert [(row["partner"], row["ror"]) for row in rows("partner-places", held)] == [(AMERICAN, None)]


def test_works_that_are_not_ours_or_not_in_the_core_or_the_years_make_no_partner():
    held = world(work(1, [[(HOSPITAL, "NO")], [SWEDE]]), work(2, [[US], [SWEDE]], core=False), work(3, [[US], [SWEDE]], year=2014),
                 work(4, [[US], [(0, "SE")]]))  # fmt: skip
    assert works_of(held) == {}


SCORES = [
    ([[US], [SWEDE]], Fraction(1, 2)),
    ([[US], [SWEDE], [AMERICA]], Fraction(1, 3)),
    ([[US], [SWEDE], [SWEDE], [SWEDE]], Fraction(3, 8)),  # 2 · 1/4 · 3/4
    ([[US, SWEDE]], Fraction(1, 2)),  # one author with a foot on each side
    (
        [[(PARTLY, "NO")], [SWEDE]],
        Fraction(1, 3),
    ),  # a joint institute of which we have half: 2 · 1/4 · 1/2 / (3/4)
]


def test_the_score_is_the_harmonic_mean_of_both_sides_parts():
    held = world(*[work(n, authors, year=2016 + n) for n, (authors, _) in enumerate(SCORES)])
    found = {row["year"]: row["score"] for row in rows("partners", held) if row["partner"] == SWEDISH}
    assert len(found) == len(SCORES)
    assert all(
        0 <= SHARE * score - found[2016 + n] < 4 for n, (_, score) in enumerate(SCORES)
    )  # floored in whole parts


def test_a_hyper_authored_work_counts_and_is_told_apart():
    many = [[US], *[[SWEDE]] * 100]
    held = world(work(1, many), work(2, many[:-1]), work(3, many[:4], cut=True))
    (row,) = rows("partners", held)
    assert (row["works"], row["plain"]) == (3, 1)
    assert rows("home-output", held) == [{"year": 2020, "works": 3, "plain": 1}]


def test_breadth_counts_persons_by_orcid_and_the_busiest_of_them():
    told = [work(n, [[US], [US], [SWEDE]], people=[one, two, 70], orcids=[orcid, None, None], field=17 + n % 2)
            for n, (one, two, orcid) in enumerate([(1, 2, "a"), (8, 2, "a"), (1, 3, None), (8, 3, "a"), (4, 5, None)])]  # fmt: skip
    found = rows("partner-breadth", world(*told))
    assert [row["year"] for row in found] == [2020, 2021, 2022]
    assert {(row["works"], row["people"], row["fields"], row["largest"]) for row in found} == {(5, 5, 2, 4)}
    assert rows("partner-breadth", world(*told[:4])) == []


def test_breadth_tells_only_of_whole_windows_and_without_hyper_authored_works():
    told = [work(n, [[US], [SWEDE]], year=2015) for n in range(5)]
    assert [row["year"] for row in rows("partner-breadth", world(*told))] == [2017]
    assert rows("partner-breadth", world(*told[:4], work(9, [[US], *[[SWEDE]] * 100], year=2015))) == []


def test_units_come_from_the_staff_list_and_add_up_to_more_than_the_works():
    held = world(
        work(1, [[US], [US], [US], [SWEDE]], people=[1, 2, 3, 4]),
        staff=[person(1, "a"), person(2, "b"), person(4, "c")],
    )
    assert [(row["partner"], row["unit"], row["works"]) for row in rows("partner-units", held)] == [
        (SWEDISH, "", 1), (SWEDISH, "a", 1), (SWEDISH, "b", 1),
    ]  # fmt: skip


def test_a_profile_has_all_that_a_partner_and_those_below_it_write():
    joint = [work(n, [[US], [SWEDE]], field=17) for n in range(10)]
    alone = [
        work(20, [[SWEDE]], field=17),
        work(21, [[SWEDE], [AMERICA]], field=18),
        work(22, [[AMERICA]], field=None),
    ]
    held = world(*joint, *alone, organisations=register({SWEDISH: [SYSTEM], AMERICAN: [SYSTEM]}))
    found = {
        (row["partner"], row["field"]): (row["joint"], row["theirs"]) for row in rows("partner-profile", held)
    }
    assert found == {
        (SWEDISH, 17): (10, 11),
        (SWEDISH, 18): (0, 1),
        (SYSTEM, 17): (10, 11),
        (SYSTEM, 18): (0, 1),
        (SYSTEM, None): (0, 1),
    }
    output = {row["field"]: (row["ours"], row["world"]) for row in rows("field-output", held)}
    assert output == {17: (10, 11), 18: (0, 1), None: (0, 1)}
    assert rows("partner-profile", world(*joint[:9], *alone)) == []


def test_what_is_much_cited_is_a_tenth_of_its_cell_to_the_work():
    joint = [work(n, [[US], [SWEDE]], cited=50 if n < 4 else 1) for n in range(10)]
    rest = [work(100 + n, [[AMERICA]], cited=50 if n < 6 else 99 if n == 6 else 0) for n in range(50)]
    young = [work(200 + n, [[US], [SWEDE]], year=2022, cited=99) for n in range(60)]
    held = world(*joint, *rest, *young)
    # Of 60 works six are the most cited tenth: the one cited 99 times, and of the ten cited 50 times each a half.
    assert rows("partner-impact", held) == [
        {"partner": SWEDISH, "field": 17, "top10": 4 * SHARE // 2, "known": 10}
    ]
    assert rows("partner-impact", world(*joint, *rest[:39], *young)) == []  # a cell of 49


def test_an_agreement_reaches_what_stands_above_its_organisation_and_below_it():
    held = world(work(1, [[US], [SWEDE]]), organisations=register({SWEDISH: [SYSTEM], AMERICAN: [SYSTEM]}, {FORMER: [SWEDISH]}),
                 **dealings(agreements=[agreement(SYSTEM), agreement(AMERICAN), agreement(FORMER), agreement(99)]))  # fmt: skip
    found = {(row["partner"], row["ror"], row["relation"]) for row in rows("partner-agreements", held)}
    assert found == {
        (SYSTEM, ror(SYSTEM), "itself"), (SWEDISH, ror(SYSTEM), "above"),  # nothing was written with AMERICAN
        (AMERICAN, ror(AMERICAN), "itself"), (SYSTEM, ror(AMERICAN), "below"),
        (SWEDISH, ror(FORMER), "itself"), (SYSTEM, ror(FORMER), "below"), (0, ror(99), "itself"),
    }  # fmt: skip


def test_stays_count_for_the_partner_and_above_with_what_is_unknown():
    day = date(2022, 8, 15)
    stays = [stay(SWEDISH, day, date(2023, 1, 5), 2), stay(SWEDISH, day, None, None), stay(99, None, None, 4)]
    held = world(organisations=register({SWEDISH: [SYSTEM]}), **dealings(stays=stays))
    found = {
        row["partner"]: (row["year"], row["people"], row["unknown"], row["last"])
        for row in rows("partner-stays", held)
    }
    assert found == {SWEDISH: (2022, 2, 1, 20230105), SYSTEM: (2022, 2, 1, 20230105), 0: (None, 4, 0, None)}


def test_traffic_is_the_partner_s_by_its_id_or_by_the_one_its_code_leads_to():
    day = date(2024, 3, 1)
    told = [event(SWEDISH, day), event(None, date(2021, 5, 2), "S UPPSALA01"), event(None, day, "USBOSTON01"), event(CHINESE, None),
            event(None, day, "S LUND01")]  # fmt: skip
    held = world(organisations=register({SWEDISH: [SYSTEM]}), **dealings(traffic=told))
    found = {
        (row["partner"], row["erasmus"], row["year"]): (row["events"], row["last"])
        for row in rows("partner-traffic", held)
    }
    assert found == {
        (SWEDISH, None, 2024): (1, 20240301), (SYSTEM, None, 2024): (1, 20240301), (SWEDISH, "S UPPSALA01", 2021): (1, 20210502),
        (SYSTEM, "S UPPSALA01", 2021): (1, 20210502), (0, "USBOSTON01", 2024): (1, 20240301), (0, "S LUND01", 2024): (1, 20240301), (CHINESE, None, None): (1, None),
    }  # fmt: skip


def test_a_project_is_joint_with_whoever_is_in_it_and_not_ours():
    since, until = date(2019, 1, 1), date(2022, 12, 31)
    projects = [project("one", since, until, HOME, SWEDISH, INSTITUTE, None), project("two", since, until, SWEDISH, AMERICAN),
                project("three", date(2016, 1, 1), None, INSTITUTE, AMERICAN), project("four", None, None, HOME, CHINESE, call_year=2020),
                project("five", None, None, HOME, AUSTRALIAN)]  # fmt: skip
    held = world(
        organisations=register({SWEDISH: [SYSTEM], INSTITUTE: [HOME], CHINESE: [HOME]}), **dealings(*projects)
    )
    found = {
        (row["partner"], row["starts"], row["ends"]): row["projects"]
        for row in rows("partner-projects", held)
    }
    assert found == {
        (SWEDISH, 20190101, 20221231): 1,
        (SYSTEM, 20190101, 20221231): 1,
        (0, 20190101, 20221231): 1,
        (CHINESE, None, None): 1,
    }


def test_a_publication_names_a_project_that_the_partner_and_we_share_or_it_says_nothing_of_the_partner():
    projects = [
        project("one", date(2019, 1, 1), None, HOME, SWEDISH), project("two", date(2019, 1, 1), None, HOME, AMERICAN),
        project("theirs", date(2019, 1, 1), None, SWEDISH, AMERICAN),
    ]  # fmt: skip
    held = world(
        work(1, [[US], [SWEDE]], awards=["one", "elsewhere"]), work(2, [[US], [SWEDE]], awards=["two", "theirs"]), work(3, [[US], [SWEDE]], awards=[]),
        work(4, [[US], [SWEDE]], awards=None), work(5, [[US], [SWEDE], [AMERICA]], awards=["one", "two"], year=2021),
        work(6, [[US], [(AUSTRALIAN, "AU")]], awards=["one"]), work(7, [[SWEDE], [AMERICA]], awards=["one"]),
        organisations=register({SWEDISH: [SYSTEM]}), **dealings(*projects),
    )  # fmt: skip
    found = {
        (row["partner"], row["year"]): (row["works"], row["named"], row["unknown"])
        for row in rows("partner-awards", held)
    }
    assert found == {
        (SWEDISH, 2020): (4, 1, 1), (SYSTEM, 2020): (4, 1, 1), (SWEDISH, 2021): (1, 1, 0), (SYSTEM, 2021): (1, 1, 0), (AMERICAN, 2021): (1, 1, 0),
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, SHARE), st.integers(1, SHARE)), min_size=1, max_size=200))
@settings(max_examples=15, deadline=None)
def test_the_score_is_exact_for_whatever_parts(pairs):
    parts = [(x * SHARE // (x + y), y * SHARE // (x + y) or 1) for x, y in pairs] + pairs[:1]
    table = ibis.memtable([{"x": x, "y": y} for x, y in parts], schema={"x": "int64", "y": "int64"})
    found = engine().rows(harmonic(table).select("x", "y", "score"))
    assert len(found) == len(parts)
    assert all(score == 2 * x * y // (x + y) for x, y, score in found)


@given(partner_worlds())
@settings(max_examples=4, deadline=None)
def test_every_recipe_of_partners_is_what_plain_counting_comes_to(held):
    opened = engine().memory(held)  # once, so that tables on the way are shared as they are in a run
    for recipe in map(find, RECIPES):
        asked = recipe.make(opened, ABOUT).select(list(recipe.columns))
        assert result(recipe.columns, engine().rows(asked)).sha256 == slowly(recipe, held).sha256, recipe.key
