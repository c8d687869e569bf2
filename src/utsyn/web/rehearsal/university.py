"""The invented university: its units with their history, and its people with their roles, from data/demo/university."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from utsyn.documents import read
from utsyn.home import SHIPPED
from utsyn.web.people.models import Held, Unit, UnitVersion, User

FOLDER = SHIPPED / "demo" / "university"
BEGAN = date(2000, 1, 1)


class Shape(BaseModel):
    """A part of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InventedUnit(Shape):
    """A unit with its names, and the unit it lies in."""

    key: str
    kind: Unit.Kind
    below: str | None = None
    nb: str
    nn: str
    en: str


class Renamed(Shape):
    """A new name for a unit from a day on."""

    key: str
    since: date
    nb: str
    nn: str
    en: str


class Invented(Shape):
    """A person who does not exist, and the one role she has."""

    key: str
    name: str
    role: str
    unit: str


class University(Shape):
    """The whole file."""

    units: tuple[InventedUnit, ...]
    renamed: tuple[Renamed, ...]
    people: tuple[Invented, ...]


def found() -> Mapping[str, Any]:
    """Make the university and its people, or find them where they stand; return units and users by their keys."""
    told = read(FOLDER / "units.yaml").shaped(University)
    made: dict[str, Unit] = {}
    for unit in told.units:
        made[unit.key], _ = Unit.objects.get_or_create(key=f"demo-{unit.key}", defaults={"kind": unit.kind})
        above = made[unit.below] if unit.below else None
        _called(made[unit.key], BEGAN, unit, above)
        for change in told.renamed:
            if change.key == unit.key:
                _called(made[unit.key], change.since, change, above)
    people = {one.key: _person(one, made[one.unit]) for one in told.people}
    return {**made, **people}


def _called(unit: Unit, since: date, names: InventedUnit | Renamed, above: Unit | None) -> None:
    told = {"nb": names.nb, "nn": names.nn, "en": names.en, "parent": above}
    UnitVersion.objects.get_or_create(unit=unit, since=since, defaults=told)


def _person(one: Invented, unit: Unit) -> User:
    first, _, last = one.name.partition(" ")
    told = {"first_name": first, "last_name": last, "email": f"{one.key}@example.org", "invented": True}
    user, new = User.objects.get_or_create(username=f"demo-{one.key}", defaults=told)
    if new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    Held.objects.get_or_create(user=user, unit=unit, role=one.role, since=BEGAN)
    return user
