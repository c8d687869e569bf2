"""The works behind the figures, read off the engine once, when figures are computed: countries, what each adds, affiliations as printed."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from utsyn.evidence.engine import Engine
from utsyn.evidence.indicators.counting import FAMILIES, Counted
from utsyn.evidence.indicators.ours import home_works, ours
from utsyn.evidence.recipes import About, Given
from utsyn.evidence.ways import SAME

NEEDS = ("works", "authorships", "orgmap", "organisations")
COLUMNS = ("work", "year", "title", "doi", "authors", "cut", "countries")
FIGURES = ("copublication-definitions", "copublication-classes", "industry-copublication")  # shown of a work
SHOWN = {
    *FIGURES,
    *(key for key, (family, _) in SAME.items() if family in FIGURES),
}  # of which works are listed


class Work(NamedTuple):
    """A work: what it is, what it adds to which figure, and its affiliations as printed."""

    about: Mapping[str, Any]
    parts: Mapping[str, int | None]
    printed: list[list[Any]]


def works(engine: Engine, given: Given, about: About) -> Iterator[Work]:
    """Walk the works of the home university."""
    home = home_works(given, about)
    parts: dict[int, dict[str, int | None]] = {}
    for family in FIGURES:
        if set(FAMILIES[family].needs) <= set(given):
            for work, key, part in _parts(engine, given, about, FAMILIES[family]):
                parts.setdefault(work, {})[key] = part
    printed: dict[int, list[list[Any]]] = {}
    for work, *rest in sorted(_printed(engine, given, about), key=_place):
        printed.setdefault(work, []).append(rest)
    shown = given["works"].semi_join(home.select("work"), "work").select(list(COLUMNS))
    for row in engine.rows(shown):
        told = dict(zip(COLUMNS, row, strict=True))
        yield Work(told, parts.get(told["work"], {}), printed.get(told["work"], []))


def _parts(engine: Engine, given: Given, about: About, of: Counted) -> Iterator[tuple[int, str, int | None]]:
    asked = of.cases(given, about).select("work", *of.by, "part", "known")
    for work, *by, part, known in engine.rows(asked):
        yield work, " ".join((of.key, *map(str, by))), part if known else None


def _printed(engine: Engine, given: Given, about: About) -> list[tuple[Any, ...]]:
    """Return affiliations: work, position, organisation, its country, whether it counts for us, and the raw words."""
    works = home_works(given, about).select("work", "year")
    register = given["organisations"].filter(lambda t: t.organisation > 0)
    names = register.group_by(number="organisation").aggregate(name=lambda t: t.name.min())
    own = ours(given, about).select(own_organisation="organisation", own_year="year")
    seats = given["authorships"].join(works, "work")
    named = seats.left_join(names, seats.institution == names.number)
    told = named.left_join(own, [named.institution == own.own_organisation, named.year == own.own_year])
    chosen = told.select(
        "work",
        "position",
        name=told.name,
        country=told.country,
        own=told.own_organisation.notnull(),
        raw=told.raw,
    ).distinct()
    return list(engine.rows(chosen.select("work", "position", "name", "country", "own", "raw")))


def _place(row: tuple[Any, ...]) -> tuple[int, int, str]:
    return row[0], row[1], str(row[2:])
