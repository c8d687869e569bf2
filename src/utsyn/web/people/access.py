"""The only door to rows: what a person may see. What no line here opens is closed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, QuerySet

from utsyn.web.calls.models import Asked

Person = AbstractBaseUser | AnonymousUser
Row = TypeVar("Row", bound=Model)
Door = Callable[[QuerySet[Any], Person, str], QuerySet[Any]]


def visible(user: Person, kind: type[Row], *, link: str = "") -> QuerySet[Row]:
    """Return the rows of a kind that a person may see; `link` is the unguessable key that she holds."""
    rows = kind._default_manager.all()  # noqa: SLF001  Django's own name for the manager of any model
    door = DOORS.get(kind)
    return door(rows, user, link) if door else rows.none()


def _asked(rows: QuerySet[Asked], user: Person, link: str) -> QuerySet[Asked]:
    """Demo proposals are for all; an answer of one's own is for who holds its link."""
    return rows.filter(link=link) if link else rows.filter(origin=Asked.Origin.DEMO)


DOORS: Mapping[type[Model], Door] = {Asked: _asked}
