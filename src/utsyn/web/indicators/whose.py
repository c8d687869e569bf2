"""Whose series it is: the unit as it was called on a day, what became of it, and what its figures do not include."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from utsyn.problems import Problem
from utsyn.text import Text, Words, say, sort_key
from utsyn.web.errors import NotHere
from utsyn.web.indicators.facts import nearest
from utsyn.web.indicators.worded import Key
from utsyn.web.people.models import Unit
from utsyn.web.people.units import Named, Tree


class Whose(NamedTuple):
    """Whose series is shown: the unit as it was called, what became of it, and the other units that have figures."""

    unit: Named | None
    told: Sequence[Words]
    before: Sequence[Named]
    others: Sequence[Named]


def names(then: Tree) -> Callable[[str], Words]:
    """Return what tells how a member was called on a day; one that is no unit bears its key."""
    called = {unit.key: unit.name for unit in then.units.values()}

    def named(key: str) -> Words:
        return called.get(key) or Key(key)

    return named


def institution(then: Tree) -> Named | None:
    """Return the institution itself."""
    return next(iter(then.of_kind(Unit.Kind.INSTITUTION)), None)


def one_of(then: Tree, key: str, *, inside: bool) -> Named | None:
    """Return the unit that is asked for: the institution itself unless one is named. Raises NotHere."""
    if not key:
        return institution(then)
    found = next((unit for unit in then.units.values() if unit.key == key), None)
    if found is None or (not inside and found.kind != Unit.Kind.INSTITUTION):
        problem = nearest(key, then) if inside else Problem(say("The figures of units are not open to all"), say("Look at the whole institution's"))  # fmt: skip
        raise NotHere(problem)
    return found


def whose(then: Tree, here: Named | None, with_figures: set[int]) -> Whose:
    """Put together what a reader must know of the unit, and which other units have figures."""
    if here is None:
        return Whose(None, (), (), ())
    before = [then[pk] for pk in then.merged.get(here.pk, ()) if pk in then]
    shown = [then[pk] for pk in with_figures if pk in then and pk != here.pk]
    others = sorted(
        shown, key=lambda unit: (unit.kind != Unit.Kind.INSTITUTION, sort_key(unit.name.in_("nb")))
    )
    return Whose(here, list(_history(then, here, before)), before, others)


def _history(then: Tree, here: Named, before: Iterable[Named]) -> Iterator[Words]:
    """Walk what a reader of the series must know of the unit: other names, its end, and what was merged into it."""
    versions = [one for one in then.versions if one.unit_id == here.pk and one.since <= then.on]
    for one, following in pairwise(versions):
        if (one.nb, one.nn, one.en) != (following.nb, following.nn, following.en):
            name = Text(nb=one.nb, nn=one.nn, en=one.en)
            yield say(
                "Until {day} the unit was called {name}; the series is the same",
                day=following.since,
                name=name,
            )
    if here.ended is not None and here.ended < then.on:
        after = then.units.get(here.successor) if here.successor else None
        if after is None:
            yield say("The unit ended on {day}; its figures stay here", day=here.ended)
        else:
            yield say("The unit ended on {day} and became {unit}; its figures stay here and are not moved", day=here.ended, unit=after.name)  # fmt: skip
    for unit in before:
        yield say("{unit} became a part of it after {day}: figures for periods before that do not include it", unit=unit.name, day=unit.ended)  # fmt: skip
