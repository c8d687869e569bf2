"""Whether projects lead to publications: partners we share an EU project with, and on how many of them something was written together meanwhile.

A publication is counted while a joint project runs and for two years after, by the years of both. Beside it stands a stricter figure: of
publications that name the number of such a project as what paid for them, which many do not, though it did.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, decimal, of_whole, recipe_of, sources
from utsyn.evidence.intervals import wilson
from utsyn.evidence.partner_profiles import UNLISTED, Gathered, Row, day
from utsyn.evidence.readings import LEAST
from utsyn.reasons import Figure
from utsyn.text import Words, say, say_n

INDICATOR = "projects-and-publications"
AFTER = 2  # years after a project in which its publications come out


class Funded(NamedTuple):
    """A partner with joint projects: how many there are, in which years something of them may come out, and works together in these years."""

    partner: int
    projects: int
    years: tuple[int, ...]
    works: int


def funded(of: Gathered) -> tuple[Funded, ...] | None:
    """Return partners with joint projects whose days are known, by number; None where no projects are loaded."""
    held = of.rows.get("partner-projects")
    if held is None:
        return None
    about = of.made["partners"].about
    span = range(about.since, about.until + 1)
    found = []
    for partner, rows in sorted(held.items()):
        years = tuple(sorted({year for row in rows for year in _years(row) if year in span}))
        if partner != UNLISTED and years:
            works = sum(row["works"] for row in of.of("partners", partner) or [] if row["year"] in years)
            found.append(Funded(partner, sum(row["projects"] for row in rows if _years(row)), years, works))
    return tuple(found)


def _years(row: Row) -> range:
    begins, ends = day(row["starts"]), day(row["ends"])
    return range(begins.year, ends.year + AFTER + 1) if begins and ends else range(0)


def written(of: Gathered) -> Stated | None:
    """Return the share of partners with a joint project that something was written with in its time; None where no projects are loaded."""
    each = funded(of)
    if each is None:
        return None
    made = of.made["partner-projects"]
    unknown = sum(1 for rows in of.rows["partner-projects"].values() if not any(_years(row) for row in rows))
    told = say_n(
        "Of {n} partner no project has known days", "Of {n} partners no project has known days", unknown
    )
    return _stated(of, made, {}, [one.works > 0 for one in each], unknown=unknown, told=told)


def named(of: Gathered) -> Stated | None:
    """Return the share of the same partners that something was written with which names the number of a joint project.

    None where no projects are loaded, or nobody has counted by them. Unknown are partners of whose publications nothing is told.
    """
    each, held = funded(of), of.rows.get("partner-awards")
    if each is None or held is None:
        return None
    counted = [
        [sum(row[name] for row in held.get(one.partner, [])) for name in ("works", "named", "unknown")]
        for one in each
    ]
    silent = all(works == unknown for works, _, unknown in counted)  # what came before awards were read
    known = [names > 0 for _, names, unknown in counted if names or not (unknown or silent)]
    unknown = len(counted) - len(known)
    told = say_n(
        "Of {n} partner some publications do not tell what paid for them", "Of {n} partners some publications do not tell what paid for them", unknown
    )  # fmt: skip
    return _stated(of, of.made["partner-awards"], {"variant": "award"}, known, unknown=unknown, told=told)


def _stated(
    of: Gathered, made: Made, by: Mapping[str, Any], each: Sequence[bool], *, unknown: int, told: Words
) -> Stated:
    numerator, denominator = sum(each), len(each)
    exact = Fraction(numerator, denominator) if denominator else None
    shown = decimal(exact) if exact is not None and denominator >= LEAST else None
    parts: Mapping[str, int] = {"numerator": numerator, "denominator": denominator, "unknown": unknown}
    about = of.made["partners"].about
    figure = Figure(
        shown, "partners", f"{date(about.since, 1, 1)}/{date(about.until, 12, 31)}", recipe_of(made), sources(made),
        {name: decimal(Fraction(n)) for name, n in parts.items()}, None,
        (*_caveats(of, numerator, denominator), *([told] if unknown else [])),
    )  # fmt: skip
    return Stated(INDICATOR, by, figure, exact, wilson(numerator, denominator), "share")


def _caveats(of: Gathered, numerator: int, denominator: int) -> Iterator[Words]:
    if denominator < LEAST:
        yield say("No percentage is shown of fewer than {least}: it would be {numerator} of {denominator}", least=LEAST,
                  numerator=numerator, denominator=denominator)  # fmt: skip
    yield from next((said for one in of.made.values() if (said := tuple(of_whole(one)))), ())
