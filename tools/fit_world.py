"""Fit the countries of the synthetic world to the real matrix of co-authorship by pair of countries, and to where organisations are.

    python tools/fit_world.py SHARED/data      (with country_coauthorship/ and ror/ in it)

Writes src/utsyn/data/evidence/world_countries.json. Iterates: draw a million works, compare, mend; the same seed each time.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from utsyn.evidence.world.countries import Real, Whole, how_many, others

PLACE = Path(__file__).parents[1] / "src/utsyn/data/evidence/world_countries.json"
HOW_MANY, WORKS, ROUNDS, SEED = 58, 300_000, 60, 2019
WORLD, NORWAY = 2.248, 2.974  # partner countries on a work with several, 2023
AT_HOME = 3.12  # drawn at home, so that Norway comes out right when works with a single author in two countries are added
BIG_SHARE, BIG_AT_HOME = 0.0033, 0.0016  # of works with several countries, as the world draws them
# Share of a country's works that have several countries, where it is far from one half: rough, for the number of domestic works alone.
SHARES = {"CN": 0.22, "US": 0.38, "IN": 0.18, "JP": 0.30, "KR": 0.28, "BR": 0.32, "IR": 0.22, "ID": 0.15, "RU": 0.25, "TR": 0.25,
          "PL": 0.35, "UA": 0.25, "NG": 0.4, "RO": 0.4, "MX": 0.45, "CH": 0.7, "IS": 0.75, "SA": 0.7, "BE": 0.68, "AT": 0.66}  # fmt: skip


def matrix(path: Path) -> dict[tuple[str, str], float]:
    """Read a Pajek file: pairs of countries; a country with itself is the number of its works with several countries."""
    names: dict[str, str] = {}
    pairs: dict[tuple[str, str], float] = {}
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        for line in file:
            told = line.split()
            if len(told) == 2 and told[1].startswith('"'):
                names[told[0]] = told[1].strip('"')
            elif len(told) == 3 and told[0] in names:
                pairs[names[told[0]], names[told[1]]] = float(told[2])
    return pairs


def seats(path: Path) -> dict[str, tuple[int, float, float]]:
    """Return by country how many organisations the register has, and the middle of where they are."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            for place in json.loads(line)["locations"]:
                where = place["geonames_details"]
                found[where["country_code"]].append((where["lat"], where["lng"]))
    return {code: (len(at), *np.median(np.array(at), axis=0).round(3).tolist()) for code, at in found.items()}


def observed(rows: Whole, sizes: Whole, drawn: Whole, n: int) -> tuple[Real, Real]:
    """Return how many works each country is on, and each pair of countries."""
    on = np.zeros((len(rows), n), dtype=np.float32)
    on[np.arange(len(rows)), rows] = 1
    on[np.repeat(np.arange(len(rows)), sizes), drawn] = 1
    pairs = (on.T @ on).astype(np.float64)
    each = np.diag(pairs).copy()
    np.fill_diagonal(pairs, 0)
    return each, pairs


def fit(each: Real, pairs: Real) -> tuple[Real, Real, Real]:
    """Return from whom works start, how many join, and who joins, such that countries and pairs come out as they are told."""
    n = len(each)
    chance = np.random.default_rng(SEED)
    anchors, joins, spread = each / each.sum(), pairs / each[:, None], np.full(n, 1.0)
    share, mean = each / each.sum(), pairs.sum(axis=1) / each
    for _ in range(ROUNDS):
        rows = chance.choice(n, WORKS, p=anchors)
        sizes = how_many(chance, spread[rows], big=chance.random(WORKS) < BIG_SHARE)
        drawn = others(chance, joins, rows, sizes)
        on, met = observed(rows, sizes, drawn, n)
        anchors *= (share / (on / on.sum())) ** 0.5
        anchors /= anchors.sum()
        spread = np.clip(spread * (mean / (met.sum(axis=1) / on)) ** 0.7, 0.05, 12)
        wanted = pairs / pairs.sum() * met.sum()
        joins *= ((wanted + 3) / (met + 3)) ** 0.5 * (pairs > 0)
        joins /= joins.sum(axis=1, keepdims=True)
    off = np.abs(met.sum(axis=1) / on / mean - 1)
    print(
        "partners a work, furthest off:",
        off.max().round(3),
        "Norway",
        met.sum(axis=1)[NO] / on[NO],
        "world",
        met.sum() / on.sum(),
    )
    print(
        [
            (
                codes[i],
                round(float(met.sum(axis=1)[i] / on[i]), 2),
                round(float(mean[i]), 2),
                round(float(spread[i]), 2),
            )
            for i in np.argsort(-off)[:12]
        ]
    )
    return anchors, spread, joins


