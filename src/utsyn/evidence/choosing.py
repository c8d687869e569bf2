"""What a command is asked about: which vintages, which university and years, which recipes, and which of their figures."""

import argparse
import re
from typing import TYPE_CHECKING, Any

from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.evidence.compute import Chosen
    from utsyn.evidence.recipes import About, Recipe
    from utsyn.evidence.snapshots import Store, Vintage

YEARS = 10
NUMBERS = ("year", "field", "call_year")


def at_hand(given: argparse.Namespace) -> "tuple[Store, Chosen]":
    """Return the store, and its vintages by table: the newest of each source, or those named; made up ones only where all are.

    Raises Problems where there are none.
    """
    from utsyn.evidence.precedence import chosen
    from utsyn.evidence.snapshots import Store

    store = Store(given.store)
    every = [one for one in store.vintages() if one.day <= given.on]
    if not every:
        what = say("No vintage is in {folder}", folder=given.store)
        raise Problems(Problem(what, say("Load one first: utsyn load, or utsyn world --format tables")))
    real = [one for one in every if not one.synthetic] or every
    newest = {one.source: one for one in real}
    return store, chosen(newest.values(), named=[named(every, name) for name in given.vintage])


def named(every: "list[Vintage]", name: str) -> "Vintage":
    """Return the vintage that is named SOURCE/KEY. Raises Problems where it is not there."""
    known = {f"{one.source}/{one.key}": one for one in every}
    if name not in known:
        raise Problems(unknown_name(name, list(known)))
    return known[name]


def before(given: argparse.Namespace, store: "Store", after: "Chosen") -> "Chosen":
    """Return the vintages that a figure is compared with: those named, else of each table the one before of the same source.

    Where only the definition is another, they are the same. Raises Problems where there is nothing to compare with.
    """
    from utsyn.evidence.precedence import chosen

    every = list(store.vintages())
    if given.before or given.then:
        return {**after, **chosen((), named=[named(every, name) for name in given.before])}
    found = {
        table: older[-1]
        for table, used in after.items()
        if (older := [one for one in _older(every, used.source, used.key) if one.table(table)])
    }
    if not found:
        what = say("There is no older vintage to compare with")
        raise Problems(Problem(what, say("Name one with --before, or a definition with --then")))
    return {**after, **found}


def _older(every: "list[Vintage]", source: str, key: str) -> "list[Vintage]":
    """Return the vintages of a source that come before one of it, the oldest first."""
    of = [one for one in every if one.source == source]
    return of[: next(place for place, one in enumerate(of) if one.key == key)]


def about(given: argparse.Namespace, store: "Store", vintages: "Chosen") -> "About":
    """Return what figures are about. Raises Problems where the university is not plain."""
    from utsyn.evidence.recipes import About

    newest = max(one.day for one in vintages.values())
    until = newest.year if given.until is None else given.until
    since = until - YEARS + 1 if given.since is None else given.since
    if since > until:
        raise Problems(Problem(say("It ends before it begins"), say("Exchange the two, or correct one")))
    return About(_university(given.university, store, vintages), since, until)


def _university(named: str, store: "Store", vintages: "Chosen") -> str:
    """Return the university that is named, or else the one that the map is of. Raises Problems for one that the map does not know."""
    from utsyn.evidence.snapshots import column

    path = store.path(vintages["orgmap"], "orgmap") if "orgmap" in vintages else None
    known = sorted(set(column(path, "university"))) if path else []
    mend = say("Name it with --university; the map knows: {names}", names=", ".join(known) or "–")
    if not named and len(known) != 1:
        raise Problems(Problem(say("Whose figures are meant is not told"), mend))
    meant = named.rstrip("/").rpartition("/")[2].lower() or str(known[0])
    if known and meant not in known:
        raise Problems(Problem(say("The organisation map does not know {ror}", ror=meant[:80]), mend))
    return meant


def chosen_recipes(keys: list[str], vintages: "Chosen") -> "list[Recipe]":
    """Return the recipes that are named, else all that have their tables."""
    from utsyn.evidence.recipes import find, recipes

    if keys:
        return [find(key) for key in keys]
    return [one for one in recipes().values() if all(name in vintages for name in one.needs)]


def tables(vintages: "Chosen", *needs: str) -> "Chosen":
    """Return the vintages that tables are read from. Raises Problems where none has them."""
    lacking = [name for name in dict.fromkeys(needs) if name not in vintages]
    if lacking:
        what = say("No vintage has the table {table}", table=", ".join(lacking))
        raise Problems(Problem(what, say("Fetch and load their sources first")))
    return {name: vintages[name] for name in dict.fromkeys(needs)}


def figure_of(told: list[tuple[str, str]], known: tuple[str, ...]) -> dict[str, Any]:
    """Return of which figure: years and fields are numbers, and nothing written is no value. Raises Problems for unknown names."""
    for name, _ in told:
        if name not in known:
            raise Problems(unknown_name(name, list(known)))
    return {name: _value(name, value) for name, value in told}


def _value(name: str, written: str) -> Any:
    if name not in NUMBERS:
        return written
    if written and not re.fullmatch("[0-9]{1,9}", written):
        what = say("“{written}” cannot be used", written=written)
        raise Problems(Problem(what, say("Write a number"), (name,)))
    return int(written) if written else None
