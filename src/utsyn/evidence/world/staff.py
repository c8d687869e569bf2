"""The people of the invented university: by pseudonym, in 62 units, each in a field; some change units, some are known by two numbers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from utsyn.evidence.world.countries import Whole
from utsyn.evidence.world.subjects import FIELDS

UNITS = 62
SPLIT, MOVERS, WITH_ORCID = 3, 0.08, 0.6
FEWEST, MOST = 186, 6_000


class Staff(NamedTuple):
    """Persons in the order of their units; a person's number is her place here."""

    unit: Whole
    second_unit: Whole  # -1: none; else where she went
    moved: Whole  # the first year there
    since: Whole
    until: Whole
    with_orcid: npt.NDArray[np.bool_]
    split: tuple[int, ...]  # persons whose works are under two numbers
    first: Whole  # by unit, its first person
    unit_field: Whole  # by unit, its field, counted from 0
    by_field: Whole  # by field, the first of the units that write in it
    of_field: Whole  # by field, how many units do
    keys: tuple[str, ...]  # by unit; several may be parts of one that has a name


def staff(chance: np.random.Generator, works: int, since: int, names: Sequence[str] = ()) -> Staff:
    """Make the people: half as many as the home university has works, in units of unequal size.

    `names` are by field the keys of units that somebody has already; without them each of the 62 is one of its own.
    """
    size = int(np.clip(works // 2, FEWEST, MOST))
    sizes = np.array([field[2] for field in FIELDS], dtype=float)
    each = np.maximum(1, np.floor(sizes / sizes.sum() * UNITS)).astype(np.int64)
    each[np.argsort(-sizes)[: UNITS - each.sum()]] += 1
    while each.sum() > UNITS:
        each[np.argmax(each)] -= 1
    unit_field = np.repeat(np.arange(len(FIELDS)), each)
    heads = chance.uniform(0.4, 1.6, UNITS)
    people = np.maximum(2, np.ceil(heads / heads.sum() * size)).astype(np.int64)
    unit = np.repeat(np.arange(UNITS), people)
    moves = chance.random(len(unit)) < MOVERS
    begun = np.where(chance.random(len(unit)) < 0.6, 1990, since + chance.integers(0, 12, len(unit)))
    ended = np.where(chance.random(len(unit)) < 0.85, 9999, begun + 15)
    moved = np.maximum(since + 6, begun + 3)
    return Staff(
        unit, np.where(moves, (unit + 1) % UNITS, -1), moved, begun, np.maximum(ended, moved + 1),
        chance.random(len(unit)) < WITH_ORCID, tuple(int(one) for one in np.linspace(5, len(unit) - 6, SPLIT)),
        np.cumsum(people) - people, unit_field, np.cumsum(each) - each, each,
        tuple(names[field] if names else f"unit-{at + 1:02}" for at, field in enumerate(unit_field.tolist())),
    )  # fmt: skip


def writers(held: Staff, *, field: Whole, position: Whole, lead: Whole) -> Whole:
    """Return who writes: by the field of the work a unit, in it the busiest first, and colleagues beside each other.

    `lead` is a number of the work between 0 and 1e6, the same for its authors, so that nobody is on a work twice.
    """
    one = held.by_field[field] + lead % held.of_field[field]
    sizes = np.diff(np.append(held.first, len(held.unit)))
    busy = np.floor((lead / 1e6) ** 2 * sizes[one]).astype(np.int64)
    return (held.first[one] + busy + position * 2) % len(held.unit)
