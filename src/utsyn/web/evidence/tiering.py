"""Partners in tiers instead of ranks: no two of different tiers have intervals that touch, and inside a tier nothing is ranked."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from utsyn.evidence.intervals import poisson, tiers
from utsyn.text import Words, say, say_n
from utsyn.web.evidence.models import Partner


class Tier(NamedTuple):
    """A tier: its number, the highest being the first, and the least and the most publications of its partners."""

    number: int
    least: int
    most: int

    def in_(self, language: str) -> str:
        """Say which tier it is."""
        told = say_n("{n} publication", "{n} publications", self.most)
        if self.least != self.most:
            told = say("{least} to {most} publications", least=self.least, most=self.most)
        return say("Tier {n}: {told}", n=self.number, told=told).in_(language)


class Ranked(NamedTuple):
    """A partner in a list, with the interval of its publications."""

    partner: Partner
    interval: Words


class Tiered(NamedTuple):
    """Partners of a list below their tiers, and how many tiers there are of all partners."""

    tiers: Sequence[tuple[Tier, Sequence[Ranked]]]
    all: int


def tiered(found: Iterable[Partner], counts: tuple[int, ...]) -> Tiered:
    """Put the partners of a list, those with most publications first, below their tiers among all partners, whose numbers are given."""
    of = tiers_of(counts)
    groups = [
        (tier, [Ranked(one, _interval(one.recent)) for one in each])
        for tier, each in groupby(found, key=lambda one: of[one.recent])
    ]
    return Tiered(groups, len(set(of.values())))


@lru_cache(16)
def tiers_of(counts: tuple[int, ...]) -> Mapping[int, Tier]:
    """Return by number of publications the tier of those who have so many. Equal numbers stand in one tier: their intervals are the same."""
    found: dict[int, Tier] = {}
    for number, names in enumerate(tiers({str(n): poisson(n) for n in counts}), start=1):
        each = sorted(map(int, names))
        found |= {n: Tier(number, each[0], each[-1]) for n in each}
    return found


@lru_cache(5_000)
def _interval(n: int) -> Words:
    bounds = poisson(n)
    return say("{low} to {high}", low=int(bounds.low), high=int(bounds.high))
