"""A synthetic world as promised tables: the same by seed, of the promised shape, each number recomputed from the rows beneath it."""

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utsyn.cli import DATA, main
from utsyn.evidence import world
from utsyn.evidence.engine import schema
from utsyn.evidence.snapshots import MANIFEST, Store
from utsyn.evidence.tables import TABLES
from utsyn.evidence.world import blocks, dealings, small, students
from utsyn.evidence.world.identifiers import LETTERS, orcid, ror
from utsyn.evidence.world.subjects import FIELDS
from utsyn.evidence.world.whole import SOURCE, key_of, store
from utsyn.problems import Problems

PROMISED = {"works", "authorships", "organisations", "orgmap", "staff", "agreements", "stays", "grants", "participations", "mobilities",
            "exchanges", "graduates", "links", "names", "traffic", "completions", "institutions", "applications", "cooperations",
            "cooperators"}  # fmt: skip


@cache
def made(seed: int = 1, *, later: bool = False) -> dict[str, pa.Table]:
    return dict(world.tables(works=500, seed=seed, later=later))


def test_the_same_seed_makes_the_same_world_and_another_seed_another_one():
    again = world.tables(works=500, seed=1)
    assert all(again[name].equals(table) for name, table in made().items())
    assert not again["works"].equals(made(2)["works"])


def test_every_table_has_the_promised_columns_and_its_key_names_a_row():
    assert set(made()) == PROMISED
    for name, table in made().items():
        wanted = schema(TABLES[name]).to_pyarrow()
        assert [(one.name, str(one.type).replace("element", "item")) for one in table.schema] == [
            (one.name, str(one.type).replace("element", "item")) for one in wanted
        ], name
        keys = [tuple(row[part] for part in TABLES[name].key) for row in table.to_pylist()]
        assert not TABLES[name].key or len(keys) == len(set(keys)), name


def test_a_world_has_as_many_works_as_were_asked_for_each_with_its_own_number():
    numbers = made()["works"]["work"].to_pylist()
    assert len(numbers) == len(set(numbers)) == 500
    assert numbers == sorted(numbers)


def test_what_a_work_comes_to_is_what_its_authorships_say():
    ours = {one["organisation"] for one in made()["orgmap"].to_pylist() if one["relation"] != "associated"}
    rows = defaultdict(list)
    for row in made()["authorships"].to_pylist():
        rows[row["work"]].append(row)
    checked = 0
    for work in made()["works"].to_pylist():
        if not (authorships := rows.get(work["work"])):
            continue
        authors = defaultdict(list)
        for row in authorships:
            authors[row["position"]].append(row)
        lands = {at: {row["country"] for row in each} - {None} for at, each in authors.items()}
        assert work["authors"] == len(authors)
        assert work["with_country"] == sum(map(bool, lands.values()))
        assert work["home_authors"] == sum(
            any(row["institution"] in ours for row in each) for each in authors.values()
        )
        assert work["countries"] == sorted(set().union(*lands.values()))
        assert work["first_countries"] == sorted({each[0]["country"] for each in authors.values()} - {None})
        assert work["single_countries"] == sorted(
            {c for each in lands.values() if len(each) == 1 for c in each}
        )
        assert work["institutions"] == sorted({row["institution"] for row in authorships} - {0})
        assert all(row["affiliations"] == len(authors[row["position"]]) for row in authorships)
        checked += 1
    assert checked > 250


def test_traps_of_real_records_are_there():
    works, rows = made()["works"].to_pylist(), made()["authorships"].to_pylist()
    assert any(row["country"] and row["institution"] == 0 for row in rows), "a country without an institution"
    assert any(work["authors"] == 0 for work in works)
    assert any(work["authors"] and not work["countries"] for work in works)
    assert any(not work["core"] and work["type"] == "article" for work in works)
    assert {work["type"] for work in works} > {"article", "review", "preprint", "book-chapter"}
    home = next(one["organisation"] for one in made()["orgmap"].to_pylist())
    printed = {row["raw"].split(", ")[-3] for row in rows if row["institution"] == home}
    assert {"TIU", "The Invneted University", "Det oppdiktede universitetet"} <= printed


