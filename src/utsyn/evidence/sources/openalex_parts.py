"""One part of OpenAlex at a time through DuckDB into a staged file, which outlives a kill; a part that cannot be read is looked into."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from utsyn.evidence.loading import Loading
from utsyn.evidence.sources.openalex_faults import AGAIN, LONGEST, faults, vanished
from utsyn.evidence.sources.openalex_shape import OPTIONAL, WORK, Shape, columns, typed
from utsyn.evidence.sources.openalex_sql import STAGE
from utsyn.evidence.sources.openalex_unpack import unpacked
from utsyn.problems import Problem, Problems
from utsyn.text import say

VERSION = "2"  # of what a staged file holds
USUAL = 16 << 20  # bytes of one record, which hardly any exceeds


def connected(into: Loading) -> duckdb.DuckDBPyConnection:
    """Return DuckDB within the limits of a load."""
    limits = into.limits
    told: dict[str, Any] = {"threads": limits.threads} if limits.threads else {}
    told |= {"memory_limit": limits.memory} if limits.memory else {}
    return duckdb.connect(config={**told, "temp_directory": str(limits.spill or into.folder / "spill")})


def staged(
    engine: duckdb.DuckDBPyConnection,
    parts: Sequence[Path],
    into: Loading,
    *,
    home: Sequence[str],
    promised: Mapping[Path, int],
) -> list[Path]:
    """Return a staged file for each part, several at a time; those that an earlier load had made are used.

    Raises Problems where a part is broken or holds another number of records than was promised.
    """
    into.stage.mkdir(parents=True, exist_ok=True)
    cores = int(engine.sql("SELECT current_setting('threads')").fetchall()[0][0])
    shape = WORK

    def one(numbered: tuple[int, Path]) -> Path:
        number, part = numbered
        stamp = hashlib.sha256("\n".join([VERSION, into.hashes[part], *home]).encode()).hexdigest()[:24]
        path = into.stage / f"{number:05}-{stamp}.parquet"
        if not path.exists():
            making = path.with_suffix(".making")
            with engine.cursor() as cursor:
                cursor.execute("SET VARIABLE home = ?", [list(home)])
                translated(cursor, part, STAGE, making, shape=shape)
            making.replace(path)
        _complete(part, path, promised.get(part), shape=shape)
        return path

    with into.watch("OpenAlex", len(parts)) as advance, ThreadPoolExecutor(min(cores, 4)) as pool:
        made = []
        for path in pool.map(one, enumerate(parts)):
            made.append(path)
            advance(1)
    return made


def translated(
    cursor: duckdb.DuckDBPyConnection, part: Path, sentence: str, to: Path, *, shape: Mapping[str, Shape]
) -> None:
    """Write what a sentence makes of the records of a part. Raises Problems by row and column where it cannot be read."""
    try:
        if part.suffix == ".parquet":
            _made(_parquet(cursor, part, shape), sentence, to)
        else:
            if lacking := vanished(part, shape):
                raise Problems(*lacking)
            _made_of_json(cursor, part, sentence, to, shape=shape)
    except (duckdb.Error, pa.ArrowInvalid) as error:
        if "No space left" in str(error):
            raise OSError(str(error)) from error
        found = [] if part.suffix == ".parquet" else faults(part, shape)
        what = say("The file cannot be read: {said}", said=str(error).split("\n")[0][:200])
        raise Problems(*(found or [Problem(what, AGAIN, file=str(part))])) from error


def _made(records: duckdb.DuckDBPyRelation, sentence: str, to: Path) -> None:
    made: Any = records.query("records", sentence)
    made.write_parquet(str(to), compression="zstd")


def _made_of_json(
    cursor: duckdb.DuckDBPyConnection, part: Path, sentence: str, to: Path, *, shape: Mapping[str, Shape]
) -> None:
    """Read with room for records as they are, and with more once one does not fit: room costs memory for each core."""
    for most in (USUAL, LONGEST):
        try:
            with unpacked(part) as path:
                records = cursor.read_json(
                    str(path),
                    columns=dict(columns(shape)),
                    format="newline_delimited",
                    maximum_object_size=most,
                )
                _made(records, sentence, to)
        except duckdb.Error as error:
            if most == LONGEST or "maximum_object_size" not in str(error):
                raise
        else:
            return


def _parquet(
    cursor: duckdb.DuckDBPyConnection, part: Path, shape: Mapping[str, Shape]
) -> duckdb.DuckDBPyRelation:
    """Read the needed columns of a Parquet part, and no others."""
    there = pq.read_schema(part)
    absent = {name for name in OPTIONAL if name not in there.names}
    empty = {
        name
        for name in OPTIONAL - absent
        if isinstance(shape.get(name), list) and _of_no_type(there.field(name).type)
    }
    what, mend = (
        say("The column is not there"),
        say("Look whether the source has renamed it; Utsyn must learn its new name"),
    )
    lacking = [
        Problem(what, mend, tuple(name.split(".")), str(part))
        for name in _lacking(there, shape)
        if name.split(".")[0] not in absent | empty
    ]
    if lacking:
        raise Problems(*lacking)
    wanted = ", ".join(
        f'CAST("{name}" AS VARCHAR) AS "{name}"' if name == "updated_date"
        else f'CAST(NULL AS {typed(inner)}) AS "{name}"' if name in absent
        else f'CAST(CASE WHEN len("{name}") = 0 THEN [] END AS {typed(inner)}) AS "{name}"' if name in empty else f'"{name}"'
        for name, inner in shape.items()
    )  # fmt: skip
    return cursor.read_parquet(str(part)).project(wanted)


def _of_no_type(there: Any) -> bool:
    """Tell of a list of names with values under them that it holds none in any record: no writer could know their types."""
    return not _fields(getattr(there, "value_type", None) or pa.null())


def _lacking(there: Any, shape: Shape, above: str = "") -> list[str]:
    """Return the dotted names of a shape that a Parquet schema has not."""
    if isinstance(shape, str):
        return []
    if isinstance(shape, list):
        return _lacking(there.value_type, shape[0], above) if hasattr(there, "value_type") else [above]
    names = set(there.names) if isinstance(there, pa.Schema) else {one.name for one in _fields(there)}
    found: list[str] = []
    for name, inner in shape.items():
        here = f"{above}.{name}" if above else name
        found += _lacking(there.field(name).type, inner, here) if name in names else [here]
    return found


def _fields(there: Any) -> list[Any]:
    return [there.field(place) for place in range(there.num_fields)] if pa.types.is_struct(there) else []


def _complete(part: Path, path: Path, promised: int | None, *, shape: Mapping[str, Shape]) -> None:
    """Raise Problems where records are lacking, or where one has no id."""
    found = pq.ParquetFile(path)
    n = found.metadata.num_rows
    if promised is not None and n != promised:
        path.unlink()
        what = say("{n} records came; {total} were promised", n=n, total=promised)
        raise Problems(Problem(what, AGAIN, file=str(part)))
    place = found.schema_arrow.names.index("work")
    groups = [found.metadata.row_group(group).column(place) for group in range(found.metadata.num_row_groups)]
    if any(one.statistics is None or one.statistics.null_count for one in groups):
        path.unlink()
        nameless = Problem(
            say("The record has no id"), say("Leave it out, and tell the source"), ("id",), str(part)
        )
        raise Problems(*([] if part.suffix == ".parquet" else faults(part, shape)) or [nameless])
