"""A faculty's own order of its nominations, and what is sure of each although the order may be told in part only."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from utsyn.calls.ranking.shapes import Faculty, Standing, Status, Tie


class Own(NamedTuple):
    """Those the faculty ranked, ties broken by lot, and those whose place it has not told."""

    standings: tuple[Standing, ...]
    unplaced: tuple[str, ...]

    @property
    def size(self) -> int:
        """Count the faculty's nominations."""
        return len(self.standings) + len(self.unplaced)

    def each(self) -> Iterator[tuple[str, Standing | None]]:
        """Walk the nominations with their standing, or None where the faculty has not told it."""
        yield from ((standing.key, standing) for standing in self.standings)
        yield from ((key, None) for key in self.unplaced)


def own_order(faculty: Faculty, *, nominated: Sequence[str], lots: Sequence[str]) -> Own:
    """Read a faculty's order; `nominated` are its nominations, `lots` the order in which the seed drew all."""
    standings: list[Standing] = []
    for group in faculty.order or ():
        first, last = len(standings) + 1, len(standings) + len(group)
        for place, key in enumerate(sorted(group, key=lots.index), first):
            standings.append(Standing(key=key, place=place, first=first, last=last))
    told = {standing.key for standing in standings}
    return Own(tuple(standings), tuple(key for key in lots if key in nominated and key not in told))


def settled(place: int | None, *, unplaced: int, places: int, of: int) -> Status:
    """Tell whether a nomination is among the first `places` of `of`, when `unplaced` others may come in anywhere.

    `place` is its place among those that are placed; None where it is itself one of the unplaced.
    """
    best, worst = (1, of) if place is None else (place, place + unplaced)
    return "forward" if worst <= places else "waiting" if best > places else "undecided"


def own_ties(faculty: str, own: Own, places: int) -> Iterator[Tie]:
    """Walk the groups of equals; the seed had a say where the faculty's last place may fall inside one."""
    for first, last in sorted({(s.first, s.last) for s in own.standings if s.first < s.last}):
        keys = tuple(s.key for s in own.standings if s.first == first)
        inside = first <= places < last + len(own.unplaced) and places < own.size
        yield Tie(where="faculty", keys=keys, at_cap=inside, faculty=faculty)