def test_no_author_is_on_a_work_twice():
    seen = {(row["work"], row["author"]): row["position"] for row in made()["authorships"].to_pylist()}
    again = [
        row
        for row in made()["authorships"].to_pylist()
        if seen[row["work"], row["author"]] != row["position"]
    ]
    assert again == []


def test_identifiers_have_right_check_digits_and_cannot_be_real():
    for one in made()["organisations"]["ror"].to_pylist()[::97]:
        value = 0
        for letter in one[:-2]:
            value = value * 32 + LETTERS.index(letter)
        assert (value * 100 + int(one[-2:])) % 97 == 1
        assert one > "06"
    for person in (0, 7, 1009):
        total = 0
        for digit in orcid(person).replace("-", "")[:-1]:
            total = (total + int(digit)) * 2
        assert (12 - total % 11) % 11 == (10 if orcid(person)[-1] == "X" else int(orcid(person)[-1]))
    assert ror(1) != ror(2)


def test_all_that_has_a_name_says_that_it_is_made_up():
    assert all("synthetic" in name for name in made()["organisations"]["name"].to_pylist())
    assert all("synthetic" in title for title in made()["works"]["title"].to_pylist())
    assert all("ynthetic" in title for title in made()["grants"]["title"].to_pylist())


def test_fewer_works_than_can_hold_what_is_planted_are_refused_with_a_mend():
    with pytest.raises(Problems) as refused:
        world.tables(works=499, seed=1)
    assert "500" in refused.value.problems[0].mend.in_("en")


def test_the_command_starts_without_numpy():
    asked = "import utsyn.cli, sys; print(sorted({'numpy', 'pyarrow', 'ibis'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@settings(max_examples=3)
@given(seed=st.integers(0, 10**6), works=st.integers(500, 900))
def test_every_world_has_its_lists_sorted_and_its_counts_within_bounds(seed: int, works: int):
    table = world.tables(works=works, seed=seed)["works"]
    assert table.num_rows == works
    for row in table.to_pylist():
        assert row["with_country"] <= row["authors"]
        assert row["home_authors"] <= row["with_country"]
        assert set(row["single_countries"]) <= set(row["countries"]) >= set(row["first_countries"])
        assert row["countries"] == sorted(set(row["countries"]))
        assert row["institutions"] == sorted(set(row["institutions"]))
        assert np.sign(len(row["countries"])) == np.sign(row["with_country"])


@pytest.mark.parametrize("form", ["json", "tables"])
def test_a_place_that_cannot_be_written_to_and_a_seed_below_nothing_are_named(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("in the way", "utf-8")
    given = ["world", "--works", "500", "--format", form, "--lang", "en"]
    assert main([*given, "--to", str(tmp_path / "file" / "below")]) == DATA
    assert "cannot be written" in capsys.readouterr().err
    assert main([*given, "--to", str(tmp_path / "new"), "--seed", "-1"]) == DATA
    assert "from 0 on" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_units_of_a_world_may_be_those_that_somebody_has():
    names = [f"faculty-{field % 7}" for field in range(len(FIELDS))]
    plain, named = blocks.world(3_000, 1), blocks.world(3_000, 1, names)
    agreed = dealings.agreements(named, blocks.home_parts(named))
    told = [*small.staff_rows(named), *dealings.agreement_rows(agreed), *students.graduates(named)]
    assert {row["unit"] for row in told} == set(names)
    nameless = [[row | {"unit": ""} for row in small.staff_rows(one)] for one in (plain, named)]
    assert nameless[0] == nameless[1]
    assert len({key_of(works=3_000, seed=1, later=False, units=one) for one in ((), names, names[::-1])}) == 3


def test_the_manifest_names_the_units_that_a_world_was_made_with(tmp_path: Path):
    names = [f"faculty-{field % 7}" for field in range(len(FIELDS))]
    plain, named = (store(Store(tmp_path), works=500, seed=1, units=units) for units in ((), names))
    assert plain.parameters == {"works": "500", "seed": "1"}
    told = json.loads((tmp_path / SOURCE / named.key / MANIFEST).read_text("utf-8"))["parameters"]
    assert told == {"works": "500", "seed": "1", "units": ",".join(names)}
    assert hashlib.sha256(told["units"].encode()).hexdigest()[:8] in named.key
