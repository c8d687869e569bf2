"""From a figure down to the raw text: who is counted, by which affiliations, who is left out and why, and what others would quote."""

import pytest

from tests.evidence.worlds import ABOUT, HOME, HOSPITAL, SWEDISH, World, engine, person, work, world
from utsyn.evidence.explain import NEEDS, Explained, explain, rows
from utsyn.evidence.recipes import find
from utsyn.evidence.results import result
from utsyn.evidence.ways import way

OURS, ABROAD, UNPLACED = [(HOME, "NO")], [(SWEDISH, "SE")], [(0, None)]
PLAIN = way("international-copublication", where={})
MANY = [OURS, ABROAD, *[OURS] * 10]
WORLD = world(
    work(1, [OURS, ABROAD]),
    work(2, [OURS]),
    work(3, [OURS, UNPLACED], countries=[], with_country=0),
    work(4, [[(HOME, "NO"), (SWEDISH, "SE")]]),
    work(5, MANY),
    work(6, [OURS], core=False, retracted=True),
    work(7, [OURS], core=False, xpac=True),
    work(8, [OURS], core=False, paratext=True, type="paratext"),
    work(9, [OURS], core=False, type="letter"),
    work(10, [[(HOSPITAL, "NO")]]),
    work(11, [OURS, ABROAD], year=2019),
    work(12, [ABROAD]),
    work(13, [OURS, [(0, "SE")]], countries=["NO", "SE", "US"]),
    staff=[person(101, "a")],
)


def explained(of, *, given: World = WORLD, by=PLAIN) -> Explained:
    needs = {*NEEDS, *by.needs}
    return explain(engine(), engine().memory({name: given[name] for name in needs}), ABOUT, way=by, of=of)


@pytest.fixture(scope="module")
def found() -> Explained:
    return explained({"year": 2020})


def test_each_work_is_in_one_list_and_the_lists_come_to_the_figure(found):
    lists = {name: [one.work for one in works] for name, works in found.lists.items()}
    assert lists == {"numerator": [1, 4, 5, 13], "others": [2], "unknown": [3], "excluded": [6, 7, 8, 9, 10]}
    of = find("international-copublication")
    told = result(of.columns, of.slowly({name: WORLD[name] for name in of.needs}, ABOUT)).where(year=2020)
    assert told == ((2020, found.numerator, found.denominator, len(found.lists["unknown"])),)


def test_a_work_that_is_left_out_says_why(found):
    assert {one.work: one.why for one in found.lists["excluded"]} == {
        6: "retracted", 7: "xpac", 8: "paratext", 9: "type", 10: "associated"}  # fmt: skip
    assert not any(one.why for name in ("numerator", "others", "unknown") for one in found.lists[name])


def test_a_country_has_the_texts_that_gave_it_and_one_without_any_says_so(found):
    one, _, _, last = found.lists["numerator"]
    assert [(country.code, [printed.text for printed in country.printed]) for country in one.countries] == [
        ("NO", ["1, NO"]), ("SE", ["10, SE"])]  # fmt: skip
    assert one.countries[0].printed[0].institutions == ("Place 1",)
    assert [(country.code, [printed.text for printed in country.printed]) for country in last.countries] == [
        ("NO", ["1, NO"]), ("SE", ["0, SE"]), ("US", [])]  # fmt: skip
    assert [printed.text for printed in found.lists["unknown"][0].unplaced] == ["0, None"]


def test_the_variants_tell_by_which_works_they_differ(found):
    variants = {tuple(one.values.values()): one for one in found.variants}
    assert len(variants) == 18
    strict, few = variants["openalex", "strict"], variants["openalex", "to-10"]
    assert (strict.numerator, strict.lost, strict.gained) == (3, (4,), ())
    assert (few.numerator, few.denominator, few.lost) == (3, 4, (5,))
    plain = variants["openalex", "plain"]
    assert (plain.numerator, plain.denominator, plain.unknown, plain.lost, plain.gained) == (4, 5, 1, (), ())


def test_what_a_definition_leaves_out_is_said_to_be_left_out_by_it():
    few = way("copublication-definitions", where={"definition": "openalex", "variant": "to-10"})
    assert {one.work: one.why for one in explained({"year": 2020}, by=few).lists["excluded"]}[
        5
    ] == "definition"


def test_a_figure_of_a_unit_is_of_the_works_of_its_people():
    found = explained({"year": 2020, "unit": "a"}, by=way("publications-by-unit", where={}))
    assert [one.work for one in found.lists["numerator"]] == []
    staffed = world(work(1, [OURS, ABROAD], people=[101]), work(2, [OURS]), staff=[person(101, "a")])
    found = explained({"year": 2020, "unit": "a"}, given=staffed, by=way("publications-by-unit", where={}))
    assert [one.work for one in found.lists["numerator"]] == [1]


def test_a_figure_of_nothing_is_explained_too():
    found = explained({"year": 1950})
    assert (found.numerator, found.denominator, list(rows(found))) == (0, 0, [])


def test_rows_have_each_text_of_each_work_once(found):
    told = list(rows(found))
    assert len(told) == len({tuple(row.values()) for row in told})
    assert {row["work"] for row in told} == {f"W{number}" for number in range(1, 14)} - {"W11", "W12"}
    assert [(row["country"], row["affiliation"], row["institutions"]) for row in told if row["work"] == "W13"] == [
        ("NO", "1, NO", "Place 1"), ("SE", "0, SE", ""), ("US", "", "")]  # fmt: skip
