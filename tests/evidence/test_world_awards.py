"""Projects that works of a synthetic world name as their funding: those of the answer book, by the tables as by the recipe, and the traps."""

import json
from typing import Any

import pytest

from utsyn.evidence import world
from utsyn.evidence.engine import duckdb
from utsyn.evidence.recipes import About, find
from utsyn.evidence.results import result
from utsyn.evidence.sources.openalex_awards import projects
from utsyn.evidence.sources.openalex_faults import lines
from utsyn.evidence.world import blocks
from utsyn.evidence.world.awards import AFTER, EVERY, NOBODYS
from utsyn.evidence.world.files import write_files
from utsyn.evidence.world.truth import truth

WORKS, SEED = 900, 5


@pytest.fixture(scope="module")
def rows() -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in world.tables(works=WORKS, seed=SEED).items()}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    of = blocks.world(WORKS, SEED)
    return truth(of, blocks.home_parts(of), later=False)


def test_the_works_name_the_projects_of_the_answer_book(rows, told):
    known = {one["project"]: one for one in rows["grants"]}
    named = {str(one["work"]): one["awards"] for one in rows["works"] if one["awards"]}
    assert told["awards"].items() <= named.items()
    joint = {work: [one for one in numbers if one in known] for work, numbers in told["awards"].items()}
    assert sum(map(bool, joint.values())) > 5
    by_number = {str(one["work"]): one for one in rows["works"]}
    for work, numbers in joint.items():
        year = by_number[work]["year"]
        for one in numbers:
            assert int(work) % EVERY == 0
            assert known[one]["starts"].year <= year <= known[one]["ends"].year + AFTER
    assert NOBODYS not in known
    assert any(NOBODYS in numbers for numbers in named.values())


def test_the_recipe_finds_them_by_partner_as_plain_python_does(rows, told):
    recipe, about = find("partner-awards"), About(told["university"], 2012, 2026)
    held = {name: rows[name] for name in recipe.needs}
    engine = duckdb()
    found = result(
        recipe.columns, engine.rows(recipe.make(engine.memory(held), about).select(list(recipe.columns)))
    )
    assert found == result(recipe.columns, recipe.slowly(held, about))
    assert sum(found.column("named")) > 0
    assert set(found.column("unknown")) == {0}


def test_of_works_that_have_an_fwci_it_is_in_millionths(rows):
    known = [one["fwci"] for one in rows["works"] if one["fwci"] is not None]
    assert WORKS // 2 < len(known) < WORKS
    assert all(one % 1_000 == 0 for one in known), "three decimals, as real records have"


def test_the_records_say_what_the_tables_say_and_name_other_funders_beside(rows, tmp_path):
    folder = write_files(tmp_path / "json", works=WORKS, seed=SEED, form="jsonl")
    parts = (folder / "openalex" / "jsonl" / "works").glob("updated_date=*/part_*")
    records = [json.loads(line) for part in parts for line in lines(part)]
    by_number = {one["work"]: one for one in rows["works"]}
    for record in records:
        work = by_number[int(record["id"].rpartition("/W")[2])]
        assert (record["fwci"] is None) == (work["fwci"] is None)
        assert round((record["fwci"] or 0) * 10**6) == (work["fwci"] or 0)
        told = [(one["funder_award_id"], one["funder_display_name"]) for one in record["awards"]]
        assert projects(told) == work["awards"]
    awards = [one for record in records for one in record["awards"]]
    assert {one["funder_display_name"] for one in awards} == {"European Commission", "Norges Forskningsråd"}
    assert any(not one["funder_award_id"].isdigit() for one in awards)
