"""How long does `utsyn may-apply` take from the shell, with a cold interpreter, and what does it spend it on?"""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Row, report

DEMO = Path(__file__).parent.parent / "src/utsyn/data/demo/intpart-2022"
COMMAND = Path(sys.executable).parent / "utsyn"
ROUNDS = 15


def timed(*command: str) -> tuple[float, float]:
    """Wall seconds and CPU seconds of a process."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, spent


def rows(what: str, *command: str, bar: float | None = None) -> list[Row]:
    """Rows of CPU and wall time for a command."""
    timed(*command)
    wall, cpu = zip(*(timed(*command) for _ in range(ROUNDS)), strict=True)
    made = []
    for kind, taken, limit in (("CPU", cpu, bar), ("wall", wall, None)):
        low, median, high = (round(value, 3) for value in statistics.quantiles(taken, n=4))
        made.append(Row(f"{what}, {kind}", median, low, high, "s", limit))
    return made


def main() -> None:
    """Measure and report."""
    star = str(min(DEMO.glob("*.yaml")))
    report(
        "shell",
        [
            *rows(
                "utsyn may-apply",
                str(COMMAND),
                "may-apply",
                "intpart-2022",
                star,
                "--on",
                "2022-03-02",
                bar=0.4,
            ),
            *rows("utsyn calls", str(COMMAND), "calls"),
            *rows("python -c pass", sys.executable, "-c", "pass"),
        ],
    )


if __name__ == "__main__":
    main()
