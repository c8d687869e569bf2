"""The organisations of the synthetic world: the home university, its components and hospital, those with a planted story, and the rest."""

from typing import NamedTuple

import numpy as np

from utsyn.evidence.world.countries import Countries, Real, Whole
from utsyn.evidence.world.draws import favoured, weighed

SKEW, SHIFT = 1.05, 2.7  # how much larger the largest of a country are
WITH_PARENT, MERGED = 0.25, 0.01
KINDS = ("education", "company", "healthcare", "facility", "government", "nonprofit", "other")
KIND_SHARE = (0.42, 0.22, 0.12, 0.09, 0.07, 0.05, 0.03)
FAVOURITES = 40
FEWEST, MOST = 1_200, 110_000
# The stories that are planted, and in which countries: each partner stands apart from the draw, so that its works are known exactly.
STORIES = {
    "hidden": ("ZA", "CA"),
    "covered_by_parent": ("DE",),
    "emerging": ("IN", "KR"),
    "dormant": ("US", "RU", "BR"),
    "students_only": ("ES", "AU"),
    "project_only": ("NL",),
    "one_person": ("JP", "FR"),
    "big_science_only": ("CH",),
}


class Register(NamedTuple):
    """Organisations by number; those of a country stand together, the largest first."""

    country: Whole
    first: Whole  # by country, its first organisation
    weight: Real  # how often drawn; nothing for those with a story
    parent: Whole  # -1: none
    kind: Whole
    lat: Whole  # millionths of a degree
    lon: Whole
    successor: Whole  # -1: none; else it was merged into that one
    home: Whole  # the university, three components, the hospital
    stories: dict[str, tuple[int, ...]]
    favourites: Whole

    @property
    def own(self) -> Whole:
        """The university and its components."""
        return self.home[:4]

    @property
    def hospital(self) -> int:
        """The associated hospital."""
        return int(self.home[4])


def register(chance: np.random.Generator, places: Countries, size: int) -> Register:
    """Make the organisations of a world."""
    sizes = np.maximum(8, np.floor(places.organisations * size)).astype(np.int64)
    norway = places.number("NO")
    sizes[norway] = max(int(sizes[norway]), 40)
    country = np.repeat(np.arange(len(sizes)), sizes)
    first = np.cumsum(sizes) - sizes
    rank = np.arange(len(country)) - first[country]
    weight = (rank + 1 + SHIFT) ** -SKEW
    home = first[norway] + np.arange(1, 6)  # second largest in its country
    stories = _stories(places, first, sizes)
    apart = [*home, *(one for story in stories.values() for one in story)]
    parent = _parents(chance, country, first, rank, apart=np.array(apart))
    parent[home[1:4]] = home[0]
    covered = stories["covered_by_parent"][0]
    parent[covered] = covered - 1
    weight[[*apart, covered - 1]] = 0
    successor = np.where((chance.random(len(country)) < MERGED) & (rank > 3), first[country], -1)
    successor[[*apart, covered - 1]] = -1
    spot = np.stack([places.lat[country], places.lon[country]]) + chance.normal(0, 1.2, (2, len(country)))
    kind = weighed(chance, KIND_SHARE, len(country))
    kind[rank < 3], kind[apart], kind[home[4]] = 0, 0, KINDS.index("healthcare")
    abroad = np.flatnonzero((rank < 6) & (country != norway) & (weight > 0))
    joins = places.home_joins[country[abroad]]
    favourites = np.sort(favoured(chance, abroad, joins, FAVOURITES))
    lat, lon = np.clip(spot, [[-89], [-179]], [[89], [179]]) * 1_000_000
    return Register(country, first, weight, parent, kind, lat.astype(np.int64), lon.astype(np.int64), successor, home,
                    stories, favourites)  # fmt: skip


def _stories(places: Countries, first: Whole, sizes: Whole) -> dict[str, tuple[int, ...]]:
    """Give each story the last organisations of its countries."""
    last = first + sizes - 1
    return {name: tuple(int(last[places.number(code)]) for code in codes) for name, codes in STORIES.items()}


def _parents(
    chance: np.random.Generator, country: Whole, first: Whole, rank: Whole, *, apart: Whole
) -> Whole:
    """Give a quarter a parent among the larger ones of the same country that have none themselves."""
    child = (chance.random(len(country)) < WITH_PARENT) & (rank > 5)
    child[apart] = False
    wanted = first[country] + np.floor(chance.random(len(country)) ** 2 * rank).astype(np.int64)
    barred = child.copy()
    barred[apart] = True
    wanted = np.where(barred[wanted], first[country], wanted)
    return np.where(child, wanted, -1)


def pick(chance: np.random.Generator, held: Register, where: Whole, field: Whole) -> Whole:
    """Draw an organisation in each of these countries; half of the time the order of size is another one in each field."""
    reach = np.concatenate([[0.0], np.cumsum(held.weight)])
    last = np.append(held.first[1:], len(held.country))
    low, high = reach[held.first[where]], reach[last[where]]
    drawn = np.searchsorted(reach, low + chance.random(len(where)) * (high - low), side="right") - 1
    size = last[where] - held.first[where]
    turned = held.first[where] + (drawn - held.first[where] + field * 7) % size
    use = (chance.random(len(where)) < 0.5) & (held.weight[turned] > 0)
    return np.where(use, turned, drawn)
