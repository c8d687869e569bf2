"""Computed figures as plans keep them: plain values for one indicator, a period each, with parts, provider, version, source and method.

Only periods that were over when the data were fetched are given. Whoever enters them says for which unit, and by whom.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, fetched, period, yearly
from utsyn.evidence.placed import placed
from utsyn.evidence.readings import READINGS, Reading
from utsyn.problems import Problems, unknown_name
from utsyn.text import say

PARTS = {"share": ("numerator", "denominator"), "flows": ("in", "out")}


def observations(made: Made, indicator: str, *, own: str = "", language: str = "nb") -> list[dict[str, Any]]:
    """Return the figures of an indicator as plain values, the oldest first; `own` is the home university's key among those ranked.

    Sentences are in `language`. Raises Problems for an indicator that the result gives no figures of.
    """
    known = [one.indicator for one in READINGS.values() if one.recipe == made.recipe.key]
    if indicator not in known:
        raise Problems(unknown_name(indicator, known))
    how = READINGS[indicator]
    return [_plain(made, how, one, own=own, language=language) for one in _over(made, how)]


def _over(made: Made, how: Reading) -> Iterator[Stated]:
    """Walk the figures of periods that were over."""
    if how.sort == "rank":
        years = range(max(made.about.since, how.versions[0][0]), made.about.until + 1)
        found = [one for year in years if (one := placed(made, how, year=year)) is not None]
    else:
        found = list(yearly(made, how=how))
    for one in found:
        since, until = period(one.by[how.year])
        if since.year >= how.versions[0][0] and until < fetched(made):
            yield one


def _plain(made: Made, how: Reading, one: Stated, *, own: str, language: str) -> dict[str, Any]:
    since, until = period(one.by[how.year])
    figure = one.figure
    home = made.about.university
    kept = PARTS.get(how.sort, ())
    parts = {name: figure.parts[name] for name in kept}
    if how.sort == "rank":
        parts = {own if name == home and own else name: amount for name, amount in figure.parts.items()}
    empty = how.sort == "share" and not figure.parts["denominator"]
    method = say("Counted by the recipe {recipe}, version {n}", recipe=made.recipe.key, n=made.recipe.version)
    return {
        "indicator": how.indicator, "since": since, "until": until, "value": None if how.sort in PARTS else figure.value,
        "parts": {} if empty else parts, "provider": how.provider, "version": how.version(since.year), "source": _source(made),
        "method": method.in_(language), "precision": figure.precision, "caveats": [said.in_(language) for said in figure.caveats],
        "unknown": say("There was nobody to take a share of").in_(language) if empty else "", "synthetic": made.synthetic,
    }  # fmt: skip


def _source(made: Made) -> Mapping[str, Any]:
    """Return what the figure was made from, as one source: its vintages, the first address, and the hash of the result."""
    vintages = made.vintages
    files = [one for vintage in vintages for one in vintage.snapshots]
    days: list[date] = [vintage.day for vintage in vintages]
    return {
        "title": "; ".join(vintage.title for vintage in vintages),
        "url": next((one.url for one in files if one.url.startswith(("https://", "http://"))), ""),
        "place": "; ".join(f"{vintage.source} {vintage.key}" for vintage in vintages),
        "accessed": max(days).isoformat(),
        "licence": ", ".join(dict.fromkeys(one.licence for one in files if one.licence)),
        "sha256": made.result.sha256,
    }
