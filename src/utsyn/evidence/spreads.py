"""Intervals of impact: works drawn anew from how citations are spread over them, with one seed a group, so that every run comes to the same."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from utsyn.evidence.fractions import MILLION
from utsyn.evidence.indicators.spread import VALUES
from utsyn.evidence.intervals import Interval, drawn, middle
from utsyn.evidence.results import canonical
from utsyn.evidence.table import SHARE

if TYPE_CHECKING:
    from utsyn.evidence.compute import Made

SPREAD = "citation-spread"
KEYS = ("year", "field", "unit")
Works = Sequence[
    tuple[tuple[Any, ...], tuple[int, ...]]
]  # each work: its stratum (field, band, kind), and what it comes to
Stratum = tuple[Any, ...]
Sums = tuple[list[int], list[int]]  # how many, and what they come to, stratum by stratum


class Spread:
    """How citations are spread over the works of a result, and the intervals that follow; what was drawn once is kept."""

    def __init__(self, made: "Made") -> None:
        self.sha256, self.synthetic, self.about = made.result.sha256, made.synthetic, made.about
        self._rows = [dict(zip(made.result.columns, row, strict=True)) for row in made.result.rows]
        self._along = [name for name in KEYS if name in made.recipe.by]
        self._drawn: dict[tuple[Any, ...], Mapping[str, Interval | None]] = {}

    def interval(self, value: str, by: Mapping[str, Any]) -> Interval | None:
        """Return the interval of the mean of `value` (mean, top1, top10, top50) over the works of a year, field or unit."""
        key = tuple((name, by[name]) for name in self._along if name in by)
        if key not in self._drawn:
            self._drawn[key] = self._draw(key)
        return self._drawn[key][value]

    def _draw(self, key: tuple[Any, ...]) -> Mapping[str, Interval | None]:
        told = np.array(sorted((*values, 1) for _, values in self.works(dict(key))), dtype=np.int64).reshape(
            -1, len(VALUES) + 1
        )
        runs = [tuple(map(int, sums)) for sums in drawn(told, sha256=self.seed(key)) if sums[-1]]
        return {
            name: middle(Fraction(sums[at], sums[-1] * scale(name)) for sums in runs)
            for at, name in enumerate(VALUES)
        }

    def seed(self, key: tuple[Any, ...]) -> str:
        """Return the hash that a group is seeded from: of the result and the group."""
        return hashlib.sha256(f"{self.sha256} {canonical(key)}".encode()).hexdigest()

    def works(self, where: Mapping[str, Any]) -> Works:
        """Return the works of a group, one by one."""
        return [
            ((row["field"], row["band"], row["international"]), tuple(row[name] for name in VALUES))
            for row in self._rows
            if all(row[name] == value for name, value in where.items())
            for _ in range(row["works"])
        ]

    def strata(self, where: Mapping[str, Any], value: str) -> tuple[Sequence[Stratum], Iterator[Sums]]:
        """Return the strata of a group, and its runs: by stratum how many works were drawn, and the sum of what they come to.

        Only works of a known kind in strata that have both kinds are drawn: nothing else can be compared.
        """
        groups: dict[Stratum, list[tuple[int, int]]] = defaultdict(list)
        at = VALUES.index(value)
        for stratum, values in self.works(where):
            groups[stratum].append((1, values[at]))
        both = {stratum[:-1] for stratum in groups if stratum[-1] == 1} & {
            stratum[:-1] for stratum in groups if stratum[-1] == 0
        }
        names = sorted((one for one in groups if one[:-1] in both and one[-1] is not None), key=canonical)
        told = np.array([one for name in names for one in sorted(groups[name])], dtype=np.int64)
        starts = np.cumsum([0, *(len(groups[name]) for name in names)])[:-1].tolist()
        seeded = self.seed((*where.items(), value))
        runs = drawn(told, sha256=seeded, starts=starts) if names else iter(())
        return names, ((sums[:, 0].tolist(), sums[:, 1].tolist()) for sums in runs)


def scale(value: str) -> int:
    """Return in what a value is counted: millionths of the mean, or parts of a work."""
    return MILLION if value == "mean" else SHARE
