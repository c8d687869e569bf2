"""What an engine is asked for a figure, as SQL on the promised tables: to be read, and to be run elsewhere."""

import ibis
import ibis.expr.types as ir

from utsyn.evidence.engine import schema
from utsyn.evidence.recipes import About, Recipe
from utsyn.evidence.steps import Kept, Opened
from utsyn.evidence.tables import TABLES


class Writing:
    """An engine that writes down the tables on the way instead of making them."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def settle(self, asked: ir.Table) -> ir.Table:
        """Write a step down, and return a table by its name."""
        name = f"step_{len(self.written) + 1}"
        self.written.append(f"CREATE TEMP TABLE {name} AS\n{_sql(asked)};")
        return ibis.table(asked.schema(), name=name)

    def release(self, table: ir.Table) -> None:
        """Keep it: whoever runs the SQL may need it."""


def written(recipe: Recipe, about: About) -> str:
    """Return the SQL of DuckDB for a recipe: the tables on the way, then the result, on tables by their promised names."""
    writing = Writing()
    tables = {name: ibis.table(schema(TABLES[name]), name=name) for name in recipe.needs}
    asked = recipe.make(Opened(tables, kept=Kept(writing)), about).select(list(recipe.columns))
    return "\n\n".join([*writing.written, f"{_sql(asked)};"])


def _sql(asked: ir.Table) -> str:
    return str(ibis.to_sql(asked, dialect="duckdb"))
