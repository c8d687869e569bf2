"""What the pages of units, fields and countries show: every figure of one of them, and all of them side by side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from utsyn.organisations.countries import countries
from utsyn.text import Words, say
from utsyn.web.evidence import drawing, facts
from utsyn.web.evidence.facts import Shown
from utsyn.web.evidence.models import Facet

Units = Mapping[str, Words]
UNIT, FIELD, COUNTRY = (str(axis) for axis in Facet.Axis.values)
PAGES: Mapping[str, str] = {UNIT: "unit", FIELD: "field", COUNTRY: "country"}  # the address of one
LISTS: Mapping[str, str] = {UNIT: "units", FIELD: "fields", COUNTRY: "countries"}
TITLES: Mapping[str, Words] = {UNIT: say("Units"), FIELD: say("Fields"), COUNTRY: say("Countries")}
LEADS: Mapping[str, Words] = {
    UNIT: say(
        "The latest figures of every unit. A publication by several units counts for each of them: the units add up to more than the whole."
    ),
    FIELD: say(
        "The latest figures of every field. Each publication stands in its one field. Fields differ in how they write and cite: a unit is best "
        "held against its own field."
    ),
    COUNTRY: say(
        "The latest figures of every country: publications written together, and students exchanged."
    ),
}
FIRST = ("publications", "country-profile", "international-copublication")  # columns, in this order


class Figure(NamedTuple):
    """A figure of one unit, field or country: its years, the latest one, and its course as a small drawing."""

    recipe: str
    title: Words
    sort: str
    latest: Shown | None
    years: Sequence[Shown]
    spark: drawing.Spark | None
    chart: drawing.Chart | None


class Column(NamedTuple):
    """A figure, and the last year that any of the axis has it for."""

    recipe: str
    title: Words
    year: str


class Cell(NamedTuple):
    """A figure of one of the axis, and its year where that is not the column's."""

    shown: Shown | None
    year: str


class Table(NamedTuple):
    """All of an axis side by side: a column a figure, and rows with a name, its address and a cell a column."""

    columns: Sequence[Column]
    rows: Sequence[tuple[Words, str, Sequence[Cell]]]


def called(axis: str, key: str, units: Units) -> Words:
    """Return what one of an axis is called."""
    if axis == UNIT:
        return units.get(key) or (facts.Key(key) if key else say("authors whom no unit lists"))
    return facts.named(axis, key or None)


def address(axis: str, key: str) -> str:
    """Return the address of the page of one; nothing for what is not known."""
    return (
        reverse(f"evidence:{PAGES[axis]}", args=[key])
        if key and "//" not in key and "." not in key[:1]
        else ""
    )


def one(rows: Iterable[Facet]) -> Sequence[Figure]:
    """Return the figures of one, in the order of the columns."""
    return [_figure(row) for row in sorted(rows, key=lambda row: _order(row.recipe))]


def _figure(row: Facet) -> Figure:
    told = row.told
    line = next((one for one in told["years"] if one["year"] == told["year"]), None)
    return Figure(
        row.recipe, facts.title(row.recipe), told["sort"], facts.shown(line, told) if line else None,
        [facts.shown(one, told) for one in told["years"]],
        drawing.spark([(one["value"], one["over"]) for one in told["years"]], ranked=told["sort"] == "rank"), drawing.chart(told),
    )  # fmt: skip


def table(rows: Sequence[Facet], axis: str, *, units: Units) -> Table:
    """Put all of an axis side by side, the largest first."""
    recipes = sorted({row.recipe for row in rows}, key=_order)
    keys = list(
        dict.fromkeys(
            row.key for row in sorted(rows, key=lambda row: (_order(row.recipe), -row.size, row.key))
        )
    )
    shown = {(row.key, row.recipe): _latest(row.head) for row in rows}
    columns = [_column(recipe, [shown.get((key, recipe)) for key in keys]) for recipe in recipes]
    return Table(
        columns,
        [
            (called(axis, key, units), address(axis, key), [_cell(shown.get((key, one.recipe)), one) for one in columns])
            for key in keys
        ],
    )  # fmt: skip


def _column(recipe: str, shown: Sequence[Shown | None]) -> Column:
    return Column(recipe, facts.title(recipe), max((str(one.year or "") for one in shown if one), default=""))


def _cell(shown: Shown | None, column: Column) -> Cell:
    """Tell the year of a figure that is older than others in its column: the two are not to be held against each other unseen."""
    year = str(shown.year or "") if shown else ""
    return Cell(shown, "" if year == column.year else year)


def _order(recipe: str) -> tuple[int, str]:
    return FIRST.index(recipe) if recipe in FIRST else len(FIRST), recipe


def _latest(head: Mapping[str, Any]) -> Shown | None:
    return facts.shown(head["line"], head) if head.get("line") else None


def groups(code: str, *, on: date) -> Sequence[Words]:
    """Return the groups of countries to which one belongs on a day."""
    return [group.name for group in countries().groups.values() if code in (group.members(on) or ())]
