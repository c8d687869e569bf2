"""Breadth: on how many persons, units and fields of ours a partnership rests, and how much of it the busiest of us carries.

Hyper-authored works tell nothing of breadth and are left out. Persons are told apart by author number, and numbers with one ORCID iD are
one person. Units come from the university's own staff list, never from the name of an affiliation: authors whom it lacks are in unit "".
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from utsyn.evidence.indicators.joint import NEEDS, pairs, plain_pairs
from utsyn.evidence.indicators.ours import Work, plain_home_works
from utsyn.evidence.indicators.traits import plain_hyper
from utsyn.evidence.indicators.units import affiliations, plain_affiliations, plain_units, unit_works
from utsyn.evidence.recipes import About, Given, Recipe, Rows, recipe
from utsyn.evidence.steps import once

if TYPE_CHECKING:
    import ibis.expr.types as ir

WINDOW = 3  # years; a row tells of those that end with its own
FEWEST = 5  # works in the window; of fewer nothing is told


@once("works", "authorships", "orgmap")
def persons(given: Given, about: About) -> "ir.Table":
    """Return which persons of ours are on which home works."""
    ours = affiliations(given, about).filter(lambda t: t.ours.notnull())
    known = (
        ours.filter(lambda t: t.orcid.notnull()).group_by("author").aggregate(orcid=lambda t: t.orcid.min())
    )
    first = known.group_by("orcid").aggregate(person=lambda t: t.author.min())
    named = known.join(first, "orcid").select("author", "person")
    each = ours.select("work", "author").distinct().left_join(named, "author")
    return each.select("work", person=each.person.coalesce(each.author)).distinct()


def _make(given: Given, about: About) -> "ir.Table":
    import ibis

    plain = pairs(given, about).filter(lambda t: t.hyper == 0)
    years = ibis.array([plain.year + later for later in range(WINDOW)])
    works = plain.select("work", "partner", "field", window=years.unnest())
    works = works.filter(lambda t: t.window.between(about.since + WINDOW - 1, about.until))
    broad = works.group_by("partner", "window").aggregate(
        works=lambda t: t.count(), fields=lambda t: t.field.nunique()
    ).filter(lambda t: t.works >= FEWEST)  # fmt: skip
    carried = works.join(persons(given, about), "work")
    carried = carried.group_by("partner", "window", "person").aggregate(n=lambda t: t.count())
    carried = carried.group_by("partner", "window").aggregate(
        people=lambda t: t.count(), largest=lambda t: t.n.max()
    )
    return broad.join(carried, ["partner", "window"]).rename(year="window")


def _slowly(rows: Rows, about: About) -> Iterator[tuple[int, ...]]:
    who = plain_persons(rows, about)
    windows: dict[tuple[int, int], list[Work]] = defaultdict(list)
    for partner, work, _, _ in plain_pairs(rows, about):
        for year in range(work["year"], work["year"] + WINDOW):
            if not plain_hyper(work) and about.since + WINDOW - 1 <= year <= about.until:
                windows[partner, year].append(work)
    for (partner, year), works in windows.items():
        if len(works) >= FEWEST:
            carried = Counter(person for work in works for person in who[work["work"]])
            fields = {work["field"] for work in works} - {None}
            yield partner, year, len(works), len(carried), len(fields), max(carried.values())


def plain_persons(rows: Rows, about: About) -> dict[int, set[int]]:
    """Return by home work which persons of ours are on it."""
    home = [(work["work"], one) for work in plain_home_works(rows, about)
            for one in plain_affiliations(rows, about, work) if one.ours is not None]  # fmt: skip
    orcids: dict[int, str] = {}
    for _, one in home:
        if one.orcid:
            orcids[one.author] = min(one.orcid, orcids.get(one.author, one.orcid))
    found: dict[int, set[int]] = defaultdict(set)
    for work, one in home:
        same = [author for author, orcid in orcids.items() if orcid == orcids.get(one.author)]
        found[work].add(min(same, default=one.author))
    return found


def _make_units(given: Given, about: About) -> "ir.Table":
    met = pairs(given, about).join(unit_works(given, about), "work")
    return met.group_by("partner", "unit", "field", "year").aggregate(
        works=lambda t: t.count(), plain=lambda t: (1 - t.hyper).sum()
    )


def _slowly_units(rows: Rows, about: About) -> Iterator[tuple[Any, ...]]:
    counted: dict[tuple[Any, ...], list[int]] = {}
    for partner, work, _, _ in plain_pairs(rows, about):
        for unit in plain_units(rows, about, work):
            found = counted.setdefault((partner, unit, work["field"], work["year"]), [0, 0])
            found[0] += 1
            found[1] += not plain_hyper(work)
    for by, counts in counted.items():
        yield *by, *counts


recipe(
    Recipe(
        "partner-breadth", 1, NEEDS, ("partner", "year"), ("works", "people", "fields", "largest"), _make, _slowly,
        indicator="partner-breadth",
    )
)  # fmt: skip
recipe(
    Recipe(
        "partner-units", 1, (*NEEDS, "staff"), ("partner", "unit", "field", "year"), ("works", "plain"), _make_units, _slowly_units,
        indicator="copublication-partners",
    )
)  # fmt: skip
