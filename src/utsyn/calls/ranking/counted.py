"""Lists that are ready to be decided on: the lots, each faculty's own order, and what a route decides of each."""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from utsyn.calls.ranking.grounds import Grounds
from utsyn.calls.ranking.kemeny import kemeny
from utsyn.calls.ranking.own import Own, own_order
from utsyn.calls.ranking.seeds import drawn
from utsyn.calls.ranking.shapes import Ballot, By, Conflict, Consensus, Faculty, Lists, Route, Status, Tie


class Decision(NamedTuple):
    """What a route says of one nomination: status, number in the final order (None: not known), and why."""

    nomination: str
    status: Status
    number: int | None
    grounds: Grounds


class Decided(NamedTuple):
    """All that a route says; `granted` are the places it gives to faculties, where it gives any."""

    decisions: tuple[Decision, ...]
    ties: tuple[Tie, ...]
    granted: dict[str, int]
    panel: Consensus | None = None
    left_over: int = 0


class Counted(NamedTuple):
    """Usable lists with a stated cap, the lots as the seed drew them, and each faculty's own order by its key."""

    lists: Lists
    route: Route
    cap: int
    lots: tuple[str, ...]
    faculties: dict[str, Faculty]
    own: dict[str, Own]

    @property
    def nominated(self) -> int:
        """Count the nominations."""
        return len(self.lists.nominations)

    @property
    def owner(self) -> dict[str, str]:
        """Tell each nomination's faculty."""
        return {nomination.key: nomination.faculty for nomination in self.lists.nominations}

    def weight(self, faculty: str, by: By) -> Fraction | None:
        """Return what a faculty weighs; None where that is not told."""
        if by == "nominations":
            return Fraction(self.own[faculty].size)
        told = self.faculties[faculty].weight
        return None if told is None else Fraction(told)

    def consensus(self) -> Consensus:
        """Return the panel's order."""
        keys = tuple(nomination.key for nomination in self.lists.nominations)
        return consensus(self.lists.ballots, keys, self.lists.conflicts, self.lists.seed.text)


def counted(lists: Lists, route: Route, *, cap: int) -> Counted:
    """Draw the lots and read the faculties' orders, of those that nominated."""
    seed = lists.seed.text
    lots = drawn((nomination.key for nomination in lists.nominations), seed=seed)
    mine: dict[str, list[str]] = {}
    for nomination in lists.nominations:
        mine.setdefault(nomination.faculty, []).append(nomination.key)
    known = {faculty.key: faculty for faculty in lists.faculties}
    nominating = {key: known[key] for key in drawn(mine, seed=seed)}
    own = {key: own_order(f, nominated=mine[key], lots=lots) for key, f in nominating.items()}
    return Counted(lists, route, cap, lots, nominating, own)


@lru_cache(maxsize=16)
def consensus(
    ballots: tuple[Ballot, ...], keys: tuple[str, ...], conflicts: tuple[Conflict, ...], seed: str
) -> Consensus:
    """Rank by the panel's ballots, once for the same ballots: a comparison of routes asks several times."""
    return kemeny(
        {ballot.panellist: ballot.order for ballot in ballots},
        nominations=keys,
        seed=seed,
        conflicts={(conflict.panellist, conflict.nomination) for conflict in conflicts},
    )
