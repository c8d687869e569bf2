"""The countries of the synthetic world: output, place on the map, and who writes with whom, fitted to real counts of co-authorship.

The fitted table is `data/evidence/world_countries.json`; `tools/fit_world.py` made it from the matrix of international works by pair
of countries in OpenAlex in 2019, raised to the number of partners a work that is known for 2023 (Norway 2.974, the world 2.248).
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
ALPHA, MOST = 5.0, 40  # the tail of the number of partner countries, and where it is cut
BIG = 1.5  # the heavier tail of big science
CHUNK = 50_000


class Countries(NamedTuple):
    """Countries by number: code, degrees, share of the world's organisations and of its domestic works, and how they join."""

    codes: tuple[str, ...]
    lat: Real
    lon: Real
    organisations: Real
    domestic: Real
    anchors: Real  # who a work with several countries starts from
    spread: Real  # by the country it starts from, how many others join
    joins: Real  # by that country and another, how readily the other joins
    home_joins: Real  # the same for works of the home university
    home_spread: float

    def number(self, code: str) -> int:
        """Return the number of a country."""
        return self.codes.index(code)


@cache
def countries() -> Countries:
    """Return the fitted countries."""
    told = json.loads((files("utsyn.data") / "evidence" / "world_countries.json").read_text("utf-8"))
    held: dict[str, Any] = {
        name: np.asarray(value, dtype=np.float64)
        for name, value in told.items()
        if isinstance(value, list) and name != "codes"
    }
    held["codes"] = tuple(told["codes"])
    held["home_spread"] = float(told["home_spread"])
    return Countries(**held)


def how_many(chance: np.random.Generator, spread: Real, *, big: npt.NDArray[np.bool_]) -> Whole:
    """Return how many other countries are on each work that has any: mostly one, with a long tail; of big science many."""
    drawn = chance.random(len(spread))
    usual = 1 + spread * (drawn ** (-1 / ALPHA) - 1)
    many = 5 + 5 * (drawn ** (-1 / BIG) - 1)
    return np.minimum(np.where(big, many, usual), MOST).astype(np.int64)


def others(chance: np.random.Generator, weights: Real, rows: Whole, sizes: Whole) -> Whole:
    """Draw for each work as many different countries as its size says, by the weights of its row; flat, work by work.

    The first to ring of exponential clocks with these rates: the same as drawing one by one without putting back.
    """
    rates = weights.astype(np.float32)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    found = np.zeros(int(offsets[-1]), dtype=np.int64)
    for start in range(0, len(rows), CHUNK):
        some = slice(start, start + CHUNK)
        with np.errstate(all="ignore"):  # who never joins rings at infinity
            clocks = chance.standard_exponential((len(rows[some]), rates.shape[1]), dtype=np.float32)
            clocks = np.where(rates[rows[some]] > 0, clocks / rates[rows[some]], np.inf)
        most = sizes[some]
        one = np.flatnonzero(most == 1)
        found[offsets[some][: len(most)][one]] = clocks[one].argmin(axis=1)
        more = np.flatnonzero(most > 1)
        first = clocks[more].argsort(axis=1)
        wanted = np.arange(rates.shape[1]) < most[more][:, None]
        found[spans(offsets[some][: len(most)][more], most[more])] = first[wanted]
    return found


def spans(starts: Whole, lengths: Whole) -> Whole:
    """Return the numbers start, start + 1, ... of each span, one span after another."""
    total = int(lengths.sum())
    begin = np.cumsum(lengths) - lengths
    return np.arange(total) + np.repeat(starts - begin, lengths)
