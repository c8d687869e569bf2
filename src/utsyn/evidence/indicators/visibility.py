"""Where works are published: the share in channels of the foremost level, by a list of levels by year that the office hands in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from utsyn.evidence.indicators.counting import Counted, Plain, family
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTS, FOREMOST = 1, 2  # levels


def _cases(given: Given, about: About) -> "ir.Table":
    """Return of each work whether its channel is of the foremost level in its year; unknown where the list has no level for it."""
    works = home_works(given, about).select("work", "year", "field", "source")
    counts = given["levels"].filter(lambda t: t.level >= COUNTS)
    levels = counts.group_by("source", "year").aggregate(level=lambda t: t.level.max())
    joined = works.left_join(levels, ["source", "year"])
    level = joined.level.fill_null(0)
    return joined.select(
        "work", "year", "field", part=(level >= FOREMOST).cast("int64"), known=(level >= COUNTS).cast("int64")
    )


def _plainly(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        levels = [
            one["level"]
            for one in rows["levels"]
            if (one["source"], one["year"]) == (work["source"], work["year"])
        ]
        level = max(levels, default=0)
        yield work, (), int(level >= FOREMOST), int(level >= COUNTS)


family(
    Counted(
        "publications-in-top-channels",
        ("works", "orgmap", "levels"),
        (),
        _cases,
        _plainly,
        "publications-in-top-channels",
    )
)
