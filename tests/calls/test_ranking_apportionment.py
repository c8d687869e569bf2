"""Places to faculties: held against looking at every way to give them, and against cases worked out by hand."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utsyn.calls.ranking.apportionment import apportioned, sequence

FACULTIES = ("a", "b", "c", "d")


@st.composite
def asked(draw: st.DrawFn, *, least: int = 0) -> tuple[dict[str, Fraction], dict[str, int], int]:
    """Weights, room and places for up to four faculties."""
    count = draw(st.integers(1, 4))
    weights = {f: Fraction(draw(st.integers(least, 12)), draw(st.integers(1, 3))) for f in FACULTIES[:count]}
    room = {f: draw(st.integers(0, 5)) for f in weights}
    return weights, room, draw(st.integers(0, 8))


def ways(room: dict[str, int], places: int) -> list[dict[str, int]]:
    """Every way to give exactly so many places."""
    each = (
        dict(zip(room, got, strict=True)) for got in product(*(range(most + 1) for most in room.values()))
    )
    return [got for got in each if sum(got.values()) == places]


@given(asked(least=1))
def test_sainte_lague_is_the_way_in_which_places_per_weight_vary_least(case):
    weights, room, places = case
    got = apportioned(weights, room=room, places=places, method="sainte_lague", lots=tuple(weights))
    filled = sum(got.places.values())
    assert filled == min(places, sum(room.values()))
    assert got.left_over == places - filled

    def uneven(held: dict[str, int]) -> Fraction:
        return sum((Fraction(n) ** 2 / weights[f] for f, n in held.items()), Fraction(0))

    best = min(map(uneven, ways(room, filled)))
    assert uneven(got.places) == best
    equal = [held for held in ways(room, filled) if uneven(held) == best]
    assert bool(got.tied) == (len(equal) > 1), "a tie is named where, and only where, another way is as good"
    assert set(got.tied) == {f for f in weights if len({held[f] for held in equal}) > 1}


@given(asked(least=1))
def test_the_largest_remainder_comes_nearest_to_the_quotas(case):
    weights, _, places = case
    room = dict.fromkeys(weights, places)
    got = apportioned(weights, room=room, places=places, method="largest_remainder", lots=tuple(weights))
    quota = {f: weight * places / sum(weights.values()) for f, weight in weights.items()}

    def off(held: dict[str, int]) -> Fraction:
        return sum(((n - quota[f]) ** 2 for f, n in held.items()), Fraction(0))

    best = min(map(off, ways(room, places)))
    assert off(got.places) == best
    equal = [held for held in ways(room, places) if off(held) == best]
    assert set(got.tied) == {f for f in weights if len({held[f] for held in equal}) > 1}


@given(asked(), st.sampled_from(["sainte_lague", "largest_remainder"]))
def test_nobody_gets_more_than_it_nominated_and_the_rest_is_shared_as_if_it_were_alone(case, method):
    weights, room, places = case
    lots = tuple(weights)
    got = apportioned(weights, room=room, places=places, method=method, lots=lots)
    assert all(0 <= got.places[f] <= room[f] for f in weights)
    assert all(got.places[f] == 0 for f in weights if not weights[f])
    claims = sum(most for f, most in room.items() if weights[f])
    assert sum(got.places.values()) == min(places, claims) == places - got.left_over
    others = {f: weight for f, weight in weights.items() if got.places[f] < room[f]}
    rest = places - sum(n for f, n in got.places.items() if f not in others)
    if others and not got.left_over:
        alone = apportioned(
            others,
            room=dict.fromkeys(others, rest),
            places=rest,
            method=method,
            lots=tuple(f for f in lots if f in others),
        )
        assert alone.places == {f: got.places[f] for f in others}


@given(asked(), st.sampled_from(["sainte_lague", "largest_remainder"]))
def test_one_at_a_time_goes_on_from_what_is_held_and_ends_with_all_that_have_a_claim(case, method):
    weights, room, places = case
    got = apportioned(weights, room=room, places=places, method=method, lots=tuple(weights))
    more = sequence(weights, held=got.places, room=room, method=method, lots=tuple(weights))
    assert all(got.places[f] + more.count(f) == room[f] for f in weights if weights[f])
    if method == "sainte_lague":
        whole = sequence(
            weights, held=dict.fromkeys(weights, 0), room=room, method=method, lots=tuple(weights)
        )
        assert {f: whole[:places].count(f) for f in weights} == got.places


@pytest.mark.parametrize(
    ("method", "expected"),
    [("sainte_lague", {"a": 6, "b": 2, "c": 2}), ("largest_remainder", {"a": 5, "b": 3, "c": 2})],
)
def test_ten_places_by_hand(method, expected):
    weights = {"a": Fraction(53), "b": Fraction(24), "c": Fraction(23)}
    room = dict.fromkeys(weights, 10)
    got = apportioned(weights, room=room, places=10, method=method, lots=("a", "b", "c"))
    assert got.places == expected


def test_the_alabama_paradox_is_the_largest_remainders_own():
    """With one place more the smallest faculty has one less; one at a time, nobody does."""
    weights = {"a": Fraction(6), "b": Fraction(6), "c": Fraction(2)}
    room, lots = dict.fromkeys(weights, 20), ("a", "b", "c")
    ten, eleven = (
        apportioned(weights, room=room, places=n, method="largest_remainder", lots=lots).places
        for n in (10, 11)
    )
    assert (ten["c"], eleven["c"]) == (2, 1)
    (next_one, *_) = sequence(weights, held=ten, room=room, method="largest_remainder", lots=lots)
    assert next_one == "a"
