"""How far apart: works whose institutions all lie within 100 km of each other, and works with two that lie 5,000 km apart or more.

Distances are squares of chords through a globe with a radius of a million, in whole numbers: the same on every engine, and within a few
hundred metres at these two limits. Where an institution is, the register says; unknown are works with none that has a place.
"""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from utsyn.evidence.fractions import MILLION, small
from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

RADIUS = 6371.0088  # km, the mean of the Earth
BILLION = 10**9
ANGLE = 17_453_293  # a degree in billionths of a radian
TURN = 360
SINES = tuple(round(math.sin(math.radians(degree)) * MILLION) for degree in range(TURN))
WHICH = ("short", "long")


def chord(km: int) -> int:
    """Return the square of the chord of a distance, on the globe with a radius of a million."""
    return round((2 * math.sin(km / RADIUS / 2) * MILLION) ** 2)


SHORT, LONG = chord(100), chord(5_000)


@once("works", "orgmap", "organisations")
def far(given: Given, about: About) -> "ir.Table":
    """Return works with a place: work, how many institutions, and the square of a chord between two: the largest where none is LONG."""
    places = _places(given, about)
    each = places.select("work", "organisation", "x", "y", "z")
    first = places.group_by("work").aggregate(organisation=lambda t: t.organisation.min())
    held = each.join(first, ["work", "organisation"]).select("work", a="x", b="y", c="z")
    from_first = _apart(each.join(held, "work"))
    some = from_first.group_by("work").aggregate(
        n=lambda t: t.organisation.nunique(), apart=lambda t: t.apart.max()
    )
    near = each.semi_join(some.filter(lambda t: t.apart < LONG), "work")
    other = near.select("work", other="organisation", a="x", b="y", c="z")
    pairs = _apart(near.join(other, "work").filter(lambda t: t.organisation < t.other))
    most = pairs.group_by("work").aggregate(among=lambda t: t.apart.max()).select(pair="work", among="among")
    joined = some.left_join(most, some.work == most.pair)
    return joined.select(
        "work", n=joined.n.cast("int64"), apart=joined.among.fill_null(joined.apart).cast("int64")
    )


@once("works", "orgmap", "organisations")
def _places(given: Given, about: About) -> "ir.Table":
    works = home_works(given, about)
    where = given["organisations"].filter(
        lambda t: t.lat.between(-90 * MILLION, 90 * MILLION) & t.lon.between(-180 * MILLION, 180 * MILLION)
    )
    pairs = works.select("work", organisation=works.institutions.unnest())
    met = where.semi_join(pairs, "organisation").select("organisation", "lat", "lon").distinct()
    return pairs.join(vectors(met), "organisation")


def vectors(places: "ir.Table") -> "ir.Table":
    """Return places as points on the globe: organisation, x, y, z."""
    import ibis

    told = {
        "degree": list(range(TURN)),
        "sine": list(SINES),
        "cosine": [SINES[(degree + 90) % TURN] for degree in range(TURN)],
    }
    degrees = ibis.memtable(told, schema={"degree": "int64", "sine": "int64", "cosine": "int64"})
    found = places.select("organisation", north=places.lat + TURN * MILLION, east=places.lon + TURN * MILLION)
    cut = found.mutate(
        of_north=small(found.north, MILLION) % TURN,
        of_east=small(found.east, MILLION) % TURN,
        n=small(found.north % MILLION * ANGLE, MILLION),
        e=small(found.east % MILLION * ANGLE, MILLION),
    )
    lat = cut.join(degrees.select(of_north="degree", s="sine", c="cosine"), "of_north")
    both = lat.join(degrees.select(of_east="degree", p="sine", q="cosine"), "of_east")
    over = both.mutate(
        m=BILLION - small(both.n * both.n, 2 * BILLION), f=BILLION - small(both.e * both.e, 2 * BILLION)
    )
    out = small(over.c * over.m - over.s * over.n, BILLION)
    ahead = small(over.q * over.f - over.p * over.e, BILLION)
    right = small(over.p * over.f + over.q * over.e, BILLION)
    up = small(over.s * over.m + over.c * over.n, BILLION)
    return over.select("organisation", x=small(out * ahead, MILLION), y=small(out * right, MILLION), z=up)


def _apart(pairs: "ir.Table") -> "ir.Table":
    x, y, z = pairs.x - pairs.a, pairs.y - pairs.b, pairs.z - pairs.c
    return pairs.mutate(apart=x * x + y * y + z * z)


def vector(lat: int, lon: int) -> tuple[int, int, int]:
    """Return the same point, slowly."""
    (up, out), (right, ahead) = _turned(lat), _turned(lon)
    return out * ahead // MILLION, out * right // MILLION, up


def _turned(angle: int) -> tuple[int, int]:
    degree, over = divmod(angle + TURN * MILLION, MILLION)
    sine, cosine = SINES[degree % TURN], SINES[(degree + 90) % TURN]
    rest = over * ANGLE // MILLION
    other = BILLION - rest * rest // (2 * BILLION)
    return (sine * other + cosine * rest) // BILLION, (cosine * other - sine * rest) // BILLION


def apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """Return the square of the chord between two points."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _cases(given: Given, about: About) -> "ir.Table":
    import ibis

    held = home_works(given, about).select("work", "year", "field")
    there = far(given, about).select(placed="work", n="n", apart="apart")
    each = held.left_join(there, held.work == there.placed).mutate(distance=ibis.array(list(WHICH)).unnest())
    near = (each.n > 1) & (each.apart <= SHORT)
    holds = ibis.ifelse(each.distance == "short", near, each.apart >= LONG).fill_null(False)
    return each.select(
        "work", "year", "field", "distance", part=holds.cast("int64"), known=each.n.notnull().cast("int64")
    )


def _plainly(rows: Rows, about: About) -> Iterator[Plain]:
    where = {
        one["organisation"]: vector(one["lat"], one["lon"])
        for one in rows["organisations"]
        if one["lat"] is not None
    }
    for work in plain_home_works(rows, about):
        places = [where[at] for at in work["institutions"] if at in where]
        most = max((apart(one, other) for one, other in combinations(places, 2)), default=0)
        yield work, ("short",), int(len(places) > 1 and most <= SHORT), int(bool(places))
        yield work, ("long",), int(most >= LONG), int(bool(places))


family(
    Counted(
        "copublication-distance", ("works", "orgmap", "organisations"), ("distance",), _cases, _plainly, "copublication-distance"
    )
)  # fmt: skip
