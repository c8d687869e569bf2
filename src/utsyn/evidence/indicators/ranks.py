"""Universities by what they were granted in pillar 2 of Horizon Europe, among all and among those of a country; who is level shares a place."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.indicators.grants import (
    AMOUNTS,
    amounts,
    grouped,
    parts,
    plain_amounts,
    plain_parts,
    plain_within,
    within,
)
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.results import Result
from utsyn.evidence.table import CENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROGRAMME, PILLAR, UNIVERSITY = "HORIZON", "cluster", "HES"
BY = ("university", "country", "year")


class Place(NamedTuple):
    """A university's place, the better one of a tie; amounts in cents; how many of its parts tell no net amount."""

    place: int
    university: str  # ROR id; pic- and the code where nobody has said whose it is
    country: str | None
    net: int
    contribution: int
    net_unknown: int


def _make(given: Given, about: About) -> "ir.Table":
    told = parts(given).filter(
        lambda t: (t.programme == PROGRAMME) & (t.pillar == PILLAR) & (t.activity == UNIVERSITY)
    )
    found = within(told.mutate(university=told.ror.coalesce("pic-" + told.pic)), about)
    return found.group_by(list(BY)).aggregate(projects=found.project.nunique(), **amounts(found))


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    told = (
        {**one, "university": one["ror"] or (f"pic-{one['pic']}" if one["pic"] else None)}
        for one in plain_parts(rows)
        if (one["programme"], one["pillar"], one["activity"]) == (PROGRAMME, PILLAR, UNIVERSITY)
    )
    for names, found in grouped(plain_within(told, about), BY):
        yield (*names, len({one["project"] for one in found}), *plain_amounts(found))


def places(result: Result, *, until: int, country: str = "") -> tuple[Place, ...]:
    """Return all universities, or those of a country, by their net amount in contracts signed up to a year, the first first."""
    sums: dict[str, list[int]] = {}
    lands: dict[str, str | None] = {}
    for university, land, year, _, contribution, _, net, net_unknown in result.rows:
        if university is None or year is None or year > until or (country and land != country):
            continue
        told = sums.setdefault(university, [0, 0, 0])
        for at, amount in enumerate((net, contribution, net_unknown)):
            told[at] += amount
        lands.setdefault(university, land)
    ordered = sorted(sums.items(), key=lambda one: (-one[1][0], one[0]))
    return tuple(_placed(ordered, lands))


def _placed(ordered: Iterable[tuple[str, list[int]]], lands: dict[str, str | None]) -> Iterator[Place]:
    place, before = 0, None
    for number, (university, (net, contribution, unknown)) in enumerate(ordered, start=1):
        place, before = (place if net == before else number), net
        yield Place(place, university, lands[university], net, contribution, unknown)


def unsigned(result: Result) -> int:
    """Return how many projects, counted once for each university, have no known day of signature."""
    return sum(row[3] for row in result.rows if row[2] is None)


def cut_off(until: int, *, fetched: date) -> date:
    """Return the day up to which signatures are in it: the year's last, or that on which the data were fetched."""
    return min(date(until, 12, 31), fetched)


recipe(
    Recipe(
        "horizon-pillar2-rank", 1, ("grants", "participations"), BY, ("projects", *AMOUNTS), _make, _slowly,
        indicator="horizon-pillar2-rank", scale=CENT,
    )
)  # fmt: skip
