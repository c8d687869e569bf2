"""From a figure down to the raw text: the works it counts, the countries of each, the affiliations that gave them; and what it leaves out.

Three lists of works (those of the numerator, those that are known not to be, those of which nobody can tell), those that are left out and
why, and the other figures that others would quote, with the works by which they differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.evidence.causes import Way
from utsyn.evidence.indicators.ours import home_works, ours
from utsyn.evidence.indicators.units import unit_works
from utsyn.evidence.recipes import About, Given
from utsyn.evidence.tables import SHARE
from utsyn.evidence.ways import SAME, family
from utsyn.text import Words, say

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from utsyn.evidence.engine import Engine

NEEDS = ("works", "orgmap", "authorships", "organisations")
LISTS: Mapping[str, Words] = {
    "numerator": say("Counted"),
    "others": say("Known, and not counted"),
    "unknown": say("Unknown: nobody can tell"),
    "excluded": say("Left out"),
}
WHY: Mapping[str, Words] = {
    "retracted": say("Retracted"),
    "paratext": say("No scholarly text of its own: a cover, a table of contents"),
    "xpac": say("Of the expansion, not of the core corpus"),
    "type": say("Neither an article nor a review"),
    "associated": say("An associated organisation alone is on it, not the university"),
    "definition": say("Left out by the definition"),
}
Texts = dict[str | None, dict[str, set[str]]]  # by country, by text, the names of institutions
COLUMNS = ("work", "year", "type", "title", "doi", "authors", "countries", "cited")


class Printed(NamedTuple):
    """An affiliation as it was printed, and the names of the institutions that it was matched to."""

    text: str
    institutions: tuple[str, ...]


class Country(NamedTuple):
    """A country of a work, and the affiliations that gave it; none where no text of it is kept."""

    code: str
    printed: tuple[Printed, ...]


class Listed(NamedTuple):
    """A work in a list, with its part of the numerator; `why` it is left out."""

    work: int
    year: int
    title: str
    doi: str
    type: str
    authors: int
    part: int
    countries: tuple[Country, ...]
    unplaced: tuple[Printed, ...]  # affiliations of which no country is known
    why: str = ""


class Variant(NamedTuple):
    """Another figure of the same works: its counts, and how many works of the numerator one has and the other has not."""

    values: Mapping[str, str]
    numerator: int
    denominator: int
    unknown: int
    gained: tuple[int, ...]  # works that count there and not here
    lost: tuple[int, ...]


class Explained(NamedTuple):
    """A figure and all beneath it."""

    way: Way
    scale: int
    lists: Mapping[str, tuple[Listed, ...]]
    variants: tuple[Variant, ...]

    @property
    def numerator(self) -> int:
        """The sum of the parts."""
        return sum(one.part for one in self.lists["numerator"])

    @property
    def denominator(self) -> int:
        """How many works are known."""
        return len(self.lists["numerator"]) + len(self.lists["others"])


def explain(engine: "Engine", given: Given, about: About, *, way: Way, of: Mapping[str, Any]) -> Explained:
    """Explain a figure; `of` says of what it is: year, and unit or field and whatever else it is counted by."""
    with engine.kept.holding():
        return _explained(engine, given, about, way, of)


def _explained(engine: "Engine", given: Given, about: About, way: Way, of: Mapping[str, Any]) -> Explained:
    chosen = way._replace(where=(*way.where, *((name, of[name]) for name in way.of.by if name in of)))
    told = [
        _row(one) for one in engine.rows(_asked(given, about, chosen, of).select("work", "part", "known"))
    ]
    parts = {work: (part, known) for work, part, known in told}
    left: dict[int, str] = dict(engine.rows(_left_out(given, about, of).select("work", "why")))
    near = _near(engine, given, about, of)
    left |= {work: "definition" for work in near if work not in parts and work not in left}
    works = _listed(engine, given, [*parts, *left])
    lists: dict[str, list[Listed]] = {name: [] for name in LISTS}
    for number in sorted(works):
        part, known = parts.get(number, (0, None))
        name = "excluded" if number in left else "unknown" if not known else "numerator" if part else "others"
        lists[name].append(works[number]._replace(part=part, why=left.get(number, "")))
    return Explained(chosen, way.of.scale, {name: tuple(found) for name, found in lists.items()},
                     tuple(_variants(engine, given, about, chosen, of)))  # fmt: skip


def _row(told: Sequence[Any]) -> tuple[int, int, int]:
    work, part, known = told
    return work, part, known or 0


def _asked(given: Given, about: About, way: Way, of: Mapping[str, Any], *, every: bool = False) -> "ir.Table":
    """Return the cases that a figure is made of; `every`: those of all its variants."""
    found = way.of.cases(given, about)
    for name, value in () if every else way.where:
        found = found.filter(found[name] == value)
    if "unit" in of:
        found = found.join(unit_works(given, about).filter(lambda t: t.unit == of["unit"]), "work")
    for name in ("year", "field"):
        if name in of:
            found = found.filter(found[name].isnull() if of[name] is None else found[name] == of[name])
    return found


def _near(engine: "Engine", given: Given, about: About, of: Mapping[str, Any]) -> set[int]:
    """Return the works of ours that the figure could be of, whatever its definition leaves out."""
    found = home_works(given, about)
    if "unit" in of:
        found = found.semi_join(unit_works(given, about).filter(lambda t: t.unit == of["unit"]), "work")
    for name in ("year", "field"):
        if name in of:
            found = found.filter(found[name].isnull() if of[name] is None else found[name] == of[name])
    return {work for (work,) in engine.rows(found.select("work"))}


def _left_out(given: Given, about: About, of: Mapping[str, Any]) -> "ir.Table":
    """Return works with an organisation that counts for us which are no home works, and why. Of a unit none can be told."""
    import ibis

    works = given["works"].filter(lambda t: t.year.between(about.since, about.until))
    for name in ("year", "field"):
        if of.get(name) is not None:
            works = works.filter(works[name] == of[name])
    each = works.select("work", "year", organisation=works.institutions.unnest())
    met = each.semi_join(ours(given, about), ["organisation", "year"]).select("work").distinct()
    out = works.semi_join(met, "work").anti_join(home_works(given, about), "work")
    if "unit" in of:
        out = out.filter(ibis.literal(False))
    return out.mutate(
        why=ibis.cases(
            (out.core, "associated"), (out.retracted, "retracted"), (out.paratext, "paratext"), (out.xpac, "xpac"),
            else_="type",
        )
    )  # fmt: skip


def _listed(engine: "Engine", given: Given, numbers: Sequence[int]) -> dict[int, Listed]:
    import ibis

    if not numbers:
        return {}
    wanted = ibis.memtable({"work": list(numbers)}, schema={"work": "int64"})
    works = given["works"].semi_join(wanted, "work").select(list(COLUMNS))
    lines = given["authorships"].semi_join(wanted, "work")
    names = (
        given["organisations"]
        .filter(lambda t: t.organisation != 0)
        .select(institution="organisation", name="name")
    )
    told = lines.left_join(names, "institution").select("work", "country", "raw", "name")
    printed: dict[int, Texts] = {}
    for work, country, raw, name in engine.rows(told):
        texts = printed.setdefault(work, {}).setdefault(country, {})
        if raw:
            texts.setdefault(raw, set()).update([name] if name else [])
    return {
        row[0]: _one(dict(zip(COLUMNS, row, strict=True)), printed.get(row[0], {}))
        for row in engine.rows(works)
    }


def _one(work: Mapping[str, Any], texts: Texts) -> Listed:
    countries = tuple(Country(code, _printed(texts.get(code, {}))) for code in work["countries"] or ())
    return Listed(work["work"], work["year"], work["title"] or "", work["doi"] or "", work["type"] or "", work["authors"], 0,
                  countries, _printed(texts.get(None, {})))  # fmt: skip


def _printed(texts: Mapping[str, set[str]]) -> tuple[Printed, ...]:
    return tuple(Printed(text, tuple(sorted(names))) for text, names in sorted(texts.items()))


def _variants(
    engine: "Engine", given: Given, about: About, way: Way, of: Mapping[str, Any]
) -> Iterator[Variant]:
    """Walk the figures of the other definitions and variants of the family, if it has any."""
    if way.of.key in SAME:
        way = Way(family(way.of.key), tuple(sorted(SAME[way.of.key][1].items())), way.along)
    by = [name for name in ("definition", "variant") if name in way.of.by]
    if not by:
        return
    asked = _asked(given, about, way, of, every=True).select("work", *by, "part", "known")
    found: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
    for row in engine.rows(asked):
        found.setdefault(row[1:-2], []).append((row[0], row[-2], row[-1] or 0))
    here = {
        work
        for work, part, known in found.get(tuple(dict(way.where)[name] for name in by), [])
        if part and known
    }
    for values, cases in sorted(found.items()):  # none of a family's values is null
        there = {work for work, part, known in cases if part and known}
        known = sum(known for *_, known in cases)
        yield Variant(
            dict(zip(by, values, strict=True)), sum(part for _, part, known in cases if known), known, len(cases) - known,
            tuple(sorted(there - here)), tuple(sorted(here - there)),
        )  # fmt: skip


def rows(explained: Explained, *, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Walk all beneath a figure as plain rows: a row a work, country and raw affiliation, each with the list it is in."""
    for name, works in explained.lists.items():
        for one in works[:most]:
            told = {"list": name, "work": f"W{one.work}", "year": one.year, "type": one.type, "title": one.title, "doi": one.doi,
                    "authors": one.authors, "part": shown(one.part, explained.scale), "why": one.why}  # fmt: skip
            places = [*one.countries, Country("", one.unplaced)]
            for code, printed in places:
                for text, institutions in printed or ([Printed("", ())] if code else []):
                    yield {
                        **told,
                        "country": code,
                        "affiliation": text,
                        "institutions": "; ".join(institutions),
                    }
            if not one.countries and not one.unplaced:
                yield {**told, "country": "", "affiliation": "", "institutions": ""}


def shown(part: int, scale: int) -> str:
    """Write a part as people do; of SHARE with six decimals, cut off."""
    return (
        str(part)
        if scale == 1
        else f"{part * 10**6 // scale / 10**6:.6f}"
        if scale == SHARE
        else f"{part}/{scale}"
    )
