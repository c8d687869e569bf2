"""Figures that follow from several results, told once, when figures are computed: what filling years will come to, and projects that are followed by publications."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from utsyn.evidence import funded, lags
from utsyn.evidence.compute import Made, compute
from utsyn.evidence.engine import Engine
from utsyn.evidence.figures import Stated, decimal, of_whole, sources
from utsyn.evidence.joined import PROJECTS, joined
from utsyn.evidence.partner_profiles import NEEDS, Gathered, gathered
from utsyn.evidence.recipes import About, Given, Recipe, Rows
from utsyn.evidence.results import result
from utsyn.evidence.snapshots import Store, Vintage
from utsyn.text import say
from utsyn.web.evidence import telling
from utsyn.web.evidence.choosing import WORKS, Choice
from utsyn.web.evidence.telling import Results, Told

FOLLOWED = funded.INDICATOR
COUNTS = ("numerator", "denominator", "unknown")
STRICT = say("Of the same partners those with a publication that names the number of a joint project")


def expects(
    engine: Engine, store: Store, made: Made, choice: Choice, *, of: About, kept: Path
) -> Iterator[Told]:
    """Walk the years of publications that are not full yet, with what they will come to; with no value where nothing could be learned."""
    if made.recipe.key != lags.RECIPE:
        return
    each = [_of(made, choice.now[WORKS])]
    for older in choice.older:
        read = {name: _as_then(used, older, name) for name, used in choice.now.items()}
        then = compute(
            engine, store, [made.recipe], of, vintages=read, kept=kept, failed=lambda _: None
        )  # what cannot be computed any more teaches nothing
        each += [_of(one, older) for one in then]
    found = {one.year: one for one in lags.expected(each)}
    for year, there, *_ in sorted(made.result.rows):
        if 0 <= lags.age(year, choice.now[WORKS].day) < lags.FULL:
            yield {"year": year, "now": str(there), **_told(found.get(year))}


def _of(made: Made, works: Vintage) -> Made:
    """Return a result as of the day of its works: years fill as works come in, whatever the day of the map."""
    return made._replace(vintages=(works,))


def _as_then(used: Vintage, older: Vintage, table: str) -> Vintage:
    """Return the older vintage for tables of its source, so that their numbers fit, and today's for all others."""
    return older if used.source == older.source and older.table(table) else used


def _told(one: lags.Expected | None) -> Told:
    if one is None:
        return {"value": None, "learned": []}
    low, high = (format(decimal(bound), "f") for bound in (one.low, one.high))
    return {"value": str(round(one.expected)), "low": low, "high": high, "learned": list(one.learned)}


def put_together(results: Results) -> Gathered | None:
    """Return the results that tell of partners, put together; None where works are not loaded."""
    return gathered(results.values()) if results.keys() >= {*NEEDS} else None


def followed(results: Results) -> tuple[Made, Told] | None:
    """Return the share of partners with joint projects that something was written with, as a result and as its page shows it.

    None where no works or no projects are loaded.
    """
    found = [one for one in joined(results.values()) if one[1].indicator == FOLLOWED]
    main = next((one for one in found if not one[1].by), None)
    if main is None:
        return None
    base, stated = main
    recipe = Recipe(FOLLOWED, base.recipe.version, base.recipe.needs, (), COUNTS, _never, _never, FOLLOWED)
    each = {(one.source, one.key): one for key in (*NEEDS, PROJECTS) for one in results[key].vintages}
    row = tuple(int(stated.figure.parts[name]) for name in COUNTS)
    made = Made(recipe, base.about, result(COUNTS, [row]), tuple(each.values()), anew=base.anew)
    line = _line(made, stated)
    told: Told = {name: [] for name in ("by", "cases", "units", "fields", "official", "also", "enters")}
    told |= {"sort": "share", "unit": telling.said(say("partners")), "currency": "", "years": [line], "year": line["year"]}  # fmt: skip
    told["variants"] = [
        {"rule": telling.said(STRICT), "itself": False, **_line(made, one)} for _, one in found if one.by
    ]
    return made, {**told, "sources": [telling.source(one) for one in sources(made)], "joined": True}


def _line(made: Made, stated: Stated) -> Told:
    """Return a figure of all the years as pages show it."""
    figure, whole = stated.figure, tuple(of_whole(made))
    return {
        "year": f"{made.about.since}-{made.about.until}", "value": None if figure.value is None else format(figure.value, "f"),
        "parts": {name: format(part, "f") for name, part in figure.parts.items()}, "over": True,
        "caveats": [telling.said(words) for words in figure.caveats if words not in whole], **telling.bounds(stated.interval),
    }  # fmt: skip


def _never(_given: Given | Rows, _about: About) -> Any:
    raise NotImplementedError("it is made of other results, and no engine is asked")
