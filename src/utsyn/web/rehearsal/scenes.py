"""Scenes of the rehearsal of plans: each is what somebody does at a moment, and they are played in the order of time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.utils import timezone

from utsyn.web.people.models import User

MORNING = time(9)
There = Mapping[str, Any]  # units and people of the invented university by their keys


class Scene(NamedTuple):
    """What somebody does, given the moment."""

    at: datetime
    play: Callable[[datetime], object]


def scene(day: date, play: Callable[[datetime], object]) -> Scene:
    """Let something happen on the morning of a day."""
    return Scene(timezone.make_aware(datetime.combine(day, MORNING)), play)


def played(scenes: Iterable[Scene]) -> None:
    """Play scenes in the order of time; those of one moment in the order in which they are written."""
    for one in sorted(scenes, key=lambda one: one.at):
        one.play(one.at)


def answering(there: There, unit: str) -> User:
    """Return the person who answers for a unit: its head where it has one, the coordinator, or the office."""
    if unit == "uni":
        return there["kontor"]  # type: ignore[no-any-return]
    if unit == "klin":
        return there["instituttleder"]  # type: ignore[no-any-return]
    above = there[unit].versions.select_related("parent").order_by("since").first().parent
    faculty = there[unit] if there[unit].kind == "faculty" else above
    return there[f"fak-{faculty.key.removeprefix('demo-')}"]  # type: ignore[no-any-return]
