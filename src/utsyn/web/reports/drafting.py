"""A report as the records have it now: everything that it is made from, gathered in a fixed number of queries."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q

from utsyn.plans.basis import Basis, MeasureThen, Sent
from utsyn.plans.document import PlanDocument
from utsyn.plans.library import library
from utsyn.plans.progress import all_progress, parts_progress
from utsyn.plans.replaying import Inputs
from utsyn.plans.series import Records
from utsyn.web.indicators.models import Observed, Recomputing
from utsyn.web.measures.facts import heir
from utsyn.web.measures.models import Assignment, Measure, Reply
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import Tree
from utsyn.web.plans import facts as plan_facts
from utsyn.web.plans import queries as plans
from utsyn.web.reports import facts
from utsyn.web.reports.models import Frozen, Report


class Drafted(NamedTuple):
    """What a report is made from, and what its answers can be computed from again."""

    basis: Basis
    inputs: Inputs
    yaml: str
    recomputing: Sequence[str]  # indicators in it of which figures are being made anew


def drafted(user: Person, row: Report, *, on: date) -> Drafted:
    """Gather a report for a person who has a role here; what it holds does not hang on who she is."""
    plan = row.reporting.plan
    held = plans.held(user, plan.key, on=on)
    records = plans.records(user, held)
    tree = standing(user).tree.then(on)
    whole = facts.is_whole(row)
    below = tree.below(row.unit_id)
    sent, measures = _sent(user, row, below, tree), _measures(user, row, below, tree)
    goals = _goals(held.text, sent, measures, whole=whole)
    named = frozenset(
        t.indicator for g in held.text.goals if g.key in goals for t in g.targets if t.indicator
    )
    indicators = {key: one for key, one in library().indicators.items() if key in held.text.indicators()}
    units = _units(user, row, below, tree, named)
    of_units = {
        key: known
        for key, one in units.items()
        if (known := parts_progress(held.text, one, goals, indicators=indicators, on=on))
    }
    basis = Basis(
        plan=held.text,
        edition=held.edition.number,
        sha256=held.edition.sha256,
        adopted_on=held.edition.adopted_on,
        reporting=facts.days(row),
        unit=facts.then(tree[row.unit_id], tree),
        whole=whole,
        units={unit.key: facts.then(unit, tree) for unit in tree.units.values() if unit.pk in below},
        goals=goals,
        progress=all_progress(held.text, records, indicators=indicators, on=on),
        records=records,
        own={} if whole else units.get(tree[row.unit_id].key, Records()).observed,
        indicators=indicators,
        measures=measures,
        sent=sent,
        asked=facts.asked(row.reporting),
        told=facts.told(row),
        on=on,
        rehearsal=plan.rehearsal,
        before=before(user, row, held.text),
        top=tree[plan.unit_id].key,
        heirs={tree[pk].key: tree[heir(tree, pk)].key for pk in below if pk in tree},
        of_units=of_units,
    )
    busy = visible(user, Recomputing).filter(indicator__in=named).values_list("indicator", flat=True)
    return Drafted(
        basis,
        Inputs(held.text, indicators, records, on, {key: units[key] for key in of_units}),
        held.edition.text,
        sorted(busy),
    )


def before(user: Person, row: Report, plan: PlanDocument) -> Mapping[str, Any] | None:
    """Return the unit's last frozen report of another round, of this plan or of the one that it follows."""
    keys = [plan.key, *([plan.follows.plan] if plan.follows else [])]
    found = (
        visible(user, Frozen)
        .filter(report__unit=row.unit_id, report__reporting__plan__key__in=keys)
        .filter(report__reporting__until__lt=row.reporting.until)
        .order_by("-report__reporting__until", "-number")
        .values_list("text", flat=True)
        .first()
    )
    return json.loads(found) if found else None


def _sent(user: Person, row: Report, below: frozenset[int], tree: Tree) -> tuple[Sent, ...]:
    replies = Prefetch("replies", visible(user, Reply).order_by("at", "pk"))
    rows = visible(user, Assignment).filter(plan=row.reporting.plan_id, unit__in=below, withdrawn_at=None)
    return facts.sent(rows.order_by("goal", "unit__key").prefetch_related(replies), tree.units)


def _measures(user: Person, row: Report, below: frozenset[int], tree: Tree) -> tuple[MeasureThen, ...]:
    rows = visible(user, Measure).filter(plan=row.reporting.plan_id, unit__in=below)
    kept = rows.filter(Q(retired_at=None) | Q(retired_at__date__gte=row.reporting.since))
    return facts.measures(kept.order_by("number"), tree.units)


def _goals(
    plan: PlanDocument, sent: Sequence[Sent], measures: Sequence[MeasureThen], *, whole: bool
) -> tuple[str, ...]:
    """Name the goals that a report is about: all of the plan's, or those sent to the unit and those it works for."""
    if whole:
        return tuple(goal.key for goal in plan.goals)
    named = {one.goal for one in sent} | {key for one in measures for key in one.told.get("goals", ())}
    return tuple(goal.key for goal in plan.goals if goal.key in named)


def _units(
    user: Person, row: Report, below: frozenset[int], tree: Tree, named: frozenset[str]
) -> Mapping[str, Records]:
    """Return the figures that the units of a report have of their own, by unit; the institution's are not among them."""
    plan = row.reporting.plan
    rows = visible(user, Observed).filter(
        indicator__in=named, unit__in=below - {plan.unit_id}, rehearsal=plan.rehearsal
    )
    found: dict[int, list[Observed]] = {}
    for one in rows.order_by("until", "pk"):
        found.setdefault(one.unit_id, []).append(one)
    return {
        tree[pk].key: Records(plan_facts.by_indicator(kept), members=plan_facts.members(tree, part=pk))
        for pk, kept in found.items()
        if pk in tree
    }
