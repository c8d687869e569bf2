"""What is known of a call beside its rules, in words."""

from datetime import date

from tests.make import call
from utsyn.calls.known import fact_name, fact_value, shipped_names
from utsyn.calls.library import library
from utsyn.text import LANGUAGES

FACTS = """
facts:
  budget: {value: 91000000, unit: NOK, cite: {source: page}}
  by_country: {name: {en: Applications by country}, value: {US: 36, JP: null}, cite: {source: page}}
  decided: {value: 2017-11-30, cite: {source: page}}
  grant_max: {cite: {source: page}}
"""


def said(name: str, language: str = "en") -> str:
    fact = call(FACTS).text.facts[name]
    return f"{fact_name(name, fact).in_(language)}: {fact_value(fact).in_(language)}"


def test_numbers_days_countries_and_what_no_source_states() -> None:
    assert said("budget") == "Budget: 91,000,000 NOK"
    assert said("by_country") == "Applications by country: United States: 36 and Japan: not known"
    assert said("decided") == "decided: 30 November 2017"
    assert said("grant_max").endswith("no source at hand states it")
    assert call(FACTS).text.facts["decided"].value == date(2017, 11, 30)


def test_every_fact_of_a_shipped_call_has_a_name_in_three_languages() -> None:
    texts = [held.text for held in library().calls.values()]
    groups = [group for text in texts for group in (text.facts, *(lot.facts for lot in text.lots))]
    unnamed = {
        key for group in groups for key, fact in group.items() if not fact.name and key not in shipped_names()
    }
    assert unnamed == set()
    assert all(not name.missing() for name in shipped_names().values())
    assert all(fact_name("budget").in_(language) for language in LANGUAGES)
