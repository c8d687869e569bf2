"""The panel's order: the one that disagrees least with the ballots, pair by pair (Kemeny 1959).

It alone is neutral, consistent and true to a majority over neighbours (Young & Levenglick 1978). Finding it is hard in
general (Bartholdi, Tovey & Trick 1989): the search spends a budget of steps, not time, so that every machine gives the
same answer, and says so where it could not finish.
"""

from collections.abc import Collection, Mapping, Sequence

from utsyn.calls.ranking.bounds import Bound, bound
from utsyn.calls.ranking.interleaving import Part, chosen, ranges
from utsyn.calls.ranking.pairs import Groups, Matrix, components, pairs, without_conflicts
from utsyn.calls.ranking.prefixes import best_orders, fixed
from utsyn.calls.ranking.seeds import drawn
from utsyn.calls.ranking.shapes import Consensus, Standing

BUDGET = 4_000_000  # steps of about a microsecond


def kemeny(
    ballots: Mapping[str, Groups],
    *,
    nominations: Sequence[str],
    seed: str,
    conflicts: Collection[tuple[str, str]] = (),
    budget: int = BUDGET,
) -> Consensus:
    """Rank by least disagreement; of several best orders, the one whose first, then second ... the seed drew first."""
    counted = without_conflicts(ballots, conflicts)
    told = pairs(counted, keys=drawn(nominations, seed=seed))
    standings: list[Standing] = []
    cost = at_least = told.unavoidable
    for numbers in components(told.margin, strict=False):
        parts, budget = _solved(_within(told.margin, numbers), budget)
        cost += sum(part.cost for part in parts)
        at_least += sum(part.at_least for part in parts)
        reach = ranges(parts, size=len(numbers))
        offset = len(standings) + 1
        for place, x in enumerate(chosen(parts, size=len(numbers))):
            first, last = reach.first[x] + offset, reach.last[x] + offset
            key = told.keys[numbers[x]]
            standings.append(
                Standing(key=key, place=place + offset, first=first, last=last, exact=reach.exact)
            )
    counting = sum(1 for order in counted.values() if any(order))
    return Consensus(
        standings=tuple(standings), unplaced=told.unplaced, cost=cost, at_least=at_least, ballots=counting
    )


def _within(margin: Matrix, numbers: Sequence[int]) -> Matrix:
    return [[margin[i][j] for j in numbers] for i in numbers]


def _solved(margin: Matrix, budget: int) -> tuple[list[Part], int]:
    """Find the best orders of each part that majorities bind together, within what is left of the budget."""
    parts = []
    for numbers in components(margin, strict=True):
        part, spent = _part(margin, numbers, budget)
        parts.append(part)
        budget -= spent
    return parts, budget


def _part(margin: Matrix, numbers: list[int], budget: int) -> tuple[Part, int]:
    mine = set(numbers)
    outside = {
        x: sum(1 << y for y, votes in enumerate(margin[x]) if votes < 0 and y not in mine) for x in numbers
    }
    inner = _within(margin, numbers)
    made = bound(inner, enough=_few_open, budget=budget // 2)
    sure = fixed(made)
    found = best_orders(inner, made, sure, budget=budget - made.steps)
    steps = made.steps + found.steps
    if found.following is None:
        return Part.unproved(numbers, outside, made, sure), steps
    return Part.of(numbers, outside, found.following, found.cost), steps


def _few_open(made: Bound) -> bool:
    """Tell whether so few pairs are open that all orders of them can be looked at; so it is with eleven or fewer."""
    size = len(made.left)
    return size * (size - 1) // 2 - sum(mask.bit_count() for mask in fixed(made).before) <= 5 * size
