"""Figures of the 292 real works of OpenAlex, held by code written by hand on the records as they came: every institution is ours here."""

from collections import Counter
from typing import Any

import pytest

from tests.evidence.openalex_records import loaded, real, real_works, rows
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