def fit_home(pairs: Real) -> tuple[Real, float]:
    """Return who joins works that Norway starts, and how many, such that partners come out as Norway's."""
    chance = np.random.default_rng(SEED)
    joins, spread = pairs[NO] / pairs[NO].sum(), 1.5
    rows = np.zeros(200_000, dtype=np.int64)
    for _ in range(ROUNDS):
        sizes = how_many(chance, np.full(len(rows), spread), big=chance.random(len(rows)) < BIG_AT_HOME)
        met = np.bincount(others(chance, joins[None, :], rows, sizes), minlength=len(joins))
        spread *= AT_HOME / sizes.mean()
        joins *= ((pairs[NO] / pairs[NO].sum() + 1e-6) / (met / met.sum() + 1e-6)) ** 0.5
        joins /= joins.sum()
    print("home: partners a work", sizes.mean())
    return joins, float(spread)


given = argparse.ArgumentParser(description=__doc__)
given.add_argument("data", type=Path)
data = given.parse_args().data
found = matrix(data / "country_coauthorship" / "WrldCo2019.net.gz")
size = Counter({a: v for (a, b), v in found.items() if a == b})
largest = [code for code, _ in size.most_common(HOW_MANY + 2) if code not in {"IS", "MO"}]
codes = sorted([*largest[: HOW_MANY - 2], "IS", "MO"])
NO = codes.index("NO")
each = np.array([size[code] for code in codes])
pairs = np.array([[0.0 if a == b else found.get((a, b), 0.0) for b in codes] for a in codes])
pairs[NO] *= NORWAY * each[NO] / pairs[NO].sum()
pairs[:, NO] = pairs[NO]
rest = np.arange(len(codes)) != NO
inner = np.ix_(rest, rest)
pairs[inner] *= (WORLD * each.sum() - 2 * pairs[NO].sum()) / pairs[inner].sum()
anchors, spread, joins = fit(each.astype(float), pairs)
home_joins, home_spread = fit_home(pairs)
where = seats(data / "ror" / "ror_v2_records.jsonl.gz")
domestic = np.array([size[code] * (1 / SHARES.get(code, 0.55) - 1) for code in codes])
sat = np.array([where.get(code, (1, 0.0, 0.0))[0] for code in codes], dtype=float)
told = {
    "about": "Fitted to counts of international works by pair of countries in OpenAlex, 2019, and to ROR's organisations by country. Not data about anybody.",
    "codes": codes,
    "lat": [where[code][1] for code in codes],
    "lon": [where[code][2] for code in codes],
    "organisations": (sat / sat.sum()).round(6).tolist(),
    "domestic": (domestic / domestic.sum()).round(6).tolist(),
    "anchors": anchors.round(7).tolist(),
    "spread": spread.round(4).tolist(),
    "joins": joins.round(6).tolist(),
    "home_joins": home_joins.round(6).tolist(),
    "home_spread": round(home_spread, 4),
}
lines = ",\n".join(f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in told.items())
PLACE.write_text("{" + lines + "}\n", "utf-8")
print(PLACE.stat().st_size, "bytes")
