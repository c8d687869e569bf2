"""Which roles follow from groups at the provider: UTSYN_HOME/groups.yaml says so, and every sign-in brings them into step."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.core.checks import CheckMessage, Error, register
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from utsyn.documents import read
from utsyn.home import home
from utsyn.problems import Problems
from utsyn.web.log import Line, log
from utsyn.web.people.models import Held, Role, Unit, User
from utsyn.web.people.rights import forget_standing
from utsyn.web.people.signin.told import Told

logger = logging.getLogger(__name__)
Given = tuple[str, str]  # the key of a unit, and a role in it


class Row(BaseModel):
    """Who is in a group holds a role in a unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Annotated[str, Field(min_length=1)]
    unit: Annotated[str, Field(min_length=1)]
    role: Role


class GroupFile(BaseModel):
    """The shape of groups.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: list[Row]

    def given(self, groups: Iterable[str]) -> frozenset[Given]:
        """Return the roles that follow from some groups."""
        among = set(groups)
        return frozenset((row.unit, row.role) for row in self.groups if row.group in among)

    def unknown(self, groups: Iterable[str]) -> int:
        """Count the groups of which the file says nothing."""
        return len(set(groups) - {row.group for row in self.groups})


def path() -> Path | None:
    """Return where groups.yaml lies, or None where the institution has none."""
    own = home()
    file = own / "groups.yaml" if own else None
    return file if file and file.exists() else None


def mapping() -> GroupFile | None:
    """Read groups.yaml; None where there is none. Raises Problems, each with its line."""
    file = path()
    return read(file).shaped(GroupFile) if file else None


@register()
def check_groups(app_configs: object, **_: object) -> list[CheckMessage]:
    """Say at the start which line of groups.yaml is wrong."""
    try:
        mapping()
    except Problems as error:
        return [Error(problem.in_("en"), id="utsyn.E001") for problem in error.problems]
    return []


def follow(user: User, told: Told, *, at: datetime) -> None:
    """Give and end the roles that follow from groups; those given by hand stay. What is not known changes nothing."""
    try:
        rules = mapping()
    except Problems as error:
        logger.error("roles stay as they were, for groups.yaml cannot be read: %s", error)  # noqa: TRY400
        return
    if rules is None or told.groups is None or user.invented:
        return
    bring_in_step(user, rules.given(told.groups), at=at)
    _count(
        user, known=len(told.groups) - rules.unknown(told.groups), unknown=rules.unknown(told.groups), at=at
    )


@transaction.atomic
def bring_in_step(user: User, wanted: frozenset[Given], *, at: datetime) -> None:
    """Give the roles that are wanted and not held, and end those held from groups and wanted no more; each is logged."""
    day = timezone.localdate(at)
    User.objects.select_for_update().get(pk=user.pk)  # two sign-ins at once give a role once
    rows = Held.objects.filter(user=user, origin=Held.Origin.GROUPS, since__lte=day).exclude(until__lt=day)
    held = {(row.unit.key, row.role): row for row in rows.select_related("unit")}
    units: Mapping[str, Unit] = {
        unit.key: unit for unit in Unit.objects.filter(key__in={key for key, _ in wanted})
    }
    for key, role in sorted(wanted - held.keys()):
        if key not in units:
            logger.warning("groups.yaml names a unit that does not exist: %s", key)
            continue
        Held.objects.create(user=user, unit=units[key], role=role, since=day, origin=Held.Origin.GROUPS)
        _say("gave role", user, key, role, at=at)
    for key, role in sorted(held.keys() - wanted):
        _end(held[key, role], before=at)
        _say("ended role", user, key, role, at=at)
    forget_standing(user)


def _end(row: Held, *, before: datetime) -> None:
    """End a role now: yesterday was its last day; of one that began today nothing is left but the log."""
    day = timezone.localdate(before)
    if row.since >= day:
        row.delete()
        return
    row.until = day - timedelta(days=1)
    row.save(update_fields=["until"])


def _say(did: str, user: User, unit: str, role: str, *, at: datetime) -> None:
    told = {"unit": unit, "role": str(role), "origin": str(Held.Origin.GROUPS)}
    log(AnonymousUser(), did, f"user/{user.pk}", at=at, told=told)


def _count(user: User, *, known: int, unknown: int, at: datetime) -> None:
    """Log how many groups the file says something of, and of how many nothing, whenever that has changed."""
    about, told = f"user/{user.pk}", {"known": known, "unknown": unknown}
    last = Line.objects.filter(did="read groups", about=about).order_by("-pk").first()
    if last is None or last.told != told:
        log(AnonymousUser(), "read groups", about, at=at, told=told)
