"""What pages ask about units: the tree of a day, and the whole life of one unit."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from utsyn.problems import Problem
from utsyn.text import Said, Text, say, sort_key
from utsyn.web.errors import NotHere
from utsyn.web.people.models import Unit, UnitVersion
from utsyn.web.people.units import Named, Tree, named

DAY = timedelta(days=1)
KIND_NAMES: dict[str, Said] = {
    Unit.Kind.INSTITUTION: say("institution"),
    Unit.Kind.FACULTY: say("faculty"),
    Unit.Kind.DEPARTMENT: say("department"),
    Unit.Kind.OFFICE: say("office"),
}


class Branch(NamedTuple):
    """A unit in the tree of a day, how deep it lies (0 at the top), and how many units lie right below it."""

    unit: Named
    depth: int
    below: Sequence["Branch"]

    @property
    def kind(self) -> Said:
        """What sort of unit it is."""
        return KIND_NAMES[self.unit.kind]


class Period(NamedTuple):
    """What a unit was called and what it lay below, from a day to a day; the last has no end while the unit stands."""

    since: date
    until: date | None
    name: Text
    parent: Named | None


class Life(NamedTuple):
    """A unit with all its names in time, what came before it, and what came after."""

    row: Unit
    periods: Sequence[Period]
    successor: Named | None
    predecessors: Sequence[Named]

    @property
    def kind(self) -> Said:
        """What sort of unit it is."""
        return KIND_NAMES[self.row.kind]


def branches(there: Tree) -> Sequence[Branch]:
    """Return the tree of a day from its tops, without units that had ended: no query of its own."""
    return _below(there, None, 0)


def _below(there: Tree, parent: int | None, depth: int) -> Sequence[Branch]:
    found = [there[pk] for pk in there.children.get(parent, ())]
    running = [unit for unit in found if unit.ended is None or unit.ended >= there.on]
    ordered = sorted(
        running, key=lambda unit: (unit.kind != Unit.Kind.OFFICE, sort_key(unit.in_("nb")), unit.pk)
    )
    return [Branch(unit, depth, _below(there, unit.pk, depth + 1)) for unit in ordered]


def flat(found: Sequence[Branch]) -> Iterator[Branch]:
    """Walk a tree, each unit before those below it."""
    for branch in found:
        yield branch
        yield from flat(branch.below)


def pairs(there: Tree, language: str, *, but: int | None = None) -> list[tuple[str, str]]:
    """Return the units that stand on a day as choices, each set in as deep as it lies; one may be left out."""
    return [
        (one.unit.key, f"{'– ' * one.depth}{one.unit.in_(language)}")
        for one in flat(branches(there))
        if one.unit.pk != but
    ]


def unit(key: str) -> Unit:
    """Return a unit by its key. Raises NotHere."""
    if row := by_key(key):
        return row
    raise NotHere(Problem(say("There is no unit “{key}”", key=key), say("Choose a unit from the tree")))


def by_key(key: str) -> Unit | None:
    """Return a unit by its key, or None."""
    return Unit.objects.select_related("successor").filter(key=key).first()


def life(row: Unit) -> Life:
    """Return all that is known of a unit: one query."""
    every = list(UnitVersion.objects.select_related("unit").order_by("since"))
    versions = [version for version in every if version.unit_id == row.pk]
    periods = []
    for version, after in zip(versions, [*versions[1:], None], strict=True):
        until = after.since - DAY if after else row.ended
        parent = Tree(version.since, every).units.get(version.parent_id or 0)
        periods.append(Period(version.since, until, named(version).name, parent))
    last = Tree(max(version.since for version in every), every)
    before = {version.unit_id for version in every if version.unit.successor_id == row.pk}
    return Life(row, periods, last.units.get(row.successor_id or 0), [last[pk] for pk in sorted(before)])
