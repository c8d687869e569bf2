"""Of a Parquet part only the needed columns are read: the others may be fat, or broken, and cost nothing."""

import json
import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.evidence.openalex_records import NTNU, author, loaded, packed, parquet, rows, work
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.sources.openalex_shape import WORK
from utsyn.problems import Problems

FAT = 20_000  # bytes a work that nobody needs
N = 400
COUNTER = Path("/proc/self/io")


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A part with an abstract that outweighs all else, as in the real works."""
    chance = random.Random(1)  # noqa: S311  nobody hides anything
    records = [
        work(n, author(n, NTNU), abstract=json.dumps([chance.random() for _ in range(FAT // 20)]))
        for n in range(1, N + 1)
    ]
    return parquet(tmp_path, packed(tmp_path / "part_0000.gz", records))


def chunks(part: Path, *, needed: bool) -> list[tuple[int, int]]:
    """Where the columns lie that are needed, or those that are not: from, and how many bytes."""
    told = pq.ParquetFile(part).metadata
    found = [
        told.row_group(group).column(n)
        for group in range(told.num_row_groups)
        for n in range(told.num_columns)
    ]
    of = [one for one in found if (one.path_in_schema.split(".")[0] in WORK) is needed]
    return [(one.dictionary_page_offset or one.data_page_offset, one.total_compressed_size) for one in of]


def spoil(part: Path, *, needed: bool) -> int:
    """Overwrite columns, and return how many bytes that were."""
    told = bytearray(part.read_bytes())
    places = chunks(part, needed=needed)
    for start, size in places:
        told[start : start + size] = b"\xff" * size
    part.write_bytes(told)
    return sum(size for _, size in places)


def works(told: tuple[Store, Vintage]) -> list[dict]:
    return rows(told, "works")


def test_columns_that_nobody_needs_are_not_read_not_even_where_they_are_broken(tmp_path, part):
    whole = works(loaded(tmp_path / "whole", [part]))
    spoilt = spoil(part, needed=False)
    assert spoilt > N * FAT / 3
    assert works(loaded(tmp_path / "spoilt", [part])) == whole
    assert len(whole) == N


def test_a_needed_column_that_is_broken_is_named(tmp_path, part):
    spoil(part, needed=True)
    with pytest.raises(Problems, match=r"part_0000\.parquet: The file cannot be read"):
        loaded(tmp_path, [part])


@pytest.mark.skipif(not COUNTER.exists(), reason="needs a system that counts what a process reads")
def test_the_bytes_that_are_read_are_those_of_the_needed_columns(tmp_path, part, monkeypatch):
    from utsyn.evidence.sources import openalex_parts

    taken, really = [], openalex_parts.translated

    def counted(*told: object, **more: object) -> None:
        before = _read()
        really(*told, **more)
        taken.append(_read() - before)

    monkeypatch.setattr(openalex_parts, "translated", counted)
    loaded(tmp_path, [part])
    size = part.stat().st_size
    needed = sum(size for _, size in chunks(part, needed=True))
    assert needed < size / 10
    assert needed <= taken[0] < size / 4, (needed, taken, size)


def _read() -> int:
    return int(COUNTER.read_text().split()[1])
