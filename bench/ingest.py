"""What does it cost to load works from OpenAlex's files, in CPU a work: JSON lines in gz, Parquet, and what was not chosen?

A synthetic world has 4.5 kB of JSON a work; OpenAlex's own average was 6.7 kB (1.6 TB over 240 M works, May 2023). Where the shared
folder is at hand, the 292 real works of an older release are repeated: 17.5 kB each, with concepts and abstracts that nobody here reads;
of these, unpacking alone takes 70 microseconds. CPU of all cores is counted, as
is all of a load: hashing, checking, the pass that makes the tables, what is twice, and writing. What did not come straight
from its source has its gzip sums checked in a pass of its own; what was fetched has not.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.measure import cpu, report, row

WORKS, SEED, ROUNDS = 100_000, 5, 5
BAR = 1e6 / 12_000  # microseconds of CPU a work
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "openalex" / "works_292.jsonl.gz"
TIMES = 40


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        parts = {form: world(folder / form, form) for form in ("json", "parquet")}
        size = sum(len(gzip.decompress(part.read_bytes())) for part in parts["json"]) // WORKS
        rows = [
            measured(
                "JSON lines in gz, as a file that came from anywhere", folder, parts["json"], WORKS, BAR
            ),
            measured("JSON lines in gz, as fetched", folder, parts["json"], WORKS, BAR, fetched=True),
            measured("Parquet, the needed columns alone", folder, parts["parquet"], WORKS),
            row(
                "not chosen: json of the standard library, parsing alone",
                per(cpu(lambda: parse(parts["json"]), rounds=3), WORKS),
                "us",
            ),
        ]
        if REAL.is_file():
            real = repeated(folder / "real.gz")
            rows.append(
                measured(
                    "real works repeated, 17.5 kB each, as fetched", folder, [real], 292 * TIMES, fetched=True
                )
            )
        for one in rows:
            print(f"  {one.what:<58} {1e6 / one.median:>9,.0f} works a CPU-second")
        report("ingest", rows, bytes_of_json_a_work=size, works=WORKS)


def world(folder: Path, form: str) -> list[Path]:
    """Write a world as OpenAlex's files, and return its parts."""
    command = [sys.executable, "-m", "utsyn.cli", "world", "--works", str(WORKS), "--seed", str(SEED)]
    subprocess.run([*command, "--to", str(folder), "--format", form], check=True, stdout=subprocess.DEVNULL)
    return sorted((folder / "openalex").rglob("part_*"))


def measured(
    what: str,
    folder: Path,
    parts: Sequence[Path],
    works: int,
    bar: float | None = None,
    *,
    fetched: bool = False,
):
    """Measure a load of parts into a store of its own."""
    return row(
        what,
        per(cpu(lambda: load(folder / "store", parts, fetched=fetched), rounds=ROUNDS), works),
        "us",
        bar,
    )


def load(folder: Path, parts: Sequence[Path], *, fetched: bool) -> None:
    from utsyn.evidence import loading
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.sources import find

    shutil.rmtree(folder, ignore_errors=True)

    def work(files: Sequence[Path], into: loading.Loading) -> None:
        into.fetched = frozenset(files) if fetched else frozenset()
        find("openalex").load(files, into)

    asked = loading.Asked("k", date(2026, 11, 26), synthetic=True, parameters={"home": "I91000027333"})
    loading.load(Store(folder), work, source="openalex", title="", files=parts, asked=asked)


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
