"""Put recipes to vintages: each receives the tables it declares and nothing else; unchanged inputs cost nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from utsyn.evidence.engine import Engine
from utsyn.evidence.recipes import About, Recipe
from utsyn.evidence.results import Result, result
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.problems import Problem, Problems
from utsyn.text import say


class Made(NamedTuple):
    """A result, the recipe that made it, what it is about, and the vintages that its tables came from."""

    recipe: Recipe
    about: About
    result: Result
    vintages: tuple[Vintage, ...]
    anew: bool  # not found as computed before

    @property
    def synthetic(self) -> bool:
        """Whether any of what it rests on was made up."""
        return any(vintage.synthetic for vintage in self.vintages)


Chosen = Mapping[str, Vintage]  # by table, the vintage that it is read from


def chosen(vintages: Iterable[Vintage]) -> Chosen:
    """Return by table the vintage it is read from; of several that have it the last named."""
    return {loaded.table: vintage for vintage in vintages for loaded in vintage.tables}


def compute(
    engine: Engine,
    store: Store,
    recipes: Iterable[Recipe],
    about: About,
    *,
    vintages: Chosen,
    kept: Path | None = None,
) -> Iterator[Made]:
    """Walk the results of recipes; with a folder `kept`, what was computed from the same before is read from there."""
    for recipe in recipes:
        used = _used(recipe, vintages)
        place = kept / f"{_stamp(recipe, about, used)}.json" if kept else None
        if place is not None and place.is_file():
            told = json.loads(place.read_text("utf-8"))
            yield Made(
                recipe, about, result(recipe.columns, map(tuple, told)), tuple(_each(used)), anew=False
            )
            continue
        files = {name: path for name, vintage in used.items() if (path := store.path(vintage, name))}
        asked = recipe.make(engine.open(files), about).select(list(recipe.columns))
        made = result(recipe.columns, engine.rows(asked))
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            making = place.with_suffix(".making")
            making.write_text(json.dumps(made.rows, ensure_ascii=False), "utf-8")
            making.rename(place)
        yield Made(recipe, about, made, tuple(_each(used)), anew=True)


def _used(recipe: Recipe, vintages: Chosen) -> Chosen:
    lacking = [name for name in recipe.needs if name not in vintages]
    if lacking:
        what = say(
            "{recipe} needs {tables}, which no vintage has", recipe=recipe.key, tables=", ".join(lacking)
        )
        raise Problems(Problem(what, recipe.otherwise or say("Fetch and load their sources first")))
    return {name: vintages[name] for name in recipe.needs}


def _each(used: Chosen) -> list[Vintage]:
    return list({(one.source, one.key): one for one in used.values()}.values())


def _stamp(recipe: Recipe, about: About, used: Chosen) -> str:
    """Name a result by all that it rests on."""
    tables = sorted(
        (name, loaded.sha256) for name, vintage in used.items() if (loaded := vintage.table(name)) is not None
    )
    told = json.dumps([recipe.key, recipe.version, about, tables])
    return hashlib.sha256(told.encode()).hexdigest()
