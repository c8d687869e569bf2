"""The measures of a plan as a workbook to take home: amounts are numbers, and words that look like formulas stay words."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from utsyn.plans.measures import STATUS_NAMES
from utsyn.text import Words, say
from utsyn.web.measures.facts import Then
from utsyn.web.people.units import Tree
from utsyn.web.plans.queries import Held
from utsyn.web.projects.sheets import LONGEST, UNWRITABLE

Value = str | int | Decimal | date | None


class Column(NamedTuple):
    """A column: its heading, its width, what it tells of a measure, and whether it stays in the house."""

    heading: Words
    width: int
    told: Callable[[Then], Value]
    inside: bool = True


def workbook(rows: Iterable[Then], plan: Held, tree: Tree, *, language: str) -> bytes:
    """Return measures as xlsx; readers who are not inside get the columns that are open to all."""
    columns = [one for one in _columns(plan, tree, language) if plan.inside or not one.inside]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say("Measures").in_(language))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = column.width
    head = [_cell(sheet, column.heading.in_(language)) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, column.told(row)) for column in columns])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: Value) -> Any:
    if not isinstance(value, str):
        return value
    made = WriteOnlyCell(sheet, value="")
    made.value = UNWRITABLE.sub("\ufffd", value)[:LONGEST]
    made.data_type = "s"
    return made


def _columns(plan: Held, tree: Tree, language: str) -> Sequence[Column]:
    titles = {goal.key: goal.title.in_(language) for goal in plan.text.goals}

    def unit(one: Then) -> str:
        return tree[one.row.unit_id].in_(language) if one.row.unit_id in tree else ""

    def goals(one: Then) -> str:
        return "; ".join(titles.get(key, key) for key in one.told.goals)

    return [
        Column(say("Number"), 9, lambda one: one.row.number, inside=False),
        Column(say("Title"), 40, lambda one: one.told.title, inside=False),
        Column(say("Unit"), 32, unit, inside=False),
        Column(say("Status"), 12, lambda one: STATUS_NAMES[one.told.status].in_(language), inside=False),
        Column(say("Goals"), 50, goals, inside=False),
        Column(say("What is done"), 50, lambda one: one.told.what),
        Column(say("Responsible role"), 24, lambda one: one.told.responsible),
        Column(say("First day"), 12, lambda one: one.told.since),
        Column(say("Last day"), 12, lambda one: one.told.until),
        Column(say("Budget"), 14, lambda one: one.told.budget),
        Column(say("Currency"), 10, lambda one: one.told.currency if one.told.budget is not None else ""),
        Column(say("Where the money comes from"), 30, lambda one: one.told.budget_from),
        Column(say("Overdue tasks"), 40, lambda one: _overdue(one, plan.on)),
    ]


def _overdue(one: Then, on: date) -> str:
    return "; ".join(task.what for task in one.told.overdue(on=on))
