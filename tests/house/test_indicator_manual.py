"""The list of indicators of evidence says what there is: every recipe has a row, every name in it is there, and every recipe is counted twice."""

from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from tests.evidence import (
    test_applied,
    test_cooperation,
    test_grants,
    test_partners,
    test_publications_worlds,
)
from tools.indicator_catalogue import CATALOGUE, Row
from tools.indicator_manual import ALONG, PAGE, documents_of, page
from utsyn.evidence.defined import defined
from utsyn.evidence.recipes import recipes

EVIDENCE = Path(__file__).parents[1] / "evidence"


def test_the_list_is_in_step_with_the_program() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python -m tools.indicator_manual"


def test_every_recipe_has_a_row_in_the_catalogue() -> None:
    named = {key + along for row in CATALOGUE for key in row.recipes for along in ALONG}
    assert set(recipes()) <= named, "write it into tools/indicator_catalogue.py"
    assert {key for row in CATALOGUE for key in row.recipes} <= set(recipes())


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.name)
def test_every_row_is_answered_by_what_is_there(row: Row) -> None:
    assert row.recipes or row.functions
    assert row.tests, "nothing holds it"
    for test in row.tests:
        file, _, name = test.partition("::")
        assert f"\ndef {name}(" in (EVIDENCE / f"{file}.py").read_text(encoding="utf-8"), test
    for function in row.functions:
        module, _, name = function.rpartition(".")
        assert reduce(getattr, [name], import_module(f"utsyn.evidence.{module}")), function
    for key in documents_of(row):
        told = defined(key)
        assert told is not None, key
        assert not told.title.missing(), key
        assert not told.says.missing(), key
        assert told.rule is not None, key
        assert not told.rule.missing(), key


def test_every_recipe_is_counted_twice_in_worlds_that_are_drawn() -> None:
    """A recipe without such a test could have a slow twin that nobody ever held it to."""
    held = {*test_partners.RECIPES, *test_grants.OURS, *(one.key for one in test_publications_worlds.ours())}
    assert {*held, test_cooperation.RECIPE.key, test_applied.RECIPE.key} == set(recipes())
