"""How far chance alone may have moved a figure: Wilson for shares, Poisson for counts, a seeded bootstrap for the rest; and tiers instead of ranks.

All is counted in whole numbers, and bounds are rounded outwards, so that they are the same on every machine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
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
SHORT = 16  # of a word's bits are looked up first
MOST_DRAWN = 20  # the largest weight of one thing: more are drawn once in 10**19 times


class Interval(NamedTuple):
    """The bounds between which a figure would lie in 95 of 100 cases, both included, and how they were found."""

    low: Fraction
    high: Fraction
    how: str  # wilson, poisson, bootstrap

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
    sums = (tuple(map(int, one)) for one in drawn(told, sha256=sha256, runs=runs))
    return middle(
        Fraction(above, below if divided else 1) for above, below in sums if below > 0 or not divided
    )


def drawn(
    told: npt.NDArray[np.int64], *, sha256: str, runs: int = RUNS, starts: Sequence[int] = ()
) -> Iterator[npt.NDArray[np.int64]]:
    """Walk the sums of the columns over what was drawn, run by run: a row a thing. With `starts`, the sums of each stretch of rows.

    Raises ValueError where sums of whole numbers could run over.
    """
    if any(sum(map(abs, column)) * MOST_DRAWN >= INTEGER for column in told.T.tolist()):
        raise ValueError("sums of the numerators are too large to be drawn")
    bits = np.random.PCG64(seed(sha256))  # its bits are promised to be the same in every version
    for _ in range(runs):
        weights = _weights(bits.random_raw(len(told)))
        yield np.add.reduceat(weights[:, None] * told, starts, axis=0) if len(starts) else weights @ told


def middle(values: Iterable[Fraction]) -> Interval | None:
    """Return between which 95 of 100 values of the runs lie; None of too few."""
    ordered = sorted(values)
    if len(ordered) < LEAST_RUNS:
        return None
    cut = len(ordered) * TAIL // 1_000
    return Interval(ordered[cut], ordered[-1 - cut], "bootstrap")


def poisson(n: int, *, out: int = 0) -> Interval:
    """Return the interval of a number of things that happen one by one, or of `n` less `out`: whole numbers, rounded outwards."""
    z2 = Z * Z
    if out:
        either = _up(Z * _root(Fraction(n + out)))
        return Interval(Fraction(n - out - either), Fraction(n - out + either), "poisson")
    half, centre = Z * _root(n + z2 / 4), n + z2 / 2
    low = (centre - half).numerator // (centre - half).denominator
    return Interval(Fraction(max(low, 0)), Fraction(_up(centre + half)), "poisson")


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _weights(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return how often each thing is drawn: looked up by the first bits of its word, and by all of them where these do not tell."""
    steps, table = _lookup()
    found: npt.NDArray[np.int64] = table[words >> np.uint64(64 - SHORT)]
    unsure = np.nonzero(found < 0)[0]
    found[unsure] = np.searchsorted(steps, words[unsure], side="right")
    return found


@cache
def _lookup() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the steps, and by the first bits of a word how often it draws, or -1 where that hangs on the others."""
    steps = poisson_steps()
    first = np.arange(2**SHORT, dtype=np.uint64) << np.uint64(64 - SHORT)
    last = first + np.uint64(2 ** (64 - SHORT) - 1)
    low, high = (np.searchsorted(steps, words, side="right") for words in (first, last))
    return steps, np.where(low == high, low, -1).astype(np.int64)


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
