"""What the pages of units, fields and countries show: every figure of one of them, and all of them side by side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from utsyn.organisations.countries import countries
from utsyn.text import Words, say
from utsyn.web.evidence import classed, drawing, facts
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
APART = ("country-profile",)  # in more classes than a table has columns: they stand on the page of each alone
FIRST = ("publications", "country-profile", "international-copublication")  # columns, in this order


class Class(NamedTuple):
    """A class of a figure: what it is called, its address, and what it comes to."""

    names: Sequence[Words]
    address: str
    shown: Shown


class Figure(NamedTuple):
    """A figure of one unit, field or country: its years, the latest one, and its course as a small drawing; or its classes, now and by year."""

    recipe: str
    title: Words
    sort: str
    latest: Shown | None
    years: Sequence[Shown]
    spark: drawing.Spark | None
    chart: drawing.Chart | None
    year: Any = None
    columns: Sequence[Words] = ()
    classes: Sequence[Class] = ()
    history: classed.Years | None = None


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
    """Return the figures of one, in the order of the columns, those in classes last."""
    return [_figure(row) for row in sorted(rows, key=lambda row: ("cases" in row.told, _order(row.recipe)))]


def _figure(row: Facet) -> Figure:
    told = row.told
    if "cases" in told:
        return _in_classes(row)
    line = next((one for one in told["years"] if one["year"] == told["year"]), None)
    return Figure(
        row.recipe, facts.title(row.recipe), told["sort"], facts.shown(line, told) if line else None,
        [facts.shown(one, told) for one in told["years"]],
        drawing.spark([(one["value"], one["over"]) for one in told["years"]], ranked=told["sort"] == "rank"), drawing.chart(told),
    )  # fmt: skip


def _in_classes(row: Facet) -> Figure:
    told, by = row.told, row.told["by"]
    history = None if COUNTRY in by else classed.by_year(told["cases"], told, by)
    now = [one for one in told["cases"] if "parts" in one]
    cases = sorted(now, key=_large) if COUNTRY in by else classed.ordered(now, by)
    classes = [Class(classed.names(one, by), _page_of(one, by), facts.shown(one, told)) for one in cases]
    return Figure(
        row.recipe, facts.title(row.recipe), told["sort"], None, [], None, None, told["year"],
        [classed.COLUMNS.get(name, facts.Key(name)) for name in by], classes, history,
    )  # fmt: skip


def _large(case: Mapping[str, Any]) -> tuple[float, str]:
    return -float(case["parts"].get("numerator", 0)), str(case["by"])


def _page_of(case: Mapping[str, Any], by: Sequence[str]) -> str:
    return address(COUNTRY, str(case["by"].get(COUNTRY) or "")) if by[:1] == [COUNTRY] else ""


def side(rows: Sequence[Facet], axis: str, *, units: Units) -> classed.Side:
    """Put the classes of one figure of all of an axis side by side, the largest first."""
    head = rows[0].head
    each = [_member(axis, row.key, row.head, units) for row in rows]
    return classed.side_by_side(axis, each, head, head["by"], most=None)


def _member(axis: str, key: str, told: Mapping[str, Any], units: Units) -> classed.Member:
    return classed.Member(called(axis, key, units), address(axis, key), told["cases"], told["year"])


def sides(told: Mapping[str, Any], *, units: Units, every: bool, most: int) -> Sequence[classed.Side]:
    """Return what a figure in classes comes to in units and in fields, for its page; of each the largest unless `every` one is asked for.

    Without names of units, there are none of units: they are for who has a role here.
    """
    found = []
    for axis in (UNIT, FIELD):
        held = told.get("along", {}).get(axis)
        if held and (axis != UNIT or units):
            each = [_member(axis, one["key"], one, units) for one in held["rows"]]
            found.append(classed.side_by_side(axis, each, told, held["by"], most=None if every else most))
    return found


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
