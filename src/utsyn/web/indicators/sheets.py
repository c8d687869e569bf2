"""A series to take home: every figure with its parts, source, method and what it followed, as CSV and as JSON."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from utsyn.web.indicators import facts
from utsyn.web.indicators.queries import Page
from utsyn.web.indicators.tables import Shown

FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST = ("unit", "since", "until", "version", "provider", "value")
SOURCE = ("source.title", "source.url", "source.place", "source.accessed", "source.licence", "source.sha256")
TOLD = ("unknown", "among", "running", "caveats")
LAST = (
    "by_hand",
    "known",
    "stands",
    "figure",
    "replaces",
    "because",
    "withdrawn",
    "withdrawn_because",
    "rehearsal",
)
NUMBERS = frozenset(["value", "precision"])


def figures(page: Page) -> list[dict[str, Any]]:
    """Return all figures of a series that were known by the day, the first period first, each as it came."""
    told = [shown for line in page.lines for entry in line.entries for shown in _all(entry.now, entry.before)]
    return [_figure(one) for one in sorted(told, key=lambda one: (one.row.until, one.row.since, one.row.pk))]


def _all(now: Shown | None, before: Any) -> Iterator[Shown]:
    yield from before
    if now is not None:
        yield now


def _figure(shown: Shown) -> dict[str, Any]:
    row = shown.row
    told = facts.as_told(row)
    more = told.pop("told")
    del told["indicator"]
    gone = shown.withdrawn
    return {
        **told,
        **{name: more.get(name) for name in TOLD},
        "digits": more.get("digits"),
        "known": shown.known.isoformat(),
        "stands": shown.stands,
        "figure": row.pk,
        "replaces": row.replaces_id,
        "because": row.told.get("because", ""),
        "withdrawn": gone.isoformat() if gone else None,
        "withdrawn_because": row.withdrawn_because if gone else "",
        "rehearsal": row.rehearsal,
    }


def as_json(page: Page) -> dict[str, Any]:
    """Return an indicator, its definitions of the day, and a series."""
    document = page.document.model_dump(mode="json")
    numbers = {one.version for one in page.definitions}
    document["definitions"] = [one for one in document["definitions"] if one["version"] in numbers]
    unit = page.whose.unit
    return {
        "indicator": document,
        "unit": unit.key if unit else None,
        "on": page.on.isoformat(),
        "figures": figures(page),
    }


def as_csv(page: Page) -> str:
    """Write a series as CSV with semicolons and a mark of UTF-8, in the columns in which figures are read in."""
    told = figures(page)
    names = sorted({name for one in told for name in one["parts"]})
    head = [*FIRST, *(f"parts.{name}" for name in names), "precision", *SOURCE, "method", *TOLD, *LAST]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for one in told:
        flat = {**one, **{f"parts.{name}": part for name, part in one["parts"].items()}}
        flat |= {f"source.{name}": words for name, words in one["source"].items()}
        writer.writerow([_cell(name, flat.get(name)) for name in head])
    return "\ufeff" + written.getvalue()


def _cell(name: str, value: Any) -> str:
    """Write a value as text; before words that a spreadsheet would work out stands an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        value = " | ".join(value)
    if isinstance(value, date):
        value = value.isoformat()
    bare = UNWRITABLE.sub("\ufffd", str(value))
    plain = name in NUMBERS or name.startswith("parts.")
    return bare if plain or not FORMULA.search(bare) else f"'{bare}"
