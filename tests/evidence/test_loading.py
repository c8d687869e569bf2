"""Loading: a vintage is put in place as a whole or not at all, and what was good before stays in use."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from utsyn.evidence import loading
from utsyn.evidence.engine import duckdb
from utsyn.evidence.fetching import FETCHED
from utsyn.evidence.loading import BLOCK, Asked, Loading, load
from utsyn.evidence.snapshots import Snapshot, Store, hashed
from utsyn.evidence.tables import STAFF
from utsyn.problems import Problems

DAY = date(2026, 11, 26)
ROW = {"author": 1, "orcid": None, "unit": "u", "since": 2000, "until": 2001}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("a")
    return path


def _good(_: object, into: Loading) -> None:
    into.count("left out", 2)
    into.count("not left out", 0)
    into.rows(STAFF, [ROW])


def _load(store: Store, work, files=(), key: str = "k", **asked):
    return load(store, work, source="s", title="S", files=list(files), asked=Asked(key, DAY, **asked))


def test_a_vintage_says_what_it_is_made_of_and_what_was_left_out(store, file):
    made = _load(store, _good, [file], synthetic=True, parameters={"home": "I1"})
    assert store.vintages() == (made,)
    assert (made.source, made.key, made.day, made.synthetic) == ("s", "k", DAY, True)
    assert (made.counted, made.parameters) == ({"left out": 2}, {"home": "I1"})
    assert [(one.name, one.sha256) for one in made.snapshots] == [("a.csv", hashed(file))]
    assert pq.read_table(store.path(made, "staff")).to_pylist() == [ROW]
    assert duckdb().open({"staff": store.path(made, "staff")})["staff"].count().to_pyarrow().as_py() == 1


def test_a_file_that_was_fetched_keeps_where_it_came_from(store, file):
    told = Snapshot(
        name="a.csv", url="https://x", licence="CC0", day=date(2026, 1, 1), size=1, sha256=hashed(file)
    )
    (file.parent / FETCHED).write_text(told.model_dump_json() + "\n")
    assert _load(store, _good, [file]).snapshots == (told,)


def test_a_file_with_other_bytes_than_were_fetched_is_refused(store, file):
    told = Snapshot(name="a.csv", day=date(2026, 1, 1), size=1, sha256="0" * 64)
    (file.parent / FETCHED).write_text(told.model_dump_json() + "\n")
    with pytest.raises(Problems, match="not what was fetched on 1 January 2026"):
        _load(store, _good, [file])
    assert store.vintages() == ()


def test_a_file_that_changes_while_it_is_read_is_refused_and_the_last_good_vintage_stays(store, file):
    good = _load(store, _good, [file])

    def work(files, into):
        _good(files, into)
        files[0].write_text("b")

    with pytest.raises(Problems, match=r"a\.csv: The file changed while it was loaded"):
        _load(store, work, [file], key="later")
    assert store.vintages() == (good,)
    assert sorted(path.name for path in (store.folder / "s").iterdir()) == ["k"]


def test_a_file_that_changes_once_it_was_hashed_and_before_it_is_read_is_refused(store, file, monkeypatch):
    """Else a vintage would name a hash that its bytes do not have."""
    hashed_first = loading.snapshot

    def changing(path, **more):
        found = hashed_first(path, **more)
        path.write_text("b")
        return found

    monkeypatch.setattr(loading, "snapshot", changing)
    with pytest.raises(Problems, match=r"a\.csv: The file changed while it was loaded"):
        _load(store, _good, [file])
    assert store.vintages() == ()


def test_a_vintage_that_is_there_already_is_named_before_anything_is_read(store, file):
    _load(store, _good, [file])
    with pytest.raises(Problems, match="there already"):
        _load(store, _good, [file.with_name("nowhere")])


@pytest.mark.parametrize(
    ("value", "column"), [("x", "author"), (2**63, "since"), (1.5, "until"), (7, "unit")]
)
def test_a_value_that_does_not_fit_is_named_by_table_row_and_column(store, value, column):
    rows = [ROW] * (BLOCK + 3) + [{**ROW, column: value}]
    with pytest.raises(Problems) as caught:
        _load(store, lambda _, into: into.rows(STAFF, rows))
    assert caught.value.problems[0].place == f"staff:{BLOCK + 4} {column}"
    assert store.vintages() == ()


def test_a_column_that_no_table_promises_is_an_error_of_the_program(store):
    with pytest.raises(KeyError, match="staff has no colour"):
        _load(store, lambda _, into: into.rows(STAFF, [{**ROW, "colour": "red"}]))


def test_a_table_written_elsewhere_must_have_the_promised_columns(store):
    def work(_, into):
        pq.write_table(pa.table({"author": ["1"], "unit": ["u"]}), into.path(STAFF))
        into.take(STAFF)

    with pytest.raises(Problems, match="The table staff lacks author, orcid, since, until"):
        _load(store, work)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_fills_up_is_named_and_the_last_good_vintage_stays(store):
    good = _load(store, _good)

    def work(_, into):
        into.path(STAFF).symlink_to("/dev/full")
        into.rows(STAFF, [ROW])

    with pytest.raises(Problems, match="The disk is full"):
        _load(store, work, key="later")
    assert store.vintages() == (good,)


def test_another_fault_of_the_disk_is_not_called_full(store):
    def work(*_):
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        _load(store, work)


KILLED = """
import sys
from datetime import date
from pathlib import Path
from utsyn.evidence.loading import Asked, load
from utsyn.evidence.snapshots import Store
from utsyn.evidence.tables import STAFF

def work(files, into):
    into.stage.mkdir(parents=True)
    (into.stage / "dear").write_text("kept")
    into.rows(STAFF, [])
    (into.folder / "manifest.json").write_text("{}")  # as if it were killed just before it is put in place
    print("now", flush=True)
    sys.stdin.read()

load(Store(Path(sys.argv[1])), work, source="s", title="S", files=[], asked=Asked("k", date(2026, 11, 26)))
"""


def test_a_load_that_is_killed_leaves_no_vintage_and_is_done_again_with_what_was_dear(store):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"now\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert store.vintages() == ()
    found = []

    def again(files, into):
        found.append((into.stage / "dear").read_text())
        _good(files, into)

    made = _load(store, again)
    assert found == ["kept"]
    assert store.vintages() == (made,)
    assert [path.name for path in (store.folder / "s").iterdir()] == ["k"]
