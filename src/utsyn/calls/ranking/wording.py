"""Words that the grounds of a ranking share: methods, the seed, a place in a faculty's own order."""

from collections.abc import Iterator
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


def in_own_order(
    place: int | None,
    *,
    first: int | None,
    last: int | None,
    nominated: int,
    unplaced: int,
    announced: date | None,
) -> Iterator[Words]:
    """Walk the sentences about a place in a faculty's own order."""
    if unplaced == nominated:
        yield say("The faculty has not given its order of its {n} nominations", n=nominated)
        return
    if place is None:
        yield say("The faculty has not said where in its own order this nomination stands")
        return
    if unplaced:
        yield say(
            "This nomination is number {best} to {worst} in the faculty's own order, which leaves out {n}",
            best=place,
            worst=place + unplaced,
            n=unplaced,
        )
    else:
        yield say("This nomination is number {place} in the faculty's own order", place=place)
    if first != last:
        yield say(
            "The faculty put it equal with others at {first} to {last}, and {seed} decided between them",
            first=first,
            last=last,
            seed=seed_words(announced),
        )
