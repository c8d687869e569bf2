"""Does every recipe come to the same hash on DuckDB and on Spark Connect at 1 and 5 million works, and how long does each take?

Seconds on the clock, as Spark computes in a process of its own: the whole set of recipes on engines that hold nothing yet, with as much of
this machine for each. Spark is started for it, on this machine alone: what it takes here says nothing of a cluster, for which it is meant.
Runs in .venv-spark, which ./run test-spark sets up:  .venv-spark/bin/python -m bench.engines [--works N ...] [--store FOLDER]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench.measure import Row, report
from tests.evidence import spark_server

SIZES, SEED, ROUNDS = (1_000_000, 5_000_000), 1, 3
SINCE, UNTIL = 2012, 2026
MEMORY, CORES = "4g", 2
Hashes = Mapping[str, str]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--works", type=int, nargs="*", default=SIZES)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--store", type=Path, help="where the worlds are, or are to be, kept")
    given = asked.parse_args()
    if lacking := spark_server.lacking():
        print(f"SKIPPED engines: {lacking} is not here; ./run test-spark sets up .venv-spark")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with spark_server.server(folder / "spark", memory=MEMORY, cores=CORES) as url:
            found = [
                compared(works, given.store or folder / "store", url, rounds=given.rounds)
                for works in given.works
            ]
    load = [round(one, 1) for one in os.getloadavg()]
    report(
        "engines", [row for rows, _ in found for row in rows], compared=[told for _, told in found], load=load
    )


def compared(works: int, store: Path, url: str, *, rounds: int) -> tuple[list[Row], dict[str, object]]:
    """Compute everything on both, several times, and tell how long it took and where they differ."""
    from utsyn.evidence.engine import Limits, duckdb, spark

    files, about = world(works, store)
    taken: dict[str, list[float]] = {"duckdb": [], "spark": []}
    hashes: dict[str, Hashes] = {}
    for _ in range(rounds):
        for name, start in (
            ("duckdb", lambda: duckdb(Limits(threads=CORES))),
            ("spark", lambda: spark(url)),
        ):
            engine = start()
            begun = time.perf_counter()
            hashes[name] = computed(engine, files, about)
            taken[name].append(time.perf_counter() - begun)
            engine.close()
    differing = sorted(key for key, sha256 in hashes["duckdb"].items() if hashes["spark"][key] != sha256)
    ratio = statistics.median(taken["spark"]) / statistics.median(taken["duckdb"])
    told = {
        "works": works,
        "recipes": len(hashes["duckdb"]),
        "differing": differing,
        "ratio": round(ratio, 1),
    }
    print(
        f"  {works:,} works: {told['recipes']} recipes, differing: {differing or 'none'}; Spark takes {ratio:.1f} times as long"
    )
    if differing:
        sys.exit("The engines differ")
    return [row(f"{works:,} works, all recipes, {name}", of) for name, of in taken.items()], told


def computed(engine, files: Mapping[str, Path], about) -> Hashes:
    """Return by recipe the hash of what an engine makes of files, of all whose tables there are."""
    from utsyn.evidence.recipes import recipes
    from utsyn.evidence.results import result

    found = {}
    for key, of in recipes().items():
        if set(of.needs) <= set(files):
            asked = of.make(engine.open({name: files[name] for name in of.needs}), about).select(
                list(of.columns)
            )
            found[key] = result(of.columns, engine.rows(asked)).sha256
    return found


def world(works: int, folder: Path):
    """Make a synthetic world, if it is not there, and return its files and what is asked about it."""
    from utsyn.evidence.recipes import About
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world import university
    from utsyn.evidence.world.whole import SOURCE, key_of, store

    place = folder / SOURCE / key_of(works=works, seed=SEED, later=False)
    if not place.is_dir():
        store(Store(folder), works=works, seed=SEED)
    files = {path.stem: path for path in place.glob("*.parquet")}
    return files, About(university(works=works, seed=SEED), SINCE, UNTIL)


def row(what: str, taken: list[float]) -> Row:
    """Turn seconds into a row: the median and the two ends."""
    low, high = min(taken), max(taken)
    return Row(what, *(round(value, 2) for value in (statistics.median(taken), low, high)), "s")


if __name__ == "__main__":
    main()
