"""Every change between two vintages has a cause, the causes sum exactly, and what was planted is found."""

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.worlds import (
    ABOUT,
    HOME,
    SWEDISH,
    World,
    engine,
    orgmap,
    person,
    work,
    world,
    worlds,
)
from utsyn.evidence import world as synthetic
from utsyn.evidence.between import Rows
from utsyn.evidence.causes import CAUSES, Way, columns, slowly
from utsyn.evidence.compare import Change, change
from utsyn.evidence.engine import schema
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import result
from utsyn.evidence.steps import Opened
from utsyn.evidence.tables import TABLES
from utsyn.evidence.ways import way

NUMBERS = count()
PLAIN = way("international-copublication", where={})
STRICT = way("copublication-definitions", where={"definition": "openalex", "variant": "strict"})
TO_10 = way("copublication-definitions", where={"definition": "openalex", "variant": "to-10"})
BY_UNIT = way("publications-by-unit", where={})
BY_FIELD = way("publications-by-field", where={})
OURS, ABROAD = [(HOME, "NO")], [(SWEDISH, "SE")]


def compared(before: World, after: World, *ways: Way, about: About = ABOUT) -> Change:
    """Compare in expressions on tables at hand and in SQL on files, which must come to the same."""
    first, second = ways or (PLAIN, PLAIN)
    needs = {*first.needs, *second.needs}
    then = engine().memory({name: before[name] for name in needs})
    new = engine().memory({name: after[name] for name in needs if before[name] != after[name]})
    told = {name: (new if name in new else then).told[name] for name in needs}
    now = Opened({**then, **new}, kept=engine().kept, told=told)
    found = change(engine(), then, now, about, ways=(first, second))
    with TemporaryDirectory() as folder:
        sides = (
            filed(before, Path(folder), needs),
            filed({name: after[name] for name in new}, Path(folder), new),
        )
        opened = engine().open(sides[0]), engine().open(sides[0] | sides[1])
        assert change(engine(), *opened, about, ways=(first, second)) == found
    return found


def filed(rows: World, folder: Path, needs: Iterable[str]) -> dict[str, Path]:
    """Write tables, each to a file that no other has been."""
    files = {name: folder / f"{name}-{next(NUMBERS)}.parquet" for name in needs}
    for name, path in files.items():
        pq.write_table(pa.Table.from_pylist(rows[name], schema(TABLES[name]).to_pyarrow()), path)
    return files


def caused(before: World, after: World, *ways: Way) -> dict[str, tuple[int, ...]]:
    return {one.cause: one.counts for one in compared(before, after, *ways).causes()}


JOINT = world(work(1, [OURS, ABROAD]), work(2, [OURS]))
ALONE = world(work(2, [OURS]))
# A work each: what is otherwise after (None: it is not there), or before where it is told so; the cause, and by how much counts change.
OTHERWISE = {
    1: ({"title": "The same in all that counts"}, {}, "", (0, 0, 0, 0)),
    2: ({}, None, "new_record", (1, 1, 1, 0)),
    3: (None, {}, "deleted_or_merged", (-1, -1, -1, 0)),
    4: ({"core": False, "retracted": True}, {}, "retracted", (-1, -1, -1, 0)),
    5: ({}, {"core": False, "retracted": True}, "retracted", (1, 1, 1, 0)),
    6: ({"core": False, "type": "letter"}, {}, "type_changed", (-1, -1, -1, 0)),
    7: ({"core": False, "xpac": True}, {}, "type_changed", (-1, -1, -1, 0)),
    8: ({"institutions": [SWEDISH]}, {}, "no_longer_ours", (-1, -1, -1, 0)),
    9: ({}, {"institutions": [SWEDISH]}, "newly_ours", (1, 1, 1, 0)),
    10: ({"countries": ["NO"]}, {}, "flag_changed", (0, -1, 0, 0)),
    11: ({"countries": []}, {}, "flag_changed", (0, -1, -1, 1)),
    12: ({"year": 1999}, {}, "year_changed", (-1, -1, -1, 0)),
    13: ({"year": 2019}, {}, "year_changed", (0, 0, 0, 0)),
    14: ({"core": False, "retracted": True, "institutions": [SWEDISH]}, {}, "retracted", (-1, -1, -1, 0)),
}


