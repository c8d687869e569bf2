"""Places to faculties by their weights: Sainte-Laguë (1910; Webster 1832) and the largest remainder (Hare's quota).

Weights are exact fractions. No faculty gets more places than it has nominations; what it cannot use goes to the
others by the same method. Whoever weighs nothing gets nothing, and what nobody has a claim to is left over, for
people to decide.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from utsyn.calls.ranking.shapes import Method

Weights = Mapping[str, Fraction]
Counts = Mapping[str, int]


class Allocation(NamedTuple):
    """Places by faculty, places left over, and the faculties that were equal at the last places, as the lots fell."""

    places: dict[str, int]
    left_over: int
    tied: tuple[str, ...]


def apportioned(
    weights: Weights, *, room: Counts, places: int, method: Method, lots: Sequence[str]
) -> Allocation:
    """Give places to faculties with `room` for so many each; ties go by `lots`, the earliest first."""
    if method == "sainte_lague":
        return _divided(weights, room, places, lots)
    return _remainders(weights, room, places, lots)


def _divided(weights: Weights, room: Counts, places: int, lots: Sequence[str]) -> Allocation:
    """Give each place to the greatest weight / (2 x places held + 1)."""
    held = dict.fromkeys(lots, 0)
    last: Fraction | None = None
    for given in range(places):
        faculty = _next(weights, room, held, "sainte_lague", lots)
        if faculty is None:
            return Allocation(held, places - given, ())
        last = _claim(weights, held, faculty, "sainte_lague")
        held[faculty] += 1
    losing = [f for f in lots if held[f] < room[f] and _claim(weights, held, f, "sainte_lague") == last]
    winning = [f for f in lots if held[f] and weights[f] / (2 * held[f] - 1) == last]
    tied = (*winning, *(f for f in losing if f not in winning)) if last and losing else ()
    return Allocation(held, 0, tied)


def _remainders(weights: Weights, room: Counts, places: int, lots: Sequence[str]) -> Allocation:
    """Give each the whole part of its quota, and what then is left to the largest remainders."""
    held = dict.fromkeys(lots, 0)
    active = [f for f in lots if weights[f] > 0 and room[f] > 0]
    left = places
    while active:
        whole = sum(weights[f] for f in active)
        quota = {f: weights[f] * left / whole for f in active}
        rest = left - sum(int(quota[f]) for f in active)
        by_rest = sorted(active, key=lambda f: int(quota[f]) - quota[f])  # equal ones stay as the lots fell
        got = {f: int(quota[f]) + (f in by_rest[:rest]) for f in active}
        full = [f for f in active if got[f] > room[f]]
        if not full:
            edge = quota[by_rest[rest - 1]] % 1 if rest else None
            tied = tuple(f for f in by_rest if quota[f] % 1 == edge)
            split = edge is not None and not set(tied) <= set(by_rest[:rest])
            return Allocation(held | got, 0, tied if split else ())
        for f in full:
            held[f] = room[f]
            left -= room[f]
        active = [f for f in active if f not in full]
    return Allocation(held, left, ())


def sequence(
    weights: Weights, *, held: Counts, room: Counts, method: Method, lots: Sequence[str]
) -> tuple[str, ...]:
    """Return whose the places after those `held` are, if given one at a time up to `room` for each: nobody is displaced.

    Sainte-Laguë gives places so by itself. With the largest remainder the next place goes to the faculty that is
    furthest below its quota of the places then given; all at once may come out differently (the Alabama paradox).
    """
    now, given = dict(held), list[str]()
    while faculty := _next(weights, room, now, method, lots):
        now[faculty] += 1
        given.append(faculty)
    return tuple(given)


def _next(weights: Weights, room: Counts, held: Counts, method: Method, lots: Sequence[str]) -> str | None:
    """Tell who has the greatest claim to one more place; of equals the first, as the lots fell."""
    asking = [f for f in lots if held[f] < room[f] and weights[f] > 0]
    return max(asking, key=lambda f: _claim(weights, held, f, method), default=None)


def _claim(weights: Weights, held: Counts, faculty: str, method: Method) -> Fraction:
    if method == "sainte_lague":
        return weights[faculty] / (2 * held[faculty] + 1)
    return weights[faculty] * (sum(held.values()) + 1) / sum(weights.values()) - held[faculty]
