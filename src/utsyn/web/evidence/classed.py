"""Figures in classes as tables: the classes of one unit or field by year, and all units or fields side by side with a column a class."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from utsyn.text import Words, say
from utsyn.web.evidence import facts
from utsyn.web.evidence.facts import Shown, Told
from utsyn.web.evidence.values import VALUES

Names = Sequence[Words]
ALPHABET = ("scheme", "funder")  # what has no order of its own
COLUMNS: Mapping[str, Words] = {
    "definition": say("Definition"), "variant": say("Variant"), "class": say("Class"), "country": say("Country"),
    "countries": say("Countries"), "who": say("Whose"), "distance": say("Distance"), "of": say("Which"), "list": say("List"),
    "group": say("Group"), "programme": say("Programme"), "pillar": say("Pillar"), "scheme": say("Scheme"), "role": say("Role"),
    "agreement": say("Agreement"), "kind": say("Kind"), "top": say("The most cited per cent"), "field": say("Field"),
    "band": say("Authors"), "international": say("International"),
}  # fmt: skip


class Member(NamedTuple):
    """A unit or a field with its classes, and the year that they are of."""

    name: Words
    address: str
    cases: Sequence[Mapping[str, Any]]
    year: Any


class Row(NamedTuple):
    """A row of a table: a unit or a field, its year where that is not the table's, and a figure a column."""

    name: Words
    address: str
    year: str
    cells: Sequence[Shown | None]


class Side(NamedTuple):
    """Units or fields side by side, for the latest year of any: a column a class, and a row each; `all` is how many there are."""

    axis: str
    year: str
    columns: Sequence[Names]
    rows: Sequence[Row]
    all: int


class Years(NamedTuple):
    """Classes by year: a column a class, and rows with a year, whether it was over, and a figure a column."""

    columns: Sequence[Names]
    rows: Sequence[tuple[Any, bool, Sequence[Shown | None]]]


def ordered(cases: Iterable[Mapping[str, Any]], by: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return classes in the order in which they are named, numbers by their size; others as they come."""
    return sorted(cases, key=lambda one: [_place(name, one["by"].get(name)) for name in by])


def _place(name: str, value: Any) -> tuple[int, int, str]:
    known = list(VALUES.get(name, ()))
    written = "" if value is None else str(value)
    at = known.index(written) if written in known else len(known)
    return value is None, int(written) if written.isdigit() else at, written if name in ALPHABET else ""


def names(case: Mapping[str, Any], by: Sequence[str]) -> Names:
    """Return what a class is called."""
    return [facts.named(name, case["by"].get(name)) for name in by]


def by_year(cases: Sequence[Mapping[str, Any]], told: Told, by: Sequence[str]) -> Years | None:
    """Return classes by year; nothing where no years are kept of them, or one alone."""
    each = ordered(cases, by)
    years = {line["year"]: line.get("over", True) for one in each for line in one.get("years", ())}
    if len(years) < 2:
        return None
    of = [{line["year"]: line for line in one["years"]} for one in each]
    rows = [
        (year, years[year], [_brief(lines.get(year), told) for lines in of])
        for year in sorted(years, key=str)
    ]
    return Years([names(one, by) for one in each], rows)


def _brief(line: Told | None, told: Told) -> Shown | None:
    return facts.shown({"caveats": (), **line}, told) if line is not None else None


def side_by_side(
    axis: str, members: Sequence[Member], told: Told, by: Sequence[str], *, most: int | None
) -> Side:
    """Put units or fields side by side; `most` of them."""
    columns = ordered({_key(case, by): case for one in members for case in one.cases}.values(), by)
    year = max((str(one.year or "") for one in members), default="")
    rows = []
    for one in members[:most]:
        of = {_key(case, by): case for case in one.cases}
        found = [of.get(_key(column, by)) for column in columns]
        older = "" if str(one.year or "") == year else str(one.year or "")
        cells = [facts.shown(case, told) if case else None for case in found]
        rows.append(Row(one.name, one.address, older, cells))
    return Side(axis, year, [names(case, by) for case in columns], rows, len(members))


def _key(case: Mapping[str, Any], by: Sequence[str]) -> tuple[Any, ...]:
    return tuple(case["by"].get(name) for name in by)
