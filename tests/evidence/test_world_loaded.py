"""The files of a synthetic world, loaded by the sources themselves, come to the tables that the world is made as directly."""

import json
from collections import Counter
from typing import Any

import pyarrow.parquet as pq
import pytest

from utsyn.evidence import world
from utsyn.evidence.loading import Asked, load
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources import recognised, sources
from utsyn.evidence.world.files import LABEL, write_files
from utsyn.evidence.world.students import nearest
from utsyn.evidence.world.truth import TRUTH
from utsyn.evidence.world.whole import DAYS

WORKS, SEED = 600, 8
LOADED = [
    ("openalex", "works"), ("openalex", "authorships"), ("ror", "organisations"), ("ror", "names"), ("cordis", "grants"),
    ("cordis", "participations"), ("erasmus", "mobilities"), ("dbh", "exchanges"), ("plain", "agreements"), ("plain", "stays"),
    ("plain", "staff"), ("plain", "graduates"), ("plain", "orgmap"), ("plain", "traffic"), ("erasmus", "cooperations"),
    ("erasmus", "cooperators"), ("dbh", "completions"), ("dbh", "institutions"), ("research-council", "applications"),
]  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """Tables of the later vintage as they are made, and as the sources load them, by name."""
    place = tmp_path_factory.mktemp("world")
    folder = write_files(place / "files", works=WORKS, seed=SEED, form="jsonl", later=True)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in {TRUTH, LABEL}]
    home = json.loads((folder / TRUTH).read_text("utf-8"))["organisations"][0]["organisation"]
    asked = Asked("one", DAYS[True], synthetic=True, parameters={"home": f"I{home}"})
    store, found = Store(place / "store"), {}
    for key, own in recognised(files).items():
        vintage = load(store, sources()[key].load, source=key, title=key, files=own, asked=asked)
        found |= {
            (key, one.table): pq.read_table(store.path(vintage, one.table)).to_pylist()
            for one in vintage.tables
        }
    return dict(world.tables(works=WORKS, seed=SEED, later=True)), found


@pytest.mark.parametrize(("source", "table"), LOADED)
def test_what_a_source_makes_of_the_files_is_what_the_world_is(
    both: tuple[Any, Any], source: str, table: str
):
    made, found = both[0][table].to_pylist(), both[1][source, table]
    if table == "works":  # each has its own way of telling whether a work changed
        made, found = ([{**row, "content": ""} for row in rows] for rows in (made, found))
    if table in ("exchanges", "completions"):
        made = [{**row, "students": nearest(row["students"]), "rounded_to": 3} for row in made]
    assert len(made) > 3 or table == "institutions"
    one, other = (
        Counter(json.dumps(row, sort_keys=True, default=str) for row in rows) for rows in (made, found)
    )
    assert one - other == other - one == Counter()


def test_no_file_is_a_stranger_and_no_table_is_left_out(both: tuple[Any, Any]):
    # Links come from two sources: see test_sources_of_world.py.
    assert {table for _, table in LOADED} | {"links"} == set(both[0])
    assert ("plain", "links") in both[1]
    assert ("eche", "links") in both[1]
