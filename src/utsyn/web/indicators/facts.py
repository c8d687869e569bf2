"""From what was entered to what is kept of a figure, and from rows to what stands beside a new one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from utsyn.plans.entering import Beside
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.members import MemberList
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import say
from utsyn.web.indicators.models import MembersListed, Observed
from utsyn.web.indicators.numbers import plain
from utsyn.web.people.models import Unit
from utsyn.web.people.units import Tree

OF_TREE = (Unit.Kind.DEPARTMENT.value, Unit.Kind.FACULTY.value)  # members that are units of the institution
SOURCE = ("title", "url", "place", "licence", "sha256")


def numbers(*, value: Any, precision: Any, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers as Decimals. Raises Problems, each at its path, for what is none."""
    wrong = list[Problem]()

    def read(written: Any, *path: str) -> Decimal | None:
        try:
            return plain(written)
        except Problems as error:
            wrong.extend(one._replace(path=path) for one in error.problems)
            return None

    found = {
        "value": read(value, "value"),
        "precision": read(precision, "precision"),
        "parts": {name: read(part, "parts", name) for name, part in parts.items()},
    }
    if wrong:
        raise Problems(*wrong)
    return found


def read_source(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a source what a figure must say of it. Raises Problems for a day that is none."""
    accessed: Any = source.get("accessed")
    if isinstance(accessed, str):
        try:
            accessed = date.fromisoformat(accessed) if accessed else None
        except ValueError as error:
            what = say("“{written}” cannot be used", written=accessed[:80])
            mend = say("Write a date that exists as year-month-day: 2022-03-16")
            raise Problems(Problem(what, mend, ("source", "accessed"))) from error
    title, url = str(source.get("title") or ""), str(source.get("url") or "")
    return {"title": title.strip(), "url": url.strip(), "accessed": accessed}


def kept_source(source: Mapping[str, Any]) -> dict[str, str]:
    """Return a source as the row keeps it."""
    told = {name: str(source.get(name) or "").strip() for name in SOURCE}
    accessed = read_source(source)["accessed"]
    return {name: words for name, words in told.items() if words} | {"accessed": str(accessed or "")}


def version(document: IndicatorDocument, since: date) -> int:
    """Return the version of the definition for a period; one that is not defined has been refused before."""
    found = document.definition(on=since)
    return found.version if found else document.definitions[0].version


def beside(rows: Iterable[Observed]) -> Iterator[Beside]:
    """Walk the periods of the figures that stand."""
    return (Beside(row.since, row.until, bool(row.told.get("running"))) for row in rows)


def members(
    document: IndicatorDocument, then: Tree, unit: int, listed: MembersListed | None = None
) -> Collection[str] | None:
    """Return the keys of all that an indicator is about, in a unit as it stood then; None where nobody knows them."""
    if document.members not in OF_TREE:
        return frozenset(one["key"] for one in listed.members) if listed else None
    below = then.below(unit)
    return frozenset(one.key for one in then.of_kind(document.members) if one.pk in below)


def member_list(row: MembersListed) -> MemberList:
    """Return a list of members as it was told."""
    return MemberList.model_validate({"since": row.since, "members": row.members})


def no_unit(then: Tree, unit: Unit) -> Iterator[Problem]:
    """Say so where the unit was none on the last day of the period."""
    here = then.units.get(unit.pk)
    if here is None:
        yield Problem(
            say("The unit “{unit}” had not begun by {day}", unit=unit.key, day=then.on),
            say("Choose the unit that there was then, or a later period"),
            ("unit",),
        )
    elif here.ended is not None and here.ended < then.on:
        yield _ended(then, unit)


def _ended(then: Tree, unit: Unit) -> Problem:
    here = then[unit.pk]
    after = then.units.get(here.successor) if here.successor else None
    what = say("{unit} ended on {day}, before the period did", unit=here.name, day=here.ended)
    if after is None:
        return Problem(what, say("Enter a period that ends by that day"), ("unit",))
    mend = say(
        "Enter a period that ends by that day, or the figure of {unit}, which it became", unit=after.name
    )
    return Problem(what, mend, ("unit",))


def nearest(key: str, units: Tree) -> Problem:
    """Say that there is no such unit, and which one was probably meant."""
    return unknown_name(key, [unit.key for unit in units.units.values()], path=("unit",))


def same(one: Observed, other: Observed) -> bool:
    """Tell whether two figures say the same of their period, from the same source."""
    left, right = as_told(one), as_told(other)
    return all(
        left[name] == right[name] for name in ("value", "parts", "precision", "source", "method", "told")
    )


def as_told(row: Observed) -> dict[str, Any]:
    """Return all that a row says of a figure, in plain words and numbers."""
    told = {name: value for name, value in row.told.items() if name not in ("because", "method")}
    return {
        "indicator": row.indicator,
        "unit": row.unit.key,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "version": row.version,
        "provider": row.provider,
        "value": written(row.value),
        "parts": dict(row.parts),
        "precision": written(row.precision),
        "by_hand": row.by_hand,
        "source": dict(row.source),
        "method": row.told.get("method", ""),
        "told": told,
    }


def written(value: Decimal | None) -> str | None:
    """Write a number in digits, without zeros at its end that only the table added; None for one that is not known."""
    if value is None:
        return None
    short = format(value, "f")
    return short.rstrip("0").rstrip(".") if "." in short else short
