"""Words that the grounds of a ranking share: methods of apportionment, and the seed."""

from datetime import date

from utsyn.calls.ranking.shapes import By, Method
from utsyn.text import Words, say


def method_words(method: Method, by: By) -> Words:
    """Name a method of apportionment and what it weighs."""
    names = {
        ("sainte_lague", "weights"): say("Sainte-Laguë, by weight"),
        ("sainte_lague", "nominations"): say("Sainte-Laguë, by number of nominations"),
        ("largest_remainder", "weights"): say("the largest remainder, by weight"),
        ("largest_remainder", "nominations"): say("the largest remainder, by number of nominations"),
    }
    return names[method, by]


def seed_words(announced: date | None) -> Words:
    """Name the seed by the day it was announced, where that is told."""
    return say("the seed announced on {day}", day=announced) if announced else say("the seed")
