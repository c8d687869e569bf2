"""From results to figures: the exact value and its parts, the files it was made from, and what a reader must know of it.

No percentage is shown of fewer than thirty, nor of a year that is too young for what is counted. What a figure is made of stands in its
parts all the same, and `exact` is the fraction itself.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

from utsyn.evidence.compute import Made
from utsyn.evidence.indicators.erc import running
from utsyn.evidence.intervals import Interval, poisson, wilson
from utsyn.evidence.readings import LEAST, READINGS, Reading, reading
from utsyn.evidence.snapshots import Vintage
from utsyn.evidence.spreads import SPREAD, Spread
from utsyn.evidence.table import SHARE
from utsyn.reasons import Figure, Source
from utsyn.text import Words, say, say_n

DIGITS = Decimal("0.00000001")  # as many as plans keep
FEW = 12  # files of a vintage that are named one by one
COVERED = Fraction(4, 5)  # known of all, below which a share says little
WAYS, MONEY = ("in", "out"), ("contribution", "net")
LAST_MONTH, LAST_DAY = 12, 31
DIVIDED = ("share", "mean")
DRAWN = ("citation-impact", "top-cited")  # indicators whose intervals are drawn from the spread of citations
ACADEMIC = "-"  # 2018-2019
Row = Mapping[str, Any]


class Stated(NamedTuple):
    """A figure, what it is of (year, unit, class), the exact value even where it is not shown, and its interval."""

    indicator: str
    by: Mapping[str, Any]
    figure: Figure
    exact: Fraction | None
    interval: Interval | None = None
    sort: str = ""


def sources(made: Made) -> tuple[Source, ...]:
    """Return the files that a result was made from; of a vintage of many files one source with the hash of all their hashes."""
    return tuple(source for vintage in made.vintages for source in _of_vintage(vintage))


def _of_vintage(vintage: Vintage) -> Iterator[Source]:
    if 0 < len(vintage.snapshots) <= FEW:
        yield from (one.source(vintage.title) for one in vintage.snapshots)
        return
    together = hashlib.sha256("\n".join(sorted(one.sha256 for one in vintage.snapshots)).encode()).hexdigest()
    first = vintage.snapshots[0] if vintage.snapshots else None
    yield Source(
        vintage.title,
        first.url if first else "",
        f"{vintage.source} {vintage.key}",
        accessed=vintage.day,
        licence=first.licence if first else "",
        sha256=together if first else vintage.sha256,
    )


def figures(made: Made, *, how: Reading | None = None, spread: Spread | None = None) -> Iterator[Stated]:
    """Walk the figures of a result: one for all that it is counted by, and of flows one for both ways.

    Figures of impact have intervals where the spread of citations is given, which has no figures of its own.
    """
    if made.recipe.key.startswith(SPREAD):
        return
    how = how or reading(made.recipe)
    if how.sort == "difference":
        from utsyn.evidence.advantages import advantages

        yield from advantages(made, how, spread=spread)
        return
    by = [name for name in made.recipe.by if not (how.sort == "flows" and name == "way")]
    yield from _gathered(made, how, by, spread)


def yearly(made: Made, *, how: Reading | None = None, spread: Spread | None = None) -> Iterator[Stated]:
    """Walk the figures of years, each the sum of its rows; none where a thing may stand in several rows of a year."""
    how = how or reading(made.recipe)
    if how.sort == "difference":
        each = figures(made, how=how, spread=spread)
        yield from (one for one in each if one.by["year"] is not None and one.by["of"] == how.of[0])
    elif how.whole and how.year in made.recipe.by:
        yield from _gathered(made, how, [how.year], spread)


def spread_of(made: Made, results: Mapping[str, Made] | Iterable[Made]) -> Spread | None:
    """Return the spread of citations that the intervals of a result are drawn from, if it is among results and of the same works."""
    key = f"{SPREAD}-by-unit" if made.recipe.key.endswith("-by-unit") else SPREAD
    each = results.values() if isinstance(results, Mapping) else results
    found = next((one for one in each if one.recipe.key == key and _same(one, made)), None)
    return Spread(found) if found is not None else None


def _same(one: Made, other: Made) -> bool:
    """Tell whether two results are of the same university and years, and of the same vintages as far as both have them."""
    held = {(vintage.source, vintage.key) for vintage in one.vintages}
    asked = {(vintage.source, vintage.key) for vintage in other.vintages}
    return one.about == other.about and (held <= asked or asked <= held)


def _gathered(made: Made, how: Reading, by: Sequence[str], spread: Spread | None) -> Iterator[Stated]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    lost = 0  # of no year
    for row in _rows(made, how):
        if how.year in row and row[how.year] is None:
            lost += row["projects" if "projects" in row else how.of[-1]]
            continue
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    for key in sorted(groups, key=lambda key: [(part is not None, str(part)) for part in key]):
        yield _stated(made, how, dict(zip(by, key, strict=True)), groups[key], lost=lost, spread=spread)


def _rows(made: Made, how: Reading) -> Iterator[Row]:
    for row in made.result.rows:
        told = dict(zip(made.recipe.columns, row, strict=True))
        if all(told[name] in wanted for name, wanted in how.where.items()):
            yield told


def _stated(
    made: Made, how: Reading, by: Row, rows: Sequence[Row], *, lost: int, spread: Spread | None
) -> Stated:
    since, until = period(by[how.year]) if how.year in by else (None, None)
    parts = _parts(made, how, rows)
    exact = _exact(how, parts)
    caveats = [*_caveats(made, how, parts, until=until, lost=lost)]
    hidden = _hidden(made, how, parts, until=until)
    off = sum(row[how.off] for row in rows) if how.off else 0
    if off:
        caveats.append(say("Summed from rounded numbers: off by at most {n}", n=off))
    shown = None if exact is None or hidden else decimal(exact)
    if hidden:
        caveats.insert(0, hidden)
    figure = Figure(
        shown, how.unit.in_("en"), f"{since}/{until}" if since else "", recipe_of(made), sources(made),
        {name: decimal(part) for name, part in parts.items()}, Decimal(off) if how.off and how.sort != "share" else None, tuple(caveats),
    )  # fmt: skip
    of_works = spread if shown is not None else None
    return Stated(how.indicator, by, figure, exact, _interval(made, how, parts, by, of_works), how.sort)


def period(year: int | str) -> tuple[date, date]:
    """Return the first and last day of a year, or of an academic year such as 2018-2019."""
    if isinstance(year, str) and ACADEMIC in year:
        first, second = (int(part) for part in year.split(ACADEMIC))
        return date(first, 8, 1), date(second, 7, 31)
    return date(int(year), 1, 1), date(int(year), LAST_MONTH, LAST_DAY)


def decimal(exact: Fraction) -> Decimal:
    """Return a fraction to eight decimals, as plans keep it."""
    with localcontext() as context:
        context.prec = 60
        near = (Decimal(exact.numerator) / exact.denominator).quantize(DIGITS, ROUND_HALF_EVEN)
        return near.quantize(Decimal(1)) if near == near.to_integral_value() else near.normalize()


def fetched(made: Made) -> date:
    """Return the day on which the oldest of what a result rests on was fetched."""
    return min(vintage.day for vintage in made.vintages)


def recipe_of(made: Made) -> str:
    """Return the recipe and its version, as figures name them."""
    return f"{made.recipe.key} {made.recipe.version}"


def _parts(made: Made, how: Reading, rows: Sequence[Row]) -> dict[str, Fraction]:
    def total(name: str, scale: int = 1) -> Fraction:
        return Fraction(sum(row[name] for row in rows), scale)

    scale = made.recipe.scale
    found: dict[str, Fraction] = {}
    if how.sort in DIVIDED:
        found = {"numerator": total(how.of[0], scale), "denominator": total(how.of[1])}
    elif how.sort == "flows":
        found = {way: Fraction(sum(row[how.of[0]] for row in rows if row["way"] == way)) for way in WAYS}
    else:
        found = {how.sort: total(how.of[0], scale if how.sort == "amount" or how.of[0] == "numerator" else 1)}
    for name in how.beside:
        found[name] = total(name, scale if name in MONEY else 1)
    if "excluded" in made.recipe.counts:
        found["excluded"] = total("excluded")
    lost = [name for name in ("unknown", *how.lost) if name in made.recipe.counts]
    if lost:
        found["unknown"] = sum((total(name) for name in lost), Fraction(0))
    return found


def _exact(how: Reading, parts: Mapping[str, Fraction]) -> Fraction | None:
    """Return the value: of flows what came in less what went out."""
    if how.sort in DIVIDED:
        return parts["numerator"] / parts["denominator"] if parts["denominator"] else None
    return parts["in"] - parts["out"] if how.sort == "flows" else parts[how.sort]


def balance(stated: Stated) -> Fraction | None:
    """Return how many came in for each that went out; None where nobody went."""
    come, go = (stated.figure.parts[way] for way in WAYS)
    return Fraction(come) / Fraction(go) if go else None


def _hidden(made: Made, how: Reading, parts: Mapping[str, Fraction], *, until: date | None) -> Words | None:
    """Say why a value is not shown."""
    if how.full_years and until is not None and until.year + how.full_years >= fetched(made).year:
        return say("Withheld: {n} full years must have passed since", n=how.full_years)
    if how.sort == "mean" and parts["denominator"] < LEAST:
        return say("No mean is shown of fewer than {least}: there are {n}", least=LEAST, n=decimal(parts["denominator"]))  # fmt: skip
    if how.sort == "share" and parts["denominator"] < LEAST:
        return say("No percentage is shown of fewer than {least}: it would be {numerator} of {denominator}", least=LEAST,
                   numerator=decimal(parts["numerator"]), denominator=decimal(parts["denominator"]))  # fmt: skip
    return None


def _caveats(
    made: Made, how: Reading, parts: Mapping[str, Fraction], *, until: date | None, lost: int
) -> Iterator[Words]:
    yield from of_whole(made)
    yield from still_filling(made, until)
    unknown = int(parts.get("unknown", 0))
    if unknown:
        yield say_n("{n} is unknown and not counted", "{n} are unknown and not counted", unknown)
    if lost:
        yield say_n("{n} has no known year and is in no year’s figure", "{n} have no known year and are in no year’s figure", lost)  # fmt: skip
    if parts.get("excluded"):
        yield say_n("{n} is left out by the definition", "{n} are left out by the definition", int(parts["excluded"]))  # fmt: skip
    if how.sort == "share" and unknown and parts["denominator"] / (parts["denominator"] + unknown) < COVERED:
        yield say("Fewer than four of five are known: the share says little")


def still_filling(made: Made, until: date | None) -> Iterator[Words]:
    """Say of a year that was not over when the data were fetched, that it was not."""
    if until is not None and until >= fetched(made):
        yield say("The year was not over on {day}, when the data were fetched", day=fetched(made))


def of_whole(made: Made) -> Iterator[Words]:
    """Walk what must be said of all that a result tells: that it was made up, where it was."""
    if made.synthetic:
        yield say("Synthetic: made up, and true of nobody")


def _interval(
    made: Made, how: Reading, parts: Mapping[str, Fraction], by: Row, spread: Spread | None
) -> Interval | None:
    """Return the interval: of a share of whole things, of a number of things or of flows, and of impact as it is drawn."""
    if made.recipe.indicator in DRAWN:
        value = f"top{by['top']}" if "top" in by else "mean"
        return spread.interval(value, by) if spread else None
    if how.sort == "count" and parts["count"].denominator == 1 and made.recipe.scale != SHARE:
        return poisson(int(parts["count"]))
    if how.sort == "flows":
        return poisson(int(parts["in"]), out=int(parts["out"]))
    if how.sort != "share" or made.recipe.scale != 1 or parts["numerator"] > parts["denominator"]:
        return None
    return wilson(int(parts["numerator"]), int(parts["denominator"]))


def on_day(made: Made, *, on: date) -> Stated:
    """Return how many ERC grants that the university hosts run on a day."""
    n, unknown = running(made.result, on=on)
    caveats = [*of_whole(made)]
    if on >= fetched(made):
        caveats.append(say("As it was known on {day}, when the data were fetched", day=fetched(made)))
    if unknown:
        caveats.append(say_n("{n} is unknown and not counted", "{n} are unknown and not counted", unknown))
    parts = {"count": Decimal(n), "unknown": Decimal(unknown)}
    figure = Figure(
        Decimal(n), "projects", f"{on}/{on}", recipe_of(made), sources(made), parts, None, tuple(caveats)
    )
    return Stated("erc-running", {"day": on}, figure, Fraction(n))


def of_indicator(made: Made) -> Iterator[Reading]:
    """Walk the indicators that a result gives figures of."""
    found = [one for one in READINGS.values() if one.recipe == made.recipe.key]
    yield from found or [reading(made.recipe)]
