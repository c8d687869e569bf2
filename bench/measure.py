"""CPU time with its spread, on a machine that others use too; a table for people, a JSON for the README."""

import gc
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

RESULTS = Path(__file__).parent / "results"


class Row(NamedTuple):
    """One measured thing: median and quartiles of CPU time, and the bar it was to reach, in the same unit."""

    what: str
    median: float
    low: float
    high: float
    unit: str
    bar: float | None = None


def cpu(work: Callable[[], object], *, rounds: int = 15, each: int = 1) -> tuple[float, float, float]:
    """Median and quartiles, in seconds of CPU, of doing the work once; `each` is how often a round does it."""
    work()
    taken = []
    gc.collect()
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(each):
            work()
        taken.append((time.process_time() - begun) / each)
    low, median, high = statistics.quantiles(taken, n=4)
    return median, low, high


def row(what: str, measured: tuple[float, float, float], unit: str, bar: float | None = None) -> Row:
    """Turn measured seconds into a row in `unit` (us, ms, s)."""
    scale = {"us": 1e6, "ms": 1e3, "s": 1.0}[unit]
    return Row(what, *(round(value * scale, 3) for value in measured), unit, bar)


def report(name: str, rows: list[Row], **more: object) -> None:
    """Print the table and write bench/results/<name>.json."""
    print(f"{name}: {'; '.join(f'{k} {v}' for k, v in machine().items())}")
    for r in rows:
        bar = (
            ""
            if r.bar is None
            else f"  bar {r.bar:g} {r.unit}: {'reached' if r.median <= r.bar else 'MISSED'}"
        )
        print(f"  {r.what:<58} {r.median:>9.3f} {r.unit}  ({r.low:.3f} to {r.high:.3f}){bar}")
    made = {"bench": name, "day": datetime.now(UTC).date().isoformat(), "machine": machine(),
            "rows": [r._asdict() for r in rows], **more}  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


def machine() -> dict[str, str]:
    """Say what it ran on: processor, cores, and the versions that matter."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())
    return {"processor": model, "cores": str(os.cpu_count()), "python": sys.version.split()[0],
            "pydantic": version("pydantic"), "django": version("django")}  # fmt: skip
