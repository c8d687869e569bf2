"""Figures of the 292 real works of OpenAlex, held by code written by hand on the records as they came: every institution is ours here."""

from collections import Counter
from typing import Any

import pytest

from tests.evidence.openalex_records import SHARED, loaded, real, real_works, rows
from tests.evidence.worlds import UNIVERSITY, World, filled, made
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import Result
from utsyn.evidence.tables import SHARE

EVER = About(UNIVERSITY, 1800, 2026)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> World:
    works = rows(
        loaded(tmp_path_factory.mktemp("figures"), [real("works_292.jsonl.gz")], home="I1292875679"), "works"
    )
    every = sorted({at for work in works for at in work["institutions"]})
    ours = [
        filled(
            "orgmap",
            university=UNIVERSITY,
            organisation=at,
            relation="component",
            weight=SHARE,
            since=0,
            until=9999,
        )
        for at in every
    ]
    places = [
        filled(
            "organisations",
            organisation=0,
            ror=UNIVERSITY,
            country="US",
            parents=[],
            successors=[],
            lineage=[],
        )
    ]
    return {"works": works, "orgmap": ours, "organisations": places}


def records() -> list[dict[str, Any]]:
    """Return the articles and reviews that no one took back and that have an institution."""
    return [
        one for one in real_works()
        if one["type"] in ("article", "review") and not one["is_retracted"] and not one["is_paratext"]
        and any(seat["institutions"] for seat in one["authorships"])
    ]  # fmt: skip


@pytest.fixture(scope="module")
def found_of(tables: World) -> Result:
    return made(find("copublication-definitions"), tables, EVER)


def _counted(variant: str, found: Result) -> dict[int, tuple[int, int]]:
    return {row[0]: (row[3], row[4]) for row in found.where(definition="openalex", variant=variant)}


def _by_hand(holds: Any, known: Any) -> dict[int, tuple[int, int]]:
    there, numbers, ours = Counter[int](), Counter[int](), records()
    for one in ours:
        there[one["publication_year"]] += bool(holds(one))
        numbers[one["publication_year"]] += bool(known(one))
    return {
        one["publication_year"]: (there[one["publication_year"]], numbers[one["publication_year"]])
        for one in ours
    }


def _single(one: dict[str, Any]) -> set[str]:
    return {seat["countries"][0] for seat in one["authorships"] if len(seat["countries"]) == 1}


def test_international_works_are_those_that_openalex_counts_two_countries_of(found_of: Result) -> None:
    found = _counted("plain", found_of)
    assert found == _by_hand(
        lambda one: one["countries_distinct_count"] > 1, lambda one: one["countries_distinct_count"] > 0
    )
    assert sum(n for n, _ in found.values()) > 20


def test_over_all_works_the_denominator_is_every_work(found_of: Result) -> None:
    assert _counted("of-all", found_of) == _by_hand(
        lambda one: one["countries_distinct_count"] > 1, lambda _: True
    )


def test_strictly_only_authors_with_one_country_count(found_of: Result) -> None:
    strict = _counted("strict", found_of)
    assert strict == _by_hand(lambda one: len(_single(one)) > 1, _single)
    assert sum(n for n, _ in strict.values()) < sum(n for n, _ in _counted("plain", found_of).values()), (
        "the variants differ in real data"
    )


def test_without_works_of_many_authors_there_are_fewer(found_of: Result) -> None:
    few = {one["id"] for one in records() if len(one["authorships"]) <= 10}
    found = _counted("to-10", found_of)
    expected = _by_hand(
        lambda one: one["id"] in few and one["countries_distinct_count"] > 1, lambda one: one["id"] in few
    )
    assert found == {year: counted for year, counted in expected.items() if year in found}
    assert sum(n for _, n in found.values()) == len(few) < len(records())


def test_classes_of_real_works_sum_to_all(tables: World) -> None:
    found = made(find("copublication-classes"), tables, EVER)
    counted = Counter[str]()
    for _, name, n, *_ in found.rows:
        counted[name] += n
    assert sum(counted.values()) == len(records())
    alone = [one for one in records() if len(one["authorships"]) == 1]
    assert counted["single"] + counted["int"] >= len(alone) > 0
    assert counted["nat"] == 0, "here all are ours"


def _first(seat: dict[str, Any]) -> str | None:
    """Return the country of what is matched in the first affiliation; where nothing is, the only one there is to go by."""
    of = {one["id"]: one["country_code"] for one in seat["institutions"]}
    printed = seat["affiliations"][0]["institution_ids"][:1] if seat["affiliations"] else []
    alone = set(seat["countries"]) - set(of.values())
    if printed and of[printed[0]]:
        return of[printed[0]]
    every = seat["countries"] if len(seat["countries"]) == 1 else sorted(alone)
    return every[0] if len(every) == 1 else None


def test_of_first_affiliations_alone_there_are_as_many_as_are_told_off_by_hand(found_of: Result) -> None:
    def firsts(one: dict[str, Any]) -> set[str]:
        return {code for seat in one["authorships"] if (code := _first(seat))}

    first = _counted("first", found_of)
    assert first == _by_hand(lambda one: len(firsts(one)) > 1, firsts)
    assert sum(n for n, _ in first.values()) < sum(n for n, _ in _counted("plain", found_of).values())


def test_no_real_work_here_has_more_than_a_hundred_authors(found_of: Result) -> None:
    assert max(len(one["authorships"]) for one in records()) <= 100
    assert _counted("to-100", found_of) == _counted("plain", found_of)


