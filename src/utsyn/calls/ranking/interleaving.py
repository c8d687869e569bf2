"""The best orders of a whole, woven from those of its parts: the order that the seed chooses, and who can stand where.

Between parts only majorities bind, and none of them goes in a circle; so every start that keeps to the best orders of
each part and to those majorities can be carried on to a best order of the whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from utsyn.calls.ranking.bounds import SCALE, Bound, ones
from utsyn.calls.ranking.prefixes import Fixed

MOST = 20_000  # sets that are looked at to see who can stand where


class Part(NamedTuple):
    """Nominations that majorities bind together, as masks over the whole.

    `following`: from each set of those placed that begins a best order, who may be next. `outside[x]`: who of the
    other parts must stand before x. `before[x]`: who of this part does, in every best order. `proved`: these are all
    the best orders. `free`: they are all orders that keep to `before`.
    """

    mask: int
    following: Mapping[int, int]
    outside: Mapping[int, int]
    before: Mapping[int, int]
    cost: int
    at_least: int
    proved: bool
    free: bool

    @classmethod
    def of(
        cls, numbers: Sequence[int], outside: Mapping[int, int], following: Mapping[int, int], cost: int
    ) -> "Part":
        """Make a part from all its best orders."""
        spread = {_spread(placed, numbers): _spread(after, numbers) for placed, after in following.items()}
        mask = sum(1 << x for x in numbers)
        before = dict.fromkeys(numbers, mask)
        for placed, after in spread.items():
            for x in ones(after):
                before[x] &= placed
        free = all(
            after == sum(1 << x for x in ones(mask & ~placed) if not before[x] & ~placed)
            for placed, after in spread.items()
        )
        return cls(mask, spread, outside, before, cost, cost, proved=True, free=free)

    @classmethod
    def unproved(
        cls,
        numbers: Sequence[int],
        outside: Mapping[int, int],
        made: Bound,
        sure: Fixed,
    ) -> "Part":
        """Make a part from the best order found, where better ones may be."""
        following, placed = {}, 0
        for x in made.best:
            following[placed] = 1 << numbers[x]
            placed |= 1 << numbers[x]
        before = {numbers[x]: _spread(mask, numbers) for x, mask in enumerate(sure.before)}
        at_least = -(-made.at_least // SCALE)
        return cls(placed, following, outside, before, made.cost, at_least, proved=False, free=False)


class Reach(NamedTuple):
    """The first and last place, from 0, that each has; exact if it has both in some best order."""

    first: list[int]
    last: list[int]
    exact: bool


def _spread(mask: int, numbers: Sequence[int]) -> int:
    return sum(1 << numbers[x] for x in ones(mask))


def _open(parts: Sequence[Part], placed: int) -> Iterator[int]:
    """Walk those who may be next, by number within each part."""
    for part in parts:
        for x in ones(part.following.get(placed & part.mask, 0)):
            if not part.outside[x] & ~placed:
                yield x


def chosen(parts: Sequence[Part], *, size: int) -> list[int]:
    """Return the best order whose first has the lowest number, then whose second has, and so on."""
    order, placed = [], 0
    for _ in range(size):
        order.append(min(_open(parts, placed)))
        placed |= 1 << order[-1]
    return order


def ranges(parts: Sequence[Part], *, size: int) -> Reach:
    """Find who can stand where: by looking at all starts of best orders, or by who must stand before whom."""
    if all(part.proved for part in parts):
        if all(part.free for part in parts):
            return _by_order(parts, size, exact=True)
        seen = _by_looking(parts, size)
        if seen:
            return seen
    return _by_order(parts, size, exact=False)


def _by_looking(parts: Sequence[Part], size: int) -> Reach | None:
    first, last = [size] * size, [-1] * size
    level, count = {0}, 0
    for place in range(size):
        later: set[int] = set()
        for placed in level:
            for x in _open(parts, placed):
                first[x], last[x] = min(first[x], place), place
                later.add(placed | 1 << x)
        level, count = later, count + len(later)
        if count > MOST:
            return None
    return Reach(first, last, exact=True)


def _by_order(parts: Sequence[Part], size: int, *, exact: bool) -> Reach:
    """In the orders that keep to a partial order, each can stand right after all who must precede it, and no earlier."""
    before = [0] * size
    for part in parts:
        for x, mask in part.before.items():
            before[x] = mask | part.outside[x]
    for k in range(size):
        for x in range(size):
            if before[x] >> k & 1:
                before[x] |= before[k]
    after = [sum(mask >> x & 1 for mask in before) for x in range(size)]
    return Reach([mask.bit_count() for mask in before], [size - 1 - count for count in after], exact)
