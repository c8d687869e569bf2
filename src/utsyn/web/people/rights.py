"""What each role may do. What no line here gives to a role is closed to it; the manual's table is tested against this."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from utsyn.text import Listed, Said, say
from utsyn.web.people.models import Held, Role
from utsyn.web.people.units import Tree, tree

Person = AbstractBaseUser | AnonymousUser


class Deed(StrEnum):
    """What one may do."""

    WRITE = "write"  # begin a nomination, in one's own unit
    ENDORSE = "endorse"  # say yes for the department
    NOMINATE = "nominate"  # hand in for the faculty, and put its nominations in order
    RUN = "run"  # open a round, ask for ranking, tell people, send the list, record results
    ADVISE = "advise"  # read drafts and comment on them
    APPROVE = "approve"  # choose the route, approve, refuse, let in late
    ASSESS = "assess"  # sit on a panel
    PLAN = "plan"  # draft plans, send goals to units, enter figures, open a round of reporting
    ADOPT = "adopt"  # adopt a plan, judge and set states, approve the institution's report
    ANSWER = "answer"  # answer for a unit: its goals, its measures, its report
    READ_LOG = "read the log"
    READ_ALL = "read all"
    APPOINT = "appoint"  # give and end roles, keep units


RIGHTS: Mapping[Deed, frozenset[str]] = {
    Deed.WRITE: frozenset([Role.RESEARCHER, Role.DEPARTMENT, Role.COORDINATOR]),
    Deed.ENDORSE: frozenset([Role.DEPARTMENT]),
    Deed.NOMINATE: frozenset([Role.COORDINATOR]),
    Deed.RUN: frozenset([Role.OFFICE]),
    Deed.ADVISE: frozenset([Role.OFFICE]),
    Deed.APPROVE: frozenset([Role.LEADERSHIP]),
    Deed.ASSESS: frozenset([Role.ASSESSOR, Role.LEADERSHIP]),
    Deed.PLAN: frozenset([Role.OFFICE]),
    Deed.ADOPT: frozenset([Role.LEADERSHIP]),
    Deed.ANSWER: frozenset([Role.DEPARTMENT, Role.COORDINATOR, Role.OFFICE]),
    Deed.READ_LOG: frozenset([Role.AUDITOR]),
    Deed.READ_ALL: frozenset([Role.OFFICE, Role.LEADERSHIP, Role.AUDITOR]),
    Deed.APPOINT: frozenset([Role.ADMINISTRATOR]),
}
ROLE_NAMES: Mapping[str, Said] = {
    Role.RESEARCHER: say("researcher"),
    Role.DEPARTMENT: say("head of department"),
    Role.COORDINATOR: say("faculty coordinator"),
    Role.OFFICE: say("international office"),
    Role.LEADERSHIP: say("leadership"),
    Role.ASSESSOR: say("assessor"),
    Role.AUDITOR: say("auditor"),
    Role.ADMINISTRATOR: say("administrator"),
}


class NotYoursError(PermissionDenied):
    """Somebody asked for what is others' to do; `.said` tells whose it is."""

    def __init__(self, deed: Deed) -> None:
        names = Listed(tuple(ROLE_NAMES[role] for role in sorted(RIGHTS[deed])), "or")
        self.said = say("This is for: {roles}", roles=names)
        super().__init__(self.said.in_("en"))


class Standing(NamedTuple):
    """What a person is on a day: her roles with the units they hold for, and the institution's tree of that day."""

    roles: frozenset[tuple[str, int]]
    tree: Tree

    def units(self, deed: Deed) -> frozenset[int]:
        """Return the units for which she may do something, those below her own included."""
        return self.tree.below(*(unit for role, unit in self.roles if role in RIGHTS[deed]))

    def reach(self, *roles: str) -> frozenset[int]:
        """Return the units for which she holds one of the roles, those below her own included."""
        return self.tree.below(*(unit for role, unit in self.roles if role in roles))

    def has(self, *roles: str) -> bool:
        """Tell whether she holds one of the roles anywhere."""
        return any(role in roles for role, _ in self.roles)


NOBODY = frozenset[tuple[str, int]]()


def standing(user: Person, *, on: date | None = None) -> Standing:
    """Return what a person is on a day (today), asked once for each request: two queries, none for who is nobody."""
    day = on or timezone.localdate()
    kept: dict[date, Standing] = user.__dict__.setdefault("_standings", {})
    if day not in kept:
        kept[day] = (
            _standing(user, day)
            if user.is_authenticated and user.is_active
            else Standing(NOBODY, Tree(day, ()))
        )
    return kept[day]


def forget_standing(user: Person) -> None:
    """Ask anew what a person is: her roles were changed."""
    user.__dict__.pop("_standings", None)


def may(user: Person, deed: Deed, *, unit: int | None, on: date | None = None) -> bool:
    """Tell whether a person may do something for a unit; None is any unit at all."""
    units = standing(user, on=on).units(deed)
    return bool(units) if unit is None else unit in units


def require(user: Person, deed: Deed, *, unit: int | None, on: date | None = None) -> None:
    """Go on if a person may do something for a unit. Raises NotYoursError."""
    if not may(user, deed, unit=unit, on=on):
        raise NotYoursError(deed)


def number(user: Person) -> int:
    """Return a person's number; 0, which is nobody's, for who has not signed in."""
    return user.pk or 0


def _standing(user: Person, day: date) -> Standing:
    held = Held.objects.filter(user_id=number(user), since__lte=day).exclude(until__lt=day)
    return Standing(frozenset(held.values_list("role", "unit_id")), tree(day))
