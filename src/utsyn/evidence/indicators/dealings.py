"""Dealings with partners beside publications: agreements, stays, joint projects, and traffic about agreements, each also for all that stand above the organisation.

Days are whole numbers such as 20250831; what is not known is null. An organisation that the register lacks has the partner 0 and is
known by its ROR id alone; a code that leads to nobody or to several leads to 0; participants of our projects whose ROR id nobody knows are counted under 0 too. Of a project that begins
nobody knows when, its call tells the year in which an organisation had to be ours; a project without either is nobody's.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.joint import NEEDS, NOBODY, above, pairs, plain_above, plain_pairs, rolled
from utsyn.evidence.indicators.ours import OWN
from utsyn.evidence.partner_counts import ABOVE, BELOW, ITSELF
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir


def day(of: "ir.DateValue") -> "ir.IntegerValue":
    """Return a day as a whole number: 20250831."""
    return of.year().cast("int64") * 10_000 + of.month().cast("int64") * 100 + of.day().cast("int64")


def plain_day(of: date | None) -> int | None:
    """Return a day as a whole number, slowly."""
    return of.year * 10_000 + of.month * 100 + of.day if of else None


def numbered(given: Given, told: "ir.Table") -> "ir.Table":
    """Add the register's number (`institution`) to what is told of ROR ids, NOBODY where it has none."""
    register = rolled(given).semi_join(told.select("ror").distinct(), "ror")
    known = register.group_by(register_ror="ror").aggregate(number=lambda t: t.organisation.min())
    met = told.left_join(known, [("ror", "register_ror")]).drop("register_ror")
    return met.mutate(institution=met.number.coalesce(NOBODY)).drop("number")


def _make_agreements(given: Given, about: About) -> "ir.Table":
    import ibis

    agreed = numbered(given, given["agreements"])
    agreed = agreed.mutate(since=day(agreed.since), until=day(agreed.until))
    higher = above(given, agreed)
    met = agreed.join(higher, "institution")
    own = met.mutate(relation=(met.partner == met.itself).ifelse(ITSELF, BELOW))
    partners = pairs(given, about).select(institution="partner").distinct()
    reach = (
        above(given, partners)
        .rename(lower="institution", over="partner")
        .filter(lambda t: t.over != t.itself)
    )
    reach = reach.select("lower", "over")
    lower = met.filter(lambda t: t.itself == t.partner).join(reach, [("itself", "over")])
    lower = lower.mutate(partner=lower.lower, relation=ibis.literal(ABOVE))
    columns = ["partner", "ror", "relation", "unit", "kind", "since", "until"]
    return (
        own.select(columns)
        .union(lower.select(columns))
        .group_by(columns)
        .aggregate(agreements=lambda t: t.count())
    )


