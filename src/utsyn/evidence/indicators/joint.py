"""Works of the home university with others: who else is on them, rolled up to all that stand above, and whose part is how large.

An organisation is a partner on a work where it, or one below it, is on it and does not count for us in that year. One that went on as
exactly one other counts as that one. A work has one year and one field, so sums over years and fields are exact; it counts for every
partner that is on it, so sums over partners are not.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from utsyn.evidence.fractions import STEP, whole
from utsyn.evidence.indicators.ours import Work, home_works, ours, plain_home_works, plain_ours
from utsyn.evidence.indicators.traits import HYPER
from utsyn.evidence.indicators.units import Affiliation, affiliations, plain_affiliations
from utsyn.evidence.recipes import About, Given, Rows
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = ("works", "authorships", "organisations", "orgmap")
NOBODY = 0  # the number of an organisation that nobody matched, or that the register lacks


@once("organisations")
def rolled(given: Given) -> "ir.Table":
    """Return for each organisation of the register what it is today (`itself`), and the partners it counts for: that, and all above it."""
    import ibis

    register = given["organisations"].filter(lambda t: t.organisation != NOBODY)
    merged = (register.status == "inactive") & (register.successors.length() == 1)
    told = register.select("ror", "organisation", "lineage", heir=merged.ifelse(register.successors[0], None))
    heirs = register.select(heir_ror="ror", heir_lineage="lineage", heir_number="organisation")
    there = told.left_join(heirs, [("heir", "heir_ror")])
    itself = there.heir_number.coalesce(there.organisation)
    known = there.heir_number.notnull().ifelse(there.heir_lineage, there.lineage)
    lists = (known.length() > 0).ifelse(known, ibis.array([itself]))
    return there.select("ror", "organisation", itself=itself, partner=lists.unnest()).distinct()


def above(given: Given, some: "ir.Table") -> "ir.Table":
    """Return the same for each `institution` of a table; one that the register lacks counts for itself."""
    there = some.select("institution").distinct().left_join(rolled(given), [("institution", "organisation")])
    itself, partner = (column.coalesce(there.institution) for column in (there.itself, there.partner))
    return there.select("institution", itself=itself, partner=partner).distinct()


@once(*NEEDS)
def partners(given: Given, about: About) -> "ir.Table":
    """Return the affiliations of others on home works, once for each partner that they count for: with `part` of the work."""
    held = affiliations(given, about)
    others = held.filter(held.ours.isnull() & (held.institution != NOBODY)).select(
        "work", "year", "institution", "part"
    )
    met = others.join(above(given, others), "institution").select("work", "year", "part", "itself", "partner")
    return met.anti_join(ours(given, about), [("partner", "organisation"), "year"])


@once(*NEEDS)
def pairs(given: Given, about: About) -> "ir.Table":
    """Return each home work once for each partner on it, with that one's `part`; `alone`, 1 where it is there itself; `hyper`, 0 or 1."""
    works = home_works(given, about)
    known = works.select("work", "field", hyper=((works.authors > HYPER) | works.cut).cast("int64"))
    each = partners(given, about).group_by("work", "year", "partner").aggregate(
        part=lambda t: t.part.sum().cast("int64"), alone=lambda t: (t.itself == t.partner).cast("int64").max()
    )  # fmt: skip
    return each.join(known, "work")


def harmonic(of: "ir.Table") -> "ir.Table":
    """Add `score`, floor(2xy / (x + y)) of parts of SHARE, exactly: by long division in two steps, as 2xy needs more than 64 bits."""
    of = of.mutate(total=of.x + of.y, low=of.y % STEP)
    of = of.mutate(upper=of.x * whole(of.y, STEP) * 2)
    of = of.mutate(high=whole(of.upper, of.total))
    of = of.mutate(rest=(of.upper - of.high * of.total) * STEP + of.x * of.low * 2)
    return of.mutate(score=of.high * STEP + whole(of.rest, of.total))


class Pair(NamedTuple):
    """A home work and a partner on it, slowly: that one's part, and whether it is there itself."""

    partner: int
    work: Work
    part: int
    alone: bool


def plain_pairs(rows: Rows, about: About) -> Iterator[Pair]:
    """Walk each home work once for each partner on it."""
    known = plain_above(rows)
    for work in plain_home_works(rows, about):
        own = {one["organisation"] for one in plain_ours(rows, about, year=work["year"])}
        parts: dict[int, int] = {}
        alone = set()
        for one in plain_theirs(rows, about, work):
            itself, counted = known.get(one.institution, (one.institution, {one.institution}))
            alone.add(itself)
            for partner in counted - own:
                parts[partner] = parts.get(partner, 0) + one.part
        for partner, part in parts.items():
            yield Pair(partner, work, part, partner in alone)


def plain_theirs(rows: Rows, about: About, work: Work) -> Iterator[Affiliation]:
    """Walk the affiliations of others on a work."""
    return (one for one in plain_affiliations(rows, about, work) if one.ours is None and one.institution)


def plain_above(rows: Rows) -> Mapping[int, tuple[int, frozenset[int]]]:
    """Return by organisation what it is today, and the partners it counts for."""
    by_ror = {one["ror"]: one for one in rows["organisations"] if one["organisation"]}
    found = {}
    for one in by_ror.values():
        heirs = one["successors"] or []
        merged = one["status"] == "inactive" and len(heirs) == 1 and heirs[0] in by_ror
        now = by_ror[heirs[0]] if merged else one
        found[one["organisation"]] = now["organisation"], frozenset(now["lineage"] or [now["organisation"]])
    return found
