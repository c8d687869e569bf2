"""How the synthetic world draws: always from a generator that was made from the seed, and so the same each time."""

from collections.abc import Sequence

import numpy as np

from utsyn.evidence.world.countries import Real, Whole

Values = Sequence[int] | Whole


def weighed(chance: np.random.Generator, share: Sequence[float] | Real, n: int) -> Whole:
    """Draw n numbers, each as often as its share says."""
    reach = np.cumsum(np.asarray(share, dtype=np.float64))
    return np.searchsorted(reach, chance.random(n) * reach[-1], side="right")


def one_of(
    chance: np.random.Generator, values: Values, n: int, share: Sequence[float] | Real | None = None
) -> Whole:
    """Draw n of these values with putting back: all alike, or as their shares say."""
    held = np.asarray(values, dtype=np.int64)
    return held[chance.integers(0, len(held), n) if share is None else weighed(chance, share, n)]


def some_of(chance: np.random.Generator, values: Values, n: int) -> Whole:
    """Draw n of these values without putting back, or all where there are fewer."""
    drawn: Whole = chance.permutation(np.asarray(values, dtype=np.int64))[:n]
    return drawn


def favoured(chance: np.random.Generator, values: Whole, weights: Real, n: int) -> Whole:
    """Draw n of these values without putting back, the heavier the likelier."""
    clocks = chance.standard_exponential(len(values)) / weights
    return values[np.argsort(clocks)[:n]]
