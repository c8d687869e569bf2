"""Figures of one unit, one field or one country by year, told once, when figures are computed, for the pages of each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, figures, spread_of
from utsyn.evidence.ways import SAME
from utsyn.web.evidence import classing, telling
from utsyn.web.evidence.telling import Results, Told

AXES: Mapping[str, str] = {"unit": "-by-unit", "field": "-by-field"}  # and how such a recipe's key ends
COUNTRIES: Mapping[str, Mapping[str, str]] = {
    "country-profile": {"variant": "plain"},
    "exchange-countries": {},
}


class One(NamedTuple):
    """A figure of one unit, field or country."""

    axis: str
    key: str
    size: int
    head: Told
    told: Told


def facets(made: Made, results: Results) -> Iterator[One]:
    """Walk what a figure comes to along units, fields and countries; nothing along those that it is not counted by."""
    family, fixed = SAME.get(made.recipe.key, (made.recipe.key, {}))
    for axis, ending in AXES.items():
        found = results.get(f"{family}{ending}") or (made if axis in made.recipe.by else None)
        if found is None:
            continue
        if _plain(found, axis, fixed):
            yield from _along(found, axis, fixed, results)
        elif _yearly(found):
            yield from (One(axis, *one) for one in classing.classed(found, axis, made.recipe.key, results))
    if made.recipe.key in COUNTRIES and _plain(made, "country", COUNTRIES[made.recipe.key]):
        yield from _along(made, "country", COUNTRIES[made.recipe.key], results)


def _yearly(found: Made) -> bool:
    """Tell whether a result has figures of years, which classes can be told of; differences are of all works together."""
    how = telling.reading(found)
    return how.year in found.recipe.by and how.sort != telling.DIFFERENCE


def _plain(found: Made, axis: str, fixed: Mapping[str, str]) -> bool:
    """Tell whether a result is counted by years and an axis alone, besides what is fixed: otherwise it has classes."""
    how = telling.reading(found)
    single = {name for name, values in how.where.items() if len(values) == 1}
    return not set(found.recipe.by) - {how.year, axis, "way", *fixed} - single


def _along(found: Made, axis: str, fixed: Mapping[str, str], results: Results) -> Iterator[One]:
    """Walk the figures of a result along an axis."""
    how = telling.reading(found)
    where = {**how.where, **{name: (value,) for name, value in fixed.items()}}
    of: dict[str, list[Stated]] = {}
    for one in figures(found, how=how._replace(where=where), spread=spread_of(found, results)):
        value = one.by[axis]
        of.setdefault("" if value is None else str(value), []).append(one)
    kept = {"sort": telling.kind(found, how), "unit": telling.said(how.unit), "currency": how.currency}
    for key, stated in of.items():
        years = [
            telling.line(found, how, one) for one in sorted(stated, key=lambda one: str(one.by[how.year]))
        ]
        last = telling.latest(years)
        shown = next((one for one in years if one["year"] == last), None)
        head = {**kept, "year": last, "line": shown}
        yield One(axis, key, _size(shown) if shown else 0, head, {**kept, "years": years, "year": last})


def _size(line: Mapping[str, Any]) -> int:
    """Return what a figure is made of; of shares the counted part where the whole is the same for all."""
    return int(float(line["parts"].get("numerator") or sum(float(part) for part in line["parts"].values())))


def classes(found: Iterable[One]) -> Told:
    """Return by axis by what a figure has classes, and what they come to in each unit and field in the latest year, the largest first."""
    kept: Told = {}
    for one in sorted(found, key=lambda one: (-one.size, one.key)):
        if "cases" in one.head and classing.MANY not in one.head["by"]:
            axis = kept.setdefault(one.axis, {"by": one.head["by"], "rows": []})
            axis["rows"].append({"key": one.key, "year": one.head["year"], "cases": one.head["cases"]})
    return kept


def fields(found: Iterable[One], year: Any) -> Iterator[Told]:
    """Walk what a figure comes to in each field in a year, the largest first."""
    for one in sorted(found, key=lambda one: (-one.size, one.key)):
        if one.axis == "field" and "cases" not in one.told:
            yield from ({"field": one.key, **line} for line in one.told["years"] if line["year"] == year)
