"""What an engine is asked for a change between two choices of vintages: the counts before and after, and the moves of single works."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from utsyn.evidence.causes import COUNTS, Way, cases, columns, moves
from utsyn.evidence.homes import BESIDE
from utsyn.evidence.recipes import About, Given
from utsyn.evidence.steps import Opened

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from utsyn.evidence.engine import Engine, Row
    from utsyn.evidence.sql import Sentences

Ways = tuple[Way, Way]


class Sides(NamedTuple):
    """The tables of two choices of vintages."""

    before: Given
    after: Given


class Rows(NamedTuple):
    """What an engine says of a change."""

    before: "list[Row]"  # year, what it is counted by, and the counts
    after: "list[Row]"
    moves: "list[Row]"


def asked(engine: "Engine", sides: Sides, about: About, *, ways: Ways) -> Rows:
    """Ask an engine for a change: in SQL that was written before where it can be, else in expressions made of the tables at hand."""
    needs = tuple(dict.fromkeys((*ways[0].needs, *ways[1].needs)))
    known = [side.names for side in sides if isinstance(side, Opened) and set(needs) <= set(side.names)]
    if engine.name != "duckdb" or len(known) < len(sides):
        return Rows(*(engine.rows(one) for one in _expressions(sides, about, ways)))
    from utsyn.evidence.sql import put

    tables = (*needs, *(name for name in BESIDE if all(name in side for side in known)))
    same = tuple(name for name in tables if known[0][name] == known[1][name])
    names = {_called(name, at, same): side[name] for at, side in enumerate(known) for name in tables}
    return Rows(*(engine.rows(put(engine, one, names)) for one in _sentences(about, ways, tables, same)))


@lru_cache
def _sentences(
    about: About, ways: Ways, tables: tuple[str, ...], same: tuple[str, ...]
) -> "tuple[Sentences, ...]":
    """Return what is asked, once for all vintages; tables in `same` are the same before and after."""
    from utsyn.evidence.sql import Writing

    writing = Writing()
    before, after = (writing.opened({name: _called(name, at, same) for name in tables}) for at in (0, 1))
    return writing.sentences(lambda: _expressions(Sides(before, after), about, ways))


def _called(name: str, at: int, same: tuple[str, ...]) -> str:
    return name if name in same else f"{name}:{at}"


def _expressions(sides: Sides, about: About, ways: Ways) -> "tuple[ir.Table, ...]":
    told = [_totals(given, about, way) for given, way in zip(sides, ways, strict=True)]
    return *told, moves(*sides, about, ways=ways).select(list(columns(ways[0])))


def _totals(given: Given, about: About, way: Way) -> "ir.Table":
    each, by = cases(given, about, way), ["year", *way.by]
    summed = each.group_by(by).aggregate(**{name: each[name].sum().cast("int64") for name in COUNTS})
    return summed.select(*by, *COUNTS)
