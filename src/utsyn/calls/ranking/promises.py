"""Places guaranteed to each faculty's own first: who has one for sure, who may have one, and who then competes."""

from collections.abc import Sequence
from typing import NamedTuple

from utsyn.calls.ranking.counted import Counted
from utsyn.calls.ranking.own import settled


class Promises(NamedTuple):
    """Guaranteed places by faculty; who has one for sure; and where an order is not told, who may have an `open` one."""

    places: dict[str, int]
    sure: frozenset[str]
    perhaps: dict[str, tuple[str, ...]]
    open: dict[str, int]

    def possible(self, nomination: str) -> bool:
        """Tell whether a nomination may have a guaranteed place that is not sure."""
        return any(nomination in keys for keys in self.perhaps.values())


def promises(given: Counted, guaranteed: int) -> Promises:
    """Give each faculty `guaranteed` places, or as many as it has nominations, for the first in its own order."""
    places = {f: min(guaranteed, own.size) for f, own in given.own.items()}
    sure: list[str] = []
    perhaps, open_ = dict[str, tuple[str, ...]](), dict[str, int]()
    for faculty, own in given.own.items():
        status = {
            key: settled(
                standing.place if standing else None,
                unplaced=len(own.unplaced),
                places=places[faculty],
                of=own.size,
            )
            for key, standing in own.each()
        }
        mine = [key for key, now in status.items() if now == "forward"]
        sure += mine
        perhaps[faculty] = tuple(key for key, now in status.items() if now == "undecided")
        open_[faculty] = places[faculty] - len(mine)
    return Promises(places, frozenset(sure), perhaps, open_)


def competing(
    nomination: str, *, order: Sequence[str], unplaced: Sequence[str], made: Promises
) -> tuple[int, int]:
    """Return the best and worst place of a nomination in the panel's order of those without a guaranteed place.

    Those whose guarantee is open may drop out ahead of it or behind it; those whom nobody could rank may come in ahead.
    """
    if nomination not in order:
        others = {*order, *unplaced} - made.sure - {nomination}
        return 1, 1 + len(others) - sum(made.open.values())
    ahead = set(order[: order.index(nomination)]) - made.sure
    best = worst = 1 + len(ahead)
    for faculty, keys in made.perhaps.items():
        others_open = [key for key in keys if key != nomination]
        before = sum(key in ahead for key in others_open)
        best -= min(made.open[faculty], before)
        worst -= max(0, made.open[faculty] - (len(others_open) - before))
    worst += sum(key not in made.sure and key != nomination for key in unplaced)
    return best, worst
