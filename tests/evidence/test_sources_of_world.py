"""What the files of the synthetic world load into is the synthetic world: two ways to the same tables, written apart."""

import pyarrow as pa
import pytest

from tests.evidence.loads import Loads
from utsyn.evidence.engine import schema
from utsyn.evidence.sources import find, recognised
from utsyn.evidence.tables import TABLES
from utsyn.evidence.world.blocks import home_parts, world
from utsyn.evidence.world.charter import holders, links
from utsyn.evidence.world.dealings import agreements, exchanging, stays
from utsyn.evidence.world.files import write_files
from utsyn.evidence.world.names import organisation_names
from utsyn.evidence.world.small import small_tables

N, SEED = 500, 3
# By source, the tables that must be equal, and the columns in which they may differ: how CORDIS spells a name.
EQUAL = {
    "cordis": {"grants": (), "participations": ("name",)},
    "dbh": dict.fromkeys(("exchanges", "completions", "institutions"), ()),
    "eche": {"links": ()},
    "erasmus": dict.fromkeys(("mobilities", "cooperations", "cooperators"), ()),
    "plain": dict.fromkeys(("agreements", "stays", "traffic", "staff", "graduates", "links", "orgmap"), ()),
    "research-council": {"applications": ()},
    "ror": {
        "names": (),
        "organisations": ("organisation", "lineage"),
    },  # the register knows no numbers of OpenAlex
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    write_files(folder / "files", works=N, seed=SEED, form="jsonl")
    of = world(N, SEED)
    tables = dict(small_tables(of, home_parts(of), organisation_names(of.given.register)))
    for name in ("exchanges", "completions"):
        rounded = [
            {**row, "students": (row["students"] + 1) // 3 * 3, "rounded_to": 3}
            for row in tables[name].to_pylist()
        ]
        tables[name] = pa.Table.from_pylist(rounded, schema=tables[name].schema)
    return folder, tables


def wanted_of(tables, source, name):
    """Return what a source is to load; of the links, those of the reviewed crosswalk, or those that the charter makes of it."""
    if name != "links":
        return tables[name]
    rows = tables[name].to_pylist()
    reviewed = [row for row in rows if row["evidence"] == "synthetic world"]
    if source == "plain":
        return pa.Table.from_pylist(reviewed, schema=tables[name].schema)
    of = world(N, SEED)
    agreed = agreements(of, home_parts(of))
    rors = {row["identifier"]: row["other"] for row in reviewed if row["scheme"] == "pic"}
    made = links(
        holders(of, exchanging(agreed, stays(of, agreed))), organisation_names(of.given.register), rors
    )
    assert {row["evidence"] for row in rows} > {"synthetic world", "ECHE"}
    return pa.Table.from_pylist(made, schema=tables[name].schema)


def files_of(folder):
    beside = ("SYNTHETIC.txt", "truth.json")
    return [
        path for path in sorted((folder / "files").rglob("*")) if path.is_file() and path.name not in beside
    ]


def test_every_file_is_recognised_by_a_source(made):
    assert set(EQUAL) <= set(recognised(files_of(made[0])))


@pytest.mark.parametrize("source", EQUAL)
def test_a_source_loads_the_tables_of_the_world(made, tmp_path, source):
    folder, tables = made
    found = Loads(tmp_path)(find(source), *files_of(folder))
    for name, free in EQUAL[source].items():
        kept = [column for column in TABLES[name].columns if column not in free]
        mine = pa.Table.from_pylist(found[name], schema=schema(TABLES[name]).to_pyarrow())
        rows = [
            sorted(map(repr, zip(*told.select(kept).to_pydict().values(), strict=True)))
            for told in (mine, wanted_of(tables, source, name))
        ]
        assert rows[0] == rows[1], f"{name} differs"
        assert rows[0], f"{name} is empty"
