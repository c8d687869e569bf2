"""What the page of a figure shows, told once, when it is computed: years, units, classes and variants, as plain JSON.

Numbers are written out, sentences stand in every language: a page only reads, and a figure that was shown stays as it was shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import (
    Stated,
    decimal,
    fetched,
    figures,
    of_indicator,
    of_whole,
    on_day,
    period,
    sources,
    spread_of,
    yearly,
)
from utsyn.evidence.intervals import Interval
from utsyn.evidence.observed import observations
from utsyn.evidence.placed import placed
from utsyn.evidence.readings import READINGS, Reading
from utsyn.evidence.sides import RULES, sides
from utsyn.evidence.spreads import Spread
from utsyn.evidence.ways import SAME
from utsyn.reasons import Source
from utsyn.text import LANGUAGES, Words

Results = Mapping[str, Made]
Told = dict[str, Any]


KINDS: Mapping[str, str] = {"publications": "count", "author-shares": "count", "citation-impact": "mean"}
UNITS, FIELDS, UNIT = "-by-unit", "-by-field", "unit"
DIFFERENCE, OFFICIAL = "difference", "copublication-official"


def told(made: Made, results: Results) -> Told:
    """Return what the page of a figure shows."""
    how, spread = reading(made), spread_of(made, results)
    years = list(_years(made, how, spread))
    last = latest(years) if years else last_row(made, how)
    return {
        "sort": kind(made, how),
        "unit": said(how.unit),
        "currency": how.currency,
        "years": years,
        "year": last,
        "by": ["of"]
        if how.sort == DIFFERENCE
        else [name for name in made.recipe.by if name not in (how.year, "way")],
        "cases": list(_cases(made, how, last, spread)) if has_cases(made, how) else [],
        "units": list(_units(made, results, last)),
        "variants": list(_variants(made, results, last)),
        "official": list(_official(made, results, last)),
        "also": list(_also(made)),
        "sources": [source(one) for one in sources(made)],
        "enters": [key for key, _ in _readings(made)],
    }


def head(made: Made, page: Told) -> Told:
    """Return the latest figure alone."""
    last = next((one for one in page["years"] if one["year"] == page["year"]), None)
    days = [one.day.isoformat() for one in made.vintages]
    kept = {name: page[name] for name in ("sort", "unit", "currency", "year")}
    return {
        **kept,
        "line": last,
        "expects": [one for one in page.get("expects", ()) if one["year"] == page["year"]],
        "points": [[one["value"], one["over"]] for one in page["years"]],
        "day": min(days, default=""),
        "sources": [one.title for one in made.vintages],
    }


def reading(made: Made) -> Reading:
    """Return how the figures of a result are read."""
    return next(iter(of_indicator(made)))


def kind(made: Made, how: Reading) -> str:
    """Return as what a value is shown: share, count, amount, flows, rank or mean."""
    return KINDS.get(made.recipe.key.removesuffix(UNITS).removesuffix(FIELDS), how.sort)


def said(words: Words) -> dict[str, str]:
    """Return a sentence in every language."""
    return {language: words.in_(language) for language in LANGUAGES}


def has_cases(made: Made, how: Reading) -> bool:
    """Tell whether it is counted by more than years; units stand by themselves, and those ranked are parts."""
    return len(made.recipe.by) > 1 and UNIT not in made.recipe.by and how.sort != "rank"


def _years(made: Made, how: Reading, spread: Spread | None = None) -> Iterator[Told]:
    if made.recipe.key == "erc-running":
        days = (date(year, 12, 31) for year in range(made.about.since, made.about.until + 1))
        running = [
            on_day(made, on=day) for day in (*(day for day in days if day < fetched(made)), fetched(made))
        ]
        yield from (line(made, how, one._replace(by={how.year: one.by["day"].year})) for one in running)
        return
    if how.sort == "rank":
        ranked = (
            placed(made, how, year=year) for year in range(max(made.about.since, 2021), made.about.until + 1)
        )
        yield from (line(made, how, one) for one in ranked if one is not None)
        return
    if made.recipe.by == (how.year,) or (how.whole and how.indicator in READINGS):
        walk = yearly(made, how=how._replace(whole=True), spread=spread) if how.year in made.recipe.by else ()
        yield from (line(made, how, one) for one in walk)


def line(made: Made, how: Reading, one: Stated) -> Told:
    """Return a figure as pages show it."""
    figure, year = one.figure, one.by.get(how.year)
    shown, whole = kind(made, how), tuple(of_whole(made))
    value = figure.parts.get("numerator") if shown == "count" and how.sort == "share" else figure.value
    over = year is not None and period(year)[1] < fetched(made)
    found = {
        "year": year,
        "value": None if value is None else format(value, "f"),
        "parts": {name: format(part, "f") for name, part in figure.parts.items()},
        "caveats": [said(words) for words in figure.caveats if words not in whole],
        "over": over,
    }
    return found if shown == "count" and how.sort == "share" else {**found, **bounds(one.interval)}


def bounds(interval: Interval | None) -> Told:
    """Return the bounds of an interval and how they were found; nothing where there are none."""
    if interval is None:
        return {}
    return {"low": format(decimal(interval.low), "f"), "high": format(decimal(interval.high), "f"), "how": interval.how}  # fmt: skip


def latest(years: Iterable[Told]) -> Any:
    """Return the last year that was over when the data were fetched, of those with a value if there are any."""
    over = [one for one in years if one["over"]]
    known = [one for one in over if one["value"] is not None]
    return (known or over or [{"year": None}])[-1]["year"]


def last_row(made: Made, how: Reading) -> Any:
    """Return the last year of a result that was over when the data were fetched."""
    if how.year not in made.recipe.by:
        return None
    years = {year for year in made.result.column(how.year) if year is not None}
    over = [year for year in years if period(year)[1] < fetched(made)]
    return max(over or years, default=None)


def _cases(made: Made, how: Reading, year: Any, spread: Spread | None) -> Iterator[Told]:
    """Walk the figures of the latest year, by what else the recipe counts by; differences of all years together."""
    where = {**how.where, **({how.year: (year,)} if year is not None else {})}
    for one in figures(made, how=how if how.sort == DIFFERENCE else how._replace(where=where), spread=spread):
        if how.sort == DIFFERENCE and one.by[how.year] is not None:
            continue
        by = {name: value for name, value in one.by.items() if name != how.year}
        if by:
            yield {"by": by, **line(made, how, one)}


def _units(made: Made, results: Results, year: Any) -> Iterator[Told]:
    """Walk the figures of units in the latest year, the largest first; sums of units are more than the whole."""
    beside = SAME.get(made.recipe.key)
    found = results.get(f"{beside[0] if beside else made.recipe.key}{UNITS}")
    if found is None:
        found = made if UNIT in made.recipe.by else None
    if found is None or year is None:
        return
    how = reading(found)
    fixed = dict(beside[1]) if beside else {}
    others = set(found.recipe.by) - {how.year, UNIT} - set(fixed)
    if others:
        return
    where = {how.year: (year,), **{name: (value,) for name, value in fixed.items()}}
    lines = [
        {"unit": one.by[UNIT], **line(found, how, one)}
        for one in figures(found, how=how._replace(where=where), spread=spread_of(found, results))
    ]
    yield from sorted(lines, key=lambda one: (-_size(one), str(one["unit"])))


def _size(one: Told) -> float:
    parts = one["parts"]
    return float(parts.get("denominator") or next(iter(parts.values()), 0))


def _variants(made: Made, results: Results, year: Any) -> Iterator[Told]:
    """Walk what others would quote instead, for the latest year."""
    beside = SAME.get(made.recipe.key)
    if beside and beside[0] in results and year is not None:
        family = results[beside[0]]
        how = reading(family)
        for one in figures(family, how=how._replace(where={how.year: (year,)})):
            by = {name: one.by[name] for name in beside[1]}
            yield {"by": by, "itself": by == dict(beside[1]), **line(family, how, one)}
    if made.recipe.key in RULES:
        for side in sides(results.values()):
            how = READINGS[made.recipe.key]
            last = next(
                (one for one in side.figures[::-1] if str(one.by.get("year", ""))[:4] == str(year)), None
            )
            if last is not None:
                yield {"rule": said(side.rule), "itself": False, **line(made, how, last)}


def _official(made: Made, results: Results, year: Any) -> Iterator[Told]:
    """Walk the numbers that the official definitions print, each of its own kinds of works."""
    found = results.get(OFFICIAL)
    if found is not None and made.recipe.key == "international-copublication" and year is not None:
        how = reading(found)
        for one in figures(found, how=how._replace(where={how.year: (year,)})):
            yield {"by": {"definition": one.by["definition"]}, **line(found, how, one)}


def _also(made: Made) -> Iterator[Told]:
    """Walk other indicators that are read off the same result: places within a country."""
    for how in READINGS.values():
        if how.recipe == made.recipe.key and how.sort == "rank" and how.country:
            yield {"indicator": how.indicator, "years": list(_years(made, how))}


def source(one: Source) -> Told:
    """Return a source as plain values."""
    title = one.title if isinstance(one.title, str) else one.title.in_("en")
    return {
        "title": title, "url": one.url, "place": one.place, "licence": one.licence, "sha256": one.sha256,
        "accessed": one.accessed.isoformat() if one.accessed else "",
    }  # fmt: skip


def observed(made: Made, own: str) -> dict[str, list[Told]]:
    """Return by indicator the figures that plans may rest on, as they are entered; `own` is the university's key among those ranked."""
    return {key: [_plain(one) for one in observations(made, key, own=own)] for key, _ in _readings(made)}


def _readings(made: Made) -> list[tuple[str, Reading]]:
    return [
        (one.indicator, one) for one in READINGS.values() if one.recipe == made.recipe.key and one.provider
    ]


def _plain(one: Mapping[str, Any]) -> Told:
    number = {name: None if one[name] is None else format(one[name], "f") for name in ("value", "precision")}
    days = {name: one[name].isoformat() for name in ("since", "until")}
    return {
        **one,
        **number,
        **days,
        "parts": {name: format(part, "f") for name, part in one["parts"].items()},
    }
