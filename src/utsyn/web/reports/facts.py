"""From rows to what reports are made of: what is asked and written, units under their names of the day, measures, answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from utsyn.plans.basis import MeasureThen, Sent, Turn, UnitThen
from utsyn.plans.reporting import Asked, Told
from utsyn.web.measures.models import Assignment, Measure
from utsyn.web.people.rights import ROLE_NAMES
from utsyn.web.people.units import Named, Tree
from utsyn.web.reports.models import Report, Reporting


def asked(row: Reporting) -> Asked:
    """Return what a round of reporting asks for."""
    return Asked.model_validate(row.told)


def told(row: Report) -> Told:
    """Return what people wrote."""
    return Told.model_validate(row.told)


def due(row: Reporting, *, whole: bool) -> date:
    """Return by which day a report is due: the institution's may be due after those of its units."""
    return (asked(row).whole_due if whole else None) or row.due


def is_whole(row: Report) -> bool:
    """Tell whether a report is the whole institution's."""
    return row.unit_id == row.reporting.plan.unit_id


def days(row: Report) -> Mapping[str, Any]:
    """Return what a report tells of its round."""
    there = row.reporting
    return {
        "key": there.key,
        "title": there.title,
        "since": there.since,
        "until": there.until,
        "due": due(there, whole=is_whole(row)),
    }


def then(unit: Named, tree: Tree) -> UnitThen:
    """Return a unit as it was called on the tree's day, with the unit above it and those merged into it."""
    above = tree.units.get(unit.parent) if unit.parent else None
    gone = sorted(tree[pk].key for pk in tree.merged.get(unit.pk, ()))
    named = {one.key: one.name for one in tree.units.values()}
    return UnitThen(
        unit.key,
        unit.name,
        unit.kind,
        (above.key, above.name) if above else None,
        tuple((key, named[key]) for key in gone),
    )


def measures(rows: Iterable[Measure], units: Mapping[int, Named]) -> tuple[MeasureThen, ...]:
    """Return measures as they are told now, by number."""
    return tuple(
        MeasureThen(
            row.number,
            row.version,
            units[row.unit_id].key if row.unit_id in units else "",
            row.told,
            timezone.localdate(row.retired_at) if row.retired_at else None,
        )
        for row in rows
    )


def sent(rows: Iterable[Assignment], units: Mapping[int, Named]) -> tuple[Sent, ...]:
    """Return the goals that were sent to units, each with what was said of it; replies come with them."""
    return tuple(
        Sent(
            row.goal,
            units[row.unit_id].key if row.unit_id in units else "",
            row.asked,
            row.due,
            row.answer,
            tuple(
                Turn(
                    one.answer,
                    one.own_words,
                    one.because,
                    ROLE_NAMES.get(one.role, one.role),
                    timezone.localdate(one.at),
                )
                for one in row.replies.all()
            ),
        )
        for row in rows
    )
