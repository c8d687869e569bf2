"""From the key of a recipe to what it counts work by work: its family, its fixed values, and whether by unit or by field."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from utsyn.evidence.causes import Way
from utsyn.evidence.indicators.counting import FAMILIES, Counted, Plain
from utsyn.evidence.indicators.ours import home_works, plain_home_works
from utsyn.evidence.recipes import About, Given, Rows, find, recipes
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import Words, say

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALONG = {"-by-unit": "unit", "-by-field": "field"}
# Recipes of their own that count what a family counts with fixed values.
SAME: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "international-copublication": (
        "copublication-definitions",
        {"definition": "openalex", "variant": "plain"},
    )
}


def _cases(given: Given, about: About) -> "ir.Table":
    works = home_works(given, about)
    n = works.countries.length()
    return works.select("work", "year", "field", part=(n > 1).cast("int64"), known=(n > 0).cast("int64"))


def _plainly(rows: Rows, about: About) -> Iterator[Plain]:
    for work in plain_home_works(rows, about):
        yield work, (), int(len(work["countries"]) > 1), int(len(work["countries"]) > 0)


# The same straight from the works, at a tenth of the cost of all definitions and variants.
PLAIN = Counted(
    "international-copublication", ("works", "orgmap"), (), _cases, _plainly, "international-copublication"
)
DEFINITIONS: Mapping[str, Words] = {
    "cwts": say("Countries of institutions and of authors, Hong Kong and Macao as China"),
    "openalex": say("Countries of institutions and of authors, as they are written"),
    "nvi": say("An institution in another country than the university’s"),
}
VARIANTS: Mapping[str, Words] = {
    "plain": say("as it stands"),
    "strict": say("without authors who give two countries"),
    "first": say("of first affiliations alone"),
    "to-100": say("without works of more than 100 authors"),
    "to-10": say("without works of more than 10 authors"),
    "of-all": say("of all works, those without a country too"),
    "award": say("of publications that name the number of a joint project"),
}


def way(key: str, *, where: Mapping[str, str]) -> Way:
    """Return what a recipe counts, with fixed values of what it is counted by. Raises Problems where it does not count works."""
    of, along = family(key), _along(key)
    if key in SAME and not where:
        return Way(PLAIN)
    told: dict[str, Any] = {**same(key), **where}
    for column in told:
        if column not in of.by:
            raise Problems(unknown_name(column, list(of.by)))
    return Way(of, tuple(sorted(told.items())), along)


def family(key: str) -> Counted:
    """Return the family of a recipe: what it is counted by in all, and its variants. Raises Problems where it has none."""
    recipes()  # all families are known from here on
    along = _along(key)
    name = key.removesuffix(f"-by-{along}") if along else key
    name = SAME.get(name, (name, {}))[0]
    if name not in FAMILIES:
        find(key)
        what = say("{recipe} does not count works one by one", recipe=key)
        known = ", ".join(sorted({*FAMILIES, *SAME}))
        raise Problems(Problem(what, say("Known names: {names}", names=known)))
    return FAMILIES[name]


def same(key: str) -> Mapping[str, str]:
    """Return with which fixed values a recipe of its own counts what a family counts; nothing where it is none."""
    return SAME.get(key, ("", {}))[1]


def _along(key: str) -> str:
    return next((along for ending, along in ALONG.items() if key.endswith(ending)), "")


def words(values: Mapping[str, str]) -> list[Words]:
    """Say a definition and a variant in words, where they are known."""
    said = (DEFINITIONS.get(values.get("definition", "")), VARIANTS.get(values.get("variant", "")))
    return [one for one in said if one]
