"""Exchange out and in: by the rules of the national statistics, by country, and of the university's own stays by either rule.

The national statistics count stays of three months or more that ended in the term, and no doctoral students. Their open numbers are
rounded; how far a sum may be off stands beside it. A stay of 70 days is a long one in Erasmus+ and none in the national statistics; so is
one of January and February, of 59 days.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.organisations.countries import countries

if TYPE_CHECKING:
    import ibis.expr.types as ir

DOCTORAL = "FU"
COUNTS = ("students", "off", "excluded", "unknown")
THREE_MONTHS, TWO_MONTHS = 90, 60  # days, the first and the last included
SHORT = (5, 30)
FEBRUARY = (
    58,
    59,
)  # days that are two months where the whole of February is in them, the second in a leap year
STUDENT = "student"


def codes(given: Given, about: About, scheme: str) -> "ir.Table":
    """Return the identifiers of the university in a scheme, each once."""
    links = given["links"].filter(
        lambda t: (t.scheme == scheme) & (t.other_scheme == "ror") & (t.other == about.university)
    )
    return links.select("identifier").distinct()


def plain_codes(rows: Rows, about: About, scheme: str) -> frozenset[str]:
    """Return the same, slowly."""
    wanted = (scheme, "ror", about.university)
    return frozenset(
        one["identifier"]
        for one in rows["links"]
        if (one["scheme"], one["other_scheme"], one["other"]) == wanted
    )


def _cells(given: Given, about: About) -> "ir.Table":
    """Return the university's cells of the statistics with what each adds to the counts."""
    import ibis

    ours = codes(given, about, "dbh")
    told = given["exchanges"].filter(lambda t: t.year.isnull() | t.year.between(about.since, about.until))
    told = told.semi_join(ours, told.institution == ours.identifier)
    known = told.students.notnull() & told.level.notnull()
    doctoral = told.level.upper() == DOCTORAL
    counted = known & ~doctoral
    agreement = told.agreement.upper()
    return told.mutate(
        agreement=ibis.cases(
            (agreement.isnull(), "unknown"),
            (agreement.startswith("ERASMUS+"), "erasmus"),
            (agreement.startswith("INDIVID"), "individual"),
            else_="other",
        ),
        students=counted.ifelse(told.students, 0).cast("int64"),
        off=counted.ifelse(told.rounded_to // 2, 0).fill_null(0).cast("int64"),
        excluded=(known & doctoral).ifelse(told.students, 0).cast("int64"),
        unknown=(~known).cast("int64"),
    )


def _plain_cells(rows: Rows, about: About) -> Iterator[dict[str, Any]]:
    ours = plain_codes(rows, about, "dbh")
    for one in rows["exchanges"]:
        year, agreement = one["year"], (one["agreement"] or "").upper()
        if one["institution"] not in ours or not (year is None or about.since <= year <= about.until):
            continue
        told = {**one, **dict.fromkeys(COUNTS, 0)}
        if one["students"] is None or one["level"] is None:
            told["unknown"] = 1
        elif one["level"].upper() == DOCTORAL:
            told["excluded"] = one["students"]
        else:
            told |= {"students": one["students"], "off": (one["rounded_to"] or 0) // 2}
        told["agreement"] = "other"
        if one["agreement"] is None:
            told["agreement"] = "unknown"
        elif agreement.startswith("ERASMUS+"):
            told["agreement"] = "erasmus"
        elif agreement.startswith("INDIVID"):
            told["agreement"] = "individual"
        yield told


def summed(table: "ir.Table", names: Iterable[str]) -> dict[str, Any]:
    """Return the sums of columns."""
    return {name: table[name].sum().fill_null(0).cast("int64") for name in names}


def plain_summed(
    found: Iterable[Mapping[str, Any]], by: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """Walk sums by what rows have in common, slowly."""
    counted: dict[tuple[Any, ...], Counter[str]] = {}
    for one in found:
        told = counted.setdefault(tuple(one[name] for name in by), Counter())
        told.update({name: one[name] for name in names})
    for key, told in counted.items():
        yield (*key, *(told[name] for name in names))


def _by(key: str, by: tuple[str, ...], *, indicator: str) -> Recipe:
    def make(given: Given, about: About) -> "ir.Table":
        found = _cells(given, about)
        return found.group_by(list(by)).aggregate(**summed(found, COUNTS))

    def slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
        return plain_summed(_plain_cells(rows, about), by, COUNTS)

    return Recipe(key, 1, ("exchanges", "links"), by, COUNTS, make, slowly, indicator=indicator)


SHARE_COUNTS = ("numerator", "denominator", "off", "excluded", "unknown")
FIRST_YEAR = 2016  # of the definition; the strategy is older


def _listed() -> Iterator[tuple[int, int, list[str]]]:
    """Walk the years, both included, in which a list of priority countries held."""
    for one in countries().groups["panorama"].periods:
        since, until = (one.since or date.min).year, (one.until or date.max).year
        yield max(since, FIRST_YEAR), until, sorted(one.countries)


def _priority(given: Given, about: About) -> "ir.Table":
    import ibis

    found = _cells(given, about).filter(lambda t: t.year >= FIRST_YEAR)
    lists = [
        found.year.between(since, until) & found.country.isin(names) for since, until, names in _listed()
    ]
    known = found.country.notnull()
    found = found.mutate(
        numerator=ibis.or_(*lists).fill_null(False).ifelse(found.students, 0),
        denominator=known.ifelse(found.students, 0),
        unknown=found.unknown + known.ifelse(0, found.students),
    )
    return found.group_by("year").aggregate(**summed(found, SHARE_COUNTS))


def _plain_priority(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    found = []
    for one in _plain_cells(rows, about):
        if one["year"] is None or one["year"] < FIRST_YEAR:
            continue
        n, known = one["students"], one["country"] is not None
        meant = any(
            since <= one["year"] <= until and one["country"] in names for since, until, names in _listed()
        )
        counts = {
            "numerator": n * meant,
            "denominator": n * known,
            "unknown": one["unknown"] + n * (not known),
        }
        found.append(one | counts)
    return plain_summed(found, ("year",), SHARE_COUNTS)


STAY_COUNTS = ("students", "three_months", "two_months", "short", "others", "unknown")


def _stays(given: Given, about: About) -> "ir.Table":
    stays = given["stays"]
    days = (stays.until.epoch_days() - stays.since.epoch_days() + 1).cast("int64")
    told = stays.mutate(
        year=stays.until.year().cast("int64"),
        days=days,
        people=stays.people.fill_null(0),
        ours=stays.kind == STUDENT,
    )
    told = told.filter(lambda t: t.year.isnull() | t.year.between(about.since, about.until))
    least = leap(told.year).ifelse(FEBRUARY[1], FEBRUARY[0])
    begins, ends = _within_year(told.since), _within_year(told.until)
    winter = (
        (told.since.year() == told.until.year()) & (begins <= 201) & (ends >= least + 170)
    )  # 228, or 229 in a leap year
    tests = {
        "students": told.ours,
        "three_months": told.ours & (told.days >= THREE_MONTHS),
        "two_months": told.ours & ((told.days >= TWO_MONTHS) | (winter & (told.days >= least))),
        "short": told.ours & told.days.between(*SHORT),
        "others": ~told.ours,
        "unknown": told.kind.isnull() | (told.ours & told.days.isnull()),
    }
    counted = told.mutate(
        **{name: test.fill_null(False).ifelse(told.people, 0) for name, test in tests.items()}
    )
    return counted.group_by(["year", "way"]).aggregate(**summed(counted, STAY_COUNTS))


def leap(year: "ir.IntegerValue") -> "ir.BooleanValue":
    """Tell whether a year is a leap year; one that is not known is none."""
    return ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).fill_null(False)


def _within_year(day: "ir.DateValue") -> "ir.IntegerValue":
    """Return a day of the year as a number: 228 for 28 February."""
    return day.month().cast("int64") * 100 + day.day().cast("int64")


def two_months(since: date | None, until: date | None) -> bool:
    """Tell whether a stay is two months by the rule of Erasmus+: 60 days, or fewer with the whole of February in them."""
    days = long(since, until)
    if since is None or until is None or days is None:
        return False
    last = date(until.year, 3, 1) - timedelta(1)
    winter = since.year == until.year and since <= date(until.year, 2, 1) and until >= last
    return days >= TWO_MONTHS or (winter and days >= FEBRUARY[last.day == 29])


def _plain_stays(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    found = []
    for one in rows["stays"]:
        year = one["until"].year if one["until"] else None
        if not (year is None or about.since <= year <= about.until):
            continue
        days, student = long(one["since"], one["until"]), one["kind"] == STUDENT
        tests = {
            "students": student,
            "three_months": student and days is not None and days >= THREE_MONTHS,
            "two_months": student and two_months(one["since"], one["until"]),
            "short": student and days is not None and SHORT[0] <= days <= SHORT[1],
            "others": one["kind"] is not None and not student,
            "unknown": one["kind"] is None or (student and days is None),
        }
        people = one["people"] or 0
        told = {name: people if test else 0 for name, test in tests.items()}
        found.append({"year": year, "way": one["way"], **told})
    return plain_summed(found, ("year", "way"), STAY_COUNTS)


def long(since: date | None, until: date | None) -> int | None:
    """Return the days of a stay, its first and last included; None where one of them is not known."""
    return (until - since).days + 1 if since and until else None


recipe(_by("exchange-flows", ("year", "way", "agreement"), indicator="exchange-flows"))
recipe(_by("exchange-countries", ("year", "way", "country"), indicator="exchange-countries"))
recipe(
    Recipe(
        "exchange-priority-countries", 1, ("exchanges", "links"), ("year",), SHARE_COUNTS, _priority, _plain_priority,
        indicator="exchange-priority-countries",
    )
)  # fmt: skip
recipe(
    Recipe(
        "exchange-rules", 2, ("stays",), ("year", "way"), STAY_COUNTS, _stays, _plain_stays, indicator="exchange-rules",
    )
)  # fmt: skip