def _slowly_agreements(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    numbers, known = plain_numbers(rows), plain_above(rows)
    partners = {pair.partner for pair in plain_pairs(rows, about)}
    counted: Counter[tuple[Any, ...]] = Counter()
    for one in rows["agreements"]:
        number = numbers.get(one["ror"], NOBODY)
        itself, higher = known.get(number, (number, frozenset([number])))
        rest = one["unit"], one["kind"], plain_day(one["since"]), plain_day(one["until"])
        for partner in higher:
            counted[partner, one["ror"], ITSELF if partner == itself else BELOW, *rest] += 1
        for partner in partners if itself in higher else ():
            now, over = known.get(partner, (partner, frozenset([partner])))
            if itself in over and itself != now:
                counted[partner, one["ror"], ABOVE, *rest] += 1
    for by, n in counted.items():
        yield *by, n


def _make_stays(given: Given, about: About) -> "ir.Table":  # noqa: ARG001  stays of all years tell whether a partner sleeps
    stayed = numbered(given, given["stays"])
    stayed = stayed.mutate(
        year=stayed.since.year().cast("int64"), last=day(stayed.until.coalesce(stayed.since))
    )
    met = stayed.join(above(given, stayed), "institution")
    return met.group_by("partner", "ror", "year", "kind", "way").aggregate(
        people=lambda t: t.people.sum().fill_null(0), unknown=lambda t: t.people.isnull().sum(), last=lambda t: t["last"].max()
    )  # fmt: skip


def _slowly_stays(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:  # noqa: ARG001  as above
    numbers, known = plain_numbers(rows), plain_above(rows)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for one in rows["stays"]:
        number = numbers.get(one["ror"], NOBODY)
        year, last = one["since"].year if one["since"] else None, plain_day(one["until"] or one["since"])
        for partner in known.get(number, (number, {number}))[1]:
            counts = found.setdefault((partner, one["ror"], year, one["kind"], one["way"]), [0, 0, None])
            counts[0] += one["people"] or 0
            counts[1] += one["people"] is None
            counts[2] = max(filter(None, (counts[2], last)), default=None)
    for by, counts in found.items():
        yield *by, *counts


def _make_traffic(given: Given, about: About) -> "ir.Table":  # noqa: ARG001  as stays
    links = given["links"].filter(lambda t: (t.scheme == "erasmus") & (t.other_scheme == "ror"))
    coded = links.group_by(code="identifier").aggregate(
        linked=lambda t: t.other.min(), most=lambda t: t.other.max()
    )
    coded = coded.filter(coded.linked == coded.most)
    told = given["traffic"].left_join(coded, [("erasmus", "code")])
    told = told.mutate(
        partner_ror=told.ror.coalesce(told.linked), at=day(told.day), year=told.day.year().cast("int64")
    )
    told = numbered(given, told.select("at", "year", "kind", "erasmus", ror="partner_ror"))
    met = told.join(above(given, told), "institution")
    return met.group_by("partner", "ror", "erasmus", "year", "kind").aggregate(
        events=lambda t: t.count(), last=lambda t: t["at"].max()
    )


def _slowly_traffic(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:  # noqa: ARG001  as stays
    numbers, known = plain_numbers(rows), plain_above(rows)
    linked: dict[str, set[str]] = {}
    for one in rows["links"]:
        if (one["scheme"], one["other_scheme"]) == ("erasmus", "ror"):
            linked.setdefault(one["identifier"], set()).add(one["other"])
    found: dict[tuple[Any, ...], list[Any]] = {}
    for one in rows["traffic"]:
        led = linked.get(one["erasmus"], set())
        ror = one["ror"] or (next(iter(led)) if len(led) == 1 else None)
        number, year = numbers.get(ror, NOBODY) if ror else NOBODY, one["day"].year if one["day"] else None
        for partner in known.get(number, (number, {number}))[1]:
            counts = found.setdefault((partner, ror, one["erasmus"], year, one["kind"]), [0, None])
            counts[0] += 1
            counts[1] = max(filter(None, (counts[1], plain_day(one["day"]))), default=None)
    for by, counts in found.items():
        yield *by, *counts


@once("grants", "participations", "organisations")
def parts_of_projects(given: Given) -> "ir.Table":
    """Return who is in which project, with the register's number."""
    grants = given["grants"].select(
        "project", "programme", starts=lambda t: day(t.starts), ends=lambda t: day(t.ends),
        year=lambda t: t.starts.year().cast("int64").coalesce(t.call_year),
    )  # fmt: skip
    return numbered(given, given["participations"].select("project", "ror").join(grants, "project"))


@once("grants", "participations", "organisations", "orgmap")
def joint_projects(given: Given, about: About) -> "ir.Table":
    """Return our projects, once for each partner and ROR id in them: project, partner, ror, programme, starts, ends, year."""
    parts = parts_of_projects(given)
    ours = given["orgmap"].filter(lambda t: t.university == about.university)
    own = ours.filter(lambda t: t.relation.isin(OWN)).view()
    held = parts.semi_join(own, _in_time(parts, own, "institution")).select("project").distinct()
    others = parts.anti_join(ours, _in_time(parts, ours, "institution")).semi_join(held, "project")
    met, again = others.join(above(given, others), "institution"), ours.view()
    met = met.select("project", "partner", "ror", "programme", "starts", "ends", "year").distinct()
    return met.anti_join(again, _in_time(met, again, "partner"))


def _make_projects(given: Given, about: About) -> "ir.Table":
    return (
        joint_projects(given, about)
        .group_by("partner", "ror", "programme", "starts", "ends")
        .aggregate(projects=lambda t: t.count())
    )


def _in_time(of: "ir.Table", ours: "ir.Table", column: str) -> "list[ir.BooleanValue]":
    return [of[column] == ours.organisation, of.year >= ours.since, of.year <= ours.until]


def plain_joint_projects(rows: Rows, about: About) -> set[tuple[str, int, str | None]]:
    """Return the same, slowly: project, partner, ROR id."""
    numbers, known = plain_numbers(rows), plain_above(rows)
    grants = {one["project"]: one for one in rows["grants"]}
    parts = [(one["ror"], numbers.get(one["ror"], NOBODY), grants[one["project"]])
             for one in rows["participations"] if one["project"] in grants]  # fmt: skip

    def ours(number: int, grant: Any) -> set[str]:
        year = grant["starts"].year if grant["starts"] else grant["call_year"]
        return {one["relation"] for one in rows["orgmap"] if one["university"] == about.university
                and one["organisation"] == number and year is not None and one["since"] <= year <= one["until"]}  # fmt: skip

    held = {grant["project"] for _, number, grant in parts if ours(number, grant) & set(OWN)}
    return {(grant["project"], partner, ror) for ror, number, grant in parts if grant["project"] in held and not ours(number, grant)
            for partner in known.get(number, (number, {number}))[1] if not ours(partner, grant)}  # fmt: skip


def _slowly_projects(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    grants = {one["project"]: one for one in rows["grants"]}
    counted = Counter((partner, ror, grants[project]["programme"], plain_day(grants[project]["starts"]), plain_day(grants[project]["ends"]))
                      for project, partner, ror in plain_joint_projects(rows, about))  # fmt: skip
    for by, n in counted.items():
        yield *by, n


def plain_numbers(rows: Rows) -> dict[str, int]:
    """Return by ROR id the register's number."""
    found: dict[str, int] = {}
    for one in rows["organisations"]:
        if one["organisation"]:
            found[one["ror"]] = min(one["organisation"], found.get(one["ror"], one["organisation"]))
    return found


recipe(
    Recipe(
        "partner-agreements", 1, (*NEEDS, "agreements"), ("partner", "ror", "relation", "unit", "kind", "since", "until"),
        ("agreements",), _make_agreements, _slowly_agreements, indicator="hidden-partners",
    )
)  # fmt: skip
recipe(
    Recipe(
        "partner-stays", 1, ("stays", "organisations"), ("partner", "ror", "year", "kind", "way"), ("people", "unknown", "last"),
        _make_stays, _slowly_stays, indicator="dormant-agreements",
    )
)  # fmt: skip
recipe(
    Recipe(
        "partner-traffic", 1, ("traffic", "links", "organisations"), ("partner", "ror", "erasmus", "year", "kind"), ("events", "last"),
        _make_traffic, _slowly_traffic, indicator="dormant-agreements",
    )
)  # fmt: skip
recipe(
    Recipe(
        "partner-projects", 1, ("grants", "participations", "organisations", "orgmap"), ("partner", "ror", "programme", "starts", "ends"),
        ("projects",), _make_projects, _slowly_projects, indicator="dormant-agreements",
    )
)  # fmt: skip
