"""By which rule a figure is counted, in a sentence or two: the definition's own words, those of a variant, and what units and fields do to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from utsyn.evidence.defined import defined
from utsyn.evidence.readings import READINGS, reading
from utsyn.evidence.recipes import Recipe
from utsyn.evidence.ways import ALONG, same, words
from utsyn.text import Words, say

BY: Mapping[str, Words] = {
    "unit": say("A publication counts for every unit in which one of its authors was listed that year"),
    "field": say("Each publication stands in its one field, or in none where no field is known"),
}
NOTHING: Mapping[str, Any] = {}


def rule(recipe: Recipe, *, of: Mapping[str, Any] = NOTHING, indicator: str = "") -> tuple[Words, ...]:
    """Return by which rule a figure of a recipe is counted: the sentence first that its indicator's document has for it.

    `of` is which figure (definition, variant); `indicator` which one is meant where a recipe gives several, such as a rank of a country.
    """
    return tuple(_rules(recipe, of, indicator))


def _rules(recipe: Recipe, of: Mapping[str, Any], indicator: str) -> Iterator[Words]:
    key = indicator or recipe.indicator
    told = defined(key)
    provider = (READINGS[key] if key in READINGS else reading(recipe)).provider
    if told is not None:
        yield told.rules.get(provider) or told.rule or told.says
    yield from words({**same(recipe.key), **of})
    for ending, along in ALONG.items():
        if recipe.key.endswith(ending):
            yield BY[along]
