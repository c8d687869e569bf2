"""The panel's order is one that disagrees least, and what is said of it is true: held against looking at every order."""

from hashlib import sha256
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utsyn.calls.ranking.bounds import SCALE, bound, cost_of
from utsyn.calls.ranking.kemeny import kemeny
from utsyn.calls.ranking.pairs import pairs
from utsyn.calls.ranking.prefixes import best_orders, fixed
from utsyn.calls.ranking.seeds import drawn
from utsyn.calls.ranking.shapes import Consensus

Ballots = dict[str, list[list[str]]]
KEYS = tuple("abcdefg")


def disagreements(order: tuple[str, ...], ballots: Ballots) -> int:
    """How many times a panellist strictly prefers the other of two: the plainest words of Kemeny's rule."""
    place = {key: n for n, key in enumerate(order)}
    return sum(
        place[better] > place[worse]
        for ballot in ballots.values()
        for high, low in combinations(ballot, 2)
        for better in high
        for worse in low
    )


def slowly(ballots: Ballots, keys: tuple[str, ...]) -> tuple[int, list[tuple[str, ...]]]:
    """The least disagreement, and all orders that have it."""
    each = {order: disagreements(order, ballots) for order in permutations(keys)}
    least = min(each.values())
    return least, [order for order, cost in each.items() if cost == least]


def placed(made: Consensus) -> dict[str, tuple[int, int]]:
    return {standing.key: (standing.first, standing.last) for standing in made.standings}


@st.composite
def panels(draw: st.DrawFn, most: int = 6) -> tuple[Ballots, tuple[str, ...]]:
    """Up to five ballots with ties and gaps over up to `most` nominations."""
    keys = KEYS[: draw(st.integers(0, most))]
    ballots: Ballots = {}
    for panellist in range(draw(st.integers(0, 5))):
        marks = {key: draw(st.none() | st.integers(1, draw(st.sampled_from([2, 7])))) for key in keys}
        given_marks = sorted({mark for mark in marks.values() if mark is not None})
        ballots[f"p{panellist}"] = [[key for key in keys if marks[key] == mark] for mark in given_marks]
    return ballots, keys


@settings(max_examples=100)
@given(panels(), st.text("xyz", min_size=1, max_size=3))
def test_the_order_is_one_of_the_best_and_every_place_is_the_one_it_has(panel, seed):
    ballots, keys = panel
    made = kemeny(ballots, nominations=keys, seed=seed)
    compared = tuple(key for key in keys if key not in made.unplaced)
    least, best = slowly(ballots, compared)
    assert made.exact
    assert made.cost == made.at_least == least
    assert made.order in best
    lots = drawn(keys, seed=seed)
    assert made.order == min(best, key=lambda order: [lots.index(key) for key in order])
    hull = {key: [order.index(key) + 1 for order in best] for key in compared}
    assert made.places_exact
    assert placed(made) == {key: (min(places), max(places)) for key, places in hull.items()}
    assert set(made.unplaced) == {
        key
        for key in keys
        if not any(
            any(key in group for group in ballot) and sum(map(len, ballot)) > 1 for ballot in ballots.values()
        )
    }


@settings(max_examples=60)
@given(panels(), st.integers(0, 60))
def test_the_bound_charges_no_order_more_than_it_costs_and_fixes_no_pair_that_a_best_order_turns(
    panel, rounds
):
    """With so few nominations the search alone would do: here the bound is made to work, and stopped anywhere."""
    ballots, keys = panel
    told = pairs(ballots, keys=keys)
    numbers = range(len(told.keys))
    made = bound(told.margin, enough=lambda _: False, budget=rounds * 10)
    sure = fixed(made)
    each = {order: cost_of(order, told.margin) for order in permutations(numbers)}
    for order, cost in each.items():
        charge = sum(max(0, made.left[b][a]) for a, b in combinations(order, 2))
        assert made.at_least + charge <= SCALE * cost
    least = min(each.values())
    best = [order for order, cost in each.items() if cost == least]
    for order in best:
        assert not any(sure.before[order[a]] >> order[b] & 1 for a, b in combinations(numbers, 2))
    found = best_orders(told.margin, made, sure, budget=10**6)
    assert found.cost == least
    starts = {sum(1 << x for x in order[:n]) for order in best for n in numbers}
    assert set(found.following or {}) == starts


@settings(max_examples=6)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.permutations(KEYS), min_size=n, max_size=n)))
def test_it_holds_of_seven_that_are_ranked_without_ties(orders):
    ballots = {f"p{n}": [[key] for key in order] for n, order in enumerate(orders)}
    made = kemeny(ballots, nominations=KEYS, seed="s")
    least, best = slowly(ballots, KEYS)
    assert (made.cost, made.exact, made.order in best) == (least, True, True)


