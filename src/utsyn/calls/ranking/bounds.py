"""How good can an order be at most: a lower bound with what it leaves of each majority, and a good order.

The least disagreement is an integer programme over pairs in which no three may go in a circle. Lagrange multipliers
on the circles give a bound (Held & Karp, 1971, for the method; Grötschel, Jünger & Reinelt, 1984, for the
circles). Everything is whole numbers of 1/SCALE of a vote, so that every machine finds the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from utsyn.calls.ranking.pairs import Matrix

SCALE = 1 << 12
ROUNDS = 240
Circle = tuple[int, int, int]


class Bound(NamedTuple):
    """`at_least` + what `left` charges for each pair that is put against it <= SCALE x cost, for every order."""

    at_least: int
    left: Matrix
    best: list[int]
    cost: int
    steps: int

    @property
    def gap(self) -> int:
        """How much better than the best order found an order might still be, in 1/SCALE of a vote."""
        return SCALE * self.cost - self.at_least


def cost_of(order: Sequence[int], margin: Matrix) -> int:
    """Sum the majorities that an order goes against."""
    return sum(
        max(0, margin[later][earlier]) for place, later in enumerate(order) for earlier in order[:place]
    )


def improved(order: list[int], margin: Matrix) -> list[int]:
    """Move one at a time to where it disagrees least, until no such move helps."""
    order, moved = list(order), True
    while moved:
        moved = False
        for who in tuple(order):
            at = order.index(who)
            gain, there = _best_move(order, at, margin[who])
            if gain > 0:
                order.insert(there, order.pop(at))
                moved = True
    return order


def _best_move(order: list[int], at: int, row: list[int]) -> tuple[int, int]:
    best = (0, at)
    for steps, sign in ((range(at - 1, -1, -1), 1), (range(at + 1, len(order)), -1)):
        total = 0
        for place in steps:
            total += sign * row[order[place]]
            if total > best[0]:
                best = (total, place)
    return best


def circles(margin: Matrix) -> Iterator[Circle]:
    """Walk the triples that go in a circle: a before b before c before a, each by a majority."""
    size = len(margin)
    wins = [sum(1 << j for j, votes in enumerate(row) if votes > 0) for row in margin]
    losses = [sum(1 << j for j, votes in enumerate(row) if votes < 0) for row in margin]
    for a in range(size):
        later = -1 << a + 1  # each circle once, from its lowest number
        for b in ones(wins[a] & later):
            for c in ones(wins[b] & losses[a] & later):
                yield a, b, c


def ones(mask: int) -> Iterator[int]:
    """Walk the numbers of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def bound(margin: Matrix, *, enough: Callable[[Bound], bool], budget: int) -> Bound:
    """Raise the bound round by round, with orders made from what is left, until it is `enough` or the budget is spent."""
    left = [[SCALE * votes for votes in row] for row in margin]
    whole, multipliers = _sum(left), dict[Circle, int]()
    best = improved(sorted(range(len(margin)), key=lambda i: (-sum(margin[i]), i)), margin)
    made = Bound(0, left, best, cost_of(best, margin), 0)
    share, steps, since = SCALE, 0, 0
    for turn in range(ROUNDS):
        if turn % 6 == 0:
            multipliers = {**dict.fromkeys(circles(left), 0), **multipliers}
            made = _better_order(made, left, margin)
        now = (whole - sum(multipliers.values()) - _sum(left)) // 2
        since = 0 if now > made.at_least + SCALE // 64 else since + 1
        if now > made.at_least:
            made = made._replace(at_least=now, left=[list(row) for row in left])
        if (turn % 30 == 0 and enough(made)) or made.gap <= 0 or steps > budget:
            break
        if since > 8:
            share, since = share * 2 // 3, 0
        steps += len(margin) + len(multipliers)
        _step(left, multipliers, (SCALE * made.cost - now) * share // SCALE)
    return made._replace(steps=steps)


def _sum(left: Matrix) -> int:
    return sum(sum(map(abs, row)) for row in left) // 2


def _better_order(made: Bound, left: Matrix, margin: Matrix) -> Bound:
    order = improved(sorted(range(len(left)), key=lambda i: (-sum(v > 0 for v in left[i]), i)), margin)
    cost = cost_of(order, margin)
    return made._replace(best=order, cost=cost) if cost < made.cost else made


def _step(left: Matrix, multipliers: dict[Circle, int], length: int) -> None:
    """Go a step of Polyak's length (1969) uphill: charge circles that are closed still, ease those broken twice."""
    slopes = []
    for circle, paid in multipliers.items():
        a, b, c = circle
        slope = 1 - (left[a][b] <= 0) - (left[b][c] <= 0) - (left[c][a] <= 0)
        if slope > 0 or (slope < 0 and paid):
            slopes.append((circle, slope))
    norm = sum(slope * slope for _, slope in slopes)
    for circle, slope in slopes:  # none where every circle is broken once: then the bound is met
        paid = multipliers[circle]
        more = max(length * slope // norm, -paid)
        multipliers[circle] = paid + more
        a, b, c = circle
        for one, other in ((a, b), (b, c), (c, a)):
            left[one][other] -= more
            left[other][one] += more
