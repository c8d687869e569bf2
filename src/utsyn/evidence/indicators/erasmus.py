"""Erasmus+ mobilities by the programme's own rules, out and in, by academic year; beside them those of three months or more.

The shortest long stay was three months for studies and two for traineeships in 2014-2020, and is two for both since. Both are counted of
every year, for contracts of 2020 ran on under the old rules; `long` is what holds for the year. Two months are 60 days, or 58 (59 in a leap
year) of a stay that began in January or February. Before 2013 the files count months, and a traineeship took three of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.exchange import (
    FEBRUARY,
    SHORT,
    THREE_MONTHS,
    TWO_MONTHS,
    codes,
    leap,
    plain_codes,
    plain_summed,
    summed,
)
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROGRAMME, CHANGED = "2014", "2021"  # the academic years that began in them have the rules of a new programme
BY = ("year", "way", "kind")
COUNTS = ("participants", "long", "long_2014", "long_2021", "short", "three_months", "staff", "unknown")
LEARNERS = ("study", "traineeship")
STAFF = (2, TWO_MONTHS)  # days
HUNDREDTHS = 100  # of a month
# Activities are words since 2014, codes before, and both since 2020: HE-SMS, Mob-SMS, SMS.
OTHERS = ("pupil", "school", "vet ", "vet-", "youth", "adult")
CODES = {"staff": ("sta", "stt"), "traineeship": ("smp", "smt"), "study": ("sms",)}


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

    said, year = found.activity.lower(), found.year.substr(0, 4)
    code = said.re_replace(" .*$", "").re_replace("^.*-", "")
    other = ibis.or_(*(said.contains(mark) for mark in OTHERS))
    found = found.mutate(
        kind=ibis.cases(
            (found.activity.isnull(), "unknown"),
            (said.contains("staff") | code.isin(CODES["staff"]), "staff"),
            (other, "other"),
            (
                (said.contains("student") & said.contains("traineeship")) | code.isin(CODES["traineeship"]),
                "traineeship",
            ),
            (said.contains("student") | code.isin(CODES["study"]), "study"),
            else_="other",
        ),
        new=(year >= CHANGED).fill_null(False),
        ours=(year >= PROGRAMME).fill_null(True),
        participants=found.participants.fill_null(0),
    )
    learns, days, months = found.kind.isin(LEARNERS), found.days, found.months
    close = days.between(*FEBRUARY) & (days < TWO_MONTHS)
    least = leap(found.starts.substr(0, 4).cast("int64")).ifelse(FEBRUARY[1], FEBRUARY[0])
    winter = found.starts.substr(5, 2).isin(["01", "02"])
    three = ((days >= THREE_MONTHS) | (months >= 3 * HUNDREDTHS)).fill_null(False)
    two = ((days >= TWO_MONTHS) | (months >= 2 * HUNDREDTHS) | (winter & (days >= least))).fill_null(False)
    old = learns & (three | ((found.kind == "traineeship") & found.ours & two))
    new = learns & two
    tests = {
        "long": (found.new & new) | (~found.new & old),
        "long_2014": old,
        "long_2021": new,
        "short": learns & found.new & days.between(*SHORT),
        "three_months": learns & three,
        "staff": (found.kind == "staff") & days.between(*STAFF),
        "unknown": (days.isnull() & months.isnull()) | (learns & close & found.starts.isnull()),
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
    code = said.split(" ")[0].rsplit("-", 1)[-1]
    by_code = next((name for name, marks in CODES.items() if code in marks), "")
    if "staff" in said or by_code == "staff":
        return "staff"
    if any(mark in said for mark in OTHERS):
        return "other"
    if ("student" in said and "traineeship" in said) or by_code == "traineeship":
        return "traineeship"
    return "study" if "student" in said or by_code == "study" else "other"


def two_months(days: int | None, starts: str | None) -> bool | None:
    """Tell whether days are two months by the programme's rule; None where February decides and nobody tells the month."""
    if days is None:
        return None
    if days >= TWO_MONTHS or days < FEBRUARY[0]:
        return days >= TWO_MONTHS
    if starts is None:
        return None
    year, month = map(int, starts.split("-"))
    in_leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return month <= 2 and days >= FEBRUARY[in_leap_year]


def _counts(one: dict[str, Any] | Any) -> dict[str, int]:
    days, what, people = one["days"], kind(one["activity"]), one["participants"] or 0
    none = dict.fromkeys(COUNTS, 0) | {"participants": people}
    if days is None and one["months"] is None:
        return none | {"unknown": people}
    if what == "staff":
        return none | {"staff": people if days is not None and STAFF[0] <= days <= STAFF[1] else 0}
    if what not in LEARNERS:
        return none
    first = "9999" if one["year"] is None else one["year"][:4]
    recent = one["year"] is not None and first >= CHANGED
    months = one["months"] or 0
    two = two_months(days, one["starts"])
    three = (days or 0) >= THREE_MONTHS or months >= 3 * HUNDREDTHS
    new = bool(two) or months >= 2 * HUNDREDTHS
    old = three or (what == "traineeship" and first >= PROGRAMME and new)
    tests = {
        "long": new if recent else old,
        "long_2014": old,
        "long_2021": new,
        "short": recent and days is not None and SHORT[0] <= days <= SHORT[1],
        "three_months": three,
        "unknown": two is None and one["months"] is None,
    }
    return none | {name: people if test else 0 for name, test in tests.items()}


recipe(
    Recipe(
        "erasmus-mobilities", 2, ("mobilities", "links"), BY, COUNTS, _make, _slowly, indicator="erasmus-mobilities",
    )
)  # fmt: skip
