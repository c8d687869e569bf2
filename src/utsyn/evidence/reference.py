"""The slow reference: every recipe once more in plain Python over the tables of vintages, read as plain rows, to hold the engines to."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from utsyn.evidence.compute import Chosen, Made, files
from utsyn.evidence.recipes import About, Recipe, Rows
from utsyn.evidence.results import Result, result
from utsyn.evidence.snapshots import Store
from utsyn.evidence.tables import TABLES, Table
from utsyn.evidence.watching import Watch, unwatched


def rows(store: Store, vintages: Chosen) -> Rows:
    """Return the tables of vintages as plain rows."""
    return {name: [*_rows(TABLES[name], path)] for name, path in files(store, vintages).items()}


def _rows(table: Table, path: Path) -> Iterator[Mapping[str, Any]]:
    unknown = dict.fromkeys(table.late)
    return (unknown | row for row in pq.read_table(path).to_pylist())


def slowly(recipe: Recipe, told: Rows, about: About) -> Result:
    """Return what plain Python comes to by a recipe, of the tables that it declares."""
    return result(recipe.columns, recipe.slowly({name: told[name] for name in recipe.needs}, about))


def differing(
    made: Iterable[Made], store: Store, *, vintages: Chosen, watch: Watch = unwatched
) -> Iterator[Made]:
    """Walk the results that plain Python does not come to."""
    each = list(made)
    needs = {name for one in each for name in one.recipe.needs}
    told = rows(store, {name: vintages[name] for name in sorted(needs)})
    with watch("slowly", len(each)) as done:
        for one in each:
            if slowly(one.recipe, told, one.about).sha256 != one.result.sha256:
                yield one
            done(1)
