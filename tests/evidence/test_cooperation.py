"""Cooperation projects of Erasmus+, counted on fingers and both ways: those led apart from those joined, and whose they are told by names."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.worlds import HOME, UNIVERSITY, World, filled, made, organisations, slowly
from utsyn.evidence.recipes import find
from utsyn.evidence.results import Result

RECIPE = find("cooperation-projects")
NAME, OLD, SHORT = "The University of Somewhere", "Somewhere College", "UoS"


def project(
    key: str, *parts: dict[str, Any], starts: date | None = date(2020, 9, 1), **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    base = {
        "project": key,
        "key_action": "Cooperation among organisations",
        "call_year": 2019,
        "starts": starts,
        "awarded": 100_00,
    }
    return filled("cooperations", **(base | more)), [
        filled("cooperators", project=key, place=at, **one) for at, one in enumerate(parts)
    ]


def part(role: str, name: str | None = NAME, country: str | None = "NO") -> dict[str, Any]:
    return {"role": role, "name": name, "country": country}


def world(
    *projects: tuple[dict[str, Any], list[dict[str, Any]]], reviewed: tuple[tuple[str, str | None], ...] = ()
) -> World:
    names = [
        filled("names", ror=UNIVERSITY, name=name, kind=kind)
        for name, kind in ((NAME, "ror_display"), (SHORT, "acronym"))
    ]
    links = [
        filled("links", scheme="name", identifier=name, other_scheme="ror", other=UNIVERSITY, country=where)
        for name, where in reviewed
    ]
    return {
        "cooperations": [one for one, _ in projects], "cooperators": [row for _, rows in projects for row in rows],
        "names": [*names, filled("names", ror="another", name="Another", kind="label")], "links": links, "organisations": organisations(),
    }  # fmt: skip


def counted(rows: World) -> Result:
    found = made(RECIPE, rows)
    assert found == slowly(RECIPE, rows)
    return found


def test_what_we_lead_stands_apart_from_what_we_are_in():
    rows = world(
        project("led", part("coordinator"), part("partner", "Another", "SE")),
        project(
            "joined", part("coordinator", "Another", "SE"), part("partner", NAME.upper()), awarded=900_00
        ),
        project("theirs", part("coordinator", "Another", "SE")),
        project("twice", part("coordinator"), part("partner")),
    )
    assert counted(rows).rows == ((2020, 3, 2, 1, 200_00, 0),)


def test_an_acronym_and_the_same_name_in_another_country_are_not_ours_and_a_reviewed_name_is():
    told = [project(str(at), part("partner", name, country)) for at, (name, country) in enumerate(
        ((SHORT, "NO"), (NAME, "SE"), (NAME, None), (OLD, "NO"), (OLD, "SE"), (None, "NO")))]  # fmt: skip
    assert counted(world(*told)).rows == ()
    assert counted(world(*told, reviewed=((OLD.lower(), "NO"),))).rows == ((2020, 1, 0, 1, 0, 0),)
    assert counted(world(*told, reviewed=((OLD, None),))).rows == ((2020, 2, 0, 2, 0, 0),)


def test_mobility_projects_do_not_count_and_what_nobody_told_is_unknown():
    rows = world(
        project("a", part("coordinator"), key_action="Learning Mobility of Individuals"),
        project("b", part("coordinator"), key_action=None),
        project("c", part("partner"), starts=None),
        project("d", part("partner"), starts=None, call_year=None),
        project("e", part("partner"), starts=date(2031, 1, 1)),
    )
    assert counted(rows).rows == ((2019, 1, 0, 1, 0, 0), (2020, 0, 0, 0, 0, 1), (None, 1, 0, 1, 0, 0))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    parts = st.builds(part, st.sampled_from(["coordinator", "partner"]), st.sampled_from([NAME, OLD, SHORT, "Another", None]),
                      st.sampled_from(["NO", "SE", None]))  # fmt: skip
    told = draw(st.lists(st.tuples(st.lists(parts, max_size=3), st.sampled_from([None, date(2019, 1, 1), date(2014, 12, 31)]),
                                   st.sampled_from([None, 2016]), st.sampled_from([None, "Mobility", "Cooperation"]),
                                   st.sampled_from([None, 5])), max_size=5))  # fmt: skip
    projects = [project(str(at), *some, starts=starts, call_year=year, key_action=action, awarded=awarded)
                for at, (some, starts, year, action, awarded) in enumerate(told)]  # fmt: skip
    return world(*projects, reviewed=draw(st.sampled_from([(), ((OLD, "NO"),), ((OLD, None), (OLD, "NO"))])))


@given(worlds())
@settings(max_examples=25, deadline=None)
def test_in_any_world_both_ways_count_the_same(rows: World):
    counted(rows)


def test_the_home_of_the_tiny_worlds_has_a_country():
    assert next(one["country"] for one in organisations() if one["organisation"] == HOME) == "NO"