@pytest.mark.parametrize("chance", ["a", "b", "c"])
def test_of_fourteen_without_much_agreement_it_finds_what_looking_at_all_starts_finds(chance):
    keys = [f"n{n:02}" for n in range(14)]
    ballots = {f"p{n}": [[key] for key in drawn(keys, seed=f"{chance}{n}")] for n in range(5)}
    told = pairs(ballots, keys=keys)
    against = {
        (x, y): max(0, told.margin[y][x]) for x in range(14) for y in range(14)
    }  # what it costs to put x before y
    least = {0: told.unavoidable}
    for placed in range(1, 1 << 14):
        behind = [y for y in range(14) if not placed >> y & 1]
        least[placed] = min(
            least[placed ^ 1 << x] + sum(against[x, y] for y in behind) for x in range(14) if placed >> x & 1
        )
    made = kemeny(ballots, nominations=keys, seed="s")
    assert (made.exact, made.cost) == (True, least[(1 << 14) - 1])
    assert disagreements(made.order, ballots) == made.cost


@settings(max_examples=40)
@given(panels(most=7), st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_anything_is_told(panel, chance):
    ballots, keys = panel
    shuffled = [
        (who, [chance.sample(group, len(group)) for group in ballot]) for who, ballot in ballots.items()
    ]
    chance.shuffle(shuffled)
    other = kemeny(dict(shuffled), nominations=chance.sample(keys, len(keys)), seed="s")
    assert other == kemeny(ballots, nominations=keys, seed="s")


@settings(max_examples=40)
@given(panels(), st.data())
def test_a_conflict_takes_the_nomination_off_that_ballot_and_nothing_else(panel, data):
    ballots, keys = panel
    everything = [(who, key) for who in ballots for key in keys]
    conflicts = set(data.draw(st.lists(st.sampled_from(everything)))) if everything else set()
    by_hand = {
        who: [[key for key in group if (who, key) not in conflicts] for group in ballot]
        for who, ballot in ballots.items()
    }
    assert kemeny(ballots, nominations=keys, seed="s", conflicts=conflicts) == kemeny(
        by_hand, nominations=keys, seed="s"
    )


def test_without_enough_steps_the_answer_says_what_it_does_not_know():
    keys = [f"n{n:02}" for n in range(30)]
    ballots = {f"p{n}": [[key] for key in drawn(keys, seed=str(n))] for n in range(7)}
    whole, cut = (kemeny(ballots, nominations=keys, seed="s", budget=steps) for steps in (10**7, 2_000))
    assert whole.exact
    assert not cut.exact
    assert not cut.places_exact
    assert cut.at_least <= whole.cost <= cut.cost
    assert disagreements(cut.order, ballots) == cut.cost, "it is the cost of the order that is shown"
    wide, narrow = placed(cut), placed(whole)
    assert all(wide[key][0] <= narrow[key][0] and narrow[key][1] <= wide[key][1] for key in keys)


def test_eighty_who_are_judged_much_alike_take_few_steps():
    """Each panellist sees all 80 in one order, and moves each by up to twenty-two places either way: the pairs go in many circles."""
    keys = [f"n{n:02}" for n in range(80)]
    ballots = {}
    for who in range(7):
        moved = {
            key: n + int(sha256(f"{who}{key}".encode()).hexdigest(), 16) % 45 for n, key in enumerate(keys)
        }
        ballots[f"p{who}"] = [[key] for key in sorted(keys, key=lambda key: (moved[key], key))]
    made = kemeny(ballots, nominations=keys, seed="s", budget=80_000)
    assert (made.exact, made.places_exact) == (True, True)
    assert disagreements(made.order, ballots) == made.cost


@pytest.mark.parametrize("size", [1, 40])
def test_where_all_is_tied_the_seed_alone_decides_and_anybody_may_stand_anywhere(size):
    keys = [f"n{n}" for n in range(size)]
    made = kemeny({"p": [keys]}, nominations=keys, seed="drawn in public")
    assert (*made.order, *made.unplaced) == drawn(keys, seed="drawn in public")
    assert set(placed(made).values()) <= {(1, size)}


def test_a_tie_that_cannot_be_looked_through_is_said_to_be_wider_than_known():
    """Eight circles of three, tied with one another: more starts than are looked at, and no partial order tells."""
    threes = [[f"{n}{letter}" for letter in "abc"] for n in range(12)]
    ballots = {
        f"{turn}{n}": [[three[turn]], [three[(turn + 1) % 3]], [three[(turn + 2) % 3]]]
        for n, three in enumerate(threes)
        for turn in range(3)
    }
    keys = [key for three in threes for key in three]
    made = kemeny(ballots, nominations=keys, seed="s")
    assert made.exact, "each circle costs one disagreement more than it must"
    assert made.cost == 12 * 4
    assert not made.places_exact
    assert set(placed(made).values()) == {(1, 36)}
