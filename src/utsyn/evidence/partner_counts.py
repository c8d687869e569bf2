"""What is counted of a partner: full years and those before, agreements in time, and how likely a growth is by chance, as exact fractions."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from utsyn.text import Words, say

SPAN = 3  # years that are compared with as many before
ITSELF, BELOW, ABOVE = (
    "itself",
    "below",
    "above",
)  # where the organisation of an agreement stands, seen from the partner


class Span(NamedTuple):
    """Three full years and the three before, by their last years, and the year that is left out because it was not over."""

    last: int
    filling: int | None = None

    @property
    def recent(self) -> range:
        """The last three full years."""
        return range(self.last - SPAN + 1, self.last + 1)

    @property
    def before(self) -> range:
        """The three years before."""
        return range(self.last - 2 * SPAN + 1, self.last - SPAN + 1)

    @property
    def begins(self) -> date:
        """The first day of the last three full years: whatever happened since then is a sign of life."""
        return date(self.recent[0], 1, 1)

    def said(self) -> Words:
        """Say which years, and which is left out."""
        since, until = str(self.recent[0]), str(self.last)
        if self.filling is None:
            return say("{since}–{until}", since=since, until=until)
        return say(
            "{since}–{until}, without {year}, which was not over",
            since=since,
            until=until,
            year=str(self.filling),
        )


class Agreement(NamedTuple):
    """An agreement with a partner, or with one below or above it; no last day is one without an end."""

    ror: str
    relation: str
    unit: str
    kind: str
    since: date | None
    until: date | None

    def active(self, *, on: date) -> bool | None:
        """Tell whether it is in force on a day; None where nobody tells since when."""
        if self.until is not None and self.until < on:
            return False
        return None if self.since is None else self.since <= on


class Counts(NamedTuple):
    """What is known of a partner on a day; None is unknown."""

    span: Span
    recent: int | None  # publications together without hyper-authored ones, of the last three full years
    before: int | None
    hyper: int = 0  # those left out of the last three years
    ours_recent: int | None = None
    ours_before: int | None = None
    units: int | None = None
    people: int | None = None
    largest: int | None = None  # publications of the busiest of us
    works: int | None = None  # all since the first of the three years
    agreements: tuple[Agreement, ...] | None = None
    stays: int | None = None  # since the first of the three years
    projects: int | None = None  # that ran since then
    traffic: int | None = None  # what happened to agreements over Erasmus Without Paper since then


class Growth(NamedTuple):
    """How much more is written together than before, what our own output alone would have made of it, and how likely that much is by chance."""

    ratio: Fraction | None  # None: nothing was written before
    expected: Fraction | None
    chance: Fraction | None


def growth(of: Counts) -> Growth:
    """Return the growth of a partnership, as exact fractions."""
    r, p, ours, ours_before = of.recent, of.before, of.ours_recent, of.ours_before
    ratio = Fraction(r, p) if r is not None and p else None
    if r is None or p is None or ours is None or ours_before is None or not ours + ours_before:
        return Growth(ratio, None, None)
    expected = Fraction(ours, ours_before) if ours_before else None
    return Growth(ratio, expected, tail(r, r + p, ours, ours_before))


def tail(least: int, n: int, one: int, other: int) -> Fraction:
    """Return how likely at least so many of n fall on the one of two sides whose sizes are given: the exact binomial test, one-sided.

    Raises ValueError where both sides are empty.
    """
    if one + other <= 0 or min(one, other) < 0:
        raise ValueError("one of the sides must have a size")
    shared = gcd(one, other)
    a, b = one // shared, other // shared
    if not a:
        return Fraction(int(least <= 0))
    if not b:
        return Fraction(int(least <= n))
    term, found = a**n, 0  # that all n fall on it, then one fewer at a time
    for k in range(n, max(least, 0) - 1, -1):
        found += term
        term = term * k * b // ((n - k + 1) * a)
    return Fraction(found, (a + b) ** n)


def in_force_since(agreements: Iterable[Agreement], *, on: date) -> date | None:
    """Return since when agreements have been in force without a break up to a day; None where none is."""
    dated = [(one.since, one.until or date.max) for one in agreements if one.since is not None]
    began = min((since for since, until in dated if since <= on <= until), default=None)
    while began is not None:
        eve = began - timedelta(1)
        earlier = min((since for since, until in dated if since < began and until >= eve), default=None)
        if earlier is None:
            break
        began = earlier
    return began


def years_before(on: date, years: int) -> date:
    """Return the same day some years before; of 29 February the day before 1 March."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
