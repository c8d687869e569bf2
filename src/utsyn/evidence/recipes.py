"""Recipes: how an indicator is made of tables, once for every engine, with the tables it declares and a slow, plain twin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.plugins import plugged
from utsyn.problems import Problems, unknown_name
from utsyn.text import Words

if TYPE_CHECKING:  # the recipes are listed without an engine
    import ibis.expr.types as ir

ROOMS: tuple[str, ...] = (
    "copublication",
    "definitions",
    "official",
    "classes",
    "coverage",
    "output",
    "distance",
    "countries",
    "lands",
    "impact",
    "advantage",
    "spread",
    "visibility",
    "partners",
    "breadth",
    "profiles",
    "dealings",
    "awards",
    "places",
    "grants",
    "erc",
    "applied",
    "ranks",
    "exchange",
    "erasmus",
    "cooperation",
    "graduates",
)
Given = Mapping[str, "ir.Table"]  # the declared tables, and no others
Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # the same as plain rows


class About(NamedTuple):
    """What figures are about: the home university (ROR id), the years, and the number that OpenAlex knows it by."""

    university: str
    since: int
    until: int


class Recipe(NamedTuple):
    """How figures are made: their key, version, tables, the columns they are counted by, and the two ways to count them.

    Both ways give rows of `by` and then `counts`, all whole numbers. `scale` is what a numerator counts in: 1 for
    works, SHARE for parts of works, CENT for money. `indicator` is the document in data/indicators that defines it.
    """

    key: str
    version: int
    needs: tuple[str, ...]
    by: tuple[str, ...]
    counts: tuple[str, ...]
    make: Callable[[Given, About], "ir.Table"]
    slowly: Callable[[Rows, About], Iterable[tuple[Any, ...]]]
    indicator: str = ""
    scale: int = 1
    otherwise: Words | None = None  # what to do where a table is lacking, if that is not to load its source

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its result."""
        return (*self.by, *self.counts)


_found: dict[str, Recipe] = {}


def recipe(made: Recipe) -> Recipe:
    """Make a recipe known under its key."""
    _found[made.key] = made
    return made


@cache
def recipes() -> Mapping[str, Recipe]:
    """Return all recipes, those of other packages (entry point group `utsyn.recipes`) included."""
    for room in ROOMS:
        import_module(f"utsyn.evidence.indicators.{room}")
    plugged("utsyn.recipes")
    return dict(_found)


def find(key: str) -> Recipe:
    """Return a recipe by key. Raises Problems with the nearest right one."""
    if key not in recipes():
        raise Problems(unknown_name(key, list(recipes())))
    return recipes()[key]
