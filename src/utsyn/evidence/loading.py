"""Load files into a vintage: staged, checked, counted, and put in place as a whole; else the last good one stays in use."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from utsyn.evidence import homes
from utsyn.evidence.disk import room, settled
from utsyn.evidence.engine import NO_LIMITS, Limits, schema
from utsyn.evidence.fetching import fetched
from utsyn.evidence.snapshots import Loaded, Snapshot, Store, Vintage, hashed, snapshot, write
from utsyn.evidence.tables import WORKS, Table
from utsyn.evidence.watching import Watch, unwatched
from utsyn.problems import Problem, Problems
from utsyn.text import say

BLOCK = 20_000  # rows
Row = Mapping[str, Any]


class Asked(NamedTuple):
    """What is asked of a load: the key of the vintage, its day, whether it is made up, and what the source wants to know."""

    key: str
    on: date
    synthetic: bool = False
    parameters: Mapping[str, str] = {}


class Loading:
    """A vintage in the making: tables are written into its folder, and what is left out is counted by why.

    `asked` tells what the load was asked for, `hashes` the SHA-256 of each file; `parameters` are kept with the vintage.
    `stage` is a folder that outlives a kill, for what is dear to make anew: name what lies there by the hash of what it is made from.
    """

    def __init__(
        self,
        folder: Path,
        *,
        stage: Path,
        asked: Asked,
        hashes: Mapping[Path, str],
        watch: Watch = unwatched,
        limits: Limits = NO_LIMITS,
    ) -> None:
        self.folder, self.stage, self.hashes, self.watch, self.limits = folder, stage, hashes, watch, limits
        self.parameters = dict(asked.parameters)
        self.counted: Counter[str] = Counter()
        self.tables: list[Loaded] = []

    def count(self, why: str, n: int = 1) -> None:
        """Count what was left out or is unknown, and why; nothing is dropped without it."""
        if n:
            self.counted[why] += n

    def rows(self, table: Table, rows: Iterable[Row]) -> int:
        """Write a table from plain rows, and return how many. A column that a row lacks is null there."""
        return self.batches(table, _blocks(table, rows))

    def batches(self, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
        """Write a table from blocks that have its columns, and return how many rows."""
        path = self.path(table)
        with pq.ParquetWriter(path, schema(table).to_pyarrow(), compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        return self.take(table)

    def path(self, table: Table) -> Path:
        """Where a table is written."""
        return self.folder / f"{table.name}.parquet"

    def take(self, table: Table) -> int:
        """Take a table that lies at its path, written by whoever, and return how many rows. Raises Problems for wrong columns."""
        path = self.path(table)
        settled(path)
        found = pq.ParquetFile(path)
        wanted = {
            name: _kind(kind)
            for name, kind in zip(table.columns, schema(table).to_pyarrow().types, strict=True)
        }
        wrong = [name for name, kind in wanted.items() if _kind_of(found.schema_arrow, name) != kind]
        if wrong:
            what = say("The table {table} lacks {columns}", table=table.name, columns=", ".join(wrong))
            raise Problems(Problem(what, say("Load it again with this version of Utsyn"), file=str(path)))
        n: int = found.metadata.num_rows
        self.tables.append(Loaded(table=table.name, file=path.name, rows=n, sha256=hashed(path)))
        return n


Load = Callable[[Sequence[Path], Loading], None]


def load(
    store: Store,
    work: Load,
    *,
    source: str,
    title: str,
    files: Sequence[Path],
    asked: Asked,
    watch: Watch = unwatched,
    limits: Limits = NO_LIMITS,
) -> Vintage:
    """Load files into a new vintage. Raises Problems, and leaves all as it was, where anything is wrong.

    Files that were fetched must still have the bytes that were fetched; no file may change while it is read.
    """
    stage = store.folder / source / f".{asked.key}.stage"
    with room(store.folder), store.loading(source, asked.key) as folder:
        before = [_look(path) for path in files]
        snapshots = _described(files, on=asked.on)
        hashes = {path: one.sha256 for path, one in zip(files, snapshots, strict=True)}
        into = Loading(folder, stage=stage, asked=asked, hashes=hashes, watch=watch, limits=limits)
        work(files, into)
        changed = [path for path, look in zip(files, before, strict=True) if _look(path) != look]
        if changed:
            what = say("The file changed while it was loaded")
            raise Problems(
                *(
                    Problem(what, say("Load again once nobody writes to it"), file=str(path))
                    for path in changed
                )
            )
        made = Vintage(
            source=source, title=title, day=asked.on, key=asked.key, synthetic=asked.synthetic, snapshots=snapshots,
            tables=tuple(into.tables), counted=dict(sorted(into.counted.items())), parameters=into.parameters,
        )  # fmt: skip
        if made.table(WORKS.name):
            homes.write(into.path(WORKS), memory=limits.memory)
        write(made, folder)
        settled(folder)
    settled(store.folder / source)
    shutil.rmtree(stage, ignore_errors=True)
    return made


def _described(files: Sequence[Path], *, on: date) -> tuple[Snapshot, ...]:
    """Describe files, those that were fetched with where they came from. Raises Problems where the bytes are others by now."""
    told = {folder: {one.name: one for one in fetched(folder)} for folder in _folders(files)}
    found = []
    for path in files:
        known = next((told[up][name] for up in told if (name := _below(path, up)) in told[up]), None)
        now = snapshot(path, day=on)
        if known is not None and known.sha256 != now.sha256:
            what = say("The file is not what was fetched on {day}", day=known.day)
            raise Problems(Problem(what, say("Fetch it again"), file=str(path)))
        found.append(known or now)
    return tuple(found)


def _folders(files: Sequence[Path]) -> list[Path]:
    return list(
        dict.fromkeys(up for path in files for up in path.parents if (up / "fetched.jsonl").is_file())
    )


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""


def _look(path: Path) -> tuple[int, int, int]:
    """Return what changes when somebody writes to a file."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _blocks(table: Table, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    shape, walk, done = schema(table).to_pyarrow(), iter(rows), 0
    while block := list(islice(walk, BLOCK)):
        unknown = {name for row in block for name in row} - set(table.columns)
        if unknown:
            raise KeyError(f"{table.name} has no {', '.join(sorted(unknown))}")
        arrays = [_array(table, field, [row.get(field.name) for row in block], done=done) for field in shape]
        yield pa.RecordBatch.from_arrays(arrays, schema=shape)
        done += len(block)


def _array(table: Table, field: Any, values: list[Any], *, done: int) -> Any:
    try:
        if not any(isinstance(value, float) for value in values):  # Arrow would cut 1.5 to 1 without a word
            return pa.array(values, field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        pass
    place = next(place for place, value in enumerate(values) if not _fits(value, field.type))
    what = say("“{written}” cannot be used", written=str(values[place])[:80])
    mend = say("This column holds {kind}", kind=str(table.columns[field.name]))
    raise Problems(Problem(what, mend, (field.name,), table.name, done + place + 1))


def _fits(value: Any, kind: Any) -> bool:
    try:
        pa.array([value], kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return False
    return not isinstance(value, float)


def _kind_of(found: Any, name: str) -> str:
    return _kind(found.field(name).type) if name in found.names else ""


def _kind(kind: Any) -> str:
    """Name a type whatever its writer calls the items of a list."""
    return re.sub(r"<\w+: (\w+)( not null)?>", r"<\1>", str(kind)).replace("large_", "")
