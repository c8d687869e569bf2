"""What an engine is asked for a figure, as SQL on the promised tables: the tables on the way, then the result. No engine is needed to write it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends.sql import compilers
from sqlglot import expressions as sg

from utsyn.evidence.engine import schema
from utsyn.evidence.homes import promised
from utsyn.evidence.recipes import About, Recipe
from utsyn.evidence.steps import Kept, Opened, after
from utsyn.evidence.tables import TABLES

if TYPE_CHECKING:
    from utsyn.evidence.engine import Engine

MARK = "utsyn:"  # before the names of tables, which each engine has under names of its own
MARKED = re.compile(r'(?<=["`])utsyn:([^"`]+)(?=["`])')
READ: Mapping[str, Callable[[str], str]] = {
    "duckdb": lambda path: "read_parquet('{}')".format(path.replace("'", "''")),
    "pyspark": lambda path: "parquet.`{}`".format(path.replace("`", "``")),
}
MAKE = {"duckdb": "TABLE", "pyspark": "VIEW"}  # Spark has no tables for the while


class Sentences(NamedTuple):
    """What is asked: by name the SQL of the tables on the way, each after those that it rests on, and that of the result."""

    steps: Mapping[str, str]
    asked: str


class Writing:
    """An engine that writes down the tables on the way instead of making them; each is named after what its SQL says.

    What it has written for one recipe it does not write again for another.
    """

    def __init__(self, dialect: str = "duckdb") -> None:
        self.dialect = dialect
        self.kept = Kept(self, most=None)
        self._steps: dict[str, str] = {}

    def opened(self, names: Mapping[str, str]) -> Opened:
        """Return tables for what is made of them: `names` are those of their own, by the name that is promised."""
        tables = {
            table: ibis.table(schema(promised(table)), name=f"{MARK}{name}") for table, name in names.items()
        }
        return Opened(tables, kept=self.kept, told=names)

    def sentences(self, make: Callable[[], Iterable[ir.Table]]) -> tuple[Sentences, ...]:
        """Return what is asked for what is made of such tables. Raises what `make` raises where it cannot do without their rows."""
        with plain():
            each = [self._sql(asked) for asked in make()]
        under = [set(self._under(told)) for told in each]
        return tuple(
            Sentences({name: step for name, step in self._steps.items() if name in wanted}, told)
            for told, wanted in zip(each, under, strict=True)
        )

    def settle(self, asked: ir.Table) -> ir.Table:
        """Write a step down, and return a table by its name."""
        return ibis.table(asked.schema(), name=self._step(self._sql(asked)))

    def release(self, table: ir.Table) -> None:
        """Never asked: all that is written is kept."""

    def _sql(self, asked: ir.Table) -> str:
        """Return the SQL of what is asked; small tables that stand in a recipe itself become steps."""
        told = str(ibis.to_sql(asked, dialect=self.dialect))
        for table in asked.op().find(ops.InMemoryTable):
            told = told.replace(table.name, self._step(_values(table, self.dialect)))
        return told

    def _step(self, told: str) -> str:
        self._steps.setdefault(after(told), told)
        return f"{MARK}{after(told)}"

    def _under(self, told: str) -> Iterator[str]:
        for name in MARKED.findall(told):
            if name in self._steps:
                yield name
                yield from self._under(self._steps[name])


def sentences(recipe: Recipe, about: About, *, writing: Writing, tables: Collection[str] = ()) -> Sentences:
    """Return what is asked for a recipe of its tables, or of these."""
    given = writing.opened({name: name for name in tables or recipe.needs})
    (told,) = writing.sentences(lambda: [recipe.make(given, about).select(list(recipe.columns))])
    return told


@contextmanager
def plain() -> Iterator[None]:
    """Have ibis write one selection in another: engines fuse them, in a fraction of the time."""
    before, ibis.options.sql.fuse_selects = ibis.options.sql.fuse_selects, False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


def put(engine: "Engine", told: Sentences, names: Mapping[str, str]) -> str:
    """Make the tables on the way that an engine does not hold, and return the SQL of the result; `names` are those of its own tables."""
    known, made = dict(names), {}
    for name, step in told.steps.items():
        made[name] = named(step, known)
        known[name] = after(made[name])

    def settle(asked: str) -> None:
        for name in MARKED.findall(asked):
            if name in made:
                engine.kept.once(known[name], partial(ready, name))

    def ready(name: str) -> str:
        settle(told.steps[name])
        return made[name]

    with engine.kept.holding():
        settle(told.asked)
    return named(told.asked, known)


def named(told: str, names: Mapping[str, str]) -> str:
    """Return SQL with the names that tables have somewhere."""
    return MARKED.sub(lambda found: names[found[1]], told)


def shown(told: Sentences, *, files: Mapping[str, Path], dialect: str = "duckdb") -> str:
    """Return it as people read it and engines run it: steps are numbered, and what of the promised tables is in files is read from there."""
    names = {name: name for name in TABLES} | {name: f"step_{n}" for n, name in enumerate(told.steps, 1)}
    read = [
        f"CREATE TEMPORARY VIEW {name} AS\nSELECT\n  *{_late(name, path, dialect)}\nFROM {READ[dialect](str(path))};"
        for name, path in files.items()
    ]
    made = [
        f"CREATE TEMPORARY {MAKE[dialect]} {names[name]} AS\n{named(step, names)};"
        for name, step in told.steps.items()
    ]
    return "\n\n".join([*read, *made, f"{named(told.asked, names)};"])


def _late(name: str, path: Path, dialect: str) -> str:
    """Return what stands for columns that came after a file was kept: nothing of them is known."""
    table = TABLES[name]
    if not table.late or not path.is_file():  # a Spark may see what we do not
        return ""
    there, kinds = pq.read_schema(path).names, getattr(compilers, dialect).compiler
    lacking = [
        (column, kind)
        for column, kind in schema(table).items()
        if column in table.late and column not in there
    ]
    return "".join(
        f",\n  CAST(NULL AS {kinds.type_mapper.from_ibis(kind).sql(kinds.dialect)}) AS {column}"
        for column, kind in lacking
    )


def written(recipe: Recipe, about: About) -> str:
    """Return the SQL of DuckDB for a recipe, on tables by their promised names."""
    return shown(sentences(recipe, about, writing=_writing()), files={})


@cache
def _writing() -> Writing:
    """Return one for all recipes of a process, which share steps."""
    return Writing()


def _values(table: ops.InMemoryTable, dialect: str) -> str:
    """Return the SQL of a small table."""
    kinds = getattr(compilers, dialect).compiler.type_mapper
    held = table.data.to_pyarrow(table.schema)
    rows = list(zip(*(column.to_pylist() for column in held.columns), strict=True))
    each = [sg.cast(sg.column(name, quoted=True), kinds.from_ibis(kind)).as_(name, quoted=True)
            for name, kind in table.schema.items()]  # fmt: skip
    told = sg.select(*each)
    columns = [sg.to_identifier(name, quoted=True) for name in table.schema.names]
    values = sg.values(rows or [(None,) * len(columns)], alias="told", columns=columns)
    asked = told.from_(values) if rows else told.from_(values).where("FALSE")
    return str(asked.sql(getattr(compilers, dialect).compiler.dialect))
