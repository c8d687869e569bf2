"""What the pages of evidence show, put together from rows: figures, works, partners, vintages, jobs, each in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from utsyn.evidence.explain import WHY
from utsyn.evidence.recipes import recipes
from utsyn.evidence.rules import rule
from utsyn.evidence.ways import DEFINITIONS
from utsyn.plans.indicators import Definition, IndicatorDocument
from utsyn.plans.library import library
from utsyn.reasons import Source
from utsyn.text import Words, say_n, sort_key
from utsyn.web.evidence import along, classed, drawing, facts, joined
from utsyn.web.evidence.facts import Change, Shown, named
from utsyn.web.evidence.models import Computed
from utsyn.web.evidence.telling import OFFICIAL

Units = Mapping[str, Words]
Known = Mapping[str, IndicatorDocument]
WITH_PAGES = (along.COUNTRY, along.FIELD)
MOST_UNITS, MOST_CASES = 12, 40  # those that stand on the page unless all are asked for


class Row(NamedTuple):
    """A figure in the list."""

    row: Computed
    title: Words
    shown: Shown | None
    day: date | None
    stale: bool
    rule: Words | None = None
    spark: drawing.Spark | None = None
    expects: Words | None = None  # what its year will come to, where that is known and it is still filling


class Line(NamedTuple):
    """A line of a table beside a figure: its names, the figure, and for a variant how many works it gains and loses.

    `address` is the page of what it names, `case` by which its works are listed.
    """

    names: Sequence[Words]
    shown: Shown
    address: str = ""
    case: str = ""
    itself: bool = False
    gained: int | None = None
    lost: int | None = None


class Page(NamedTuple):
    """All that the page of a figure shows."""

    title: Words
    rules: Sequence[Words]
    day: date | None
    document: IndicatorDocument | None
    definition: Definition | None
    latest: Shown | None
    years: Sequence[Shown]
    columns: Sequence[Words]
    cases: Sequence[Line]
    all_cases: int
    units: Sequence[Line]
    all_units: int
    fields: Sequence[Line]
    variants: Sequence[Line]
    official: Sequence[Line]
    official_rules: Sequence[Words]
    also: Sequence[tuple[Words, Sequence[Shown]]]
    meanings: Sequence[tuple[Words, Words]]
    excluded: Sequence[tuple[Words, int]]
    sources: Sequence[Source]
    change: Change | None
    stale: bool
    history: classed.Years | None
    sides: Sequence[classed.Side]
    expects: Sequence[joined.Expected]
    expects_rules: Sequence[Words]

    @property
    def expects_known(self) -> bool:
        """Whether it is known of any year what it will come to."""
        return any(one.value is not None for one in self.expects)


def rows(found: Iterable[Computed], *, on: date, language: str) -> Sequence[Row]:
    """Return the figures of the list in the order of the alphabet, those that are counted in classes last."""
    known = library().indicators
    told = [_row(one, known, on=on)._replace(rule=next(iter(rules_of(one)), None)) for one in found]
    return sorted(told, key=lambda one: (one.shown is None, sort_key(one.title.in_(language))))


def _row(one: Computed, known: Known, *, on: date) -> Row:
    line = one.head.get("line")
    day = _day(one.head)
    document = known.get(one.indicator)
    late = facts.stale(one.head, document, on=on)
    points = one.head.get("points", [])
    course = drawing.spark(points, ranked=one.head["sort"] == "rank")
    title, latest = facts.called(one.recipe, document), facts.shown(line, one.head) if line else None
    expects = next((said[0] for _, *_, said in joined.expected(one.head) if said), None)
    return Row(one, title, latest, day, late, None, course, expects)


def _day(head: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(head["day"]) if head.get("day") else None


def rules_of(row: Computed) -> Sequence[Words]:
    """Return by which rule a figure is counted; of one that is made of several results as its indicator's document says."""
    return rule(recipes()[row.recipe]) if row.recipe in recipes() else joined.rule_of(row.indicator)


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
    cases = (
        sorted(told["cases"], key=_large)
        if "country" in told["by"]
        else classed.ordered(told["cases"], _by(told))
    )
    chosen = line["year"] if line else told["year"]
    begins = date(int(str(chosen)[:4]), 1, 1) if chosen is not None else on
    return Page(
        facts.called(row.recipe, document), rules_of(row), _day(row.head), document, document.definition(on=begins) if document else None,
        facts.shown(line, told) if line else None, [facts.shown(one, told) for one in told["years"]],
        [classed.COLUMNS.get(name, facts.Key(name)) for name in _by(told)], [_case(one, told) for one in cases[: None if every else MOST_CASES]], len(cases),
        [_unit(one, told, units) for one in told["units"][: None if every else MOST_UNITS]], len(told["units"]),
        [_along("field", one["field"], one, told) for one in told.get("fields", ())], list(_variants(told)), [_case(one, {**told, "by": ["definition"]}) for one in told.get("official", ())],
        rule(recipes()[OFFICIAL]) if told.get("official") and OFFICIAL in recipes() else (), list(_also(told)), list(_meanings(told)),
        [(WHY.get(why, facts.Key(why)), n) for why, n in told.get("differing", {}).get("excluded", {}).items()],
        [_source(one) for one in told["sources"]], facts.change(told, chosen), facts.stale(row.head, document, on=on),
        _history(told), along.sides(told, units=units, every=every, most=MOST_UNITS),
        joined.expected(told), joined.rules() if told.get("expects") else (),
    )  # fmt: skip


