"""Who sits where on the works of the synthetic world: organisations by country, authors at organisations, second affiliations."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from utsyn.evidence.world import identifiers
from utsyn.evidence.world.countries import Countries, Whole, spans
from utsyn.evidence.world.draws import one_of
from utsyn.evidence.world.register import Register, pick
from utsyn.evidence.world.staff import Staff, writers

Yes = npt.NDArray[np.bool_]
SECOND, UNMATCHED, LACKING, AT_HOSPITAL = 0.14, 0.06, 0.05, 0.3
FAVOURITE, BESIDE = 0.3, 0.25
SEATS = (0.70, 0.11, 0.08, 0.08, 0.03)  # of the university, its components, and the hospital alone


class Given(NamedTuple):
    """What works are drawn from."""

    places: Countries
    register: Register
    staff: Staff


class Wish(NamedTuple):
    """Works of the home university with a planted story: their years, partner, home author and number of authors."""

    year: Whole
    partner: Whole
    person: Whole
    authors: Whole


class Drawn(NamedTuple):
    """What is known of works before their authors are seated."""

    home: bool
    field: Whole
    authors: Whole
    anchor: Whole
    sizes: Whole
    joined: Whole
    trap: Yes
    none: Yes
    big: Yes
    wish: Wish


def rows(chance: np.random.Generator, given: Given, drawn: Drawn) -> tuple[Whole, ...]:
    """Seat the authors: one at each organisation first, the rest anywhere on the work; then second affiliations."""
    places, held = given.places, given.register
    n, planted = len(drawn.field), len(drawn.wish.year)
    k = np.where(drawn.trap, 0, drawn.sizes) + 1
    slots = np.where(drawn.authors > 60, drawn.authors**0.72, chance.geometric(0.5, n)).astype(np.int64)
    slots = np.clip(slots, k, np.maximum(drawn.authors, k))
    slots[:planted] = 2
    begin = np.cumsum(slots) - slots
    of = np.repeat(np.arange(n), slots)
    turn = spans(np.zeros(n, dtype=np.int64), slots)
    which = np.where(turn < k[of], turn, np.floor(chance.random(len(of)) * k[of]).astype(np.int64))
    at = np.cumsum(drawn.sizes) - drawn.sizes
    country = np.where(which == 0, drawn.anchor[of], _at(drawn.joined, at[of] + which - 1))
    seat = pick(chance, held, country, drawn.field[of])
    if drawn.home:
        seat = _favour(chance, held, country, seat, norway=places.number("NO"))
        seat[begin] = one_of(chance, held.home, n, SEATS)
        seat[begin[:planted]] = held.own[0]
        seat[begin[:planted] + 1] = drawn.wish.partner
    matched = (chance.random(len(of)) >= UNMATCHED) | ((turn == 0) & drawn.home) | (of < planted)
    work = np.repeat(np.arange(n), drawn.authors)
    position = spans(np.ones(n, dtype=np.int64), drawn.authors)
    shift = np.floor(chance.random(n) * slots).astype(np.int64)
    free = np.floor(chance.random(len(work)) * slots[work]).astype(np.int64)
    taken = np.where(position <= slots[work], (position - 1 + shift[work]) % slots[work], free)
    slot = begin[work] + taken
    silent = drawn.none[work] | (
        (position > slots[work]) & (chance.random(len(work)) < LACKING) & (work >= planted)
    )
    lead = chance.integers(0, 1_000_000, n)
    ours = np.isin(seat[slot], held.own) & ~silent
    person = np.where(
        ours, writers(given.staff, field=drawn.field[work], position=position, lead=lead[work]), -1
    )
    beside = _at(drawn.wish.person, work) + np.where(position > 2, position, 0)
    person = np.where(ours & (work < planted), beside % len(given.staff.unit), person)
    author = np.where(ours, identifiers.AUTHOR + person,
                      identifiers.AUTHOR + 10_000_000 + seat[slot] * 6_000 + (lead[work] ** 2 // 2_000_000_000 + position) % 6_000)  # fmt: skip
    author = _split(given.staff, person, author, work)
    seated = [work, position, author, person, np.where(silent | ~matched[slot], -1, seat[slot]),
            np.where(silent, -1, country[slot]), np.where(silent, -1, seat[slot])]  # fmt: skip
    return _seconds(chance, given, drawn, seated)


def _at(values: Whole, places: Whole) -> Whole:
    return (
        values[np.clip(places, 0, len(values) - 1)] if len(values) else np.zeros(len(places), dtype=np.int64)
    )


def _favour(
    chance: np.random.Generator, held: Register, country: Whole, seat: Whole, *, norway: int
) -> Whole:
    """Give three in ten seats abroad to a favourite partner of that country if there is one, and a quarter at home to ourselves."""
    kept = held.country[held.favourites]
    low, high = np.searchsorted(kept, country), np.searchsorted(kept, country, side="right")
    chosen = low + np.floor(chance.random(len(country)) * (high - low)).astype(np.int64)
    luck = chance.random(len(country))
    seat = np.where(
        (high > low) & (country != norway) & (luck < FAVOURITE), _at(held.favourites, chosen), seat
    )
    return np.where((country == norway) & (luck < BESIDE), one_of(chance, held.own, len(country)), seat)


def _split(staff: Staff, person: Whole, author: Whole, work: Whole) -> Whole:
    """Put every other work of some persons under another number."""
    other = np.isin(person, staff.split) & (work % 2 == 1)
    return np.where(other, author + identifiers.OTHER_AUTHOR, author)


def _seconds(chance: np.random.Generator, given: Given, drawn: Drawn, rows: list[Whole]) -> tuple[Whole, ...]:
    """Add second affiliations: in the same country, or the one abroad that makes a work international by itself."""
    work, position, author, person, _, country, said = rows
    held, planted = given.register, len(drawn.wish.year)
    trapped = drawn.trap[work] & (position == 1)
    usual = (drawn.authors[work] <= 60) & (chance.random(len(work)) < SECOND) & (work >= planted)
    more = np.flatnonzero((country >= 0) & ((usual & ~drawn.trap[work]) | trapped))
    at = np.cumsum(drawn.sizes) - drawn.sizes
    there = np.where(trapped[more], _at(drawn.joined, at[work[more]]), country[more])
    seat = pick(chance, held, there, drawn.field[work[more]])
    hospital = (person[more] >= 0) & ~trapped[more] & (chance.random(len(more)) < AT_HOSPITAL)
    seat = np.where(hospital, held.hospital, seat)
    other = seat != said[more]
    more, there, seat = more[other], there[other], seat[other]
    added = [work[more], position[more], author[more], person[more], seat, there, seat]
    return tuple(np.insert(old, more + 1, new) for old, new in zip(rows, added, strict=True))
