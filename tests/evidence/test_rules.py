"""Every figure says by which rule it is counted: a short sentence in three languages, of its document, its provider and its variant."""

import pytest

from utsyn.evidence.defined import defined
from utsyn.evidence.readings import READINGS, reading
from utsyn.evidence.recipes import Recipe, find, recipes
from utsyn.evidence.rules import rule
from utsyn.plans.library import library

LONGEST = 180
LANGUAGES = ("nb", "nn", "en")


@pytest.mark.parametrize("recipe", recipes().values(), ids=lambda one: one.key)
def test_every_recipe_is_counted_by_a_rule_in_one_short_sentence_in_each_language(recipe: Recipe) -> None:
    told = defined(recipe.indicator)
    assert told is not None
    assert told.rule is not None, "`says` is too long to stand beside every figure"
    for language in LANGUAGES:
        first, *_ = (one.in_(language) for one in rule(recipe))
        assert 20 < len(first) <= LONGEST, first
        assert first.endswith(".")
    assert not told.rule.missing()


@pytest.mark.parametrize("key", ["application-success", "publications-expected", "projects-and-publications"])
def test_what_is_made_of_several_results_has_a_rule_too(key: str) -> None:
    told = defined(key)
    assert told is not None
    assert told.rule is not None
    assert all(20 < len(told.rule.in_(language)) <= LONGEST for language in LANGUAGES)


def test_every_way_to_read_has_the_rule_of_its_own_indicator() -> None:
    for one in READINGS.values():
        told = defined(one.indicator)
        assert told is not None
        (first, *_) = rule(find(one.recipe), indicator=one.indicator)
        assert first in (told.rules.get(one.provider), told.rule), one.indicator


def test_a_provider_that_counts_otherwise_than_the_definition_says_so() -> None:
    (first, *others) = (one.in_("en") for one in rule(find("international-copublication")))
    assert "more than one country" in first
    assert "chapters and books are not in it" in first
    assert others == ["Countries of institutions and of authors, as they are written", "as it stands"]
    document = library().indicators["international-copublication"]
    reported = document.provider("nvi")
    assert reported is not None
    assert reported.rule is not None
    assert "outside Norway" in reported.rule.en


def test_a_variant_and_a_unit_add_their_own_words() -> None:
    recipe = find("copublication-definitions-by-unit")
    said = [one.in_("en") for one in rule(recipe, of={"definition": "nvi", "variant": "strict"})]
    assert said[1:3] == [
        "An institution in another country than the university’s",
        "without authors who give two countries",
    ]
    assert said[3].startswith("A publication counts for every unit")
    assert len(rule(find("publications"))) == 1


def test_the_rule_that_holds_is_that_of_the_newest_definition() -> None:
    told = rule(find("graduates-abroad"))[0].in_("en")
    assert "traineeship" in told
    assert reading(find("graduates-abroad")).versions[-1] == (2022, 2)
