"""What does it cost to load works from OpenAlex's files, in CPU a work: JSON lines in gz, Parquet, and what was not chosen?

A synthetic world has 4.5 kB of JSON a work; OpenAlex's own average was 6.7 kB (1.6 TB over 240 M works, May 2023). Where the shared
folder is at hand, the 292 real works of an older release are repeated: 17.5 kB each, with concepts and abstracts that nobody here reads.
CPU of all cores is counted, as is all of a load: hashing, unpacking with its sums held, the pass that makes the tables, what is twice, and
writing. The floor is the same bytes read by the same engine with the same columns, and nothing made of them.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.measure import Row, cpu, report, row

WORKS, SEED, ROUNDS = 100_000, 5, 4
BAR = 1e6 / 12_000  # microseconds of CPU a work
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "openalex" / "works_292.jsonl.gz"
TIMES = 100


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        parts = {form: world(folder / form, form) for form in ("json", "parquet")}
        size = sum(len(gzip.decompress(part.read_bytes())) for part in parts["json"]) // WORKS
        rows = list(packed("synthetic works", folder, parts["json"], WORKS))
        rows += [
            measured("Parquet, the needed columns alone", folder, parts["parquet"], WORKS),
            row(
                "not chosen: json of the standard library, parsing alone",
                per(cpu(lambda: parse(parts["json"]), rounds=3), WORKS),
                "us",
            ),
        ]
        if REAL.is_file():
            rows += packed("real works repeated", folder, [repeated(folder / "real.gz")], 292 * TIMES)
        for one in rows:
            print(f"  {one.what:<58} {1e6 / one.median:>9,.0f} works a CPU-second")
        report("ingest", rows, bytes_of_json_a_work=size, works=WORKS, ratios=ratios(rows))


def packed(what: str, folder: Path, parts: Sequence[Path], works: int) -> Iterator[Row]:
    """Measure JSON lines in gz: unpacking alone, reading with nothing made of it, and a whole load."""

    def told(how: str, work: object) -> Row:
        return row(f"{what}: {how}", per(cpu(work, rounds=ROUNDS), works), "us")  # type: ignore[arg-type]

    yield told("gunzip alone, zlib", lambda: unpack(parts, "zlib"))
    yield told("gunzip alone, ISA-L", lambda: unpack(parts, "isal.isal_zlib"))
    yield told("floor, DuckDB reads the needed columns", lambda: floor(parts))
    yield measured(f"{what}: a whole load", folder, parts, works, BAR)


def ratios(rows: Sequence[Row]) -> dict[str, float]:
    """What a load costs for each of what it cannot do without."""
    of = {one.what: one.median for one in rows}
    whole = {
        name.removesuffix(": a whole load"): cost
        for name, cost in of.items()
        if name.endswith("a whole load")
    }
    return {
        f"{what}: load / {how}": round(cost / of[f"{what}: {how}"], 2)
        for what, cost in whole.items()
        for how in ("gunzip alone, ISA-L", "gunzip alone, zlib", "floor, DuckDB reads the needed columns")
    }


def world(folder: Path, form: str) -> list[Path]:
    """Write a world as OpenAlex's files, and return its parts."""
    command = [sys.executable, "-m", "utsyn.cli", "world", "--works", str(WORKS), "--seed", str(SEED)]
    subprocess.run([*command, "--to", str(folder), "--format", form], check=True, stdout=subprocess.DEVNULL)
    return sorted((folder / "openalex").rglob("part_*"))


def measured(what: str, folder: Path, parts: Sequence[Path], works: int, bar: float | None = None) -> Row:
    """Measure a load of parts into a store of its own."""
    return row(what, per(cpu(lambda: load(folder / "store", parts), rounds=ROUNDS), works), "us", bar)


def load(folder: Path, parts: Sequence[Path]) -> None:
    from utsyn.evidence import loading
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.sources import find

    shutil.rmtree(folder, ignore_errors=True)
    asked = loading.Asked("k", date(2026, 11, 26), synthetic=True, parameters={"home": "I91000027333"})
    loading.load(Store(folder), find("openalex").load, source="openalex", title="", files=parts, asked=asked)


def floor(parts: Sequence[Path]) -> None:
    """Read all that a load reads, by DuckDB's own means, and keep nothing."""
    import duckdb

    from utsyn.evidence.sources.openalex_shape import WORK, columns

    engine = duckdb.connect()
    for part in parts:
        read = engine.read_json(str(part), columns=dict(columns(WORK)), format="newline_delimited")
        read.aggregate(", ".join(f'max(hash("{name}"))' for name in WORK)).fetchall()
    engine.close()


def unpack(parts: Sequence[Path], by: str) -> None:
    from importlib import import_module

    from utsyn.evidence.sources import openalex_unpack

    kept, openalex_unpack.unpacking = openalex_unpack.unpacking, import_module(by)
    for part in parts:
        for _ in openalex_unpack.chunks(part):
            pass
    openalex_unpack.unpacking = kept


def parse(parts: Sequence[Path]) -> None:
    for part in parts:
        with gzip.open(part) as file:
            for line in file:
                json.loads(line)


def repeated(path: Path) -> Path:
    """Write the real works many times over, under numbers of their own."""
    with gzip.open(REAL) as file:
        told = [json.loads(line) for line in file]
    with gzip.open(path, "wt", compresslevel=6, encoding="utf-8") as file:
        for number in range(TIMES * len(told)):
            file.write(
                json.dumps(
                    {**told[number % len(told)], "id": f"https://openalex.org/W{number}"}, ensure_ascii=False
                )
                + "\n"
            )
    return path


def per(taken: tuple[float, float, float], works: int) -> tuple[float, float, float]:
    low, median, high = sorted(taken)
    return median / works, low / works, high / works


if __name__ == "__main__":
    main()
