"""What `utsyn explain` and `utsyn compare` do: each returns the lines to print; imports only what it needs."""

import argparse
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.options import (
    AddDay,
    Command,
    Ran,
    add_about,
    add_engine,
    add_of,
    as_json,
    pair,
    share,
    starting,
)
from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.causes import Way
    from utsyn.evidence.explain import Explained
    from utsyn.evidence.terminal import Marked


def add(command: Command, *, day: AddDay) -> None:
    """Add the two commands."""
    made = command("explain", explain, "Explain a figure down to the raw affiliation texts that gave it.")
    made.add_argument("recipe", help="key of the recipe")
    add_of(made)
    made.add_argument("--csv", action="store_true", help="print CSV, a row a work, country and affiliation")
    text = "works of each list; 0 for all. CSV and JSON have all"
    made.add_argument("--most", type=int, default=5, metavar="N", help=text)
    add_about(made, day=day)
    add_engine(made)
    text = "Compare a figure in two vintages, cause by cause, or with another source’s figure."
    made = command("compare", compare, text)
    made.add_argument("recipe", help="key of the recipe")
    add_of(made)
    text = "SOURCE/KEY to compare with; the one before if left out"
    made.add_argument("--before", action="append", default=[], metavar="VINTAGE", help=text)
    text = "counted so before: definition=cwts"
    made.add_argument("--then", type=pair, action="append", default=[], metavar="NAME=VALUE", help=text)
    text = "compare with another source’s figure instead: 0.57 or 16530/29000"
    made.add_argument("--against", type=share, metavar="SHARE", help=text)
    made.add_argument("--by", default="", metavar="SOURCE", help="who gives it")
    made.add_argument("--counts", default="", metavar="WORDS", help="what it counts")
    add_about(made, day=day)
    add_engine(made)


def explain(given: argparse.Namespace) -> Ran:
    """Explain a figure."""
    from utsyn.evidence import terminal
    from utsyn.evidence.explain import rows

    found, mark = _explained(given)
    if given.json:
        return Ran([as_json({**mark.plain(), **terminal.explained_plain(found), "rows": list(rows(found))})])
    if given.csv:
        return Ran(_csv({**one, **mark.flat()} for one in rows(found)))
    return Ran(terminal.explained(found, mark, given.lang, most=given.most or None))


def _explained(given: argparse.Namespace) -> "tuple[Explained, Marked]":
    from utsyn.evidence.choosing import about, at_hand, figure_of, tables
    from utsyn.evidence.compute import files
    from utsyn.evidence.explain import NEEDS
    from utsyn.evidence.explain import explain as explained
    from utsyn.evidence.terminal import Marked
    from utsyn.evidence.ways import way

    store, vintages = at_hand(given)
    counted = way(given.recipe, where={})
    of = figure_of(given.of, ("year", *counted.by))
    _told(("year", *counted.by), of)
    used = tables(vintages, *NEEDS, *counted.needs)
    what = about(given, store, vintages)
    with starting(given) as engine:
        found = explained(engine(), engine().open(files(store, used)), what, way=counted, of=of)
    return found, Marked(
        given.recipe, of, tuple({(one.source, one.key): one for one in used.values()}.values())
    )


def compare(given: argparse.Namespace) -> Ran:
    """Compare a figure with itself in an older vintage or by another definition, or with another source's."""
    from utsyn.evidence import terminal
    from utsyn.evidence.choosing import about, at_hand, before, tables
    from utsyn.evidence.compare import vintages as compared

    if given.against is not None:
        return _against(given)
    store, every = at_hand(given)
    ways, wanted = _ways(given)
    after = tables(every, *ways[0].needs, *ways[1].needs)
    earlier = {name: one for name, one in before(given, store, after).items() if name in after}
    what = about(given, store, after)
    with starting(given) as engine:
        found = compared(engine(), store, what, ways=ways, before=earlier, after=after)
    used = {(one.source, one.key): one for one in (*earlier.values(), *after.values())}
    mark = terminal.Marked(given.recipe, {**dict(ways[1].where), **wanted}, tuple(used.values()))
    if given.json:
        return Ran([as_json({**mark.plain(), **terminal.changed_plain(found, wanted, given.lang)})])
    return Ran(terminal.changed(found, mark, wanted, given.lang))


def _ways(given: argparse.Namespace) -> "tuple[tuple[Way, Way], dict[str, Any]]":
    """Return how it was counted before and is counted now, and which of the figures are meant."""
    from utsyn.evidence.choosing import figure_of
    from utsyn.evidence.ways import family, same, way

    of, then = family(given.recipe), dict(given.then)
    where = {name: value for name, value in given.of if name in of.by}
    now = {**same(given.recipe), **where} if then else where
    ways = way(given.recipe, where={**now, **then}), way(given.recipe, where=now)
    wanted = figure_of([one for one in given.of if one[0] not in where], ("year", *ways[1].by))
    _told(ways[1].by, wanted)
    return ways, wanted


def _told(names: Iterable[str], of: Mapping[str, Any]) -> None:
    """Raise Problems where it is not told which figure is meant: units, classes and variants may not be put together."""
    lacking = [name for name in names if name not in of]
    if lacking:
        what = say("Which figure is meant is not told: {names}", names=", ".join(lacking))
        raise Problems(Problem(what, say("Name it with --of, such as --of year=2024")))


def _against(given: argparse.Namespace) -> Ran:
    from utsyn.evidence import terminal
    from utsyn.evidence.compare import Other, against

    found, mark = _explained(given)
    if not found.denominator or found.scale != 1:
        what = say("This figure is no share of works")
        raise Problems(Problem(what, say("Ask for another year, unit or class, or another recipe")))
    value, n = given.against
    definition = mark.definition
    held = against(
        found.numerator, found.denominator, unknown=len(found.lists["unknown"]),
        other=Other(value, given.by, n, given.counts), variants=found.variants,
        documented=definition.weaknesses if definition else (),
    )  # fmt: skip
    if given.json:
        return Ran([as_json({**mark.plain(), **terminal.against_plain(held, given.lang)})])
    return Ran(terminal.against(held, mark, given.lang))


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write rows as CSV; before what a spreadsheet would take for a formula stands an apostrophe."""
    for number, row in enumerate(rows):
        if number == 0:
            yield _line(row)
        yield _line(
            f"'{value}" if str(value)[:1] in ("=", "+", "-", "@", "\t") else value for value in row.values()
        )


def _line(cells: Iterable[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([str(cell).replace("\n", " ") for cell in cells])
    return written.getvalue()
