"""Figures on publications, counted on the fingers: how a work is divided, by unit and by field, and at which level it stands."""

from typing import Any

from tests.evidence.worlds import (
    AMERICAN,
    CHINESE,
    HOME,
    HONGKONG,
    HOSPITAL,
    MACAO,
    NATIONAL,
    PARTLY,
    SWEDISH,
    World,
    filled,
    made,
    person,
    slowly,
    work,
    world,
)
from utsyn.evidence.recipes import find
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


def test_the_parts_of_a_work_are_divided_between_authors_and_their_institutions() -> None:
    rows = world(
        work(1, [[NO], [SE]]),
        work(2, [[NO, US], [SICK], [(0, "SE")], []], year=2021),
        work(3, [[(PARTLY, "NO")]], year=2022),  # ours by half
        work(4, [[NO], [NO], [SE]], year=2023),
    )
    third = SHARE // 3
    assert [row[:3] for row in told("author-shares", rows)] == [
        (2020, "home", SHARE // 2), (2020, "others", SHARE // 2), (2020, "unassigned", 0),
        (2021, "home", SHARE * 3 // 8), (2021, "others", SHARE // 8), (2021, "unassigned", SHARE // 2),
        (2022, "home", SHARE // 2), (2022, "others", SHARE // 2), (2022, "unassigned", 0),
        (2023, "home", 2 * third), (2023, "others", third), (2023, "unassigned", SHARE - 3 * third),
    ]  # fmt: skip


def test_an_institution_printed_twice_by_an_author_is_one_affiliation() -> None:
    row, lines = work(1, [[NO, US]])
    again = {**lines[0], "raw": "the same, in other words"}
    assert one("author-shares", world((row, [*lines, again])), year=2020, who="home") == (SHARE // 2, 1, 0)


UNITS = world(
    work(1, [[NO], [NO], [SE]], people=[1, 2, 3]),
    work(2, [[NO]], people=[99], orcids=["o1"]),  # by ORCID
    work(3, [[NO]], people=[1], year=2017),  # where she was before
    work(4, [[SE], [NO]], people=[1, 4]),  # she is listed, but writes from elsewhere; he is on no list
    work(5, [[NO]], people=[5]),  # in two units
    staff=[
        person(1, "physics", 2018), person(1, "chemistry", 1900, 2017), person(2, "physics"), person(3, "history"),
        person(7, "history", orcid="o1"), person(5, "law"), person(5, "music"),
    ],
)  # fmt: skip


def test_a_unit_has_the_works_of_those_whom_the_staff_list_has_there_in_the_year() -> None:
    assert told("publications-by-unit", UNITS) == [
        (2017, "chemistry", 1, 1, 0),
        (2020, "", 1, 1, 0),
        (2020, "history", 1, 1, 0),
        (2020, "law", 1, 1, 0),
        (2020, "music", 1, 1, 0),
        (2020, "physics", 1, 1, 0),
    ]


def test_units_divide_what_their_authors_have() -> None:
    counted = {row[0]: row[1] for row in told("author-shares-by-unit", UNITS, year=2020)}
    half, third = SHARE // 2, SHARE // 3
    assert counted == {"physics": 2 * third, "history": SHARE, "law": half, "music": half, "": half}


def test_international_works_are_told_by_unit_and_by_field() -> None:
    where = {"year": 2020, "definition": "cwts", "variant": "plain"}
    assert one("copublication-definitions-by-unit", UNITS, unit="physics", **where) == (1, 1, 0)
    assert one("copublication-definitions-by-field", UNITS, field=17, **where) == (2, 4, 0)


def test_level_is_that_of_the_channel_in_the_year_of_the_work_and_unknown_where_the_list_has_none() -> None:
    levels = [
        filled("levels", source=source, year=year, level=level)
        for source, year, level in ((1, 2020, 2), (1, 2021, 1), (2, 2020, 0))
    ]
    rows = world(
        work(1, [[NO]]),
        work(2, [[NO]], year=2021),
        work(3, [[NO]], source=2),
        work(4, [[NO]], source=None),
        levels=levels,
    )
    assert told("publications-in-top-channels", rows) == [(2020, 1, 1, 2), (2021, 0, 1, 0)]
