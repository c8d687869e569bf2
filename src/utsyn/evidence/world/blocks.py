"""The world in blocks: each drawn from the seed and its own number, so that twenty million works need no more memory than one block."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from utsyn.evidence.world import identifiers
from utsyn.evidence.world.changes import planted
from utsyn.evidence.world.countries import Whole, countries, spans
from utsyn.evidence.world.draws import some_of
from utsyn.evidence.world.register import FEWEST, MOST, register
from utsyn.evidence.world.seats import Given, Yes
from utsyn.evidence.world.staff import staff
from utsyn.evidence.world.stories import Stories, stories
from utsyn.evidence.world.works import NO_WISH, PREPRINT, YEARS, Works, works
from utsyn.problems import Problem, Problems
from utsyn.text import say

SMALLEST, BLOCK = 500, 250_000
HOME, HOME_AT_LEAST = 0.0025, 3_000  # of all works, those of the home university; and in small worlds
TWINS, LATE = 0.006, 0.01
PER_WORK = 15  # columns of Works that have a row a work


class World(NamedTuple):
    """A world by its size and seed: what works are drawn from, the planted stories, and the sizes of its blocks."""

    size: int
    seed: int
    given: Given
    stories: Stories
    sizes: tuple[tuple[int, int], ...]  # by block, works of the home university and others


def world(size: int, seed: int, units: Sequence[str] = ()) -> World:
    """Return a world; `units` are by field the keys of the home university's units, where it has some already. Raises Problems where it would be too small to hold what is planted."""
    if size < SMALLEST:
        what = say("A synthetic world of {n} works is too small for what is planted in it", n=size)
        raise Problems(Problem(what, say("Ask for at least {n} works", n=SMALLEST)))
    if seed < 0:
        what = say("“{written}” cannot be used", written=str(seed))
        raise Problems(Problem(what, say("Give a whole number from 0 on as the seed")))
    chance = np.random.default_rng([seed, 0])
    home = int(max(size * HOME, min(size * 0.6, HOME_AT_LEAST)))
    held = register(chance, countries(), int(np.clip(size // 5, FEWEST, MOST)))
    people = staff(chance, home, YEARS[0], units)
    told = stories(chance, held, people)
    first = min(home, len(told.wish.year) + 140)
    parts = -(-size // BLOCK)
    ours = [first] + [0] * (parts - 1)
    for part in range(parts):
        ours[part] += (home - first) // parts + (part < (home - first) % parts)
    sizes = tuple((n, min(BLOCK, size - part * BLOCK) - n) for part, n in enumerate(ours))
    return World(size, seed, Given(countries(), held, people), told, sizes)


def blocks(of: World) -> Iterator[Works]:
    """Walk the blocks, with all that is in either vintage."""
    for number in range(len(of.sizes)):
        yield block(of, number)


def home_part(of: World, number: int) -> Works:
    """Draw the works of a block that the home university is on, or its hospital, or once was; all with what changes of them."""
    ours, _ = of.sizes[number]
    chance = np.random.default_rng([of.seed, 1, number])
    wish = of.stories.wish if number == 0 else NO_WISH
    late, twice = max(2, int(ours * LATE)), max(2, int(ours * TWINS))
    home = works(chance, of.given, ours - twice + late, home=True, wish=wish)
    home = twinned(chance, home, twice, after=len(wish.year))
    home = planted(chance, home, of.given, after=len(wish.year), late=late)
    return home._replace(number=_numbers(of, number)[: len(home.number)])


def block(of: World, number: int) -> Works:
    """Draw a block. Its works are in no order of their numbers, so that those of home are spread among the others."""
    home, (_, rest) = home_part(of, number), of.sizes[number]
    chance = np.random.default_rng([of.seed, 2, number])
    twice = int(rest * TWINS)
    other = works(chance, of.given, rest - twice, home=False)
    whole = joined(home, twinned(chance, other, twice, after=0))
    return whole._replace(number=_numbers(of, number))


def home_parts(of: World) -> Works:
    """Draw all works of home, and no others: enough to tell what is planted, at a hundredth of the cost."""
    parts = [home_part(of, number) for number in range(len(of.sizes))]
    whole = parts[0]
    for part in parts[1:]:
        whole = joined(whole, part)
    return whole


def _numbers(of: World, number: int) -> Whole:
    """Return the numbers of the works of a block."""
    ours, rest = of.sizes[number]
    mixed = np.random.default_rng([of.seed, 4, number]).permutation(ours + rest + max(2, int(ours * LATE)))
    return identifiers.WORK + number * 2 * BLOCK + mixed


def twinned(chance: np.random.Generator, of: Works, n: int, *, after: int) -> Works:
    """Add a second record of n works: of each as a preprint, or as one more article."""
    apt = np.flatnonzero((of.type == 0) & (of.authors <= 60))
    chosen = np.sort(some_of(chance, apt[apt >= after], n))
    copy = taken(of, chosen)
    kind = np.where(chance.random(n) < 0.5, PREPRINT, copy.type)
    copy = copy._replace(
        type=kind, twin=chosen, cited=copy.cited // 4, journal=np.where(kind == PREPRINT, 0, copy.journal)
    )
    return joined(of, copy, twins_of_one=True)


def joined(one: Works, other: Works, *, twins_of_one: bool = False) -> Works:
    """Put one block's works after another's; `twins_of_one`: the other's are records of the first one's works."""
    n = len(one.number)
    twin = np.where((other.twin < 0) | twins_of_one, other.twin, other.twin + n)
    shifted = other._replace(work=other.work + n, twin=twin)
    return Works(*(np.concatenate(pair) for pair in zip(one, shifted, strict=True)))


def taken(of: Works, chosen: Whole) -> Works:
    """Return the chosen works with their authors, in that order."""
    counts = np.bincount(of.work, minlength=len(of.number))
    begin = np.cumsum(counts) - counts
    rows = spans(begin[chosen], counts[chosen])
    columns: list[Any] = [column[chosen] for column in of[:PER_WORK]]
    told = Works(*columns, *(column[rows] for column in of[PER_WORK:]))
    return told._replace(work=np.repeat(np.arange(len(chosen)), counts[chosen]))


def without(of: Works, gone: Yes) -> Works:
    """Return the works that are not gone; what is another record of one that is, is none any more."""
    kept = np.flatnonzero(~gone)
    place = np.full(len(of.number), -1)
    place[kept] = np.arange(len(kept))
    left = taken(of, kept)
    return left._replace(twin=np.where(left.twin >= 0, place[left.twin], -1))
