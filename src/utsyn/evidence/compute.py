"""Put recipes to vintages: each receives the tables it declares and nothing else; unchanged inputs cost nothing, and one failure not all.

What was computed is kept by a stamp of all that it rests on: recipe, code, what it is about, and the hashes of its tables. Each result is
written as a whole as soon as it is there, so that a run that was killed goes on with those it lacks.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from inspect import getsourcefile, unwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.disk import put, room
from utsyn.evidence.gone import Gone
from utsyn.evidence.recipes import About, Given, Recipe, recipes
from utsyn.evidence.results import Result, result
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.watching import Watch, unwatched
from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:  # what was computed before needs no engine
    from utsyn.evidence.engine import Engine
    from utsyn.evidence.sentences import Known

HERE = Path(__file__).parent
MAKERS = tuple(
    HERE / f"{name}.py"
    for name in ("fractions", "homes", "partner_counts", "recipes", "registers", "steps", "table", "tables")
)
DATED = HERE.parent / "data" / "countries.yaml"  # groups of countries that recipes count by
OUT_OF_MEMORY = ("out of memory", "outofmemory", "failed to allocate", "java heap space")


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


class Failed(NamedTuple):
    """A recipe that gave no result, and why."""

    recipe: Recipe
    problems: Problems


Chosen = Mapping[str, Vintage]  # by table, the vintage that it is read from
Starts = Callable[[], "Engine"]  # an engine that is started once it is needed


def chosen(vintages: Iterable[Vintage]) -> Chosen:
    """Return by table the vintage it is read from; of several that have it the last named."""
    return {loaded.table: vintage for vintage in vintages for loaded in vintage.tables}


def compute(
    engine: "Engine | Starts",
    store: Store,
    recipes: Iterable[Recipe],
    about: About,
    *,
    vintages: Chosen,
    kept: Path | None = None,
    watch: Watch = unwatched,
    failed: Callable[[Failed], None] | None = None,
) -> Iterator[Made]:
    """Walk the results of recipes; with a folder `kept`, what was computed from the same before is read from there.

    Where a recipe fails, `failed` is told and the others go on. Raises its Problems where nobody is to be told, and Gone
    where the engine is not there: it is asked once, and not for each recipe anew.
    """
    asked = list(recipes)
    started = cache(engine if callable(engine) else lambda: engine)
    sentences = cache(lambda: _sentences(kept))
    with watch("compute", len(asked)) as done:
        for recipe in asked:
            try:
                yield _made(started, sentences, store, recipe, about, vintages=vintages, kept=kept)
            except Problems as error:
                if failed is None or isinstance(error, Gone):
                    raise
                failed(Failed(recipe, error))
            done(1)


def _made(
    started: Starts, sentences: "Callable[[], Known]", store: Store, recipe: Recipe, about: About,
    *, vintages: Chosen, kept: Path | None,
) -> Made:  # fmt: skip
    used = _used(recipe, vintages)
    place = kept / f"{_stamp(recipe, about, used)}.json" if kept else None
    told = _read(place) if place else None
    if told is not None:
        return Made(recipe, about, told, tuple(_each(used)), anew=False)
    engine = started()
    with _faults(recipe):
        asked = _asked(engine, engine.open(files(store, used)), recipe, about, sentences=sentences)
        made = result(recipe.columns, engine.rows(asked))
    if place is not None:
        _keep(place, recipe, about, used, made)
    return Made(recipe, about, made, tuple(_each(used)), anew=True)


def _asked(
    engine: "Engine", given: Given, recipe: Recipe, about: About, *, sentences: "Callable[[], Known]"
) -> Any:
    """Return what to ask an engine: SQL that was written before where it can be, else the expression, made anew."""
    from utsyn.evidence.sql import put
    from utsyn.evidence.steps import Opened

    if engine.name == "duckdb" and isinstance(given, Opened) and set(given.names) == set(given):
        told = sentences().of(recipe, about, code=_code(recipe), tables=tuple(given))
        if told is not None:
            return put(engine, told, given.names)
    return recipe.make(given, about).select(list(recipe.columns))


def _sentences(kept: Path | None) -> "Known":
    from utsyn.evidence.sentences import Known

    return Known(kept)


def computed(kept: Path, store: Store) -> Iterator[Made]:
    """Walk what was computed before, of recipes and vintages that are still there as they were."""
    return (made for made, now in _held(kept, store) if now)


def outdated(kept: Path, store: Store) -> Mapping[tuple[str, ...], list[Recipe]]:
    """Return by vintages that are still there (SOURCE/KEY) the recipes whose results older code made, and this code has not made anew."""
    found: dict[tuple[str, ...], dict[str, bool]] = {}
    for made, now in _held(kept, store):
        of = found.setdefault(tuple(sorted(f"{one.source}/{one.key}" for one in made.vintages)), {})
        of[made.recipe.key] = of.get(made.recipe.key, False) or now
    each = ((of, [recipes()[key] for key, now in told.items() if not now]) for of, told in found.items())
    return {of: old for of, old in each if old}


def _held(kept: Path, store: Store) -> Iterator[tuple[Made, bool]]:
    """Walk what is kept of vintages that are still there, and tell of each whether this code made it."""
    held = {(one.source, one.key): one for one in store.vintages()}
    for place in sorted(kept.glob("*.json")):
        made, told = _read(place), _told(place)
        recipe = recipes().get(told.get("recipe", ""))
        if made is None or recipe is None:
            continue
        used = {name: held[tuple(key)] for name, key in told["vintages"].items() if tuple(key) in held}
        about = About(*told["about"]) if len(told["about"]) == len(About._fields) else None
        now = (
            about is not None and set(used) == set(recipe.needs) and place.stem == _stamp(recipe, about, used)
        )
        older = len(used) == len(told["vintages"]) and told.get("code") != _code(recipe)
        if now or older:
            yield Made(recipe, about or About("", 0, 0), made, tuple(_each(used)), anew=False), now


def sql(engine: "Engine", store: Store, recipe: Recipe, about: About, *, vintages: Chosen) -> str:
    """Return what the engine is asked for a recipe, in its own SQL: the tables it reads, the steps on the way, and the result."""
    from utsyn.evidence.sql import Writing, sentences, shown

    there, dialect = files(store, _used(recipe, vintages)), engine.connection.name
    with _faults(recipe):
        return shown(sentences(recipe, about, writing=Writing(dialect)), files=there, dialect=dialect)


def files(store: Store, used: Chosen) -> Mapping[str, Path]:
    """Return the files of tables; of two vintages with the same table, where they are asked for together, the one file."""
    return {name: path for name, vintage in used.items() if (path := store.path(vintage, name))}


@contextmanager
def _faults(recipe: Recipe) -> Iterator[None]:
    """Turn what an engine cannot do, and whatever a recipe of another package does wrong, into Problems that name the recipe."""
    try:
        yield
    except Problems:
        raise
    except Exception as error:  # it costs this recipe, and not the others
        raise Problems(_problem(recipe, error)) from error


def _problem(recipe: Recipe, error: Exception) -> Problem:
    said = str(error).strip()
    if any(words in said.lower() for words in OUT_OF_MEMORY):
        what = say("The engine has too little memory for {recipe}", recipe=recipe.key)
        mend = say("Allow it more with --memory, or give it a folder for what does not fit with --spill")
        return Problem(what, mend)
    why = f"{type(error).__name__}: {said.splitlines()[0][:200] if said else ''}"
    what = say("{recipe} could not be computed: {why}", recipe=recipe.key, why=why)
    return Problem(what, say("Look at the SQL with --sql, and load the tables again if a file is damaged"))


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
    told = json.dumps([recipe.key, recipe.version, _code(recipe), about, tables])
    return hashlib.sha256(told.encode()).hexdigest()


def _code(recipe: Recipe) -> str:
    """Return the hash of what makes results: a change of it is a change of what they rest on."""
    return _hashed(getsourcefile(unwrap(recipe.make)) or "")


@cache
def _hashed(source: str) -> str:
    found = hashlib.sha256()
    paths = {*(HERE / "indicators").glob("*.py"), *MAKERS, DATED, Path(source)}
    for path in sorted(path for path in paths if path.is_file()):
        found.update(path.read_bytes())
    return found.hexdigest()


def _keep(place: Path, recipe: Recipe, about: About, used: Chosen, made: Result) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "recipe": recipe.key, "version": recipe.version, "about": about, "columns": made.columns, "sha256": made.sha256,
        "vintages": {name: [one.source, one.key] for name, one in used.items()}, "rows": made.rows, "days": _days(made),
        "code": _code(recipe),
    }  # fmt: skip
    with room(place.parent):
        put(place, json.dumps(told, ensure_ascii=False, default=str))


def _told(place: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _read(place: Path) -> Result | None:
    """Return a result that was kept, if all of it is there as it was."""
    told = _told(place)
    try:
        days = {told["columns"].index(name) for name in told["days"]}
        rows = (
            [_day(value) if at in days else value for at, value in enumerate(row)] for row in told["rows"]
        )
        made = result(told["columns"], map(tuple, rows))
    except (KeyError, TypeError, ValueError):
        return None
    return made if made.sha256 == told.get("sha256") else None


def _days(made: Result) -> list[str]:
    """Return the columns of days, which JSON has no form for."""
    return [name for name in made.columns if any(isinstance(value, date) for value in made.column(name))]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
