"""Erasmus+ mobilities by the programme's own rules, out and in, by academic year; beside them those of three months or more.

The shortest long stay was three months for studies and two for traineeships in 2014-2020, and is two for both since. Both are counted of
every year, for contracts of 2020 ran on under the old rules; `long` is what holds for the year.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.exchange import (
    SHORT,
    THREE_MONTHS,
    TWO_MONTHS,
    codes,
    plain_codes,
    plain_summed,
    summed,
)
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

CHANGED = "2021"  # the academic year that began in it has the new rules
BY = ("year", "way", "kind")
COUNTS = ("participants", "long", "long_2014", "long_2021", "short", "three_months", "unknown")
LEARNERS = ("study", "traineeship")


def _make(given: Given, about: About) -> "ir.Table":
    import ibis

    ours, told = codes(given, about, "erasmus"), given["mobilities"]
    begins = told.year.substr(0, 4)
    told = told.filter(told.year.isnull() | begins.between(str(about.since), str(about.until)))
    sides = [
        told.semi_join(ours, told[column] == ours.identifier).mutate(way=ibis.literal(way))
        for column, way in (("sender", "out"), ("receiver", "in"))
    ]
    found = _told(ibis.union(*sides, distinct=False))
    return found.group_by(list(BY)).aggregate(**summed(found, COUNTS))


def _told(found: "ir.Table") -> "ir.Table":
    """Return mobilities with their kind and what each adds to the counts."""
    import ibis

    activity = found.activity.lower()
    found = found.mutate(
        kind=ibis.cases(
            (found.activity.isnull(), "unknown"),
            (activity.contains("staff"), "staff"),
            (activity.contains("traineeship"), "traineeship"),
            (activity.contains("student"), "study"),
            else_="other",
        ),
        new=(found.year.substr(0, 4) >= CHANGED).fill_null(False),
        participants=found.participants.fill_null(0),
    )
    learns, days = found.kind.isin(LEARNERS), found.days
    old = learns & ((days >= THREE_MONTHS) | ((found.kind == "traineeship") & (days >= TWO_MONTHS)))
    new = learns & (days >= TWO_MONTHS)
    tests = {
        "long": (found.new & new) | (~found.new & old),
        "long_2014": old,
        "long_2021": new,
        "short": learns & found.new & days.between(*SHORT),
        "three_months": learns & (days >= THREE_MONTHS),
        "unknown": days.isnull(),
    }
    return found.mutate(
        **{name: test.fill_null(False).ifelse(found.participants, 0) for name, test in tests.items()}
    )


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    ours, found = plain_codes(rows, about, "erasmus"), []
    for one in rows["mobilities"]:
        year = one["year"]
        if year is not None and not str(about.since) <= year[:4] <= str(about.until):
            continue
        for column, way in (("sender", "out"), ("receiver", "in")):
            if one[column] in ours:
                found.append({"year": year, "way": way, "kind": kind(one["activity"]), **_counts(one)})
    return plain_summed(found, BY, COUNTS)


def kind(activity: str | None) -> str:
    """Return what a mobility is for."""
    if activity is None:
        return "unknown"
    said = activity.lower()
    for mark, name in (("staff", "staff"), ("traineeship", "traineeship"), ("student", "study")):
        if mark in said:
            return name
    return "other"


def _counts(one: dict[str, Any] | Any) -> dict[str, int]:
    days, what, people = one["days"], kind(one["activity"]), one["participants"] or 0
    none = dict.fromkeys(COUNTS, 0) | {"participants": people}
    if days is None:
        return none | {"unknown": people}
    if what not in LEARNERS:
        return none
    recent = one["year"] is not None and one["year"][:4] >= CHANGED
    old = days >= (TWO_MONTHS if what == "traineeship" else THREE_MONTHS)
    new = days >= TWO_MONTHS
    tests = {
        "long": new if recent else old,
        "long_2014": old,
        "long_2021": new,
        "short": recent and SHORT[0] <= days <= SHORT[1],
        "three_months": days >= THREE_MONTHS,
    }
    return none | {name: people if test else 0 for name, test in tests.items()}


recipe(
    Recipe(
        "erasmus-mobilities", 1, ("mobilities", "links"), BY, COUNTS, _make, _slowly, indicator="erasmus-mobilities",
    )
)  # fmt: skip
