"""What is planted about partners: hidden, emerging, dormant, carried by one person, or only there on works of big science."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from utsyn.evidence.world.countries import Whole
from utsyn.evidence.world.draws import some_of
from utsyn.evidence.world.register import Register
from utsyn.evidence.world.seats import Wish
from utsyn.evidence.world.staff import Staff

LAST_FULL = 2025  # the current year is not counted
RECENT, BEFORE = range(LAST_FULL - 2, LAST_FULL + 1), range(LAST_FULL - 5, LAST_FULL - 2)
# By story: works in the last three full years, in the three before, in those before that; home persons; authors a work.
PLANTED = {
    "hidden": (16, 9, 0, 4, 4),
    "covered_by_parent": (16, 9, 0, 4, 4),
    "emerging": (11, 2, 0, 3, 3),
    "dormant": (0, 0, 6, 3, 3),
    "students_only": (0, 0, 2, 2, 3),
    "project_only": (0, 0, 2, 2, 3),
    "one_person": (6, 3, 0, 1, 2),
    "big_science_only": (16, 0, 0, 5, 130),
}


class Stories(NamedTuple):
    """The works that are planted, and by work the story and the partner it belongs to."""

    wish: Wish
    story: tuple[str, ...]

    def of_partner(self, partner: int) -> Whole:
        """Return the places of the works that are planted with a partner."""
        return np.flatnonzero(self.wish.partner == partner)


def stories(chance: np.random.Generator, held: Register, people: Staff) -> Stories:
    """Return the works to plant."""
    rows = [
        (year, partner, person, authors, story)
        for story, partners in held.stories.items()
        for partner in partners
        for year, person, authors in _works(chance, story, people)
    ]
    columns = [np.array(column, dtype=np.int64) for column in list(zip(*rows, strict=True))[:4]]
    return Stories(Wish(*columns), tuple(row[4] for row in rows))


def _works(chance: np.random.Generator, story: str, people: Staff) -> Iterator[tuple[int, int, int]]:
    recent, before, old, persons, authors = PLANTED[story]
    units = some_of(chance, np.arange(len(people.first)), persons)
    who = people.first[units]
    years = [*_spread(RECENT, recent), *_spread(BEFORE, before), *_spread(range(2013, BEFORE.start), old)]
    for at, year in enumerate(years):
        yield year, int(who[at % persons]), authors


def _spread(years: range, n: int) -> list[int]:
    return [years[at % len(years)] for at in range(n)]
