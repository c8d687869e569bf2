"""All the best orders of a part of the nominations, found from the front by dynamic programming.

A state is the set of those placed so far (Held & Karp, 1962). The bound fixes most pairs beforehand and drops the
states from which no order can be as good as the best one known, so that few of the 2^n sets are ever seen.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from utsyn.calls.ranking.bounds import Bound, ones
from utsyn.calls.ranking.pairs import Matrix

STEP = 12  # trying one is as much work as that many steps of the bound


class Fixed(NamedTuple):
    """Who stands before and after whom in every best order, as far as the bound tells: masks by number."""

    before: list[int]
    after: list[int]


class Found(NamedTuple):
    """The least cost, and from each set of those placed, who may be next in a best order; None where it was not found.

    `steps` were spent in the search.
    """

    cost: int
    following: dict[int, int] | None
    steps: int


def fixed(made: Bound) -> Fixed:
    """Fix each pair whose other order would cost more than the gap.

    If j goes before i although i is preferred, then each k between them in preference goes against i or against j.
    """
    left, size = made.left, len(made.left)
    wins = [sum(1 << j for j, votes in enumerate(row) if votes > 0) for row in left]
    losses = [sum(1 << j for j, votes in enumerate(row) if votes < 0) for row in left]
    before = [0] * size
    for i in range(size):
        for j in ones(wins[i]):
            between = (min(left[i][k], left[k][j]) for k in ones(wins[i] & losses[j]))
            if _exceeds(made.gap, left[i][j], between):
                before[j] |= 1 << i
    for k in range(size):
        for j in range(size):
            if before[j] >> k & 1:
                before[j] |= before[k]
    after = [sum(1 << j for j in range(size) if before[j] >> i & 1) for i in range(size)]
    return Fixed(before, after)


def _exceeds(limit: int, total: int, more: Iterator[int]) -> bool:
    while total <= limit:
        step = next(more, None)
        if step is None:
            return False
        total += step
    return True


def best_orders(margin: Matrix, made: Bound, sure: Fixed, *, budget: int) -> Found:
    """Find all best orders, unless that takes more than the budget."""
    search = _Search(margin, made, sure)
    levels: list[dict[int, State]] = [{0: State(0, 0, search.first)}]
    steps = 0
    for _ in margin:
        level: dict[int, State] = {}
        for placed, state in levels[-1].items():
            steps += STEP * search.extend(level, placed, state)
            if steps > budget:
                return Found(made.cost, None, steps)
        levels.append(level)
    return Found(search.constant + levels[-1][search.all].cost, search.traced(levels), steps)


class State(NamedTuple):
    """A set of those placed: the least cost so far, the least charge against the bound, and who may be next."""

    cost: int
    charge: int
    open: int


class _Search:
    """What does not change from state to state."""

    def __init__(self, margin: Matrix, made: Bound, sure: Fixed) -> None:
        size = len(margin)
        self.sure, self.all = sure, (1 << size) - 1
        self.first = sum(1 << x for x in range(size) if not sure.before[x])
        fixed_pairs = [(i, j) for j in range(size) for i in ones(sure.before[j])]
        self.constant = sum(max(0, margin[j][i]) for i, j in fixed_pairs)
        self.room = made.gap - sum(max(0, made.left[j][i]) for i, j in fixed_pairs)
        undecided = [self.all & ~(1 << x | sure.before[x] | sure.after[x]) for x in range(size)]
        # Those directly after x: nobody stands between.
        self.next = [
            sum(1 << y for y in ones(sure.after[x]) if not sure.after[x] & sure.before[y])
            for x in range(size)
        ]

        @cache
        def against(x: int, behind: int) -> tuple[int, int]:
            """Tell what it costs and charges to put x before those of `behind`."""
            return (
                sum(votes for y in ones(behind) if (votes := margin[y][x]) > 0),
                sum(votes for y in ones(behind) if (votes := made.left[y][x]) > 0),
            )

        self.against, self.undecided = against, undecided

    def extend(self, level: dict[int, State], placed: int, state: State) -> int:
        """Put each who may be next behind those placed; return how many were tried."""
        tried = 0
        for x in ones(state.open):
            tried += 1
            cost, charge = self.against(x, self.undecided[x] & ~placed)
            cost, charge = cost + state.cost, charge + state.charge
            if charge > self.room:
                continue
            now = placed | 1 << x
            known = level.get(now)
            if known is None:
                opened = sum(1 << y for y in ones(self.next[x]) if not self.sure.before[y] & ~now)
                level[now] = State(cost, charge, state.open ^ 1 << x | opened)
            elif cost < known.cost or charge < known.charge:
                level[now] = State(min(cost, known.cost), min(charge, known.charge), known.open)
        return tried

    def traced(self, levels: list[dict[int, State]]) -> dict[int, int]:
        """Go back from the end along the least costs: from each set on a best order, who may be next."""
        following: dict[int, int] = {}
        ends = {self.all}
        for level, later in reversed(list(pairwise(levels))):
            for now in ends:
                for x in ones(now):
                    placed = now ^ 1 << x
                    state = None if self.sure.after[x] & now else level.get(placed)
                    cost, _ = self.against(x, self.undecided[x] & ~placed) if state else (0, 0)
                    if state and state.cost + cost == later[now].cost:
                        following[placed] = following.get(placed, 0) | 1 << x
            ends = {placed for placed in following if placed in level}
        return following