def test_what_the_data_say_otherwise_of_a_work_is_its_cause():
    after, before = (
        world(*((row | told[side], lines) for number, told in OTHERWISE.items() if told[side] is not None
                for row, lines in [work(number, [OURS, ABROAD])]))
        for side in (0, 1)
    )  # fmt: skip
    moves = compared(before, after).moves.rows
    for number, (_, _, cause, counts) in OTHERWISE.items():
        found = [row for row in moves if row[0] == number]
        assert {row[2] for row in found} == ({cause} if cause else set()), number
        assert tuple(sum(column) for column in zip(*(row[3:] for row in found), strict=True)) == (
            counts if cause else ()
        ), number
    assert len([row for row in moves if row[0] == 13]) == 2, "it left one year and came to another"


def test_a_map_that_no_longer_has_the_organisation_is_the_cause_though_the_data_are_the_same():
    before, after = JOINT, {**JOINT, "orgmap": [one for one in orgmap() if one["organisation"] != HOME]}
    assert caused(before, after) == {"map_changed": (-2, -1, -2, 0)}


def test_another_definition_is_the_cause_where_one_author_has_both_countries():
    twice = world(work(1, [[(HOME, "NO"), (SWEDISH, "SE")], OURS]), work(2, [OURS, ABROAD]))
    assert caused(twice, twice, PLAIN, STRICT) == {"definition_changed": (0, -1, 0, 0)}


def test_a_new_work_that_only_the_new_definition_counts_is_there_because_of_the_definition():
    many = work(1, [OURS, ABROAD, *[OURS] * 20])
    assert caused(ALONE, world(many, work(2, [OURS])), TO_10, PLAIN) == {"definition_changed": (1, 1, 1, 0)}


def test_a_retracted_work_that_the_map_would_have_lost_too_is_retracted():
    after = deepcopy(JOINT)
    after["works"][0] |= {"core": False, "retracted": True}
    after["orgmap"] = [one for one in orgmap() if one["organisation"] != HOME]
    assert caused(JOINT, after) == {"map_changed": (-1, 0, -1, 0), "retracted": (-1, -1, -1, 0)}


def test_a_person_who_moves_takes_the_work_along_because_of_the_staff_list():
    works = work(1, [OURS, ABROAD], people=[7])
    before, after = (world(works, staff=[person(7, unit)]) for unit in ("a", "b"))
    found = compared(before, after, BY_UNIT, BY_UNIT)
    assert [one.cause for one in found.causes()] == ["staff_changed"]
    assert found.sums(lambda key: key[1] == "a") == ((1, 1, 1, 0), (0, 0, 0, 0))
    assert found.sums(lambda key: key[1] == "b") == ((0, 0, 0, 0), (1, 1, 1, 0))


def test_causes_that_do_not_sum_are_refused(monkeypatch):
    monkeypatch.setattr("utsyn.evidence.compare.asked", lambda *_, **__: Rows([(2020, 1, 1, 1, 0)], [], []))
    with pytest.raises(ArithmeticError):
        compared(JOINT, JOINT)


def test_every_cause_has_its_words_in_each_language():
    assert all(said.in_(language) for said in CAUSES.values() for language in ("nb", "nn", "en"))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[World, World]:
    """Two vintages: works go, come, and are told otherwise; the map, the staff list or nothing of them changes."""
    before = draw(worlds(most=14))
    after = deepcopy(before)
    gone = {one["work"] for one in before["works"] if draw(st.integers(0, 5)) == 0}
    after["works"] = [one for one in after["works"] if one["work"] not in gone]
    told = {"core": st.booleans(), "retracted": st.booleans(), "year": st.integers(2014, 2025), "field": st.sampled_from([17, 27, None]),
            "countries": st.sampled_from([[], ["NO"], ["NO", "SE"]]), "institutions": st.sampled_from([[], [HOME], [HOME, SWEDISH], [SWEDISH]])}  # fmt: skip
    for one in after["works"]:
        for name in draw(st.sets(st.sampled_from(sorted(told)), max_size=2)):
            one[name] = draw(told[name])
    if draw(st.booleans()):
        after["orgmap"] = draw(
            st.sampled_from(
                [orgmap(hospital=False), [one for one in orgmap() if one["organisation"] != HOME], []]
            )
        )
    if draw(st.booleans()):
        after["staff"] = [person(author, "c") for author in draw(st.sets(st.integers(1, 6), max_size=3))]
    return (before, after) if draw(st.booleans()) else (after, before)


