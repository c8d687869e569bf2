"""The institution as a tree of units, as it stood on a day: what each was called, and what lay below what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from utsyn.text import Text
from utsyn.web.people.models import Unit, UnitVersion


class Named(NamedTuple):
    """A unit as it was called on a day, and the unit it belonged to then."""

    pk: int
    key: str
    kind: str
    name: Text
    parent: int | None
    ended: date | None
    successor: int | None = None

    def in_(self, language: str) -> str:
        """Say the unit's name in a language."""
        return self.name.in_(language)


class _Kept(NamedTuple):
    """A unit with its kind, as little of its row as a tree needs: every page of who has signed in builds one."""

    pk: int
    key: str
    kind: str
    ended: date | None
    successor_id: int | None


class _Version(NamedTuple):
    """A version of a unit, as little of its row as a tree needs."""

    unit_id: int
    since: date
    nb: str
    nn: str
    en: str
    parent_id: int | None
    unit: _Kept


Versions = Sequence[UnitVersion] | Sequence[_Version]
COLUMNS = (
    "unit_id",
    "since",
    "nb",
    "nn",
    "en",
    "parent_id",
    "unit__key",
    "unit__kind",
    "unit__ended",
    "unit__successor_id",
)


class Tree:
    """All units that had begun by a day, each in its version of that day; ended units stay, marked with their end."""

    def __init__(self, on: date, versions: Versions) -> None:
        self.on, self.versions = on, versions
        self.units: Mapping[int, Named] = {v.unit_id: named(v) for v in versions if v.since <= on}

    def __getitem__(self, pk: int) -> Named:
        return self.units[pk]

    def __contains__(self, pk: object) -> bool:
        return pk in self.units

    def called(self, pk: int | None) -> list[str]:
        """Return a unit's key and what it was called in Norwegian and English, as the log keeps them."""
        unit = self.units.get(pk) if pk else None
        return [unit.key, unit.name.in_("nb"), unit.name.in_("en")] if unit else [str(pk), "", ""]

    def then(self, on: date) -> "Tree":
        """Return the tree of an earlier day, from what is at hand: no query."""
        return Tree(on, self.versions)

    @cached_property
    def children(self) -> Mapping[int | None, Sequence[int]]:
        """The units right below each unit."""
        below: dict[int | None, list[int]] = {}
        for unit in self.units.values():
            below.setdefault(unit.parent, []).append(unit.pk)
        return below

    @cached_property
    def merged(self) -> Mapping[int, Sequence[int]]:
        """The units that had been merged into each unit by the day."""
        gone: dict[int, list[int]] = {}
        for unit in self.units.values():
            if unit.successor is not None and self._over(unit):
                gone.setdefault(unit.successor, []).append(unit.pk)
        return gone

    def below(self, *roots: int) -> frozenset[int]:
        """Return units with all that lay below them, and all that was merged into any of these."""
        found, left = set[int](), list(roots)
        while left:
            if (pk := left.pop()) not in found:
                found.add(pk)
                left += (*self.children.get(pk, ()), *self.merged.get(pk, ()))
        return frozenset(found)

    def above(self, pk: int | None) -> Iterator[int]:
        """Walk from a unit to the top, the unit first; a ring in the data ends the walk."""
        seen = set[int]()
        while pk is not None and pk in self.units and pk not in seen:
            seen.add(pk)
            yield pk
            pk = self.units[pk].parent

    def faculty(self, pk: int | None) -> int | None:
        """Return the faculty that a unit lay in, or was; None for one outside all faculties."""
        return next((up for up in self.above(pk) if self.units[up].kind == Unit.Kind.FACULTY), None)

    def of_kind(self, kind: str, *, running: bool = True) -> Sequence[Named]:
        """Return the units of a kind in the order of their Norwegian names, without those that had ended."""
        found = [u for u in self.units.values() if u.kind == kind and not (running and self._over(u))]
        return sorted(found, key=lambda unit: (unit.name.in_("nb").casefold(), unit.pk))

    def _over(self, unit: Named) -> bool:
        return unit.ended is not None and unit.ended < self.on


def tree(on: date) -> Tree:
    """Return the institution as it stood on a day: one query."""
    rows = UnitVersion.objects.filter(since__lte=on).order_by("since").values_list(*COLUMNS)
    kept = [
        _Version(pk, since, nb, nn, en, parent, _Kept(pk, key, kind, ended, successor))
        for pk, since, nb, nn, en, parent, key, kind, ended, successor in rows
    ]
    return Tree(on, kept)


def named(version: UnitVersion | _Version) -> Named:
    """Return a unit as one of its versions calls it; the version comes with its unit."""
    unit = version.unit
    name = _text(version.nb, version.nn, version.en)
    return Named(unit.pk, unit.key, unit.kind, name, version.parent_id, unit.ended, unit.successor_id)


@lru_cache(2000)
def _text(nb: str, nn: str, en: str) -> Text:
    """Return a name in its languages; the same names come with every page."""
    return Text(nb=nb, nn=nn, en=en)
