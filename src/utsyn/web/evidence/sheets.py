"""Results and figures to take home as CSV: what they are and rest on in lines that begin with #, then columns and rows."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from utsyn.text import say
from utsyn.web.evidence.models import Computed
from utsyn.web.evidence.showing import rules_of

PARTS = ("numerator", "denominator", "in", "out", "unknown")
SYNTHETIC = say("Synthetic: made up, and true of nobody")


def as_csv(row: Computed) -> str:
    """Write a result."""
    out = io.StringIO()
    for line in _above(row):
        out.write(f"# {line}\r\n")
    writer = csv.writer(out)
    writer.writerow(row.columns)
    writer.writerows(["" if value is None else value for value in line] for line in row.rows)
    return out.getvalue()


FIGURES = ("of", "name", "year", "value", *PARTS, "low", "high", "over")


def figures_as_csv(row: Computed, *, units: bool) -> str:
    """Write the figures of a page: years, classes, fields, variants, and units for who may see them."""
    out = io.StringIO()
    for line in (*_above(row), f"rule: {' '.join(rule.in_('en') for rule in rules_of(row))}"):
        out.write(f"# {line}\r\n")
    writer = csv.writer(out)
    writer.writerow(FIGURES)
    for of, name, one in _figures(row.told, units=units):
        parts = [one["parts"].get(part, "") for part in PARTS]
        value, over = one["value"] or "", "yes" if one["over"] else "no"
        writer.writerow([of, name, one["year"], value, *parts, one.get("low", ""), one.get("high", ""), over])
    return out.getvalue()


def _figures(told: Mapping[str, Any], *, units: bool) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for one in told["years"]:
        yield "year", "", one
    for kind in ("cases", "variants"):
        for one in told[kind]:
            by = one["by"] if "by" in one else {"rule": one["rule"]["en"]}
            yield "class" if kind == "cases" else "variant", _named(by), one
    for one in told.get("history", ()):
        yield from (("class by year", _named(one["by"]), line) for line in one["years"])
    for kind in ("field", "unit") if units else ("field",):
        for one in told.get(f"{kind}s", ()):
            yield kind, one[kind] or "", one
        for row in told.get("along", {}).get(kind, {}).get("rows", ()):
            yield from ((kind, f"{row['key']}; {_named(one['by'])}", one) for one in row["cases"])


def _named(by: Mapping[str, Any]) -> str:
    """Name a class; databases order its parts anew."""
    return "; ".join(f"{name} {value}" for name, value in sorted(by.items()))


def _above(row: Computed) -> Iterator[str]:
    if row.synthetic:
        yield SYNTHETIC.in_("en")
    yield f"recipe: {row.recipe} {row.version}"
    yield f"university: {row.about['university']}, {row.about['since']}-{row.about['until']}"
    yield f"sha256: {row.sha256}"
    for one in row.vintages:
        yield f"vintage: {one['source']} {one['key']}, {one['day']}, sha256 {one['sha256']}"
