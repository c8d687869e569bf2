"""What authors give and where they belong: affiliations with their part of a work, and the unit by the university's own staff list.

A unit is credited with a work whose authorship names the university in a year in which the list has the author, found by number or ORCID,
in the unit. Nothing is guessed: authorships of nobody on the list stand under the unit "".
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from utsyn.evidence.fractions import author_share, plain_author_share, plain_weighted, weighted, whole
from utsyn.evidence.indicators.ours import Work, home_works, ours, plain_ours
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_UNIT = ""


@once("works", "orgmap", "authorships")
def affiliations(given: Given, about: About) -> "ir.Table":
    """Return who is where on the home works: work, year, field, position, author, orcid, institution, its part, and ours of it.

    The same institution given twice by an author is one affiliation. `ours` is null where the institution does not count for us.
    """
    import ibis

    works = home_works(given, about).select("work", "year", "field", "authors")
    each = given["authorships"].group_by("work", "position", "institution")
    said = each.aggregate(author=lambda t: t.author.max(), orcid=lambda t: t.orcid.max())
    rows = works.join(said, "work")
    held = rows.group_by("work", "position").mutate(n=lambda t: t.count())
    share = held.mutate(part=author_share(ibis.greatest(held.authors, 1), held.n))
    mine = ours(given, about).select("year", "weight", institution="organisation")
    joined = share.left_join(mine, ["institution", "year"])
    return joined.mutate(ours=weighted(joined.part, joined.weight)).select(
        "work", "year", "field", "position", "author", "orcid", "institution", "part", "ours"
    )


@once("works", "orgmap", "authorships", "staff")
def unit_parts(given: Given, about: About) -> "ir.Table":
    """Return the units of each home authorship with their part of it: who is in several units in a year is divided between them."""
    held = affiliations(given, about).filter(lambda t: t.ours.notnull())
    people = held.group_by("work", "year", "field", "position").aggregate(
        author=lambda t: t.author.max(), orcid=lambda t: t.orcid.max(), part=lambda t: t.ours.sum()
    )
    staff = given["staff"]
    one = people.join(staff.select("unit", "since", "until", author="author"), "author")
    other = people.join(staff.select("unit", "since", "until", orcid="orcid"), "orcid")
    columns = ["work", "position", "year", "unit", "since", "until"]
    either = one.select(columns).union(other.select(columns))
    now = either.filter((either.year >= either.since) & (either.year <= either.until))
    listed = now.select("work", "position", "unit").distinct()
    counted = listed.group_by("work", "position").mutate(n=lambda t: t.count())
    joined = people.left_join(counted, ["work", "position"])
    return joined.select(
        "work",
        "year",
        "field",
        "position",
        unit=joined.unit.fill_null(NO_UNIT),
        part=whole(joined.part, joined.n.fill_null(1)),
    )


@once("works", "orgmap", "authorships", "staff")
def unit_works(given: Given, about: About) -> "ir.Table":
    """Return the units of each home work."""
    return unit_parts(given, about).select("work", "unit").distinct()


class Affiliation(NamedTuple):
    """An author's affiliation on a home work: the part of the work it has, and of that ours, which is None where it is not ours."""

    position: int
    author: int
    orcid: str | None
    institution: int
    part: int
    ours: int | None


def plain_affiliations(rows: Rows, about: About, work: Work) -> Iterator[Affiliation]:
    """Walk who is where on a work, slowly."""
    lines = [line for line in rows["authorships"] if line["work"] == work["work"]]
    weights: dict[int, int] = {}
    for one in plain_ours(rows, about, year=work["year"]):
        weights[one["organisation"]] = max(one["weight"], weights.get(one["organisation"], 0))
    for position in sorted({line["position"] for line in lines}):
        of = [line for line in lines if line["position"] == position]
        places = sorted({line["institution"] for line in of})
        part = plain_author_share(max(work["authors"], 1), len(places))
        for at in places:
            mine = plain_weighted(part, weights[at]) if at in weights else None
            yield Affiliation(position, of[0]["author"], of[0]["orcid"], at, part, mine)


def plain_unit_parts(rows: Rows, about: About, work: Work) -> Iterator[tuple[str, int]]:
    """Walk the units of the home authorships of a work with their parts, slowly."""
    home = [one for one in plain_affiliations(rows, about, work) if one.ours is not None]
    for position in {one.position for one in home}:
        of = [one for one in home if one.position == position]
        author, orcid, part = of[0].author, of[0].orcid, sum(one.ours or 0 for one in of)
        units = {
            line["unit"]
            for line in rows["staff"]
            if (line["author"] == author or (orcid and line["orcid"] == orcid))
            and line["since"] <= work["year"] <= line["until"]
        } or {NO_UNIT}
        for unit in units:
            yield unit, part // len(units)


def plain_units(rows: Rows, about: About, work: Work) -> set[str]:
    """Return the units of a work, slowly."""
    return {unit for unit, _ in plain_unit_parts(rows, about, work)}
