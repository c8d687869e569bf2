"""Figures that are counted in classes, of one unit or field: every class by year, told once, when figures are computed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, figures, spread_of
from utsyn.evidence.readings import Reading
from utsyn.web.evidence import telling
from utsyn.web.evidence.telling import Results, Told

FIXED: Mapping[str, Mapping[str, tuple[str, ...]]] = {"country-profile": {"variant": ("plain",)}}
MANY = "country"  # there are more of them than a page can show
FEW = 20  # classes of which a table has a column each
MOST = 12  # of those, the largest in the latest year
BRIEF = ("year", "value", "parts", "low", "high", "over")  # of a year that is not the latest


def classed(found: Made, axis: str, family: str, results: Results) -> Iterator[tuple[str, int, Told, Told]]:
    """Walk what a result comes to in classes along an axis: the key, its size, the latest year alone, and all years."""
    how = telling.reading(found)
    how = how._replace(where={**how.where, **FIXED.get(family, {})})
    by = [name for name in found.recipe.by if name not in (how.year, axis, *_single(how))]
    held = _largest(found, axis, how) if MANY in by else found
    of: dict[str, list[Stated]] = defaultdict(list)
    for one in figures(held, how=how, spread=spread_of(found, results)):
        value = one.by[axis]
        of["" if value is None else str(value)].append(one)
    kept = {
        "sort": telling.kind(found, how), "unit": telling.said(how.unit), "currency": how.currency, "by": by,
    }  # fmt: skip
    for key, stated in of.items():
        lines = [(one, telling.line(held, how, one)) for one in sorted(stated, key=lambda one: str(one.by[how.year]))]  # fmt: skip
        last = telling.latest([line for _, line in lines])
        cases = list(by_class(lines, by, last=last))
        shown = [{name: one[name] for name in one if name != "years"} for one in cases if "parts" in one]
        told = {**kept, "year": last}
        yield (
            key,
            max(map(_size, shown), default=0),
            {**told, "cases": shown},
            {**told, "cases": cases, "years": []},
        )


def by_class(lines: Iterable[tuple[Stated, Told]], by: Iterable[str], *, last: Any) -> Iterator[Told]:
    """Walk classes, each as it stands in the latest year, with all its years in brief; one that nothing is in then has its years alone."""
    of: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for one, line in lines:
        of[tuple((name, one.by[name]) for name in by)].append(line)
    for key, years in of.items():
        found = next((line for line in years if line["year"] == last), {})
        brief = [{name: line[name] for name in BRIEF if name in line} for line in years]
        yield {"by": dict(key), **found, "years": brief}


def history(made: Made, results: Results) -> list[Told]:
    """Return the classes of the university's own figure by year; nothing where there are too many, or where each has a page of its own."""
    how = telling.reading(made)
    by = [name for name in made.recipe.by if name not in (how.year, "way", *_single(how))]
    if (
        not by
        or MANY in by
        or how.year not in made.recipe.by
        or not telling.has_cases(made, how)
        or how.sort == telling.DIFFERENCE
    ):
        return []
    each = sorted(
        figures(made, how=how, spread=spread_of(made, results)), key=lambda one: str(one.by[how.year])
    )
    found = list(by_class([(one, telling.line(made, how, one)) for one in each], by, last=None))
    return [{"by": one["by"], "years": one["years"]} for one in found] if len(found) <= FEW else []


def _single(how: Reading) -> set[str]:
    return {name for name, values in how.where.items() if len(values) == 1}


def _largest(found: Made, axis: str, how: Reading) -> Made:
    """Keep of each unit or field the countries with most publications in the latest year, and of as many in it those with most in all."""
    columns, last = found.recipe.columns, telling.last_row(found, how)
    place, many, year, counted = (columns.index(name) for name in (axis, MANY, how.year, how.of[0]))
    wanted = [(columns.index(name), values) for name, values in how.where.items()]
    rows = [row for row in found.result.rows if all(row[at] in values for at, values in wanted)]
    sums: dict[Any, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in rows:
        now_and_ever = sums[row[place]][row[many]]
        now_and_ever[0] += row[counted] if row[year] == last else 0
        now_and_ever[1] += row[counted]
    most = {
        key: {name for name, _ in sorted(each.items(), key=lambda one: ([-n for n in one[1]], str(one[0])))[:MOST]}
        for key, each in sums.items()
    }  # fmt: skip
    kept = tuple(row for row in rows if row[many] in most[row[place]])
    return found._replace(result=found.result._replace(rows=kept))


def _size(line: Told) -> int:
    """Return of how many things it is told."""
    parts = line["parts"]
    return int(float(parts.get("denominator") or next(iter(parts.values()), 0)))
