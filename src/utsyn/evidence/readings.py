"""How figures of an indicator are read off the result of its recipe: which columns, which rows, in what unit, and by which provider."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from utsyn.evidence.indicators.erc import MAIN
from utsyn.evidence.indicators.impact import YOUNG
from utsyn.evidence.recipes import Recipe
from utsyn.text import Said, say

LEAST = 30  # no percentage is shown of less
Sort = Literal["share", "mean", "difference", "count", "amount", "flows", "rank"]


class Reading(NamedTuple):
    """How figures are read: `of` names numerator and denominator of a share, else the column; `where` the rows.

    Of flows, the column `way` tells out from in. `off` names the column with how far rounded numbers may be off. The
    definition is `versions`: from which year which one holds, and none before the first. `full_years` is how many whole years must have passed.
    """

    indicator: str
    recipe: str
    sort: Sort
    of: tuple[str, ...]
    unit: Said
    provider: str
    where: Mapping[str, tuple[object, ...]] = {}
    year: str = "year"
    off: str = ""
    beside: tuple[str, ...] = ()  # columns that stand beside it as parts
    lost: tuple[str, ...] = ()  # columns of what is unknown, beside the rows without a year
    versions: tuple[tuple[int, int], ...] = ((2014, 1),)
    country: str = ""  # of those ranked
    full_years: int = 0
    currency: str = ""
    whole: bool = True  # a year's figure is the sum of its rows

    def version(self, year: int) -> int:
        """Return the version of the definition that holds for a year."""
        return max((one for one in self.versions if one[0] <= year), default=self.versions[0])[1]


PROJECTS, STUDENTS, WORKS, TIMES = (
    say("projects"),
    say("students"),
    say("publications"),
    say("times the world"),
)
CORDIS, DBH, OPENALEX = "cordis", "dbh", "openalex"
HORIZON = {"programme": ("H2020", "HORIZON")}
BOTH, SINCE = ("numerator", "denominator"), ((2012, 1),)
READINGS: Mapping[str, Reading] = {
    one.indicator: one
    for one in (
        Reading("erc-grants", "erc-grants", "count", ("signed",), PROJECTS, CORDIS, {"kind": MAIN}, beside=("moved_in", "moved_out")),
        Reading("msca-projects", "msca-projects", "count", ("projects",), PROJECTS, CORDIS, HORIZON),
        Reading(
            "eic-pathfinder-projects", "eic-pathfinder-projects", "count", ("projects",), PROJECTS, CORDIS, HORIZON
        ),
        Reading(
            "horizon-contribution", "horizon-contribution", "amount", ("net",), say("euros"), CORDIS,
            beside=("contribution", "projects"), lost=("net_unknown",), currency="EUR",
        ),
        Reading("horizon-pillar2-rank", "horizon-pillar2-rank", "rank", ("net",), say("place"), CORDIS, currency="EUR", versions=((2021, 1),)),
        Reading(
            "horizon-pillar2-rank-norway", "horizon-pillar2-rank", "rank", ("net",), say("place"), CORDIS, country="NO",
            currency="EUR", versions=((2021, 1),),
        ),
        Reading(
            "eu-grants", "eu-grants", "count", ("projects",), PROJECTS, CORDIS, year="call_year", whole=False,
            beside=("contribution", "net"),
        ),
        Reading(
            "exchange-flows", "exchange-flows", "flows", ("students",), STUDENTS, DBH, off="off",
            versions=((2004, 1), (2017, 2)),
        ),
        Reading(
            "erasmus-mobilities", "erasmus-mobilities", "flows", ("long",), STUDENTS, "eu-open-data",
            versions=((2014, 1), (2021, 2)),
        ),
        Reading(
            "erasmus-cooperation-projects", "cooperation-projects", "count", ("projects",), PROJECTS, "results-platform",
            beside=("coordinated", "as_partner"), lost=("unknown",),
        ),
        Reading("exchange-rules", "exchange-rules", "flows", ("three_months",), STUDENTS, "stays"),
        Reading("erc-running", "erc-running", "count", ("began",), PROJECTS, CORDIS, whole=False),
        Reading(
            "exchange-countries", "exchange-countries", "flows", ("students",), STUDENTS, DBH, off="off",
        ),
        Reading(
            "exchange-priority-countries", "exchange-priority-countries", "share", ("numerator", "denominator"), say("stays"), DBH,
            off="off", versions=((2016, 1), (2021, 2)),
        ),
        Reading(
            "funder-applications", "funder-applications", "share", BOTH, say("applications"), "research-council", beside=("sent",),
            versions=SINCE,
        ),
        Reading(
            "graduates-abroad", "graduates-abroad", "share", ("numerator", "denominator"), say("graduates"),
            "student-system", versions=((2010, 1), (2022, 2)),
        ),
        Reading(
            "international-copublication", "international-copublication", "share", ("numerator", "denominator"),
            say("publications"), "openalex", versions=((2011, 1),),
        ),
        Reading("publications", "publications", "count", ("numerator",), say("publications"), "openalex", versions=((2012, 1),)),
        Reading(
            "author-shares", "author-shares", "count", ("numerator",), say("publications"), "openalex", {"who": ("home",)},
            versions=((2012, 1),),
        ),
        Reading("citation-impact", "citation-impact", "mean", BOTH, TIMES, OPENALEX, versions=SINCE, full_years=YOUNG),
        Reading("citation-impact-openalex", "citation-impact-openalex", "mean", BOTH, TIMES, OPENALEX, versions=SINCE),
        Reading("top-cited", "top-cited", "share", BOTH, WORKS, OPENALEX, versions=SINCE, full_years=YOUNG, whole=False),
        Reading(
            "copublication-advantage", "copublication-advantage", "difference", ("mean",), TIMES, OPENALEX, versions=SINCE, full_years=YOUNG,
        ),
        Reading("industry-copublication", "industry-copublication", "share", BOTH, WORKS, OPENALEX, versions=SINCE),
        Reading("publications-in-top-channels", "publications-in-top-channels", "share", BOTH, WORKS, OPENALEX, versions=((2011, 1),)),
        *(
            Reading(key, key, "share", BOTH, WORKS, OPENALEX, versions=SINCE, whole=False)
            for key in (
                "copublication-official", "copublication-definitions", "copublication-classes", "copublication-countries",
                "copublication-distance", "copublication-priority-countries", "country-coverage", "country-profile",
            )
        ),
        Reading("copublication-partners", "partners", "count", ("works",), WORKS, OPENALEX, beside=("alone", "plain"), versions=SINCE, whole=False),
        Reading("partner-growth", "home-output", "count", ("works",), WORKS, OPENALEX, beside=("plain",), versions=SINCE, whole=False),
        Reading(
            "partner-breadth", "partner-breadth", "count", ("people",), say("authors of ours"), OPENALEX, beside=("works", "fields", "largest"),
            versions=SINCE, whole=False,
        ),
        Reading("partner-affinity", "partner-profile", "count", ("joint",), WORKS, OPENALEX, beside=("theirs",), year="", versions=SINCE, whole=False),
        Reading("country-affinity", "country-output", "count", ("joint",), WORKS, OPENALEX, beside=("theirs",), year="", versions=SINCE, whole=False),
        Reading(
            "partner-complementarity", "field-output", "count", ("ours",), WORKS, OPENALEX, beside=("world",), year="", versions=SINCE, whole=False,
        ),
        Reading(
            "hidden-partners", "partner-agreements", "count", ("agreements",), say("agreements"), OPENALEX, year="", versions=SINCE, whole=False,
        ),
        Reading(
            "dormant-agreements", "partner-stays", "count", ("people",), say("stays"), OPENALEX, lost=("unknown",), versions=SINCE, whole=False,
        ),
    )
}  # fmt: skip


def reading(recipe: Recipe) -> Reading:
    """Return how a recipe's own indicator is read; of one that is not written down, a share or the first count."""
    known = READINGS.get(recipe.indicator)
    if (
        known is not None
        and set(known.of) <= set(recipe.counts)
        and (not known.year or known.year in recipe.by)
    ):
        where = {name: of for name, of in known.where.items() if name in recipe.by}
        beside = tuple(name for name in known.beside if name in recipe.counts)
        summed = known.whole and not recipe.key.endswith("-by-unit")  # a work may be of several units
        return known._replace(recipe=recipe.key, where=where, beside=beside, whole=summed)
    share = {"numerator", "denominator"} <= set(recipe.counts)
    of = ("numerator", "denominator") if share else recipe.counts[:1]
    key = recipe.indicator or recipe.key
    works = "works" in recipe.needs and (share or "works" in recipe.counts)
    unit = say("publications") if works else say("things")
    return Reading(key, recipe.key, "share" if share else "count", of, unit, "", whole=recipe.by == ("year",))
