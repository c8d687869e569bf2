"""Parts are unpacked once, beside the engine that reads them, and what gzip says of their wholeness is held on the way."""

import gzip
import threading
import zlib
from pathlib import Path

import pytest

from tests.evidence.openalex_records import NTNU, author, loaded, packed, rows, work
from utsyn.evidence.sources import openalex_parts, openalex_unpack
from utsyn.evidence.sources.openalex_faults import LONGEST
from utsyn.evidence.sources.openalex_unpack import unpacked
from utsyn.problems import Problems

TEXT = b"".join(b'{"line": %d}\n' % n for n in range(200_000))


@pytest.fixture(params=["isal", "zlib"])
def part(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packed part, unpacked by the one and by the other."""
    if request.param == "zlib":
        monkeypatch.setattr(openalex_unpack, "unpacking", zlib)
    else:
        pytest.importorskip("isal")
    path = tmp_path / "part.gz"
    path.write_bytes(gzip.compress(TEXT, mtime=0))
    return path


def read(part: Path) -> bytes:
    with unpacked(part) as path, path.open("rb") as file:
        return file.read()


def test_what_comes_is_what_was_packed(part):
    assert read(part) == TEXT


def test_members_follow_one_another_and_what_fills_up_is_none(part):
    part.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"") + gzip.compress(b"two\n") + bytes(512))
    assert read(part) == b"one\ntwo\n"


@pytest.mark.parametrize("cut", [1, 9, 100_000])
def test_one_that_ends_in_the_middle_is_named_with_its_row(part, cut):
    part.write_bytes(part.read_bytes()[:-cut])
    with pytest.raises(Problems, match=r"part\.gz:\d+: The file ends in the middle of a record"):
        read(part)


@pytest.mark.parametrize("at", [-6, -2, 2_000])
def test_one_whose_sums_do_not_hold_is_named(part, at):
    told = bytearray(part.read_bytes())
    told[at] ^= 1
    part.write_bytes(told)
    with pytest.raises(Problems, match="The file is broken, or not packed with gzip"):
        read(part)


def test_what_is_not_packed_is_read_as_it_is(tmp_path):
    with unpacked(tmp_path / "part.json") as path:
        assert path == tmp_path / "part.json"


@pytest.mark.parametrize("much", [None, 0, 10])
def test_who_reads_nothing_or_a_little_keeps_nobody_waiting(part, much):
    before = threading.active_count()
    with unpacked(part) as path:
        if much is not None:
            with path.open("rb") as file:
                file.read(much)
    assert threading.active_count() == before
    assert not path.exists()


def test_a_fault_of_who_reads_is_told_and_not_one_of_the_part(part):
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(ZeroDivisionError), unpacked(part):
        raise ZeroDivisionError


def test_a_record_that_is_longer_than_usual_is_read_at_the_second_try(tmp_path, monkeypatch):
    tries: list[Path] = []
    monkeypatch.setattr(openalex_parts, "unpacked", lambda part: (tries.append(part), unpacked(part))[1])
    long = work(2, author(1, NTNU), title="x" * 2 * openalex_parts.USUAL)
    part = packed(tmp_path / "part_0000.gz", [work(1), long, work(3)])
    assert [row["work"] for row in rows(loaded(tmp_path, [part]), "works")] == [1, 2, 3]
    assert tries == [part, part]


def test_a_record_that_is_too_long_is_named(tmp_path):
    part = packed(tmp_path / "part_0000.gz", [work(1), work(2, title="x" * 2 * LONGEST)])
    with pytest.raises(Problems, match=r"part_0000\.gz:2: The record is 67,\d+,\d+ bytes long"):
        loaded(tmp_path, [part])


def test_a_machine_without_named_pipes_has_the_same_tables_and_the_same_faults(tmp_path, monkeypatch):
    part = packed(tmp_path / "part_0000.gz", [work(n, author(n, NTNU)) for n in range(1, 300)])
    piped = loaded(tmp_path / "piped", [part])
    monkeypatch.delattr("os.mkfifo")
    assert loaded(tmp_path / "direct", [part])[1].tables == piped[1].tables
    assert len(rows(piped, "works")) == 299
    part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(Problems, match="ends in the middle"):
        loaded(tmp_path / "cut", [part])
