"""Who is preferred to whom: a panel's ballots as a matrix of margins, conflicts of interest removed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

Groups = Sequence[Sequence[str]]
Matrix = list[list[int]]


class Pairs(NamedTuple):
    """Compared nominations by number, the margin of each pair, and the disagreements that no order can avoid.

    `margin[i][j]` is how many panellists put i before j less how many put j before i; a tie or a missing
    nomination says nothing of a pair. `unplaced` were compared with no other by anybody.
    """

    keys: tuple[str, ...]
    margin: Matrix
    unavoidable: int
    unplaced: tuple[str, ...]


def without_conflicts(
    ballots: Mapping[str, Groups], conflicts: Collection[tuple[str, str]]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the ballots without the nominations in which their panellist has an interest."""
    return {
        panellist: tuple(
            kept for group in order if (kept := tuple(k for k in group if (panellist, k) not in conflicts))
        )
        for panellist, order in ballots.items()
    }


def pairs(ballots: Mapping[str, Groups], *, keys: Sequence[str]) -> Pairs:
    """Count the ballots; `keys` are all nominations, and their order is that of the numbers."""
    comparing = [order for order in ballots.values() if sum(len(group) for group in order) > 1]
    said = {key for order in comparing for group in order for key in group}
    placed = tuple(key for key in keys if key in said)
    number = {key: n for n, key in enumerate(placed)}
    votes = [[0] * len(placed) for _ in placed]
    for order in comparing:
        for before, after in _preferences(order):
            row = votes[number[before]]
            for key in after:
                row[number[key]] += 1
    margin = [[votes[i][j] - votes[j][i] for j in range(len(placed))] for i in range(len(placed))]
    unavoidable = sum(min(votes[i][j], votes[j][i]) for i, j in combinations(range(len(placed)), 2))
    return Pairs(placed, margin, unavoidable, tuple(key for key in keys if key not in said))


def _preferences(order: Groups) -> Iterator[tuple[str, list[str]]]:
    """Walk a ballot: each nomination with all that stand behind it."""
    behind: list[str] = []
    for group in reversed(order):
        for key in group:
            yield key, behind
        behind = [*behind, *group]


def components(margin: Matrix, *, strict: bool) -> list[list[int]]:
    """Divide the numbers into strongly connected parts of the graph of majorities, in an order it allows.

    Strict: an arrow for each majority. Otherwise for each pair that is not lost, so that ties bind together;
    then every optimal order keeps the parts apart, in this order (the extended Condorcet criterion of Truchon, 1998).
    """
    size = len(margin)
    least = 1 if strict else 0
    reach = [sum(1 << j for j in range(size) if j != i and margin[i][j] >= least) for i in range(size)]
    for k in range(size):
        for i in range(size):
            if reach[i] >> k & 1:
                reach[i] |= reach[k]
    parts: list[list[int]] = []
    for i in sorted(range(size), key=lambda i: (-(reach[i] | 1 << i).bit_count(), i)):
        home = next((part for part in parts if reach[i] >> part[0] & 1 and reach[part[0]] >> i & 1), None)
        if home is None:
            parts.append([i])
        else:
            home.append(i)
    return [sorted(part) for part in parts]
