"""What `utsyn fetch` and `utsyn load` do: get what a source has, and load files into a vintage; imports only what it needs."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from utsyn.evidence.options import (
    WRONG,
    AddDay,
    Clock,
    Command,
    Ran,
    add_limits,
    add_store,
    as_json,
    limits,
    number,
    pair,
)
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.snapshots import Store, Vintage
    from utsyn.evidence.sources import Origin

FILES, FETCHED, LABEL = "files", "fetched.jsonl", "SYNTHETIC.txt"
HOME = "home"  # what a source calls the institutions whose authorships it keeps


def add(command: Command, *, day: AddDay, clock: Clock) -> None:
    """Add the two commands; `day` adds the day it is done, `clock` belongs to the edge of the house."""
    made = command(
        "fetch", fetch, "Fetch what a source has. What was fetched before is kept; half a fetch goes on."
    )
    made.add_argument("source", nargs="?", help="key of the source; lists the sources where left out")
    made.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write here; files/SOURCE of the store if left out"
    )
    made.add_argument(
        "--set", type=pair, action="append", default=[], metavar="NAME=VALUE", help="what the source asks"
    )
    made.add_argument(
        "--anew",
        action="store_true",
        help="fetch again what was fetched before today; the old copies stay in .before",
    )
    made.add_argument("--requests", type=number, metavar="N", help="make at most so many requests")
    made.add_argument("--dollars", type=_dollars, metavar="D", help="use at most so many dollars")
    made.set_defaults(clock=clock)
    add_store(made)
    day(made)
    made = command(
        "load", load, "Load files into a vintage, whole or not at all. The last good vintage stays in use."
    )
    made.add_argument(
        "paths", nargs="*", type=Path, metavar="FILE", help="files or folders; what was fetched if left out"
    )
    made.add_argument("--source", metavar="KEY", help="of this source alone")
    made.add_argument("--key", metavar="KEY", help="name of the vintage; the day if left out")
    made.add_argument("--synthetic", action="store_true", help="made up: say so wherever any of it is shown")
    made.add_argument(
        "--set", type=pair, action="append", default=[], metavar="NAME=VALUE", help="what the source asks"
    )
    add_store(made)
    add_limits(made)
    day(made)


def _dollars(written: str) -> Decimal:
    try:
        found = Decimal(written)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise argparse.ArgumentTypeError(f"{written!r} is no number from 0: write 0.50")
    return found


def fetch(given: argparse.Namespace) -> Ran:
    """Fetch, and say what is there now; without a source say which there are."""
    from utsyn.evidence.sources import find, sources

    if given.source is None:
        known = sources()
        return Ran(
            [as_json({"sources": [_plain(one, given.lang) for one in known.values()]})]
            if given.json
            else _listed(known, given.lang)
        )
    origin = find(given.source)
    asked = _known(origin, given.set)
    from utsyn.evidence.asking import Asker, Budget, Edge
    from utsyn.evidence.fetching import Fetch
    from utsyn.evidence.watching import watched

    wait, moment = given.clock
    edge = Edge(given.on, wait, moment, os.environ)
    asker = Asker(edge, budget=Budget(requests=given.requests, dollars=given.dollars))
    folder = given.to or given.store / FILES / origin.key
    into = Fetch(folder, asker=asker, licence=origin.licence, watch=watched(sys.stderr), anew=given.anew)
    origin.fetch(into, asked)
    if given.json:
        files = [one.model_dump(mode="json") for one in into.snapshots]
        return Ran([as_json({"source": origin.key, "folder": folder, "files": files})])
    lines = [f"{one.day}  {one.size:>14,}  {one.sha256[:12]}  {one.name}" for one in into.snapshots]
    said = say("{n} files of {title} in {folder}", n=len(into.snapshots), title=origin.title, folder=folder)
    older = any(one.day < given.on for one in into.snapshots)
    more = (
        [say("What was fetched before {day} was not asked for again: with --anew it is", day=given.on)]
        if older
        else []
    )
    return Ran([*lines, *(one.in_(given.lang) for one in (said, *more))])


def _plain(one: "Origin", language: str) -> dict[str, Any]:
    parameters = {name: said.in_(language) for name, said in one.parameters.items()}
    return {"key": one.key, "title": one.title, "licence": one.licence, "home": one.home, "tables": one.tables,
            "variable": one.variable, "parameters": parameters}  # fmt: skip


def _listed(known: "Mapping[str, Origin]", language: str) -> Iterator[str]:
    for one in known.values():
        yield f"{one.key:<18} {one.title} ({one.licence}): {', '.join(one.tables)}"
        yield from (f"{'':<20} --set {name}=…  {said.in_(language)}" for name, said in one.parameters.items())
        if one.variable:
            key = say("its key is read from the environment: {variable}", variable=one.variable).in_(language)
            yield f"{'':<20} {key}"


def _known(origin: "Origin", told: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    for name, _ in told:
        if name not in origin.parameters:
            raise Problems(unknown_name(name, list(origin.parameters)))
    return dict(told)


def load(given: argparse.Namespace) -> Ran:
    """Load files, source by source, and say what came of it. Of a source in which anything is wrong nothing is loaded, nor of those that follow.

    Done again it goes on with that source: what was loaded from the same files stays as it is.
    """
    from utsyn.evidence.loading import Asked
    from utsyn.evidence.loading import load as loaded
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.sources import find
    from utsyn.evidence.watching import watched

    store, found = Store(given.store), _found(given)
    names = {name for key, _ in found for name in find(key).parameters}
    for name, _ in given.set:
        if name not in names:
            raise Problems(unknown_name(name, sorted(names)))
    made: list[Vintage] = []
    complaints: list[str] = []
    before = [key for key, own in found if _same(store, key, given.key or f"{given.on}", own)]
    for key, own in [one for one in found if len(before) == len(found) or one[0] not in before]:
        origin = find(key)
        told = {name: value for name, value in given.set if name in origin.parameters}
        if HOME in origin.parameters and HOME not in told and (home := _home(store)):
            told[HOME] = home
        made_up = given.synthetic or _labelled(own)
        asked = Asked(given.key or f"{given.on}", given.on, synthetic=made_up, parameters=told)
        try:
            made.append(loaded(store, origin.load, source=key, title=origin.title, files=own, asked=asked,
                               watch=watched(sys.stderr), limits=limits(given)))  # fmt: skip
        except Problems as error:
            if not made:
                raise
            complaints = [problem.in_(given.lang) for problem in error.problems]
            break  # what comes after may be held against it
    status = WRONG if complaints else 0
    if given.json:
        return Ran([as_json({"vintages": [one.model_dump(mode="json") for one in made]})], complaints, status)
    return Ran([line for one in made for line in _said(one, given.lang)], complaints, status)


def _same(store: "Store", source: str, key: str, files: Sequence[Path]) -> bool:
    """Tell whether a vintage of this key is there and was made from the very same files, as when the load of another source failed."""
    from utsyn.evidence.snapshots import hashed

    there = next((one for one in store.vintages(source) if one.key == key), None)
    if there is None or len(there.snapshots) != len(files):
        return False
    return sorted(one.sha256 for one in there.snapshots) == sorted(map(hashed, files))


def _found(given: argparse.Namespace) -> list[tuple[str, Sequence[Path]]]:
    """Return the files of each source, registers first: what they know helps the lists of others."""
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.sources import find, readable, recognised

    paths = given.paths or [given.store / FILES / (given.source or "")]
    files = sorted({path for one in paths for path in _files(one)})
    readable(files)
    found = {given.source: find(given.source).recognise(files)} if given.source else recognised(files)
    if not any(found.values()) and files:
        what, mend = (
            say("{title} has no such file", title=find(given.source).title),
            say("Leave --source out: every source knows its own files"),
        )
        raise Problems(*(Problem(what, mend, file=str(path)) for path in files[:10]))
    if not any(found.values()):
        what = say("There is nothing to load")
        raise Problems(Problem(what, say("Name files, or fetch some first"), file=", ".join(map(str, paths))))
    # Registers first. The map tells whose authorships are kept; where it is known already, lists are held against these.
    first = ["ror", "eche", *(("openalex", "plain") if _home(Store(given.store)) else ("plain", "openalex"))]
    order = sorted(found, key=lambda key: (first.index(key) if key in first else len(first), key))
    return [(key, found[key]) for key in order if found[key]]


def _home(store: "Store") -> str:
    """Return the institutions that the newest organisation map is of, by OpenAlex's numbers; empty where there is none."""
    from utsyn.evidence.snapshots import column

    maps = sorted((one for one in store.vintages() if one.table("orgmap")), key=lambda one: one.day)
    path = store.path(maps[-1], "orgmap") if maps else None
    numbers = set(column(path, "organisation")) if path else set()
    return ",".join(f"I{number}" for number in sorted(numbers))


