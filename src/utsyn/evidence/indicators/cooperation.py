"""Cooperation projects of Erasmus+ by the year they begin: those that the university leads, apart from those it is a partner in.

The list of results tells organisations by name alone. Ours are the names that the register has for the university in its country, without
acronyms, and those that people have reviewed (links from a `name`). Mobility projects do not count; of what sort nobody told is unknown.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.exchange import plain_summed, summed
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEEDS = ("cooperations", "cooperators", "names", "links", "organisations")
COUNTS = ("projects", "coordinated", "as_partner", "awarded", "unknown")
LEADS, MOBILITY, ACRONYM = "coordinator", "mobility", "acronym"


def _ours(given: Given, about: About) -> "ir.Table":
    """Return the university's names in small letters, each with the country it is ours in; a reviewed one is ours in any it is not told of."""
    home = given["organisations"].filter(lambda t: t.ror == about.university)
    where = home.select("ror", "country").distinct()
    known = (
        given["names"]
        .filter(lambda t: (t.ror == about.university) & (t.kind != ACRONYM))
        .select("ror", "name")
    )
    registered = known.join(where, "ror").select(name=lambda t: t.name.lower(), where="country")
    links = given["links"].filter(
        lambda t: (t.scheme == "name") & (t.other_scheme == "ror") & (t.other == about.university)
    )
    reviewed = links.select(name=lambda t: t.identifier.lower(), where="country")
    return registered.union(reviewed).distinct()


def _make(given: Given, about: About) -> "ir.Table":
    names, parts = _ours(given, about), given["cooperators"]
    parts = parts.filter(parts.name.notnull()).mutate(said=parts.name.lower())
    met = parts.join(
        names, [parts.said == names.name, names["where"].isnull() | (names["where"] == parts.country)]
    )
    mine = met.group_by("project").aggregate(
        leads=lambda t: (t.role == LEADS).fill_null(False).cast("int64").max()
    )
    told = given["cooperations"].mutate(year=lambda t: t.starts.year().cast("int64").coalesce(t.call_year))
    told = told.filter(told.year.isnull() | told.year.between(about.since, about.until)).join(mine, "project")
    action = told.key_action.lower()
    told = told.filter(told.key_action.isnull() | ~action.contains(MOBILITY))
    sure = told.key_action.notnull()
    tests = {
        "projects": sure,
        "coordinated": sure & (told.leads == 1),
        "as_partner": sure & (told.leads == 0),
        "unknown": ~sure,
    }
    found = told.mutate(
        **{name: test.cast("int64") for name, test in tests.items()},
        awarded=(sure & (told.leads == 1)).ifelse(told.awarded.fill_null(0), 0),
    )
    return found.group_by("year").aggregate(**summed(found, COUNTS))


def _slowly(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    home = {one["country"] for one in rows["organisations"] if one["ror"] == about.university}
    names = {(one["name"].lower(), where) for one in rows["names"] for where in home
             if one["ror"] == about.university and one["kind"] is not None and one["kind"] != ACRONYM}  # fmt: skip
    names |= {(one["identifier"].lower(), one["country"]) for one in rows["links"]
              if (one["scheme"], one["other_scheme"], one["other"]) == ("name", "ror", about.university)}  # fmt: skip
    leads: Counter[str] = Counter()
    for one in rows["cooperators"]:
        said = (one["name"] or "").lower()
        if one["name"] is not None and (
            (said, None) in names or (one["country"] is not None and (said, one["country"]) in names)
        ):
            leads[one["project"]] += one["role"] == LEADS
    found = []
    for one in rows["cooperations"]:
        year = one["starts"].year if one["starts"] else one["call_year"]
        action = one["key_action"]
        if one["project"] not in leads or not (year is None or about.since <= year <= about.until):
            continue
        if action is not None and MOBILITY in action.lower():
            continue
        told = {"year": year, **dict.fromkeys(COUNTS, 0)}
        if action is None:
            found.append(told | {"unknown": 1})
        elif leads[one["project"]]:
            found.append(told | {"projects": 1, "coordinated": 1, "awarded": one["awarded"] or 0})
        else:
            found.append(told | {"projects": 1, "as_partner": 1})
    return plain_summed(found, ("year",), COUNTS)


recipe(
    Recipe(
        "cooperation-projects", 1, NEEDS, ("year",), COUNTS, _make, _slowly, indicator="erasmus-cooperation-projects",
    )
)  # fmt: skip
