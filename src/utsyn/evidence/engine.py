"""What an engine does with tables, and DuckDB, the engine of one machine; `spark` has the other. The same expressions on both, and the SQL to look at."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from utsyn.evidence.homes import beside, promised
from utsyn.evidence.steps import Kept, Opened, after
from utsyn.evidence.tables import TABLES, Table
from utsyn.problems import Problem, Problems
from utsyn.text import say

Row = tuple[Any, ...]


class Limits(NamedTuple):
    """How much an engine may use: memory such as 1500MB, cores, and a folder for what does not fit."""

    memory: str = ""
    threads: int = 0
    spill: Path | None = None


NO_LIMITS = Limits()


class Engine:
    """An engine with tables in it. `name` is duckdb or spark."""

    def __init__(self, connection: Any, name: str) -> None:
        self.connection, self.name = connection, name
        self.kept = Kept(self)
        self._opened: dict[tuple[object, ...], ir.Table] = {}
        self._names: dict[tuple[object, ...], str] = {}

    def open(self, files: Mapping[str, Path]) -> Mapping[str, ir.Table]:
        """Return tables by name from their Parquet files. Raises Problems where a promised column is not there."""
        files = beside(files)
        told = {name: (name, *_told(path)) for name, path in files.items()}
        for name, path in files.items():
            if told[name] not in self._opened:
                found = self._read(path)
                self._opened[told[name]] = self._checked(promised(name), found)
                if found.schema() == schema(promised(name)):
                    self._names[told[name]] = found.get_name()
        names = {name: self._names[told[name]] for name in files if told[name] in self._names}
        tables = {name: self._opened[told[name]] for name in files}
        return Opened(tables, kept=self.kept, told=told, names=names)

    def memory(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, ir.Table]:
        """Return tables by name from rows at hand; for tests and for small tables."""
        tables = {
            name: ibis.memtable(list(told) or _nothing(TABLES[name]), schema=schema(TABLES[name]))
            for name, told in rows.items()
        }
        return Opened(tables, kept=self.kept)

    def settle(self, asked: Any) -> Any:
        """Return a table of this engine's own that holds what is asked; of SQL, its name."""
        if isinstance(asked, str):
            self.connection.raw_sql(f'CREATE TEMPORARY TABLE "{after(asked)}" AS {asked}')
            return after(asked)
        return self.connection.create_table(ibis.util.gen_name("step"), asked, temp=True)

    def release(self, table: Any) -> None:
        """Let go of such a table."""
        name = table if isinstance(table, str) else table.op().name
        self.connection.raw_sql(f'DROP TABLE "{name}"')  # ibis and sqlglot disagree on how to say it

    def rows(self, asked: ir.Table | str) -> list[Row]:
        """Return the rows of what is asked, in any order; whole numbers are int, nothing is a float."""
        told = self._put(asked) if isinstance(asked, str) else self._arrow(asked)
        return list(zip(*(_values(column) for column in told.columns), strict=True))

    def close(self) -> None:
        """Let go of the engine."""
        self.connection.disconnect()

    def _read(self, path: Path) -> ir.Table:
        read: ir.Table = self.connection.read_parquet(
            str(path.absolute())
        )  # a server has another folder to stand in
        return read

    def _put(self, asked: str) -> pa.Table:
        with warnings.catch_warnings(action="ignore"):  # of a copy, which costs less than to plan it twice
            return self.connection.raw_sql(asked).to_arrow_table()

    def _arrow(self, asked: ir.Table) -> pa.Table:
        return self.connection.to_pyarrow(asked)

    @staticmethod
    def _checked(table: Table, found: ir.Table) -> ir.Table:
        lacking = [name for name in table.columns if name not in found.columns]
        lost = [name for name in lacking if name not in table.late]
        if lost:
            what = say("The table {table} lacks {columns}", table=table.name, columns=", ".join(lost))
            raise Problems(Problem(what, say("Load it again with this version of Utsyn")))
        unknown = {name: ibis.null(table.columns[name]) for name in lacking}
        return found.mutate(**unknown).select(list(table.columns))


def duckdb(limits: Limits = NO_LIMITS) -> Engine:
    """Return DuckDB in memory, within limits."""
    ibis.options.sql.fuse_selects = False  # DuckDB does it anyway, in a fraction of the time
    connection = ibis.duckdb.connect()
    for said in _settings(limits):
        connection.raw_sql(said)
    return Engine(connection, "duckdb")


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column; whole numbers without a null in a tenth of the time of others."""
    if pa.types.is_decimal(column.type) and column.type.scale == 0:  # a sum, for which DuckDB keeps 128 bits
        try:
            column = column.cast(pa.int64())
        except pa.ArrowInvalid:  # it needs them
            return [None if value is None else int(value) for value in column.to_pylist()]
    if pa.types.is_int64(column.type) and not column.null_count:
        return list(column.to_numpy().tolist())
    return list(column.to_pylist())


def _told(path: Path) -> tuple[object, ...]:
    """Tell a file from others, and from what lay in its place before."""
    if not path.exists():  # a Spark may see what we do not
        return (str(path),)
    found = path.stat()
    return str(path), found.st_size, found.st_mtime_ns


def schema(table: Table) -> ibis.Schema:
    """Return the columns of a table as the engines know them."""
    return ibis.schema(dict(table.columns))


def _settings(limits: Limits) -> Iterator[str]:
    yield "SET preserve_insertion_order = false"
    if limits.memory:
        yield f"SET memory_limit = '{limits.memory}'"
    if limits.threads:
        yield f"SET threads = {limits.threads}"
    if limits.spill:
        yield f"SET temp_directory = '{limits.spill}'"


def _nothing(table: Table) -> Any:
    return pa.table({name: [] for name in table.columns}, schema=schema(table).to_pyarrow())
