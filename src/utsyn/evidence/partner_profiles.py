"""A partner as a page shows it: publications by year, who of ours carries them, agreements, stays, projects, affinity, and the verdicts.

`gathered` puts the results of the recipes together once; what was not computed is unknown in every profile, never nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence import affinities, partnering
from utsyn.evidence.figures import fetched, of_whole, sources
from utsyn.evidence.partner_counts import ITSELF, Agreement, Counts, Growth, Span, growth
from utsyn.evidence.table import SHARE
from utsyn.reasons import Finding, Source, Verdict
from utsyn.text import Words, say

if TYPE_CHECKING:
    from utsyn.evidence.compute import Made

Row = Mapping[str, Any]
UNLISTED = 0  # the number of organisations that the register lacks
NEEDS = ("partners", "home-output", "partner-breadth")  # without these there are no profiles
ALSO = ("partner-units", "partner-profile", "partner-impact", "field-output", "partner-agreements", "partner-stays", "partner-projects", "partner-awards",
        "partner-traffic", "partner-places", "agreement-places")  # fmt: skip


class Gathered(NamedTuple):
    """Results by recipe, and their rows by partner."""

    made: "Mapping[str, Made]"
    rows: Mapping[str, Mapping[int, list[Row]]]

    def of(self, recipe: str, partner: int) -> list[Row] | None:
        """Return the rows that a result has of a partner; None where there is no such result."""
        return self.rows[recipe].get(partner, []) if recipe in self.rows else None

    def span(self) -> Span:
        """Return the years that can be compared: full when the works were fetched, and asked about."""
        of = self.made["partners"]
        filling = fetched(of).year
        last = min(filling - 1, of.about.until)
        return Span(last, filling if of.about.until >= filling else None)

    def covers(self, years: range) -> bool:
        """Tell whether all these years were asked about."""
        return self.made["partners"].about.since <= years[0]

    def output(self, years: range) -> int | None:
        """Return the university's own output without hyper-authored works."""
        rows = self.rows["home-output"].get(UNLISTED, [])
        return sum(row["plain"] for row in rows if row["year"] in years) if self.covers(years) else None


class Year(NamedTuple):
    """Publications with a partner in a year: all, those it is on itself and not one below it, without hyper-authored ones, and the score."""

    year: int
    works: int
    alone: int
    plain: int
    score: Fraction


class Unit(NamedTuple):
    """Publications of a unit of ours with a partner. Units that are on one publication each count it."""

    unit: str
    works: int


class Profile(NamedTuple):
    """All that is known of a partner on a day."""

    partner: int
    place: Row | None  # ror, name, country, kind, lat, lon, top
    years: tuple[Year, ...]
    counts: Counts
    growth: Growth
    units: tuple[Unit, ...] | None
    fields: Mapping[int | None, affinities.Output] | None
    affinity: affinities.Affinity | None
    likeness_squared: Fraction | None
    strengths: tuple[affinities.Strength, ...]
    agreements: tuple[Agreement, ...] | None
    stays: tuple[Row, ...] | None
    projects: tuple[Row, ...] | None
    emerging: Finding
    hidden: Finding
    dormant: Finding
    one_person: Finding
    grows: Finding
    sources: tuple[Source, ...]
    caveats: tuple[Words, ...]

    @property
    def hyper(self) -> Fraction | None:
        """Return the share of publications that are hyper-authored."""
        works = sum(one.works for one in self.years)
        return Fraction(works - sum(one.plain for one in self.years), works) if works else None

    @property
    def dependence(self) -> Fraction | None:
        """Return the share of the last three full years' publications that the busiest of us is on."""
        return (
            Fraction(self.counts.largest, self.counts.recent)
            if self.counts.largest and self.counts.recent
            else None
        )


class Standing(NamedTuple):
    """Partners with a verdict that asks for something to be done, by number, and agreements with whom the register does not know."""

    emerging: Mapping[int, Finding]
    hidden: Mapping[int, Finding]
    dormant: Mapping[int, Finding]
    one_person: Mapping[int, Finding]
    unlisted: tuple[str, ...]


def gathered(made: "Iterable[Made]") -> Gathered:
    """Put results together. Raises KeyError where what every profile rests on was not computed."""
    by_key = {one.recipe.key: one for one in made if one.recipe.key in NEEDS + ALSO}
    lacking = [key for key in NEEDS if key not in by_key]
    if lacking:
        raise KeyError(", ".join(lacking))
    rows: dict[str, dict[int, list[Row]]] = {}
    for key, one in by_key.items():
        found: dict[int, list[Row]] = defaultdict(list)
        for row in one.result.rows:
            told = dict(zip(one.result.columns, row, strict=True))
            found[told.get("partner", UNLISTED)].append(told)
        rows[key] = dict(found)
    return Gathered(by_key, rows)


def partner_profile(of: Gathered, partner: int, *, on: date) -> Profile:
    """Return all that is known of a partner on a day, with the verdicts and what they rest on."""
    known, agreed = counted(of, partner), of.of("partner-agreements", partner)
    fields = _fields(of, partner)
    apart = fields if fields and affinities.told(fields) else None
    stays, projects = of.of("partner-stays", partner), of.of("partner-projects", partner)
    told = _sources(of)
    emerging, hidden, dormant, one_person = (
        one._replace(sources=told) for one in partnering.signs(known, on=on)
    )
    return Profile(
        partner, _place(of, partner), tuple(_years(of, partner)), known, growth(known), _units(of, partner), fields,
        affinities.affinity(affinities.total(apart)) if apart else None,
        affinities.likeness_squared(apart) if apart else None,
        affinities.strengths(apart, _cited(of, partner)) if apart else (),
        None if agreed is None else tuple(map(_agreement, agreed)),
        None if stays is None else tuple(stays), None if projects is None else tuple(projects),
        emerging, hidden, dormant, one_person,
        partnering.grows(known)._replace(sources=told), told, tuple(_caveats(of, known)),
    )  # fmt: skip