def _files(path: Path) -> Iterator[Path]:
    """Walk the files of a folder that could be a source's: not what is under way, nor what tells of the others."""
    if not path.exists():
        raise Problems(Problem(say("The file is not there"), say("Check the name"), file=str(path)))
    if path.is_file():
        yield path
        return
    for one in path.rglob("*"):
        aside = one.name in (FETCHED, LABEL, "truth.json") or one.name.endswith((".part", ".part.json"))
        hidden = any(part.startswith(".") for part in one.relative_to(path).parts)
        if one.is_file() and not aside and not hidden:
            yield one


def _labelled(files: Sequence[Path]) -> bool:
    """Tell whether any of the files lies below a folder that says that it is made up."""
    return any((folder / LABEL).is_file() for path in files for folder in path.resolve().parents)


def _said(one: "Vintage", language: str) -> Iterator[str]:
    yield say("{title}: the vintage {source}/{key} of {day}", title=one.title, source=one.source, key=one.key,
              day=one.day).in_(language)  # fmt: skip
    if one.synthetic:
        yield "  " + say("Synthetic: made up, and true of nobody").in_(language)
    for table in one.tables:
        yield f"  {table.table:<16} {table.rows:>12,}"
    for why, n in one.counted.items():
        yield f"    {n:>14,}  {why}"