def _large(one: Mapping[str, Any]) -> tuple[str, float]:
    """Put the plain variant first, and in each the largest first."""
    parts = one["parts"]
    size = float(parts.get("numerator") or sum(float(part) for part in parts.values()))
    return one["by"].get("variant", "").replace("plain", ""), -size


def _case(one: Mapping[str, Any], told: Mapping[str, Any]) -> Line:
    by = _by(told)
    address = along.address(by[0], str(one["by"].get(by[0]) or "")) if by[0] in WITH_PAGES else ""
    return Line([named(name, one["by"].get(name)) for name in by], facts.shown(one, told), address)


def _by(told: Mapping[str, Any]) -> Sequence[str]:
    """Return by what classes are told, first that which has pages of its own."""
    return sorted(told["by"], key=lambda name: name not in WITH_PAGES)


def _history(told: Mapping[str, Any]) -> classed.Years | None:
    held = told.get("history", [])
    return classed.by_year(held, told, [name for name in _by(told) if all(name in one["by"] for one in held)])


def _unit(one: Mapping[str, Any], told: Mapping[str, Any], units: Units) -> Line:
    return _along("unit", one["unit"], one, told, units)


def _along(
    axis: str, key: str | None, one: Mapping[str, Any], told: Mapping[str, Any], units: Units | None = None
) -> Line:
    names = [along.called(axis, key or "", units or {})]
    return Line(names, facts.shown(one, told), along.address(axis, key or ""))


def _variants(told: Mapping[str, Any]) -> Iterable[Line]:
    differing = told.get("differing", {}).get("variants", [])
    for one in sorted(told["variants"], key=_nearest):
        if "rule" in one:
            yield Line([facts.Kept(one["rule"])], facts.shown(one, told))
            continue
        apart: Mapping[str, Any] = next((other for other in differing if other["by"] == one["by"]), {})
        by = sorted(one["by"].items())  # PostgreSQL orders them anew
        yield Line(
            [named(name, value) for name, value in by], facts.shown(one, told), "", " ".join(value for _, value in by),
            one["itself"], apart.get("gained"), apart.get("lost"),
        )  # fmt: skip


def _nearest(one: Mapping[str, Any]) -> tuple[bool, bool, str, str]:
    """Put the figure itself first, then what others quote as it stands, then the variants, definition by definition."""
    by = one.get("by", {})
    return not one["itself"], by.get("variant") != "plain", by.get("definition", ""), by.get("variant", "")


def _also(told: Mapping[str, Any]) -> Iterable[tuple[Words, Sequence[Shown]]]:
    """Walk other indicators that are read off the same result, each with its years."""
    for one in told.get("also", ()):
        document = library().indicators.get(one["indicator"])
        title = document.title if document else facts.Key(one["indicator"])
        yield title, [facts.shown(line, told) for line in one["years"]]


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
