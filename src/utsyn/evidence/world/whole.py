"""A whole world as promised tables: in memory for tests, or block by block into a vintage of a store."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from utsyn.evidence import homes
from utsyn.evidence.disk import room
from utsyn.evidence.snapshots import Loaded, Store, Vintage, hashed, write
from utsyn.evidence.tables import AUTHORSHIPS, TABLES, WORKS
from utsyn.evidence.watching import Watch, unwatched
from utsyn.evidence.world.blocks import World, blocks, home_parts, without, world
from utsyn.evidence.world.changes import seen
from utsyn.evidence.world.names import organisation_names
from utsyn.evidence.world.promised import authorships_table, schema, works_table
from utsyn.evidence.world.small import small_tables
from utsyn.evidence.world.truth import write_truth
from utsyn.evidence.world.works import Works

SOURCE, TITLE = "world", "Synthetic world: nothing in it is real"
DAYS = {False: date(2026, 7, 1), True: date(2026, 10, 1)}
GROUP = 122_880  # rows a group, as DuckDB writes them


def tables_of(*, works: int, seed: int, later: bool = False) -> Mapping[str, pa.Table]:
    """Return the promised tables of a world by name."""
    of = world(works, seed)
    names = organisation_names(of.given.register)
    each = [
        (works_table(of, one), authorships_table(of, one, names)) for one in vintage_blocks(of, later=later)
    ]
    return {
        WORKS.name: pa.concat_tables([one for one, _ in each]),
        AUTHORSHIPS.name: pa.concat_tables([one for _, one in each]),
        **small_tables(of, home_parts(of), names),
    }


def vintage_blocks(of: World, *, later: bool) -> Iterator[Works]:
    """Walk the blocks of a world as one of its vintages has them."""
    for one in blocks(of):
        changed, gone = seen(one, of.given, later=later)
        yield without(changed, gone)


def key_of(*, works: int, seed: int, later: bool, units: Sequence[str] = ()) -> str:
    """Return the key of a world's vintage."""
    named = f"-{hashlib.sha256(_joined(units).encode()).hexdigest()[:8]}" if units else ""
    return f"synthetic-{works}-{seed}{named}{'-later' if later else ''}"


def _joined(units: Sequence[str]) -> str:
    """Write units as the manifest has them: by field, in the order of the fields. The key has the hash of it."""
    return ",".join(units)


def store(
    into: Store,
    *,
    works: int,
    seed: int,
    later: bool = False,
    units: Sequence[str] = (),
    watch: Watch = unwatched,
) -> Vintage:
    """Write a world as a vintage of its own into a store. Raises Problems where it is there already."""
    of = world(works, seed, units)
    names = organisation_names(of.given.register)
    key = key_of(works=works, seed=seed, later=later, units=units)
    with room(into.folder), into.loading(SOURCE, key) as folder, watch(key, works) as done:
        grown = [pq.ParquetWriter(folder / f"{table.name}.parquet", schema(table), compression="zstd") for table in (WORKS, AUTHORSHIPS)]  # fmt: skip
        for one in vintage_blocks(of, later=later):
            grown[0].write_table(works_table(of, one), row_group_size=GROUP)
            grown[1].write_table(authorships_table(of, one, names), row_group_size=GROUP)
            done(len(one.number))
        for writer in grown:
            writer.close()
        homes.write(folder / f"{WORKS.name}.parquet")
        home = home_parts(of)
        write_truth(folder, of, home, later=later)
        for name, table in small_tables(of, home, names).items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        vintage = Vintage(
            source=SOURCE, title=TITLE, day=DAYS[later], key=key, synthetic=True,
            tables=tuple(_loaded(folder, name) for name in TABLES if (folder / f"{name}.parquet").is_file()),
            parameters={"works": str(works), "seed": str(seed), **({"units": _joined(units)} if units else {})},
        )  # fmt: skip
        write(vintage, folder)
    return vintage


def _loaded(folder: Path, name: str) -> Loaded:
    path = folder / f"{name}.parquet"
    return Loaded(table=name, file=path.name, rows=pq.read_metadata(path).num_rows, sha256=hashed(path))