@pytest.mark.parametrize(
    "ways",
    [(PLAIN, PLAIN), (PLAIN, STRICT), (BY_UNIT, BY_UNIT), (BY_FIELD, BY_FIELD)],
    ids=["plain", "definition", "unit", "field"],
)
@given(pair=pairs())
@settings(max_examples=4)
def test_causes_sum_exactly_and_are_those_that_plain_python_finds(pair, ways):
    before, after = pair
    found = compared(before, after, *ways)  # refuses what does not sum
    told = columns(ways[0])
    assert found.moves.rows == result(told, slowly(before, after, ABOUT, ways=ways)).rows
    key = [row[: len(told) - 5] for row in found.moves.rows]
    assert len(key) == len(set(key)), "one cause a work"
    for rows, way_, side in zip(pair, ways, (found.before, found.after), strict=True):
        of = find(f"{way_.of.key}{f'-by-{way_.along}' if way_.along else ''}")
        made = result(of.columns, of.slowly({name: rows[name] for name in of.needs}, ABOUT))
        chosen = made.where(**dict(way_.where))
        assert sorted(row[-3:] for row in chosen) == sorted(counts[1:] for counts in side.values())


@cache
def vintages_of_a_world() -> tuple[Change, dict]:
    """Both vintages of a synthetic world, and its answer book."""
    from utsyn.evidence.world.blocks import home_parts
    from utsyn.evidence.world.blocks import world as drawn
    from utsyn.evidence.world.truth import changes

    both = [
        {name: table.to_pylist() for name, table in synthetic.tables(works=500, seed=2, later=later).items()}
        for later in (False, True)
    ]
    about = About(synthetic.university(works=500, seed=2), 1900, 2100)
    of = drawn(500, 2)
    return compared(*both, about=about), changes(of, home_parts(of))


PLANTED = {"new": "new_record", "deleted": "deleted_or_merged", "merged": "deleted_or_merged", "retracted": "retracted",
           "type_out": "type_changed", "type_in": "type_changed", "lost": "no_longer_ours", "gained": "newly_ours",
           "flag_on": "flag_changed", "flag_off": "flag_changed"}  # fmt: skip


@pytest.mark.parametrize("cause", sorted(set(PLANTED.values())))
def test_all_that_was_planted_is_found_by_cause_and_year(cause):
    found, told = vintages_of_a_world()
    wanted: Counter[tuple[str, str]] = Counter()
    for planted, one in told.items():
        if PLANTED[planted] == cause:
            for year, counts in one["by_year"].items():
                wanted.update({(year, name): counts[name] for name in ("works", "numerator", "denominator")})
    come: Counter[tuple[str, str]] = Counter()
    for (year,) in found.keys:
        for one in found.causes((year,).__eq__):
            if one.cause == cause:
                come.update(
                    {
                        (str(year), name): n
                        for name, n in zip(("works", "numerator", "denominator"), one.counts, strict=False)
                    }
                )
    assert {key: n for key, n in come.items() if n} == {key: n for key, n in wanted.items() if n}
    assert wanted


def test_nothing_is_found_that_was_not_planted():
    found, told = vintages_of_a_world()
    planted = {work for one in told.values() for work in one["works"]}
    assert {row[0] for row in found.moves.rows} <= planted
    assert {one.cause for one in found.causes()} == set(PLANTED.values())