def standing(of: Gathered, *, on: date) -> Standing:
    """Return the partners that are emerging, hidden, dormant or one person's. Whoever is unknown to be so is not among them."""
    agreed = of.rows.get("partner-agreements", {})
    found: dict[str, dict[int, Finding]] = {"emerging": {}, "hidden": {}, "dormant": {}, "one-person": {}}
    told = _sources(of)
    for partner in sorted({*of.rows["partners"], *agreed} - {UNLISTED}):
        known = counted(of, partner)
        enough = (known.recent or 0) >= partnering.TOLD  # of fewer only dormant could be true
        if enough or any(one.relation == ITSELF for one in known.agreements or ()):
            for one in partnering.signs(known, on=on):
                if one.verdict is Verdict.YES:
                    found[one.key][partner] = one._replace(sources=told)
    unlisted = tuple(sorted({row["ror"] or "" for row in agreed.get(UNLISTED, [])}))
    return Standing(found["emerging"], found["hidden"], found["dormant"], found["one-person"], unlisted)


def counted(of: Gathered, partner: int) -> Counts:
    """Return what verdicts on a partner rest on."""
    span = of.span()
    years = of.of("partners", partner) or []
    recent, before = ([row for row in years if row["year"] in each] for each in (span.recent, span.before))
    window = next((row for row in of.of("partner-breadth", partner) or [] if row["year"] == span.last), None)
    units = of.of("partner-units", partner)
    agreed, stays, projects, traffic = (
        of.of(f"partner-{kind}", partner) for kind in ("agreements", "stays", "projects", "traffic")
    )
    begins = span.begins.year * 10_000 + 101
    full, both = of.covers(span.recent), of.covers(span.before)
    return Counts(
        span,
        recent=sum(row["plain"] for row in recent) if full else None,
        before=sum(row["plain"] for row in before) if both else None,
        hyper=sum(row["works"] - row["plain"] for row in recent),
        ours_recent=of.output(span.recent), ours_before=of.output(span.before),
        units=None if units is None or not full else len({row["unit"] for row in units if row["plain"] and row["year"] in span.recent} - {""}),
        people=window["people"] if window else None, largest=window["largest"] if window else None,
        works=sum(row["works"] for row in years if row["year"] >= span.recent[0]) if full else None,
        agreements=None if agreed is None else tuple(map(_agreement, agreed)),
        stays=None if stays is None else sum(row["people"] + row["unknown"] for row in stays if (row["last"] or begins) >= begins),
        projects=None if projects is None else sum(row["projects"] for row in projects if (row["ends"] or begins) >= begins),
        traffic=None if traffic is None else sum(row["events"] for row in traffic if (row["last"] or begins) >= begins),
    )  # fmt: skip


def _years(of: Gathered, partner: int) -> Iterator[Year]:
    for row in sorted(of.of("partners", partner) or [], key=lambda row: row["year"]):
        yield Year(row["year"], row["works"], row["alone"], row["plain"], Fraction(row["score"], SHARE))


def _units(of: Gathered, partner: int) -> tuple[Unit, ...] | None:
    rows = of.of("partner-units", partner)
    if rows is None:
        return None
    works: dict[str, int] = defaultdict(int)
    for row in rows:
        works[row["unit"]] += row["works"]
    return tuple(Unit(unit, n) for unit, n in sorted(works.items(), key=lambda item: (-item[1], item[0])))


def _fields(of: Gathered, partner: int) -> dict[int | None, affinities.Output] | None:
    rows, output = of.of("partner-profile", partner), of.of("field-output", UNLISTED)
    if not rows or output is None:
        return None
    theirs = {row["field"]: (row["joint"], row["theirs"]) for row in rows}
    return {
        row["field"]: affinities.Output(*theirs.get(row["field"], (0, 0)), row["ours"], row["world"])
        for row in output
    }


def _cited(of: Gathered, partner: int) -> dict[int | None, affinities.Cited]:
    rows = of.of("partner-impact", partner) or []
    return {row["field"]: affinities.Cited(Fraction(row["top10"], SHARE), row["known"]) for row in rows}


def _place(of: Gathered, partner: int) -> Row | None:
    found = [*(of.of("partner-places", partner) or []), *(of.of("agreement-places", partner) or [])]
    return found[0] if found else None


def _agreement(row: Row) -> Agreement:
    return Agreement(
        row["ror"], row["relation"], row["unit"], row["kind"], day(row["since"]), day(row["until"])
    )


def day(number: int | None) -> date | None:
    """Return the day that a whole number such as 20250831 tells."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None


def _sources(of: Gathered) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for one in of.made.values() for source in sources(one)))


def _caveats(of: Gathered, known: Counts) -> Iterator[Words]:
    yield from next((said for one in of.made.values() if (said := tuple(of_whole(one)))), ())
    if known.span.filling is not None:
        yield say(
            "{year} was not over when the data were fetched, and is in no comparison",
            year=str(known.span.filling),
        )
    yield say("Publications of an organisation are its own and those of all below it")
