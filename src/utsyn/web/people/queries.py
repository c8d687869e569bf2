"""What pages ask about people: who holds what on a day, and all that one person ever held."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from utsyn.problems import Problem
from utsyn.text import Said, Words, say
from utsyn.web.errors import NotHere
from utsyn.web.people.access import visible
from utsyn.web.people.models import Held, Role, User
from utsyn.web.people.rights import ROLE_NAMES, Person
from utsyn.web.people.units import Named, Tree, tree

PAGE = 50


class Sought(NamedTuple):
    """Whom a list asks for: words of a name or an address, a role, a unit with those below it, and the day."""

    on: date
    words: str = ""
    role: str = ""
    unit: str = ""
    page: int = 1

    @property
    def address(self) -> str:
        """The question as the end of an address, without the page."""
        asked = {"q": self.words, "role": self.role, "unit": self.unit, "on": self.on.isoformat()}
        return urlencode({name: value for name, value in asked.items() if value})


class HeldThen(NamedTuple):
    """A role that somebody holds, held or will hold, and the unit as it was called on the first day that counts."""

    row: Held
    unit: Named | None
    state: str  # over, runs, to come

    @property
    def role(self) -> Words:
        """What the role is called."""
        return ROLE_NAMES[self.row.role]

    @property
    def given(self) -> bool:
        """Whether it was given by hand and does not follow from groups."""
        return self.row.origin == Held.Origin.HAND

    @property
    def word(self) -> Said:
        """Say whether it runs."""
        return {"over": say("over"), "runs": say("runs"), "to come": say("to come")}[self.state]

    @property
    def look(self) -> str:
        """The class of its sign."""
        return {"over": "closed", "runs": "open", "to come": "planned"}[self.state]


class Listed(NamedTuple):
    """A person with the roles that she holds on the day."""

    user: User
    roles: Sequence[HeldThen]


class Found(NamedTuple):
    """One page of people, of how many."""

    rows: Sequence[Listed]
    total: int
    page: int
    pages: int

    @property
    def before(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.page + 1


def people(user: Person, sought: Sought) -> Found:
    """Return a page of those whom a person may see, by name: three queries, for however many rows."""
    there = tree(sought.on)
    running = visible(user, Held).filter(since__lte=sought.on).exclude(until__lt=sought.on)
    rows = visible(user, User).filter(forgotten=None)
    for word in sought.words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        rows = rows.filter(named | Q(email__icontains=word) | Q(username__icontains=word))
    narrowed = running
    if sought.role:
        narrowed = narrowed.filter(role=sought.role)
    if sought.unit:
        narrowed = narrowed.filter(unit__in=_below(there, sought.unit))
    if sought.role or sought.unit:
        rows = rows.filter(pk__in=narrowed.values("user"))
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, sought.page), pages)
    shown = list(rows.order_by("last_name", "first_name", "pk")[(page - 1) * PAGE : page * PAGE])
    held: dict[int, list[HeldThen]] = {}
    for row in running.filter(user__in=shown).order_by("since", "pk"):
        held.setdefault(row.user_id, []).append(HeldThen(row, there.units.get(row.unit_id), "runs"))
    return Found([Listed(one, held.get(one.pk, [])) for one in shown], total, page, pages)


def _below(there: Tree, key: str) -> frozenset[int]:
    return there.below(*(unit.pk for unit in there.units.values() if unit.key == key))


def somebody(user: Person, pk: int) -> User:
    """Return a person whom another may see. Raises NotHere."""
    if found := visible(user, User).filter(pk=pk).first():
        return found
    raise NotHere(Problem(say("There is no such person here"), say("Look her up in the list")))


def roles(user: Person, of: User, *, on: date) -> Sequence[HeldThen]:
    """Return all that a person ever held, what runs first, each unit as it was called while it was held."""
    there = tree(date.max)
    found = [_then(row, there, on) for row in visible(user, Held).filter(user=of)]
    order = ("runs", "to come", "over")
    return sorted(found, key=lambda one: (order.index(one.state), -one.row.since.toordinal(), one.row.pk))


def then(row: Held, *, on: date) -> HeldThen:
    """Return one role as a page shows it."""
    return _then(row, tree(date.max), on)


def _then(row: Held, there: Tree, on: date) -> HeldThen:
    if row.since > on:
        return HeldThen(row, there.then(row.since).units.get(row.unit_id), "to come")
    if row.until is not None and row.until < on:
        return HeldThen(row, there.then(row.until).units.get(row.unit_id), "over")
    return HeldThen(row, there.then(on).units.get(row.unit_id), "runs")


def held(user: Person, pk: int) -> Held:
    """Return a role that somebody holds. Raises NotHere."""
    if found := visible(user, Held).filter(pk=pk).select_related("user", "unit").first():
        return found
    raise NotHere(Problem(say("There is no such role here"), say("Look at what the person holds today")))


def role_pairs(language: str) -> list[tuple[str, str]]:
    """Return the roles as choices."""
    return [(role, ROLE_NAMES[role].in_(language)) for role in Role.values]
