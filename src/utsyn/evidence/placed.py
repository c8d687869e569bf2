"""A place among universities as a figure: the amounts of those ranked as its parts, both amounts of the one, and the day of the cut-off."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, fetched, of_whole, sources
from utsyn.evidence.indicators.ranks import Place, cut_off, places, unsigned
from utsyn.evidence.readings import Reading
from utsyn.evidence.table import CENT
from utsyn.reasons import Figure
from utsyn.text import Money, Words, say, say_n

BELOW = 10  # how many of those behind are shown with the one


def placed(made: Made, how: Reading, *, year: int, university: str = "") -> Stated | None:
    """Return the place of a university (the home one) in contracts signed up to a year; None where it has no part in any.

    Amounts are those of all ahead of it, of all level with it and of the next ten, by ROR id.
    """
    ranked = places(made.result, until=year, country=how.country)
    university = university or made.about.university
    own = next((one for one in ranked if one.university == university), None)
    if own is None:
        return None
    behind = [one for one in ranked if one.place > own.place][:BELOW]
    shown = [*(one for one in ranked if one.place <= own.place), *behind]
    day = cut_off(year, fetched=fetched(made))
    figure = Figure(
        Decimal(own.place), how.unit.in_("en"), f"2021-01-01/{day}", f"{made.recipe.key} {made.recipe.version}", sources(made),
        {one.university: _euros(one.net) for one in shown}, None, tuple(_caveats(made, own, ranked, how=how)),
    )  # fmt: skip
    return Stated(how.indicator, {"year": year, "university": university}, figure, Fraction(own.place))


def _caveats(made: Made, own: Place, ranked: tuple[Place, ...], *, how: Reading) -> Iterator[Words]:
    yield from of_whole(made)
    yield say_n("The only one ranked", "Of {n} ranked", len(ranked))
    net, all_of = (Money(_euros(amount), how.currency) for amount in (own.net, own.contribution))
    yield say(
        "{net} net; {contribution} with what is passed on to linked parties", net=net, contribution=all_of
    )
    level = sum(one.place == own.place for one in ranked)
    if level > 1:
        yield say("The place is shared by {n}", n=level)
    alone = sum(one.university.startswith("pic-") for one in ranked)
    if alone:
        yield say_n("{n} participant code is nobody’s and stands alone", "{n} participant codes are nobody’s and stand alone", alone)  # fmt: skip
    silent = sum(one.net_unknown for one in ranked)
    if silent:
        yield say_n("{n} part tells no net amount", "{n} parts tell no net amount", silent)
    undated = unsigned(made.result)
    if undated:
        yield say_n("{n} part has no day of signature and is not in it", "{n} parts have no day of signature and are not in it", undated)  # fmt: skip


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / CENT
