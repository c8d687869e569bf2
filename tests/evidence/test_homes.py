"""The works of home beside those of everybody: figures are the same with them, without them, and where the map goes beyond them."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.stored import at, stored
from tests.evidence.worlds import (
    ABOUT,
    HOME,
    NATIONAL,
    SWEDISH,
    UNIVERSITY,
    World,
    filled,
    slowly,
    work,
    world,
    worlds,
)
from utsyn.evidence import homes
from utsyn.evidence.compute import chosen, compute
from utsyn.evidence.engine import duckdb
from utsyn.evidence.indicators.ours import of_ours
from utsyn.evidence.recipes import find
from utsyn.evidence.snapshots import Store
from utsyn.evidence.table import SHARE

OURS, ABROAD, OTHER = [(HOME, "NO")], [(SWEDISH, "SE")], [(NATIONAL, "NO")]
COPUBLICATION = find("international-copublication")
MIXED = world(work(1, [OURS, ABROAD]), work(2, [OURS]), work(3, [ABROAD]), work(4, [OTHER]))
MORE = filled("orgmap", university=UNIVERSITY, organisation=NATIONAL, relation="component", weight=SHARE, since=2016, until=2019)  # fmt: skip


def beside(store: Store) -> Path:
    return store.path(store.vintages()[0], "works").parent / homes.FOLDER


def figures(store: Store):
    (made,) = compute(duckdb(), store, [COPUBLICATION], ABOUT, vintages=chosen(store.vintages()))
    return made.result


def read(store: Store) -> tuple[set[str], dict[str, list[object]]]:
    """Return what an engine opens for works, and what stands beside them."""
    engine = duckdb()
    opened = engine.open({"works": store.path(store.vintages()[0], "works")})
    told = {
        name: sorted(row[0] for row in engine.rows(opened[name])) for name in homes.BESIDE if name in opened
    }
    engine.close()
    return set(opened), told


def test_a_load_puts_them_there(tmp_path):
    store = at(tmp_path)
    stored(store, MIXED)
    names, told = read(store)
    assert names == {"works", *homes.BESIDE}
    assert told == {homes.HOME: [1, 2], homes.WITHIN: [HOME]}, "the Swedish one is on a work without us"


def test_where_nobody_is_at_home_nothing_is_put_there(tmp_path):
    store = at(tmp_path)
    stored(store, world(work(3, [ABROAD])))
    assert not beside(store).exists()
    assert read(store) == ({"works"}, {})


@pytest.mark.parametrize("which", ["works.parquet", "institutions.parquet", "both"])
def test_without_one_of_them_all_works_are_looked_through(tmp_path, which):
    store = at(tmp_path)
    stored(store, MIXED)
    for path in beside(store).iterdir():
        if which in (path.name, "both"):
            path.unlink()
    assert read(store)[0] == {"works"}
    assert figures(store) == slowly(COPUBLICATION, MIXED, ABOUT)


def test_those_of_works_that_lay_there_before_are_not_used(tmp_path):
    store = at(tmp_path)
    stored(store, MIXED)
    works = store.path(store.vintages()[0], "works")
    os.utime(works, ns=(2**61, 2**61))
    assert read(store)[0] == {"works"}


@pytest.mark.parametrize("year", [2015, 2018])
def test_an_organisation_that_the_load_did_not_know_as_home_is_looked_for_among_all(tmp_path, year):
    rows = MIXED | {"works": [row | {"year": year} for row in MIXED["works"]]}
    rows["orgmap"] = [*rows["orgmap"], MORE]
    store = at(tmp_path)
    stored(store, rows)
    found = figures(store)
    assert found == slowly(COPUBLICATION, rows, ABOUT)
    assert found.rows == ((year, 1, 3 if year == 2018 else 2, 0),)


@given(rows=worlds(most=12), known=st.sets(st.integers(1, 12)), more=st.booleans())
@settings(max_examples=25)
def test_whatever_the_load_knew_as_home_the_works_of_ours_are_the_same(
    rows: World, known: set[int], more: bool
):
    rows = {
        **rows,
        "works": [
            one | {"home_authors": one["home_authors"] if one["work"] in known else 0}
            for one in rows["works"]
        ],
    }
    if more:
        rows["orgmap"] = [*rows["orgmap"], MORE]
    with TemporaryDirectory() as folder:
        store = at(Path(folder))
        vintage = stored(store, {name: rows[name] for name in ("works", "orgmap")})
        engine = duckdb()
        opened = engine.open({name: store.path(vintage, name) for name in ("works", "orgmap")})
        bare = {name: opened[name] for name in ("works", "orgmap")}
        with_them, without = (
            sorted(engine.rows(of_ours(told, ABOUT).select("work"))) for told in (opened, bare)
        )
        engine.close()
    assert with_them == without
