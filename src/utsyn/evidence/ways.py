"""From the key of a recipe to what it counts work by work: its family, its fixed values, and whether by unit or by field."""

from collections.abc import Mapping
from typing import Any

from utsyn.evidence.causes import Way
from utsyn.evidence.indicators.counting import FAMILIES
from utsyn.evidence.recipes import find, recipes
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.text import Words, say

ALONG = {"-by-unit": "unit", "-by-field": "field"}
# Recipes of their own that count what a family counts with fixed values.
SAME: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "international-copublication": (
        "copublication-definitions",
        {"definition": "openalex", "variant": "plain"},
    )
}
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
}


def way(key: str, *, where: Mapping[str, str]) -> Way:
    """Return what a recipe counts, with fixed values of what it is counted by. Raises Problems where it does not count works."""
    recipes()  # all families are known from here on
    if key not in FAMILIES and key not in SAME:
        find(key)
    along = next((along for ending, along in ALONG.items() if key.endswith(ending)), "")
    name = key.removesuffix(f"-by-{along}") if along else key
    name, fixed = SAME.get(name, (name, {}))
    if name not in FAMILIES:
        what = say("{recipe} does not count works one by one", recipe=key)
        raise Problems(
            Problem(what, say("Known names: {names}", names=", ".join(sorted({*FAMILIES, *SAME}))))
        )
    told: dict[str, Any] = {**fixed, **where}
    known = FAMILIES[name].by
    for column in told:
        if column not in known:
            raise Problems(unknown_name(column, list(known)))
    return Way(FAMILIES[name], tuple(sorted(told.items())), along)


def words(values: Mapping[str, str]) -> list[Words]:
    """Say a definition and a variant in words, where they are known."""
    said = (DEFINITIONS.get(values.get("definition", "")), VARIANTS.get(values.get("variant", "")))
    return [one for one in said if one]
