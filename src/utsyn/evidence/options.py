"""What the commands for evidence have in common: how they are added, what they return, and options that several of them know."""

import argparse
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.engine import Engine, Limits

Command = Callable[..., argparse.ArgumentParser]
AddDay = Callable[[argparse.ArgumentParser], None]
Clock = tuple[Callable[[float], None], Callable[[], datetime]]  # how to wait, and what time it is
RESULTS, WRONG = "results", 65


class Ran(NamedTuple):
    """What a command prints, what it complains of, and its exit status."""

    lines: Iterable[str]
    complaints: Iterable[str] = ()
    status: int = 0


def add_store(made: argparse.ArgumentParser) -> None:
    """Add where vintages and results are kept."""
    told = Path(os.environ.get("UTSYN_VAR") or "var") / "evidence"
    text = "where vintages and results are; UTSYN_VAR/evidence if left out"
    made.add_argument("--store", type=Path, default=told, metavar="FOLDER", help=text)


def add_limits(made: argparse.ArgumentParser) -> None:
    """Add how much an engine may use."""
    text = "of the engine at most, such as 1500MB"
    made.add_argument("--memory", type=size, default="", metavar="SIZE", help=text)
    made.add_argument("--cores", type=number, default=0, metavar="N", help="use so many; all if left out")
    made.add_argument("--spill", type=Path, metavar="FOLDER", help="where the engine puts what does not fit")


def add_engine(made: argparse.ArgumentParser) -> None:
    """Add which engine computes, and how much it may use."""
    made.add_argument("--spark", metavar="URL", help="compute there: sc://HOST:PORT (Spark Connect)")
    add_limits(made)


def add_about(made: argparse.ArgumentParser, *, day: AddDay) -> None:
    """Add which vintages, whose figures, and of which years."""
    add_store(made)
    text = "SOURCE/KEY; the newest of each source if left out"
    made.add_argument("--vintage", action="append", default=[], metavar="VINTAGE", help=text)
    text = "its ROR id; needed where the organisation map is of several"
    made.add_argument("--university", default="", metavar="ROR", help=text)
    made.add_argument("--since", type=year, metavar="YEAR", help="first year; of ten if left out")
    made.add_argument(
        "--until", type=year, metavar="YEAR", help="last year; that of the newest vintage if left out"
    )
    day(made)


def add_of(made: argparse.ArgumentParser) -> None:
    """Add which figures of a recipe are meant."""
    text = "of which figure: year=2024, unit=KEY; may be given several times"
    made.add_argument("--of", type=pair, action="append", default=[], metavar="NAME=VALUE", help=text)


def limits(given: argparse.Namespace) -> "Limits":
    """Return how much an engine may use."""
    from utsyn.evidence.engine import Limits

    return Limits(given.memory, given.cores, given.spill)


@contextmanager
def starting(given: argparse.Namespace) -> "Iterator[Callable[[], Engine]]":
    """Give what starts the engine that is asked for, once it is needed; in the end it is closed.

    Raises Problems where Spark is given limits, which it has of its own.
    """
    limited = [f"--{name}" for name in ("memory", "cores", "spill") if getattr(given, name)]
    if given.spark is not None and limited:
        what = say("{options} cannot be set for a Spark", options=", ".join(limited))
        raise Problems(Problem(what, say("Leave it out here, and set it where that Spark is started")))
    started: list[Engine] = []

    def start() -> "Engine":
        from utsyn.evidence.engine import duckdb
        from utsyn.evidence.spark import spark

        if not started:
            started.append(spark(given.spark) if given.spark is not None else duckdb(limits(given)))
        return started[0]

    try:
        yield start
    finally:
        for one in started:
            one.close()


def size(written: str) -> str:
    """Read a size of memory: 1500MB, 1.5GiB."""
    if written and not re.fullmatch(r"(?=.*[1-9])\d+(\.\d+)? ?([KMGT]i?B)", written, re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{written!r} is no size: write 1500MB or 1.5GB")
    return written


def number(written: str) -> int:
    """Read how many, at least one."""
    if not written.isdecimal() or not int(written):
        raise argparse.ArgumentTypeError(f"{written!r} is no number from 1: write 2")
    return int(written)


def year(written: str) -> int:
    """Read a year, of those that anything is counted of."""
    if not re.fullmatch("1[89][0-9]{2}|2[0-9]{3}", written):
        raise argparse.ArgumentTypeError(f"{written!r} is no year: write 2024")
    return int(written)


def pair(written: str) -> tuple[str, str]:
    """Read NAME=VALUE."""
    name, equals, value = written.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{written!r} is not NAME=VALUE")
    return name, value


def share(written: str) -> tuple[Fraction, int | None]:
    """Read a share, and of how many it is where that is told: 0.57 or 16530/29000."""
    try:
        told = re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12}|/[0-9]{1,12})?", written.replace(" ", ""))
        value = Fraction(told[0] if told else "-1")
        of = int(written.split("/")[1]) if "/" in written else None
    except (ValueError, ZeroDivisionError):
        value, of = Fraction(-1), None
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{written!r} is no share: write 0.57 or 16530/29000")
    return value, of


def as_json(value: Any) -> str:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
