"""What `utsyn compute` and `figures` do, and all commands for evidence put together; imports only what it needs."""

import argparse
import sys
from typing import TYPE_CHECKING

from utsyn.evidence import command_explain as of_explain
from utsyn.evidence import command_sources as of_sources
from utsyn.evidence.options import (
    RESULTS,
    WRONG,
    AddDay,
    Clock,
    Command,
    Ran,
    add_about,
    add_engine,
    add_of,
    add_store,
    as_json,
    starting,
)
from utsyn.problems import Problem, Problems
from utsyn.text import say

__all__ = ["Ran", "add", "compute", "figures"]
if TYPE_CHECKING:
    from utsyn.evidence.compute import Failed, Made


def add(command: Command, *, day: AddDay, clock: Clock) -> None:
    """Add the commands for evidence; `day` adds the day that is asked about, `clock` belongs to the edge of the house."""
    of_sources.add(command, day=day, clock=clock)
    about = "Compute figures from the vintages at hand. What was computed from the same before costs nothing."
    made = command("compute", compute, about)
    text = "keys of recipes; all that have their tables if left out"
    made.add_argument("recipes", nargs="*", metavar="RECIPE", help=text)
    made.add_argument("--sql", action="store_true", help="show what the engine is asked, and compute nothing")
    made.add_argument(
        "--slowly", action="store_true", help="compute in plain Python too, and say where they differ"
    )
    add_about(made, day=day)
    add_engine(made)
    about = "List computed figures: numerator, denominator, interval, source, vintage, day."
    made = command("figures", figures, about)
    text = "keys of recipes or indicators; all if left out"
    made.add_argument("recipes", nargs="*", metavar="RECIPE", help=text)
    add_of(made)
    add_store(made)
    of_explain.add(command, day=day)


def compute(given: argparse.Namespace) -> Ran:
    """Compute; of several recipes those that fail leave the others."""
    from utsyn.evidence import terminal
    from utsyn.evidence.choosing import about, at_hand, chosen_recipes
    from utsyn.evidence.compute import compute as computed
    from utsyn.evidence.compute import sql
    from utsyn.evidence.gone import Gone
    from utsyn.evidence.watching import watched

    store, vintages = at_hand(given)
    what, recipes = about(given, store, vintages), chosen_recipes(given.recipes, vintages)
    failed: list[Failed] = []
    found: list[Made] = []
    gone: tuple[Problem, ...] = ()
    kept, watch = given.store / RESULTS, watched(sys.stderr)
    with starting(given) as engine:
        if given.sql:
            return Ran([sql(engine(), store, one, what, vintages=vintages) for one in recipes])
        try:
            for one in computed(engine, store, recipes, what, vintages=vintages, kept=kept, watch=watch,
                                failed=failed.append):  # fmt: skip
                found.append(one)  # noqa: PERF402  what came before it went is kept
        except Gone as error:
            gone = error.problems
    complaints = [
        f"{one.recipe.key}: {problem.in_(given.lang)}" for one in failed for problem in one.problems.problems
    ]
    complaints += [problem.in_(given.lang) for problem in gone]
    if gone and not found:
        raise Problems(*gone)
    if given.slowly:
        from utsyn.evidence.reference import differing

        off = [made.recipe.key for made in differing(found, store, vintages=vintages, watch=watch)]
        complaints += [
            say("{recipe}: plain Python comes to something else", recipe=key).in_(given.lang) for key in off
        ]
    lines = (
        [as_json({"results": [*map(terminal.result, found)]})]
        if given.json
        else terminal.results(found, given.lang)
    )
    return Ran(lines, complaints, WRONG if complaints else 0)


def figures(given: argparse.Namespace) -> Ran:
    """List what was computed. Raises Problems where nothing was."""
    from utsyn.evidence import terminal
    from utsyn.evidence.compute import computed, outdated
    from utsyn.evidence.figures import figures as stated
    from utsyn.evidence.figures import of_indicator, spread_of
    from utsyn.evidence.joined import joined
    from utsyn.evidence.snapshots import Store
    from utsyn.evidence.spreads import SPREAD

    kept, store = given.store / RESULTS, Store(given.store)

    def wanted(*names: str) -> bool:
        return not given.recipes or not {*names}.isdisjoint(given.recipes)

    found = list(computed(kept, store))
    spreads = [one for one in found if one.recipe.key.startswith(SPREAD)]
    every = [
        (made, one)
        for made in found
        for how in of_indicator(made)
        if wanted(made.recipe.key, how.indicator)
        for one in stated(made, how=how, spread=spread_of(made, spreads))
    ]
    every += [(made, one) for made, one in joined(found) if wanted(made.recipe.key, one.indicator)]
    each = [one for one in every if all(str(one[1].by.get(name)) == value for name, value in given.of)]
    older = [
        _older(keys, of)
        for of, recipes in outdated(kept, store).items()
        if (keys := [one.key for one in recipes if wanted(one.key, one.indicator)])
    ]
    if older and not each:
        raise Problems(*older)
    if not each:
        raise Problems(
            Problem(
                say("No such figure has been computed from what is there now"),
                say("Compute it first: utsyn compute"),
            )
        )
    complaints = [problem.in_(given.lang) for problem in older]
    if given.json:
        return Ran([as_json({"figures": [terminal.plain(*one, given.lang) for one in each]})], complaints)
    return Ran(terminal.figures(each, given.lang), complaints)


def _older(keys: list[str], vintages: tuple[str, ...]) -> Problem:
    """Say of which figures there is what older code made: this code may come to something else."""
    what = say("Computed by older code of Utsyn, and not shown: {recipes}", recipes=", ".join(keys))
    named = " ".join(f"--vintage {one}" for one in vintages)
    return Problem(what, say("Compute it anew: utsyn compute {vintages}", vintages=named))
