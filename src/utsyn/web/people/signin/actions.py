"""What signing in writes: a new name, the roles that follow from groups, and a line in the log for each of these."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from utsyn.problems import Problems
from utsyn.web.log import Line, log
from utsyn.web.people.models import Held, Unit, User
from utsyn.web.people.rights import forget_standing
from utsyn.web.people.signin.groups import Given, mapping
from utsyn.web.people.signin.told import Told

logger = logging.getLogger(__name__)


def rename(user: User, told: Told) -> None:
    """Note a new name or address of somebody we know; what was forgotten stays so, and an address has one owner."""
    if not user.is_active or user.forgotten:
        return
    new = {"first_name": told.first_name, "last_name": told.last_name}
    if told.email and not User.objects.filter(email__iexact=told.email).exclude(pk=user.pk).exists():
        new["email"] = told.email
    changed = [name for name, value in new.items() if value and getattr(user, name) != value]
    if changed:
        for name in changed:
            setattr(user, name, new[name])
        user.save(update_fields=changed)
        EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()


def follow(user: User, told: Told, *, at: datetime) -> None:
    """Give and end the roles that follow from groups; those given by hand stay. What is not known changes nothing."""
    try:
        rules = mapping()
    except Problems as error:
        logger.error("roles stay as they were, for groups.yaml cannot be read: %s", error)  # noqa: TRY400
        return
    if rules is None or told.groups is None or user.invented:
        return
    unknown = rules.unknown(told.groups)
    bring_in_step(user, rules.given(told.groups), at=at)
    _count(user, {"known": len(told.groups) - unknown, "unknown": unknown}, at=at)


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
        _end(held[key, role], before=day)
        _say("ended role", user, key, role, at=at)
    forget_standing(user)


def _end(row: Held, *, before: date) -> None:
    """End a role at once: yesterday was its last day; of one that began today nothing is left but the log."""
    if row.since >= before:
        row.delete()
        return
    row.until = before - timedelta(days=1)
    row.save(update_fields=["until"])


def _say(did: str, user: User, unit: str, role: str, *, at: datetime) -> None:
    told = {"unit": unit, "role": str(role), "origin": str(Held.Origin.GROUPS)}
    log(AnonymousUser(), did, f"user/{user.pk}", at=at, told=told)


def _count(user: User, told: Mapping[str, int], *, at: datetime) -> None:
    """Log of how many groups the file says something, and of how many nothing, whenever that has changed."""
    last = Line.objects.filter(did="read groups", about=f"user/{user.pk}").order_by("-pk").first()
    if last is None or last.told != told:
        log(AnonymousUser(), "read groups", f"user/{user.pk}", at=at, told=told)
