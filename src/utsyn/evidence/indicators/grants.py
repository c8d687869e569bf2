"""Grants of the European framework programmes: by call, scheme and role; by year of signature; MSCA and EIC Pathfinder.

An organisation is known by its ROR id, under which all its participant codes (PIC) are gathered. A project of which nobody tells when
it was signed stands in a row without a year: it is counted, and in no year's figure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.table import CENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

PAID = ("coordinator", "participant")  # who signs the contract and is paid by it
HORIZON = ("H2020", "HORIZON")
PATHFINDER = (
    "PATHFINDER",
    "FETOPEN",
    "FETPROACT",
)  # in the name of a call; FET was its counterpart in Horizon 2020
OF_GRANT = ("programme", "pillar", "scheme", "call", "call_year", "signed", "starts", "ends")
AMOUNTS = ("contribution", "contribution_unknown", "net", "net_unknown")
Row = Mapping[str, Any]


def parts(given: Given) -> "ir.Table":
    """Return all participations with what is known of their project and the year in which it was signed."""
    grants = given["grants"].select("project", *OF_GRANT)
    return given["participations"].left_join(grants, "project").drop("project_right").mutate(
        year=lambda t: t.signed.year().cast("int64")
    )  # fmt: skip


def within(table: "ir.Table", about: About, year: str = "year") -> "ir.Table":
    """Return what lies in the years asked about, and what has no year."""
    return table.filter(lambda t: t[year].isnull() | t[year].between(about.since, about.until))


def amounts(table: "ir.Table") -> dict[str, Any]:
    """Return the sums of both contributions, in cents, and how many participations do not tell them."""
    return {
        "contribution": table.contribution.sum().fill_null(0).cast("int64"),
        "contribution_unknown": table.contribution.isnull().cast("int64").sum(),
        "net": table.net.sum().fill_null(0).cast("int64"),
        "net_unknown": table.net.isnull().cast("int64").sum(),
    }


def plain_parts(rows: Rows) -> Iterator[Row]:
    """Walk the same participations, slowly."""
    nothing = dict.fromkeys(OF_GRANT)
    grants = {one["project"]: {name: one[name] for name in OF_GRANT} for one in rows["grants"]}
    for part in rows["participations"]:
        told = grants.get(part["project"], nothing)
        yield {**part, **told, "year": told["signed"].year if told["signed"] else None}


def plain_within(found: Iterable[Row], about: About, year: str = "year") -> Iterator[Row]:
    """Walk what lies in the years asked about, and what has no year."""
    return (one for one in found if one[year] is None or about.since <= one[year] <= about.until)


def plain_amounts(found: Iterable[Row]) -> tuple[int, ...]:
    """Return the same sums, slowly."""
    told = list(found)
    sides = [[one[name] for one in told] for name in ("contribution", "net")]
    return tuple(
        n for side in sides for n in (sum(one or 0 for one in side), sum(one is None for one in side))
    )


def grouped(found: Iterable[Row], by: Iterable[str]) -> Iterator[tuple[tuple[Any, ...], list[Row]]]:
    """Walk rows by what they have in common."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    names = tuple(by)
    for one in found:
        groups.setdefault(tuple(one[name] for name in names), []).append(one)
    return iter(groups.items())


def _projects(found: Iterable[Row]) -> int:
    return len({one["project"] for one in found})


def _counting(
    key: str,
    by: tuple[str, ...],
    *,
    indicator: str,
    year: str = "year",
    wanted: Callable[["ir.Table"], Any],
    plainly: Callable[[Row], bool],
) -> Recipe:
    """Return a recipe that counts the university's projects, and both amounts, among the participations that are wanted."""

    def make(given: Given, about: About) -> "ir.Table":
        ours = parts(given).filter(lambda t: (t.ror == about.university) & wanted(t))
        found = within(ours, about, year)
        return found.group_by(list(by)).aggregate(projects=found.project.nunique(), **amounts(found))

    def slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
        ours = (one for one in plain_parts(rows) if one["ror"] == about.university and plainly(one))
        for names, found in grouped(plain_within(ours, about, year), by):
            yield (*names, _projects(found), *plain_amounts(found))

    needs = ("grants", "participations")
    return Recipe(key, 1, needs, by, ("projects", *AMOUNTS), make, slowly, indicator=indicator, scale=CENT)


def _any(table: "ir.Table") -> Any:
    return table.project.notnull()


def _pathfinder(table: "ir.Table") -> Any:
    import ibis

    call = table.call.fill_null("").upper()
    return table.role.isin(PAID) & ibis.or_(*(call.contains(name) for name in PATHFINDER))


recipe(
    _counting(
        "eu-grants", ("programme", "pillar", "scheme", "role", "call_year"), year="call_year",
        indicator="eu-grants", wanted=_any, plainly=lambda one: one["project"] is not None,
    )
)  # fmt: skip
recipe(
    _counting(
        "horizon-contribution", ("programme", "pillar", "year"), indicator="horizon-contribution",
        wanted=lambda t: t.programme.isin(HORIZON), plainly=lambda one: one["programme"] in HORIZON,
    )
)  # fmt: skip
recipe(
    _counting(
        "msca-projects", ("programme", "year"), indicator="msca-projects",
        wanted=lambda t: (t.pillar == "MSCA") & t.role.isin(PAID),
        plainly=lambda one: one["pillar"] == "MSCA" and one["role"] in PAID,
    )
)  # fmt: skip
recipe(
    _counting(
        "eic-pathfinder-projects", ("programme", "year"), indicator="eic-pathfinder-projects", wanted=_pathfinder,
        plainly=lambda one: one["role"] in PAID and any(name in (one["call"] or "").upper() for name in PATHFINDER),
    )
)  # fmt: skip
