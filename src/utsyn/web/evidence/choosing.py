"""Which vintages all figures are computed on: the newest of each source, table by table, as the command line chooses them; and older ones."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.evidence.compute import Chosen
from utsyn.evidence.lags import MONTHS, NEAR
from utsyn.evidence.precedence import chosen
from utsyn.evidence.recipes import About
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.evidence.world.truth import TRUTH
from utsyn.evidence.world.whole import SOURCE as WORLD
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say

WORKS = "works"


class Choice(NamedTuple):
    """By table the vintage that it is read from now, and the one before it of the same source; and those of works a year or more older."""

    now: Chosen
    before: Chosen
    older: tuple[Vintage, ...]

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """The vintages that are read now, each once."""
        return tuple({(one.source, one.key): one for one in self.now.values()}.values())

    @property
    def day(self) -> date:
        """The day of the newest."""
        return max(one.day for one in self.vintages)


def choose(store: Store, *, named: Iterable[str] = ()) -> Choice:
    """Choose vintages; those that are named (SOURCE/KEY) go before all else. The synthetic world only where nothing real is: never mixed.

    Raises Problems where the store is empty, a name is not known, or two sources have a table and neither goes first.
    """
    every = store.vintages()
    real = [one for one in every if not one.synthetic] or every
    if not real:
        raise Problems(Problem(say("Nothing is loaded yet"), say("Fetch and load sources first")))
    known = {f"{one.source}/{one.key}": one for one in every}
    if unknown := [name for name in named if name not in known]:
        raise Problems(unknown_name(unknown[0], list(known)))
    newest = {one.source: one for one in real}
    now = chosen(newest.values(), named=[known[name] for name in named])
    earlier = {table: _earlier(real, used, table) for table, used in now.items()}
    before = {table: (earlier[table] or [used])[-1] for table, used in now.items()}
    works = now.get(WORKS)
    older = [one for one in earlier[WORKS] if _as_old(one.day, works.day)] if works else []
    return Choice(now, before, tuple(older))


def _earlier(every: Sequence[Vintage], used: Vintage, table: str) -> list[Vintage]:
    """Return the vintages of the same source with a table, from before the one that is used, the oldest first."""
    place = every.index(used) if used in every else 0
    return [one for one in every[:place] if one.source == used.source and one.table(table)]


def _as_old(then: date, now: date) -> bool:
    """Tell whether a vintage saw earlier years at the age that years have now: whole years lie between, give or take the months allowed."""
    months = (now.year - then.year) * MONTHS + now.month - then.month
    return months >= MONTHS - NEAR and min(months % MONTHS, -months % MONTHS) <= NEAR


def about(store: Store, choice: Choice, *, university: str, years: int) -> About:
    """Return what figures are about: the home university, and years up to that of the newest vintage.

    Of the synthetic world it is the world's own university. Raises Problems where nobody has said which it is.
    """
    world = next((one for one in choice.vintages if one.source == WORLD), None)
    if world is not None:
        truth: Mapping[str, str] = json.loads((store.folder / WORLD / world.key / TRUTH).read_text("utf-8"))
        university = truth["university"]
    if not university:
        what, mend = (
            say("Nobody has said whose figures to compute"),
            say("Set UTSYN_ROR to the ROR id of the university"),
        )
        raise Problems(Problem(what, mend))
    until = choice.day.year
    return About(university, until - years + 1, until)
