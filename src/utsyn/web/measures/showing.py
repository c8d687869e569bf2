"""A measure as its page shows it: goals, effects with their indicators' last figures, links, neighbours, and its versions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel

from utsyn.plans.document import Goal
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import library
from utsyn.plans.measures import LINK_NAMES, MUCH_NAMES, STATUS_NAMES, WAY_NAMES, Effect, Link, Task, Told
from utsyn.plans.spoken import Period
from utsyn.text import Said, Words, say, shown, sort_key
from utsyn.web.indicators.models import Observed
from utsyn.web.indicators.worded import value
from utsyn.web.measures import facts, queries
from utsyn.web.measures.facts import Then
from utsyn.web.measures.models import Measure, MeasureVersion
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.plans.queries import Held, ends


class Expected(NamedTuple):
    """An effect that is expected, with its indicator and that indicator's last figure for the whole institution."""

    effect: Effect
    indicator: IndicatorDocument | None
    figure: Words | None
    period: Words | None


class Doing(NamedTuple):
    """A task with its place, and whether it should have been done."""

    place: int
    task: Task
    late: bool


class Leading(NamedTuple):
    """A link with the address that it leads to; none of an agreement, which has no room here yet."""

    link: Link
    address: str


class Differs(NamedTuple):
    """Something that is told otherwise: what it is, what it was, what it is now."""

    label: str
    before: str
    after: str


class Version(NamedTuple):
    """A version of a measure: when, why, and what it changed."""

    number: int
    on: date
    because: str
    differs: Sequence[Differs]


class Page(NamedTuple):
    """A measure with everything that the reader may see of it."""

    one: Then
    unit: Named | None
    heir: Named | None  # the unit that answers for it now, where its own was merged
    goals: Sequence[tuple[str, Goal | None]]
    effects: Sequence[Expected]
    tasks: Sequence[Doing]
    links: Sequence[Leading]
    needs: Sequence[Measure]
    needed_by: Sequence[Measure]
    versions: Sequence[Version]  # the newest first


def page(user: Person, plan: Held, one: Then, *, tree: Tree, language: str) -> Page:
    """Return a measure as its page shows it."""
    heir = facts.heir(tree, one.row.unit_id) if one.row.unit_id in tree else one.row.unit_id
    needs, needed_by = queries.around(user, plan, one)
    late = one.told.overdue(on=plan.on)
    return Page(
        one,
        tree.units.get(one.row.unit_id),
        tree.units.get(heir) if heir != one.row.unit_id else None,
        [(key, plan.text.goal(key)) for key in one.told.goals],
        _effects(user, plan, one.told.effects),
        [Doing(n, task, task in late) for n, task in enumerate(one.told.tasks)],
        [Leading(link, _address(link, plan)) for link in one.told.links],
        needs,
        needed_by,
        list(reversed(list(_versions(queries.versions(user, one.row, plan), language)))),
    )


def units(tree: Tree, plan: Held) -> Sequence[Named]:
    """Return the units that follow a plan, each faculty with its departments after it, those outside faculties last."""
    inside = tree.below(plan.row.unit_id) - {plan.row.unit_id}
    return sorted((tree[pk] for pk in inside if pk in tree), key=lambda unit: _order(unit, tree))


def _order(unit: Named, tree: Tree) -> tuple[bool, str, bool, str]:
    faculty = tree.faculty(unit.pk)
    head = sort_key(tree[faculty].in_("nb")) if faculty else ""
    return faculty is None, head, unit.kind != Unit.Kind.FACULTY, sort_key(unit.in_("nb"))


def _effects(user: Person, plan: Held, effects: Sequence[Effect]) -> Sequence[Expected]:
    """Put each effect beside its indicator's last figure by the plan's day: one query, none where nothing is expected."""
    keys, known = {effect.indicator for effect in effects}, library().indicators
    last: dict[str, Observed] = {}
    rows = visible(user, Observed).filter(
        indicator__in=keys, unit=plan.row.unit_id, rehearsal=plan.row.rehearsal, at__lt=ends(plan.on)
    )
    for row in rows.order_by("until", "at", "pk") if keys else ():
        if row.withdrawn_at is None or row.withdrawn_at >= ends(plan.on):
            last[row.indicator] = row
    return [_expected(effect, known.get(effect.indicator), last.get(effect.indicator)) for effect in effects]


def _expected(effect: Effect, document: IndicatorDocument | None, row: Observed | None) -> Expected:
    if document is None or row is None:
        return Expected(effect, document, None, None)
    return Expected(effect, document, value(document, row), Period(row.since, row.until))


def _address(link: Link, plan: Held) -> str:
    if link.kind == "page":
        return link.ref if link.ref.startswith(("https://", "http://")) else ""
    if link.kind == "measure":
        return reverse("measures:measure", args=[plan.row.key, link.ref]) if link.ref.isdigit() else ""
    names = {"call": "calls:call", "project": "projects:project"}
    return reverse(names[link.kind], args=[link.ref]) if link.kind in names else ""


def _versions(rows: Iterable[MeasureVersion], language: str) -> Iterable[Version]:
    before: Told | None = None
    for row in rows:
        now = facts.told(row.told)
        differs = differences(before, now, language=language) if before else ()
        yield Version(row.number, timezone.localdate(row.at), row.because, differs)
        before = now


def differences(before: Told, after: Told, *, language: str) -> Sequence[Differs]:
    """Return what is told otherwise in two versions of a measure, in words."""
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in Told.model_fields]
    return [
        Differs(
            Said(Told.model_fields[name].title or name).in_(language),
            words(was, language),
            words(is_, language),
        )
        for name, was, is_ in pairs
        if was != is_
    ]


NAMED: Mapping[Any, Words] = {**STATUS_NAMES, **MUCH_NAMES, **WAY_NAMES, **LINK_NAMES}


def words(value: Any, language: str) -> str:
    """Say a part of what is told: rows on lines of their own, what nobody knows as not known."""
    if value is None:
        return say("not known").in_(language)
    if isinstance(value, tuple):
        return "\n".join(words(one, language) for one in value)
    if isinstance(value, BaseModel):
        return "; ".join(words(part, language) for _, part in value if part not in (None, ""))
    if isinstance(value, str) and value in NAMED:
        return NAMED[value].in_(language)
    return shown(value, language) if isinstance(value, (date, Decimal)) else str(value)
