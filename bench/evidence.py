"""How long do figures take: the full set of indicators, one university's own, a change cause by cause; and how long does pandas take?

Every part runs in a process of its own, with the world on disk and the engine fresh, but the program loaded: it is asked once before it is
measured, and the first time is told too. Seconds are of the clock, with those of all cores' CPU beside them; memory is the most that the process ever had. Worlds are made
in a temporary folder, or kept with --store for the next run. --works, --middle and --large make it smaller.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.evidence_world import SEED
from bench.measure import Row, report

if TYPE_CHECKING:
    from utsyn.evidence.recipes import About, Recipe
    from utsyn.evidence.snapshots import Store, Vintage

ROUNDS = 5
FLOOR = 4.4  # CPU-seconds: one pass over 20 M works, whatever is counted
OF_ALL = (
    "citation-impact",
    "top-cited",
    "copublication-advantage",
    "partner-impact",
    "partner-profile",
    "field-output",
    "citation-spread",
    "country-output",
)
RECIPE = "international-copublication"


class Measured(NamedTuple):
    """What one way of doing something took: seconds of the clock and of CPU by round, the most memory, and what came out."""

    wall: Sequence[float]
    cpu: Sequence[float]
    memory: float  # GB
    came: str
    first: tuple[
        float, float
    ]  # seconds of the clock and of CPU the first time, when nothing had been written yet

    @property
    def median(self) -> float:
        """The median of the clock."""
        return statistics.median(self.wall)


def main() -> None:
    given = _given()
    if given.inside:
        print(json.dumps(inside(given)))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = given.store or Path(made)
        rows = list(_rows(folder, given))
    load = [round(one, 1) for one in os.getloadavg()]
    report(
        "evidence",
        rows,
        works=given.works,
        middle=given.middle,
        large=given.large,
        load=load,
        priority=_priority(),
    )


def _rows(folder: Path, given: argparse.Namespace) -> Iterator[Row]:
    for size, later in (
        (given.works, False),
        (given.works, True),
        (given.middle, False),
        (given.large, False),
    ):
        if size:
            _world(folder, size, later=later)
    full = _run(folder, "full", given.works, given)
    yield Row("all indicators, the first time", *(round(full.first[0], 3),) * 3, "s")
    yield Row("    of CPU", *(round(full.first[1], 3),) * 3, "s")
    yield from _lines(f"all indicators, {given.works:,} works", full, wall=2.5, memory=0.5)
    yield from _lines(
        f"a change, cause by cause, {given.works:,} works",
        _run(folder, "change", given.works, given),
        wall=1.0,
    )
    for size in filter(None, (given.works, given.middle)):
        yield from _against(folder, size, given)
    if given.large:
        yield from _lines(
            f"one university's own figures, {given.large:,} works",
            _run(folder, "own", given.large, given),
            wall=2.0,
        )
        large = _run(folder, "full", given.large, given, memory="1500MB", rounds=2)
        yield from _lines(f"all indicators, {given.large:,} works, 1.5 GB", large, wall=20.0, memory=None)
        times = statistics.median(large.cpu) / (FLOOR * given.large / 20e6)
        yield Row("    of CPU, against one pass", *(round(times, 1),) * 3, "times")


def _against(folder: Path, size: int, given: argparse.Namespace) -> Iterator[Row]:
    ours, theirs = (_run(folder, part, size, given) for part in ("one", "pandas"))
    assert ours.came == theirs.came, "pandas comes to something else"
    yield from _lines(f"{RECIPE}, {size:,} works", ours)
    yield from _lines(f"the same in pandas, {size:,} works", theirs)
    print(
        f"  {size:,} works: pandas takes {theirs.median / ours.median:.1f} times as long, {theirs.memory / ours.memory:.1f} times the memory"
    )
    if given.spark:
        far = _run(folder, "spark", size, given)
        assert far.came == ours.came, "Spark comes to something else"
        yield from _lines(f"the same on Spark, {size:,} works", far)
        print(
            f"  {size:,} works: Spark takes {far.median / ours.median:.1f} times as long; the hashes are equal"
        )


def _lines(
    what: str, found: Measured, *, wall: float | None = None, memory: float | None = None
) -> Iterator[Row]:
    yield Row(what, *_spread(found.wall), "s", wall)
    yield Row("    of CPU", *_spread(found.cpu), "s")
    yield Row("    memory at most", *(round(found.memory, 3),) * 3, "GB", memory)


def _spread(taken: Sequence[float]) -> tuple[float, float, float]:
    low, median, high = statistics.quantiles(taken, n=4) if len(taken) > 1 else taken * 3
    return round(median, 3), round(low, 3), round(high, 3)


def _run(
    folder: Path, part: str, size: int, given: argparse.Namespace, *, memory: str = "", rounds: int = ROUNDS
) -> Measured:
    """Measure a part in a process of its own."""
    command = [sys.executable, "-m", "bench.evidence", "--inside", part, "--store", str(folder), "--works", str(size),
               "--memory", memory, "--rounds", str(rounds), "--spark", given.spark]  # fmt: skip
    root = Path(__file__).parents[1]
    ended = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True)
    found = Measured(**json.loads(ended.stdout.splitlines()[-1]))
    print(
        f"  {part}, {size:,} works: {found.median:.2f} s, {found.memory:.2f} GB", file=sys.stderr, flush=True
    )
    return found


def _world(folder: Path, size: int, *, later: bool) -> None:
    """Make a world in a process of its own: what is started counts the memory of who started it as its own."""
    command = [sys.executable, "-m", "bench.evidence_world", str(folder), str(size), *(["later"] if later else [])]  # fmt: skip
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True)


def inside(given: argparse.Namespace) -> Mapping[str, Any]:
    """Measure a part here."""
    work = PARTS[given.inside](given)
    begun, used = time.perf_counter(), time.process_time()
    came = work()
    first = time.perf_counter() - begun, time.process_time() - used
    wall, cpu = [], []
    for _ in range(given.rounds):
        begun, used = time.perf_counter(), time.process_time()
        assert work() == came, "another run comes to something else"
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"wall": wall, "cpu": cpu, "memory": most, "came": came, "first": first}


def _priority() -> str:
    """Return with which priority this runs beside all else on the machine, as the kernel says it."""
    told = Path("/proc/self/autogroup")
    return f"{told.read_text().strip() if told.exists() else ''}, nice {os.nice(0)}".lstrip(", ")


def _at_hand(given: argparse.Namespace, *, later: bool = False) -> "tuple[Store, Vintage, About]":
    from utsyn.evidence.recipes import About
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.world import university
    from utsyn.evidence.world.whole import SOURCE, key_of

    store = Store(given.store)
    key = key_of(works=given.works, seed=SEED, later=later)
    vintage = next(one for one in store.vintages(SOURCE) if one.key == key)
    return store, vintage, About(university(works=given.works, seed=SEED), 2012, 2026)


def _of(
    wanted: "Callable[[Recipe], bool]", *, far: bool = False
) -> Callable[[argparse.Namespace], Callable[[], str]]:
    def part(given: argparse.Namespace) -> Callable[[], str]:
        from utsyn.evidence.compute import chosen, compute
        from utsyn.evidence.engine import Limits, duckdb
        from utsyn.evidence.recipes import recipes
        from utsyn.evidence.spark import spark

        store, vintage, about = _at_hand(given)
        vintages = chosen([vintage])
        each = [
            one for one in recipes().values() if wanted(one) and all(name in vintages for name in one.needs)
        ]

        def work() -> str:
            engine = spark(given.spark) if far else duckdb(Limits(given.memory, 0, given.store / "spill"))
            made = list(compute(engine, store, each, about, vintages=vintages))
            if not far:
                engine.close()
            return " ".join(one.result.sha256 for one in made)

        return work

    return part


def _change(given: argparse.Namespace) -> Callable[[], str]:
    from utsyn.evidence.compare import vintages
    from utsyn.evidence.compute import chosen
    from utsyn.evidence.engine import duckdb
    from utsyn.evidence.ways import way

    store, before, about = _at_hand(given)
    _, after, _ = _at_hand(given, later=True)
    of = way(RECIPE, where={})

    def work() -> str:
        found = vintages(
            duckdb(), store, about, ways=(of, of), before=chosen([before]), after=chosen([after])
        )
        assert len(found.causes()) == 7, "seven causes are planted"
        return found.moves.sha256

    return work


def _pandas(given: argparse.Namespace) -> Callable[[], str]:
    import pandas as pd

    from utsyn.evidence.recipes import find
    from utsyn.evidence.results import result

    store, vintage, about = _at_hand(given)

    def work() -> str:
        columns = ["work", "year", "core", "institutions", "countries"]
        works = pd.read_parquet(store.path(vintage, "works"), columns=columns)
        works = works[works.core & works.year.between(about.since, about.until)]
        ours = pd.read_parquet(store.path(vintage, "orgmap"))
        ours = ours[(ours.university == about.university) & ours.relation.isin(["component", "joint"])]
        each = (
            works[["work", "year", "institutions"]]
            .explode("institutions")
            .rename(columns={"institutions": "organisation"})
        )
        met = each.merge(ours, on="organisation")
        met = met[(met.year >= met.since) & (met.year <= met.until)]
        home = works[works.work.isin(met.work)]
        n = home.countries.str.len()
        told = pd.DataFrame({"year": home.year, "numerator": n > 1, "denominator": n > 0, "unknown": n == 0})
        rows = told.groupby("year").sum().reset_index().itertuples(index=False)
        return result(find(RECIPE).columns, (tuple(int(value) for value in row) for row in rows)).sha256

    return work


PARTS: Mapping[str, Callable[[argparse.Namespace], Callable[[], str]]] = {
    "full": _of(lambda _: True),
    "own": _of(lambda one: not one.key.removesuffix("-by-field").removesuffix("-by-unit").startswith(OF_ALL)),
    "one": _of(lambda one: one.key == RECIPE),
    "spark": _of(lambda one: one.key == RECIPE, far=True),
    "change": _change,
    "pandas": _pandas,
}


def _given() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--works", type=int, default=1_000_000)
    made.add_argument("--middle", type=int, default=5_000_000, help="for pandas too; 0 leaves it out")
    made.add_argument("--large", type=int, default=20_000_000, help="0 leaves it out")
    made.add_argument("--store", type=Path, help="keep the worlds here for the next run")
    made.add_argument("--spark", default="", help="compare with this Spark too: sc://HOST:PORT")
    for name, default in (("--inside", ""), ("--memory", ""), ("--rounds", ROUNDS)):
        made.add_argument(name, type=type(default), default=default, help=argparse.SUPPRESS)
    return made.parse_args()


if __name__ == "__main__":
    main()
