"""A whole world as promised tables: in memory for tests, or block by block into a vintage of a store."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from utsyn.evidence.snapshots import Loaded, Store, Vintage, hashed, write
from utsyn.evidence.tables import AUTHORSHIPS, TABLES, WORKS
from utsyn.evidence.world.blocks import World, blocks, without, world
from utsyn.evidence.world.changes import seen
from utsyn.evidence.world.promised import authorships_table, names_of, schema, small_tables, works_table
from utsyn.evidence.world.works import Works

SOURCE = "world"
DAYS = {False: date(2026, 7, 1), True: date(2026, 10, 1)}
GROUP = 122_880  # rows a group, as DuckDB writes them
Told = Callable[[int, int], None]  # how many works of how many are done


def tables_of(*, works: int, seed: int, later: bool = False) -> Mapping[str, pa.Table]:
    """Return the promised tables of a world by name."""
    of = world(works, seed)
    names = names_of(of)
    each = [
        (works_table(of, one), authorships_table(of, one, names)) for one in vintage_blocks(of, later=later)
    ]
    return {
        WORKS.name: pa.concat_tables([one for one, _ in each]),
        AUTHORSHIPS.name: pa.concat_tables([one for _, one in each]),
        **small_tables(of, names),
    }


def vintage_blocks(of: World, *, later: bool) -> Iterator[Works]:
    """Walk the blocks of a world as one of its vintages has them."""
    for one in blocks(of):
        changed, gone = seen(one, of.given, later=later)
        yield without(changed, gone)


def store(
    into: Store, *, works: int, seed: int, later: bool = False, told: Told = lambda _done, _of: None
) -> Vintage:
    """Write a world as a vintage of its own into a store. Raises Problems where it is there already."""
    of = world(works, seed)
    names = names_of(of)
    key = f"synthetic-{works}-{seed}{'-later' if later else ''}"
    with into.loading(SOURCE, key) as folder:
        done, writers = 0, {table.name: pq.ParquetWriter(folder / f"{table.name}.parquet", schema(table), compression="zstd")
                            for table in (WORKS, AUTHORSHIPS)}  # fmt: skip
        for one in vintage_blocks(of, later=later):
            writers["works"].write_table(works_table(of, one), row_group_size=GROUP)
            writers["authorships"].write_table(authorships_table(of, one, names), row_group_size=GROUP)
            told(done := done + len(one.number), works)
        for writer in writers.values():
            writer.close()
        for name, table in small_tables(of, names).items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        vintage = Vintage(
            source=SOURCE, title="Synthetic world, nothing in it is real", day=DAYS[later], key=key, synthetic=True,
            tables=tuple(_loaded(folder, name) for name in TABLES if (folder / f"{name}.parquet").is_file()),
            parameters={"works": str(works), "seed": str(seed)},
        )  # fmt: skip
        write(vintage, folder)
    return vintage


def _loaded(folder: Path, name: str) -> Loaded:
    path = folder / f"{name}.parquet"
    return Loaded(table=name, file=path.name, rows=pq.read_metadata(path).num_rows, sha256=hashed(path))
