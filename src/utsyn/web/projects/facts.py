"""From rows to facts: what a project's unit was called, what was decided, and so many projects as groups to count."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, ExpressionWrapper, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, Round

from utsyn.calls.project_search import folded, searchable
from utsyn.calls.projects import GRANTED, Group, Mark, Result, Status, Totals, totals
from utsyn.text import LANGUAGES, Text, sort_key
from utsyn.web.people.units import Tree
from utsyn.web.projects.models import Project

CENT = Decimal("0.01")
LONGEST_ORDER, LONGEST_CALLED = 600, 300


def called(row: Project) -> Text | None:
    """Return what the unit was called then; None where no source names one."""
    return Text.model_validate(row.called) if any(str(name).strip() for name in row.called.values()) else None


def granted(row: Project) -> bool:
    """Tell whether it was granted, in whichever way."""
    return row.status in GRANTED


def result(row: Project) -> Result:
    """Return what stands recorded about the funder's decision."""
    return Result(
        status=Status(row.status),
        number=row.number or None,
        awarded=row.awarded,
        currency=row.currency or None,
        decided_on=row.decided_on,
        starts=row.starts,
        ends=row.ends,
        marks=tuple(Mark.model_validate(mark) for mark in row.marks),
        conditions=row.conditions,
    )


def named_then(tree: Tree, pk: int | None) -> dict[str, str]:
    """Return what a unit was called on the day of a tree, as a project keeps it."""
    if pk is None or pk not in tree:
        return {}
    name = tree[pk].name
    return {code: str(getattr(name, code)) for code in LANGUAGES if getattr(name, code)}


def arranged(row: Project, *, partners: tuple[str, ...] = ()) -> None:
    """Set what lists sort and search by from what the project tells."""
    names = " ".join(str(name) for name in row.called.values())
    unit = called(row)
    row.order = sort_key(folded(row.title))[:LONGEST_ORDER]
    row.order_of_unit = sort_key(folded(unit.in_("nb") if unit else row.institution))[:LONGEST_ORDER]
    row.search = searchable(
        row.title, row.number, row.call, row.programme, row.institution, names, row.countries, *partners
    )


def counted(rows: QuerySet[Project]) -> Totals:
    """Add up a selection: one question to the database, however many projects it holds."""
    by = ("status", "currency", "year", "only_granted", "countries")
    groups, countries = list[Group](), list[tuple[str, int]]()
    asked = rows.order_by().values_list(*by).annotate(
        n=Count("pk"), sought_sum=_cents("sought"), sought_known=Count("sought"),
        awarded_sum=_cents("awarded"), awarded_known=Count("awarded"),
    )  # fmt: skip
    for status, currency, year, only, codes, n, sought, sought_known, awarded, awarded_known in asked:
        groups.append(
            Group(
                status,
                currency,
                year,
                only,
                n,
                _amount(sought),
                sought_known,
                _amount(awarded),
                awarded_known,
            )
        )
        countries.append((codes, n))
    return totals(groups, countries)


def _cents(field: str) -> Sum:
    """Add up in whole hundredths: a database that keeps amounts as floating numbers would lose some on the way."""
    wide = DecimalField(max_digits=20, decimal_places=2)
    hundredths = Round(ExpressionWrapper(F(field) * Value(100), output_field=wide))
    return Sum(Cast(hundredths, BigIntegerField()), output_field=BigIntegerField())


def _amount(cents: int | Decimal | None) -> Decimal | None:
    return None if cents is None else int(cents) * CENT


def running(row: Project, *, on: date) -> bool | None:
    """Tell whether a granted project runs on a day; None where its period is not known."""
    if not granted(row):
        return False
    if row.starts is None or row.ends is None:
        return None
    return row.starts <= on <= row.ends


def told(made: Result) -> Mapping[str, Any]:
    """Return a result as rows and the log keep it."""
    return made.model_dump(mode="json", exclude_none=True)
