"""The route of apportionment: places to faculties, and inside each its own order."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from utsyn.calls.ranking.apportionment import Allocation, apportioned, sequence
from utsyn.calls.ranking.counted import Counted, Decided, Decision
from utsyn.calls.ranking.grounds import InFaculty
from utsyn.calls.ranking.own import Own, own_ties, settled
from utsyn.calls.ranking.shapes import Tie


def by_apportionment(given: Counted) -> Decided:
    """Decide by places for faculties; the weights are told."""
    weights = {f: given.weight(f, given.route.by) or Fraction(0) for f in given.own}
    room = {f: own.size for f, own in given.own.items()}
    lots, method = tuple(given.own), given.route.method
    got = apportioned(weights, room=room, places=min(given.cap, given.nominated), method=method, lots=lots)
    none_held = dict.fromkeys(lots, 0)
    whose = sequence(weights, held=none_held, room=got.places, method=method, lots=lots)
    whose += sequence(weights, held=got.places, room=room, method=method, lots=lots)
    numbers, reached = dict[tuple[str, int], int](), Counter[str]()
    for number, faculty in enumerate(whose, 1):
        reached[faculty] += 1
        numbers[faculty, reached[faculty]] = number
    decisions = tuple(d for f, own in given.own.items() for d in _decisions(given, f, own, got, numbers))
    ties = tuple(t for f, own in given.own.items() for t in own_ties(f, own, got.places[f]))
    if got.tied:
        ties = (Tie(where="apportionment", keys=got.tied, at_cap=True), *ties)
    return Decided(decisions, ties, got.places, left_over=got.left_over)


def _decisions(
    given: Counted, faculty: str, own: Own, got: Allocation, numbers: dict[tuple[str, int], int]
) -> Iterator[Decision]:
    places = got.places[faculty]
    for key, standing in own.each():
        place = standing.place if standing else None
        status = settled(place, unplaced=len(own.unplaced), places=places, of=own.size)
        if status == "waiting" and got.left_over:
            status = "undecided"  # a place is open, and nobody has a claim to it
        number = numbers.get((faculty, place)) if place and not own.unplaced else None
        grounds = InFaculty(
            name=given.faculties[faculty].name,
            nominated=own.size,
            places=places,
            cap=given.cap,
            method=given.route.method,
            weighed=given.route.by,
            place=place,
            first=standing.first if standing else None,
            last=standing.last if standing else None,
            unplaced=len(own.unplaced),
            drawn_place=faculty in got.tied,
            left_over=got.left_over,
            announced=given.lists.seed.announced,
        )
        yield Decision(key, status, number, grounds)
