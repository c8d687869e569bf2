"""What `utsyn world` does: make a synthetic world, as files of its sources or as loaded tables; returns the lines to print."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from utsyn.problems import Problem, Problems
from utsyn.text import say

Command = Callable[..., argparse.ArgumentParser]
if TYPE_CHECKING:
    from utsyn.evidence.world.openalex import Format

FORMS: "dict[str, Format]" = {"json": "jsonl", "parquet": "parquet"}


def add(command: Command, *, show: Callable[[Iterable[str]], int]) -> None:
    """Add the command; `show` prints the lines and returns the exit status."""
    text = "Make a synthetic world of publications, projects, agreements and stays."
    made = command("world", lambda given: show(world(given)), text)
    made.add_argument("--works", type=int, default=10_000, metavar="N", help="how many works; at least 500")
    made.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same world")
    made.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="write here")
    made.add_argument(
        "--format", choices=(*FORMS, "tables"), default="json",
        help="json or parquet: the files of its sources; tables: loaded as a vintage, FOLDER is the store",
    )  # fmt: skip
    made.add_argument(
        "--later", action="store_true", help="the second vintage of the same world, with its planted changes"
    )


def world(given: argparse.Namespace) -> Iterator[str]:
    """Make a world and say where it is."""
    from utsyn.evidence.world.truth import TRUTH

    try:
        place = _made(given)
    except OSError as error:
        what = say("The file cannot be written: {why}", why=error.strerror)
        raise Problems(Problem(what, say("Choose another place with --to"), file=str(given.to))) from error
    yield say("Made a synthetic world of {n} works in {folder}", n=given.works, folder=place).in_(given.lang)
    yield say("What is planted in it stands in {file}", file=place / TRUTH).in_(given.lang)
    yield say("Nothing in it is real: no person, no organisation, no figure").in_(given.lang)


def _made(given: argparse.Namespace) -> Path:
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.watching import watched
    from utsyn.evidence.world.files import write_files
    from utsyn.evidence.world.whole import store

    watch = watched(sys.stderr)
    if given.format == "tables":
        vintage = store(Store(given.to), works=given.works, seed=given.seed, later=given.later, watch=watch)
        return Path(given.to / vintage.source / vintage.key)
    form = FORMS[given.format]
    return write_files(
        given.to, works=given.works, seed=given.seed, form=form, later=given.later, watch=watch
    )
