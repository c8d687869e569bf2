"""The synthetic world against real counts: who Norway writes with, with how many countries, and how many authors works have."""

import gzip
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.house.tree import ROOT
from utsyn.evidence.world import blocks
from utsyn.evidence.world.countries import countries
from utsyn.evidence.world.works import Works

MATRIX = ROOT.parent / "shared" / "data" / "country_coauthorship" / "WrldCo2019.net.gz"
WORKS, SEED = 250_000, 17


SIZES = [(20_000, 1), (200_000, 1), (WORKS, SEED)]


@cache
def drawn(size: int = WORKS, seed: int = SEED) -> Works:
    return blocks.block(blocks.world(size, seed), 0)


@cache
def on(size: int = WORKS, seed: int = SEED) -> np.ndarray:
    """Which countries (columns) are on which works (rows), of works that are in more than one."""
    works = drawn(size, seed)
    known = works.country >= 0
    found = np.zeros((len(works.number), len(countries().codes)), dtype=bool)
    found[works.work[known], works.country[known]] = True
    return found[found.sum(axis=1) > 1]


def norway(size: int = WORKS, seed: int = SEED) -> np.ndarray:
    held = on(size, seed)
    return held[held[:, countries().number("NO")]]


def ranks(values: list[float]) -> np.ndarray:
    return np.argsort(np.argsort(values))


@pytest.mark.skipif(
    not MATRIX.is_file(), reason="the real matrix (../shared/data/country_coauthorship) is not here"
)
@pytest.mark.parametrize(("size", "seed"), SIZES)
def test_norway_writes_with_its_real_partners_in_their_real_order(size: int, seed: int):
    names, real = {}, Counter()
    with gzip.open(MATRIX, "rt", encoding="utf-8-sig") as file:
        for told in map(str.split, file):
            if len(told) == 2 and told[1].startswith('"'):
                names[told[0]] = told[1].strip('"')
            elif len(told) == 3 and names.get(told[0]) == "NO" != names.get(told[1]):
                real[names[told[1]]] = float(told[2])
    made = dict(zip(countries().codes, norway(size, seed).sum(axis=0).tolist(), strict=True))
    top = [code for code, _ in real.most_common(20)]
    one, other = ranks([real[code] for code in top]), ranks([made[code] for code in top])
    spearman = 1 - 6 * ((one - other) ** 2).sum() / (20 * (20**2 - 1))
    assert spearman >= 0.95
    nearest = sorted(made, key=made.get, reverse=True)  # Norway itself comes first
    assert nearest.index("SE") == 1 + top.index("SE"), "the neighbour is not the ninth"


@pytest.mark.parametrize(("size", "seed"), SIZES)
def test_works_of_norway_have_as_many_countries_as_real_ones(size: int, seed: int):
    assert (norway(size, seed).sum(axis=1) - 1).mean() == pytest.approx(2.974, rel=0.05)


def test_works_of_the_world_have_about_as_many_countries_as_real_ones():
    each = on().sum(axis=1)
    assert (each * (each - 1)).sum() / each.sum() == pytest.approx(2.248, rel=0.1)


def test_authors_and_coverage_are_as_in_real_samples():
    works = drawn()
    middle, high, highest = np.percentile(works.authors, [50, 99, 99.9])
    assert 3 <= middle <= 4
    assert 14 <= high <= 24
    assert 28 <= highest <= 50
    assert 1_000 < works.authors.max() <= 5_000
    assert (works.cut & (works.authors == 100)).any()
    known = np.bincount(works.work[works.country >= 0], minlength=len(works.number)) > 0
    assert 0.75 < known.mean() < 0.85
    assert len(works.work) / len(works.number) == pytest.approx(5.44, rel=0.15)


def test_output_grows_and_the_current_year_is_still_filling():
    per_year = np.bincount(drawn().year)[2012:]
    assert all(before < after for before, after in pairwise(per_year[:-2]))
    assert per_year[-1] < per_year[-2] / 1.5
