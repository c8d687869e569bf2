"""Do DuckDB and Spark Connect come to equal hashes over all recipes, and what do pandas, polars and PySpark take for the same recipe?

Each way computes in a process of its own, is asked once before it is measured (but for Spark Connect, of which the first round is told as
well), reads the Parquet files anew each time, and has as many cores. Seconds of CPU are those of all its threads and of the Java that it has beside it; memory is the most that each of them ever had, added up.
A Spark here stands on one machine: what it takes says nothing of a cluster, for which it is meant.
Runs in .venv-spark, which ./run test-spark sets up:  .venv-spark/bin/python -m bench.engines [--works N ...] [--store FOLDER]
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from bench.measure import RESULTS, Row, report
from bench.rivals import IMPACT, JOINT, in_pandas, in_polars, in_pyspark
from tests.evidence import spark_server

SIZES, SEED, ROUNDS, WHOLE = (1_000_000, 5_000_000), 1, 5, 2
SINCE, UNTIL = 2012, 2026
MEMORY, CORES = "4g", 2
RIVALS = ("pandas", "polars", "pyspark")
HERE = Path(__file__).parents[1]


class Measured(NamedTuple):
    """What one way took: seconds of CPU and of the clock by round, the most memory in GB, and the hashes by recipe."""

    cpu: list[float]
    wall: list[float]
    memory: float
    came: Mapping[str, str]


def main() -> None:
    given = _given()
    if given.inside:
        print(json.dumps(inside(given)._asdict()))
        return
    if lacking := spark_server.lacking():
        print(f"SKIPPED engines: {lacking} is not here; ./run test-spark sets up .venv-spark")
        return
    rows, told = _before(given.works) if given.add else ([], [])
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for works in given.works:
            world(works, given.store or folder)
            for lines, more in measured(works, given.store or folder, folder, given):
                rows += lines
                told.append({"works": works, **more})
            report("engines", rows, compared=told, versions=versions())  # so far: the next may take an hour


def versions() -> Mapping[str, str]:
    """Return which versions were held against one another."""
    return {name: version(name) for name in ("duckdb", "ibis-framework", *RIVALS) if importlib.util.find_spec(name.partition("-")[0])}  # fmt: skip


def _before(works: list[int]) -> tuple[list[Row], list[Mapping[str, object]]]:
    """Return what was measured before of other worlds."""
    held = json.loads((RESULTS / "engines.json").read_text())
    rows = [Row(**one) for one in held["rows"] if not one["what"].startswith(tuple(f"{n:,} " for n in works))]
    return rows, [one for one in held["compared"] if one["works"] not in works]


def measured(
    works: int, store: Path, folder: Path, given: argparse.Namespace
) -> Iterator[tuple[list[Row], Mapping[str, object]]]:
    """Walk what is measured of a world: all recipes on both engines, then two of them against others."""

    def run(way: str, recipe: str = "", *more: str) -> Measured:
        rounds = given.rounds if recipe else given.whole
        command = [sys.executable, "-m", "bench.engines", "--inside", way, "--recipe", recipe, "--works", str(works),
                   "--store", str(store), "--rounds", str(rounds), *more]  # fmt: skip
        ended = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
        found = Measured(**json.loads(ended.stdout.splitlines()[-1]))
        print(f"    {works:,} works, {recipe or 'all'}, {way}: {_middle(found.cpu):.2f} s of CPU, "
              f"{_middle(found.wall):.2f} s, {found.memory:.2f} GB", file=sys.stderr, flush=True)  # fmt: skip
        return found

    here = run("duckdb")
    with spark_server.server(folder / f"spark-{works}", memory=MEMORY, cores=CORES) as url:
        there = run("connect", "", "--spark", url, "--server", str(_java(os.getpid())))
    yield _compared(works, f"all {len(here.came)} recipes", {"duckdb": here, "connect": there})
    for recipe in (JOINT, IMPACT):
        rivals = [one for one in RIVALS if importlib.util.find_spec(one)]
        yield _compared(works, recipe, {one: run(one, recipe) for one in ("duckdb", *rivals)})


def _compared(works: int, what: str, found: Mapping[str, Measured]) -> tuple[list[Row], Mapping[str, object]]:
    """Hold the others against DuckDB: which recipes differ, and how many times as much they take."""
    ours = found["duckdb"]
    differing = {name: sorted(key for key, sha256 in ours.came.items() if one.came.get(key) != sha256)
                 for name, one in found.items()}  # fmt: skip
    ratios = {name: {"cpu": _ratio(one.cpu, ours.cpu), "clock": _ratio(one.wall, ours.wall), "memory": round(one.memory / ours.memory, 1)}
              for name, one in found.items() if one is not ours}  # fmt: skip
    for name, ratio in ratios.items():
        print(f"  {works:,} works, {what}: {name} takes {ratio['cpu']} times the CPU, {ratio['clock']} times the time, "
              f"{ratio['memory']} times the memory of duckdb; differing: {differing[name] or 'none'}")  # fmt: skip
    if any(differing.values()):
        sys.exit("They come to something else")
    rows = []
    for name, one in found.items():
        told = f"{works:,} works, {what}, {name}"
        rows += [_row(f"{told}: CPU", one.cpu), _row(f"{told}: clock", one.wall),
                 Row(f"{told}: memory", *(round(one.memory, 2),) * 3, "GB")]  # fmt: skip
    load = round(os.getloadavg()[1], 1)
    return rows, {
        "load": load,
        "what": what,
        "recipes": len(ours.came),
        "differing": differing,
        "times duckdb": ratios,
    }


def _middle(taken: list[float]) -> float:
    return statistics.median(taken)


def _ratio(taken: list[float], ours: list[float]) -> float:
    return round(_middle(taken) / _middle(ours), 1)


def _row(what: str, taken: list[float]) -> Row:
    return Row(what, *(round(value, 2) for value in (_middle(taken), min(taken), max(taken))), "s")


# --- in a process of its own -------------------------------------------------------------------------------


def inside(given: argparse.Namespace) -> Measured:
    """Measure one way here."""
    works = given.works[0]
    files, about = world(works, given.store)
    with ExitStack() as stack:
        work = _way(given, stack, files, about)
        came = work() if given.inside != "connect" else {}
        others = [given.server or _java(os.getpid())]
        cpu, wall = [], []
        for _ in range(given.rounds):
            begun, used = time.perf_counter(), _cpu(others)
            found = work()
            came = came or found
            assert found == came, "another run comes to something else"
            wall.append(time.perf_counter() - begun)
            cpu.append(_cpu(others) - used)
        memory = sum(_most(one) for one in (os.getpid(), *others) if one)
        return Measured(cpu, wall, memory, came)


def _way(
    given: argparse.Namespace, stack: ExitStack, files: Mapping[str, Path], about: Any
) -> Callable[[], Mapping[str, str]]:
    """Return what computes, and gives the hashes."""
    from utsyn.evidence.recipes import find
    from utsyn.evidence.results import result

    recipe = given.recipe
    if given.inside in ("duckdb", "connect"):
        return lambda: _utsyn(given, about)
    if given.inside == "pyspark":
        from pyspark.sql import SparkSession

        told = {"spark.driver.memory": MEMORY, "spark.sql.shuffle.partitions": CORES, "spark.ui.enabled": "false", "spark.log.level": "ERROR",
                "spark.ui.showConsoleProgress": "false"}  # fmt: skip
        session = SparkSession.builder.master(f"local[{CORES}]").config(map=told).getOrCreate()
        stack.callback(session.stop)
        rows = lambda: in_pyspark(session, recipe, files, about)  # noqa: E731
    else:
        way = {"pandas": in_pandas, "polars": in_polars}[given.inside]
        rows = lambda: way(recipe, files, about)  # noqa: E731
    return lambda: {recipe: result(find(recipe).columns, (tuple(map(int, row)) for row in rows())).sha256}


def _utsyn(given: argparse.Namespace, about: Any) -> Mapping[str, str]:
    """Compute as the command does, on an engine that holds nothing yet, and keep nothing."""
    from utsyn.evidence.compute import chosen, compute
    from utsyn.evidence.engine import Limits, duckdb
    from utsyn.evidence.recipes import recipes
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.spark import spark
    from utsyn.evidence.world.whole import SOURCE, key_of

    store = Store(given.store)
    key = key_of(works=given.works[0], seed=SEED, later=False)
    vintages = chosen(one for one in store.vintages(SOURCE) if one.key == key)
    each = [
        one for one in recipes().values()
        if set(one.needs) <= set(vintages) and given.recipe in ("", one.key)
    ]  # fmt: skip
    engine = spark(given.spark) if given.inside == "connect" else duckdb(Limits(threads=CORES))
    try:
        return {made.recipe.key: made.result.sha256 for made in compute(engine, store, each, about, vintages=vintages)}  # fmt: skip
    finally:
        engine.close()


def world(works: int, folder: Path) -> tuple[Mapping[str, Path], Any]:
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


# --- what processes have used, as Linux tells it -----------------------------------------------------------


def _java(parent: int) -> int:
    """Return the Java that a process has started, itself or by way of others; 0 where there is none."""
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        found = int(child) if Path(f"/proc/{child}/comm").read_text() == "java\n" else _java(int(child))
        if found:
            return found
    return 0


def _cpu(others: list[int]) -> float:
    """Return the seconds of CPU of this process, all its threads, and of others."""
    taken = time.process_time()
    for one in filter(None, others):
        told = Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2].split()
        taken += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return taken


def _most(pid: int) -> float:
    """Return the most memory that a process ever had, in GB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20


def _given() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--works", type=int, nargs="*", default=SIZES)
    made.add_argument("--add", action="store_true", help="keep what was measured of other worlds before")
    made.add_argument("--rounds", type=int, default=ROUNDS)
    made.add_argument("--whole", type=int, default=WHOLE, help="rounds of all recipes")
    made.add_argument("--store", type=Path, help="where the worlds are, or are to be, kept")
    for name in ("inside", "recipe", "spark"):
        made.add_argument(f"--{name}", default="", help=argparse.SUPPRESS)
    made.add_argument("--server", type=int, default=0, help=argparse.SUPPRESS)
    return made.parse_args()


if __name__ == "__main__":
    main()
