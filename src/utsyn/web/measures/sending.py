"""To whom a goal may be sent: the units of a plan in the order of the institution, and what was sent to each before."""

from collections.abc import Sequence
from typing import NamedTuple

from utsyn.text import sort_key
from utsyn.web.measures import facts, queries
from utsyn.web.measures.actions.conversing import sendable
from utsyn.web.measures.queries import Talk
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held


class Offered(NamedTuple):
    """A unit to which a goal may be sent: what it answered if it was sent before, and whether anybody answers for it."""

    unit: Named
    talk: Talk | None
    answered_for: bool


class Part(NamedTuple):
    """A unit of the institution with those below it to which a goal may be sent."""

    head: Named | None
    units: Sequence[Offered]


def offered(user: Person, plan: Held, goal: str) -> Sequence[Part]:
    """Return the running units to which a person may send a goal, by faculty; none where it is not hers to send."""
    tree = queries.units(user, plan)
    inside = tree.below(plan.row.unit_id) & sendable(user, plan.row, goal) - {plan.row.unit_id}
    running = [tree[pk] for pk in inside if not facts.over(tree, pk)]
    said = {talk.row.unit_id: talk for talk in queries.talks(user, plan, goal=goal)}
    known = facts.answered_for(tree, on=plan.on)
    parts: dict[int | None, list[Offered]] = {}
    for unit in sorted(running, key=lambda unit: _order(unit, tree)):
        found = Offered(unit, said.get(unit.pk), unit.pk in known)
        parts.setdefault(tree.faculty(unit.pk), []).append(found)
    return [Part(tree[head] if head else None, units) for head, units in parts.items()]


def _order(unit: Named, tree: Tree) -> tuple[bool, str, bool, str]:
    faculty = tree.faculty(unit.pk)
    head = sort_key(tree[faculty].in_("nb")) if faculty else ""
    return faculty is None, head, unit.kind != Unit.Kind.FACULTY, sort_key(unit.in_("nb"))


def chosen(user: Person, keys: Sequence[str]) -> Sequence[Unit]:
    """Return the units with these keys, in the order in which they are named; what names none is left out."""
    rows = {row.key: row for row in visible(user, Unit).filter(key__in=list(keys))}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]
