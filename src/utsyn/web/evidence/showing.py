"""What the pages of evidence show, put together from rows: figures, works, partners, vintages, jobs, each in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from utsyn.evidence.explain import WHY
from utsyn.evidence.ways import DEFINITIONS
from utsyn.plans.indicators import Definition, IndicatorDocument
from utsyn.plans.library import library
from utsyn.reasons import Source
from utsyn.text import Words, say, say_n, sort_key
from utsyn.web.evidence import facts
from utsyn.web.evidence.facts import Change, Shown, named
from utsyn.web.evidence.models import Computed

Units = Mapping[str, Words]
Known = Mapping[str, IndicatorDocument]
MOST_UNITS = 12  # those that stand on the page unless all are asked for


class Row(NamedTuple):
    """A figure in the list."""

    row: Computed
    title: Words
    shown: Shown | None
    day: date | None
    stale: bool


class Line(NamedTuple):
    """A line of a table beside a figure: its names, the figure, and for a variant how many works it gains and loses."""

    names: Sequence[Words]
    shown: Shown
    itself: bool = False
    gained: int | None = None
    lost: int | None = None


class Page(NamedTuple):
    """All that the page of a figure shows."""

    title: Words
    document: IndicatorDocument | None
    definition: Definition | None
    latest: Shown | None
    years: Sequence[Shown]
    columns: Sequence[Words]
    cases: Sequence[Line]
    units: Sequence[Line]
    all_units: int
    variants: Sequence[Line]
    meanings: Sequence[tuple[Words, Words]]
    excluded: Sequence[tuple[Words, int]]
    sources: Sequence[Source]
    change: Change | None
    stale: bool


def rows(found: Iterable[Computed], *, on: date, language: str) -> Sequence[Row]:
    """Return the figures of the list in the order of the alphabet, those that are counted in classes last."""
    known = library().indicators
    told = [_row(one, known, on=on) for one in found]
    return sorted(told, key=lambda one: (one.shown is None, sort_key(one.title.in_(language))))


def _row(one: Computed, known: Known, *, on: date) -> Row:
    line = one.head.get("line")
    day = date.fromisoformat(one.head["day"]) if one.head.get("day") else None
    document = known.get(one.indicator)
    late = facts.stale(one.head, document, on=on)
    return Row(
        one, facts.called(one.recipe, document), facts.shown(line, one.head) if line else None, day, late
    )


def earlier(found: Iterable[Computed]) -> Sequence[Row]:
    """Return a figure as it was computed before."""
    return [_row(one, {}, on=one.made_at.date()) for one in found]


def page(row: Computed, *, year: str, units: Units, every: bool, on: date) -> Page:
    """Return the page of a figure; `year` is the one that is looked at, the latest that was over where none is asked for.

    Of units only the largest stand on it, unless `every` one is asked for.
    """
    told = row.told
    line = next((one for one in told["years"] if str(one["year"]) == year), None) or next(
        (one for one in told["years"] if one["year"] == told["year"]), None
    )
    document = library().indicators.get(row.indicator)
    chosen = line["year"] if line else told["year"]
    begins = date(int(str(chosen)[:4]), 1, 1) if chosen is not None else on
    return Page(
        facts.called(row.recipe, document), document, document.definition(on=begins) if document else None,
        facts.shown(line, told) if line else None, [facts.shown(one, told) for one in told["years"]],
        [COLUMNS.get(name, facts.Key(name)) for name in told["by"]], [_case(one, told) for one in told["cases"]],
        [_unit(one, told, units) for one in told["units"][: None if every else MOST_UNITS]], len(told["units"]), list(_variants(told)), list(_meanings(told)),
        [(WHY.get(why, facts.Key(why)), n) for why, n in told.get("differing", {}).get("excluded", {}).items()],
        [_source(one) for one in told["sources"]], facts.change(told, chosen), facts.stale(row.head, document, on=on),
    )  # fmt: skip


COLUMNS: Mapping[str, Words] = {
    "definition": say("Definition"), "variant": say("Variant"), "class": say("Class"), "country": say("Country"),
    "countries": say("Countries"), "who": say("Whose"), "distance": say("Distance"), "of": say("Known"), "list": say("List"),
    "group": say("Group"), "programme": say("Programme"), "pillar": say("Pillar"), "scheme": say("Scheme"), "role": say("Role"),
    "agreement": say("Agreement"), "kind": say("Kind"), "top": say("The most cited per cent"), "field": say("Field"),
    "band": say("Authors"), "international": say("International"),
}  # fmt: skip


def _case(one: Mapping[str, Any], told: Mapping[str, Any]) -> Line:
    return Line([named(name, one["by"].get(name)) for name in told["by"]], facts.shown(one, told))


def _unit(one: Mapping[str, Any], told: Mapping[str, Any], units: Units) -> Line:
    key = one["unit"] or ""
    name = units.get(key) or (facts.Key(key) if key else say("authors whom no unit lists"))
    return Line([name], facts.shown(one, told))


def _variants(told: Mapping[str, Any]) -> Iterable[Line]:
    differing = told.get("differing", {}).get("variants", [])
    for one in told["variants"]:
        if "rule" in one:
            yield Line([facts.Kept(one["rule"])], facts.shown(one, told))
            continue
        apart: Mapping[str, Any] = next((other for other in differing if other["by"] == one["by"]), {})
        names = [
            named(name, value) for name, value in sorted(one["by"].items())
        ]  # PostgreSQL orders them anew
        yield Line(
            names, facts.shown(one, told), one["itself"], apart.get("gained"), apart.get("lost")
        )  # fmt: skip


def _meanings(told: Mapping[str, Any]) -> Iterable[tuple[Words, Words]]:
    """Walk the definitions that stand among the variants, each with what it counts."""
    for key in dict.fromkeys(
        one["by"]["definition"] for one in told["variants"] if "definition" in one.get("by", {})
    ):
        yield named("definition", key), DEFINITIONS[key]


def _source(one: Mapping[str, Any]) -> Source:
    accessed = date.fromisoformat(one["accessed"]) if one["accessed"] else None
    return Source(
        one["title"],
        one["url"],
        one["place"],
        accessed=accessed,
        licence=one["licence"],
        sha256=one["sha256"],
    )


def entering(row: Computed) -> Mapping[str, Any]:
    """Return what would be entered, and for which indicators."""
    known = library().indicators
    series = [(key, known[key].title if key in known else facts.Key(key)) for key in row.told["enters"]]
    over = [one for one in row.told["years"] if one["over"]]
    lines = [facts.shown(one, row.told) for one in over]
    return {"title": facts.title(row.recipe, row.indicator), "series": series, "lines": lines,
            "count": say_n("{n} year", "{n} years", len(lines))}  # fmt: skip
