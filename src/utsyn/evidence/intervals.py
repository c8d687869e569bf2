"""How far chance alone may have moved a figure: Wilson for shares, a seeded Poisson bootstrap for the rest, and tiers instead of ranks.

All is counted in whole numbers, and bounds are rounded outwards, so that they are the same on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Z = Fraction(1_959_963_984_540_054, 10**15)  # of the normal distribution, for 95 per cent
FINE = 10**15  # bounds are whole parts of it
RUNS = 1_000
TAIL = 25  # of a thousand, on each side
LEAST_RUNS = 40  # of fewer there is no such tail
WORD = 2**64
INTEGER = 2**63
MOST_DRAWN = 20  # the largest weight of one thing: more are drawn once in 10**19 times


class Interval(NamedTuple):
    """The bounds between which a figure would lie in 95 of 100 cases, both included, and how they were found."""

    low: Fraction
    high: Fraction
    how: str  # wilson, bootstrap

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether two figures may be the same."""
        return self.low <= other.high and other.low <= self.high


def wilson(numerator: int, denominator: int) -> Interval | None:
    """Return the interval of a share of things that are counted whole; None where nothing is counted.

    Raises ValueError for a numerator that is no part of the denominator.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError("a numerator is a part of its denominator")
    if not denominator:
        return None
    z2 = Z * Z
    within = Fraction(numerator * (denominator - numerator), denominator) + z2 / 4
    half = Z * _root(within) / (denominator + z2)
    middle = (numerator + z2 / 2) / (denominator + z2)
    low = Fraction(0) if numerator == 0 else max(_down(middle - half), Fraction(0))
    high = Fraction(1) if numerator == denominator else min(-_down(-(middle + half)), Fraction(1))
    return Interval(low, high, "wilson")


def seed(sha256: str) -> int:
    """Return the seed that a result has: of its hash, so that nobody chooses one."""
    return int(sha256[:16], 16)


def bootstrap(
    parts: Iterable[tuple[int, int]], *, sha256: str, runs: int = RUNS, divided: bool = True
) -> Interval | None:
    """Return the interval of a ratio of sums; `parts` are what each thing adds to numerator and denominator.

    Each thing is drawn anew as often as Poisson(1) says, `runs` times, seeded from the hash of the result. Not `divided`,
    it is the interval of the sum of numerators. None where too few runs have a denominator.
    """
    told = np.array(sorted(parts), dtype=np.int64).reshape(-1, 2)
    if sum(map(abs, told[:, 0].tolist())) * MOST_DRAWN >= INTEGER:
        raise ValueError("sums of the numerators are too large to be drawn")
    drawn = np.random.PCG64(seed(sha256))  # its bits are promised to be the same in every version
    steps = poisson_steps()
    found = []
    for _ in range(runs):
        weights = np.searchsorted(steps, drawn.random_raw(len(told)), side="right")
        above, below = (int(total) for total in weights @ told)
        if below > 0 or not divided:
            found.append(Fraction(above, below if divided else 1))
    if len(found) < LEAST_RUNS:
        return None
    cut, ordered = len(found) * TAIL // 1_000, sorted(found)
    return Interval(ordered[cut], ordered[-1 - cut], "bootstrap")


def tiers(told: Mapping[str, Interval]) -> Sequence[tuple[str, ...]]:
    """Put what is compared into tiers, the highest first: no two of different tiers have intervals that touch.

    Inside a tier nothing is ranked, and names stand in their own order.
    """
    found: list[list[str]] = []
    lowest: Fraction | None = None
    for name, interval in sorted(told.items(), key=lambda item: (-item[1].high, item[0])):
        if lowest is None or interval.high < lowest:
            found.append([])
            lowest = interval.low
        found[-1].append(name)
        lowest = min(lowest, interval.low)
    return tuple(tuple(sorted(tier)) for tier in found)


def _root(value: Fraction) -> Fraction:
    """Return a square root, rounded up."""
    scaled = -(-value.numerator * FINE * FINE // value.denominator)
    root = isqrt(scaled)
    return Fraction(root + (root * root < scaled), FINE)


def _down(value: Fraction) -> Fraction:
    return Fraction(value.numerator * FINE // value.denominator, FINE)


def poisson_steps() -> npt.NDArray[np.uint64]:
    """Return the words of 64 bits below which Poisson(1) draws 0, 1, 2 and so on."""
    terms = [Fraction(1)]
    for n in range(1, 60):
        terms.append(terms[-1] / n)
    whole = sum(terms)  # e, to far more than 64 bits
    reached, found = Fraction(0), []
    for term in terms[:MOST_DRAWN]:
        reached += term / whole
        found.append(min(int(reached * WORD), WORD - 1))
    return np.array(found, dtype=np.uint64)