def _codes(one: dict[str, Any], variant: str) -> set[str]:
    return (
        _single(one)
        if variant == "strict"
        else {code for seat in one["authorships"] for code in seat["countries"]}
    )


@pytest.mark.parametrize("variant", ["plain", "strict", "to-100"])
def test_works_by_country_and_year_are_those_told_off_by_hand(tables: World, variant: str) -> None:
    found, every = made(find("country-profile"), tables, EVER), records()
    counted = {(row[0], row[2]): row[3] for row in found.where(variant=variant)}
    by_hand = Counter(
        (one["publication_year"], code) for one in every for code in _codes(one, variant) - {"US"}
    )
    assert counted == by_hand
    assert len({code for _, code in counted}) > 10
    for year, _, _, _, known, unknown in found.where(variant=variant):
        ours = [one for one in every if one["publication_year"] == year]
        assert (known, known + unknown) == (sum(bool(_codes(one, variant)) for one in ours), len(ours))


def test_each_official_definition_counts_the_kinds_of_works_it_says(tables: World) -> None:
    places = {
        code["id"]: code["country_code"]
        for one in real_works()
        for seat in one["authorships"]
        for code in seat["institutions"]
    }
    known = [*tables["organisations"], *[filled("organisations", organisation=int(at.rpartition("/I")[2]), ror=at, country=country,
             parents=[], successors=[], lineage=[]) for at, country in places.items()]]  # fmt: skip
    found = made(find("copublication-official"), {**tables, "organisations": known}, EVER)
    sums: dict[str, list[int]] = {}
    for _, definition, *counts in found.rows:
        sums[definition] = [a + b for a, b in zip(sums.get(definition, [0, 0, 0]), counts, strict=True)]
    every = [one for one in real_works() if any(seat["institutions"] for seat in one["authorships"])]
    journals = [
        one
        for one in every
        if one["type"] in ("article", "review", "book-chapter")
        and not one["is_retracted"]
        and not one["is_paratext"]
    ]
    books = [
        *journals,
        *[
            one
            for one in every
            if one["type"] == "book" and not one["is_retracted"] and not one["is_paratext"]
        ],
    ]

    def abroad(one: dict[str, Any]) -> set[str]:
        return {
            at["country_code"]
            for seat in one["authorships"]
            for at in seat["institutions"]
            if at["country_code"]
        }

    def chinese(one: dict[str, Any]) -> set[str]:
        return {"CN" if code in ("HK", "MO") else code for code in _codes(one, "plain")}

    assert sums["openalex"][:2] == [
        sum(one["countries_distinct_count"] > 1 for one in every),
        sum(one["countries_distinct_count"] > 0 for one in every),
    ]
    assert sums["cwts"][:2] == [
        sum(len(chinese(one)) > 1 for one in journals),
        sum(bool(chinese(one)) for one in journals),
    ]
    assert sums["nvi"][:2] == [
        sum(bool(abroad(one) - {"US"}) for one in books),
        sum(bool(abroad(one)) for one in books),
    ]
    assert len({tuple(one) for one in sums.values()}) == 3, "three definitions, three numbers"


FREQUENT = Counter(
    at for one in (real_works() if (SHARED / "works_292.jsonl.gz").is_file() else [])
    for at in {place["id"] for seat in one["authorships"] for place in seat["institutions"]}
).most_common(4)  # fmt: skip


@pytest.mark.parametrize("at", [at for at, _ in FREQUENT], ids=lambda at: at.rpartition("/")[2])
def test_works_of_an_institution_and_those_it_has_with_others_are_told_off_by_hand(
    at: str, tmp_path: Any, tables: World
) -> None:
    number = int(at.rpartition("/I")[2])
    vintage = loaded(tmp_path, [real("works_292.jsonl.gz")], home=f"I{number}")
    home = [filled("orgmap", university=UNIVERSITY, organisation=number, relation="component", weight=SHARE, since=0, until=9999)]  # fmt: skip
    every = {
        place["id"]: place["country_code"]
        for one in real_works()
        for seat in one["authorships"]
        for place in seat["institutions"]
    }
    register = [filled("organisations", organisation=int(place.rpartition("/I")[2]), ror=place, country=code, status="active", parents=[], successors=[],
                       lineage=[int(place.rpartition("/I")[2])]) for place, code in every.items()]  # fmt: skip
    held = {
        "works": tables["works"],
        "orgmap": home,
        "organisations": register,
        "authorships": rows(vintage, "authorships"),
    }
    ours = [
        one
        for one in records()
        if at in {place["id"] for seat in one["authorships"] for place in seat["institutions"]}
    ]
    assert {row[0]: row[1] for row in made(find("publications"), held, EVER).rows} == Counter(
        one["publication_year"] for one in ours
    )
    international = {
        row[0]: row[1] for row in made(find("international-copublication"), held, EVER).rows if row[1]
    }
    assert international == Counter(
        one["publication_year"] for one in ours if one["countries_distinct_count"] > 1
    )
    partners = {(row[0], row[1]): row[2] for row in made(find("partners"), held, EVER).rows}
    assert partners == Counter(
        (int(place.rpartition("/I")[2]), one["publication_year"]) for one in ours
        for place in {place["id"] for seat in one["authorships"] for place in seat["institutions"]} - {at}
    )  # fmt: skip
