"""A result to take home as CSV: what it is and rests on in lines that begin with #, then its columns and rows."""

import csv
import io
from collections.abc import Iterator

from utsyn.text import say
from utsyn.web.evidence.models import Computed

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


def _above(row: Computed) -> Iterator[str]:
    if row.synthetic:
        yield SYNTHETIC.in_("en")
    yield f"recipe: {row.recipe} {row.version}"
    yield f"university: {row.about['university']}, {row.about['since']}-{row.about['until']}"
    yield f"sha256: {row.sha256}"
    for one in row.vintages:
        yield f"vintage: {one['source']} {one['key']}, {one['day']}, sha256 {one['sha256']}"
