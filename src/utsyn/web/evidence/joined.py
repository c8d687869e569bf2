"""What pages say of figures that follow from several results: on whose page they stand, by which rule, and what filling years will come to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from utsyn.evidence import funded, lags
from utsyn.evidence.defined import defined
from utsyn.text import Words, say, say_n
from utsyn.web.evidence.facts import Number, Told

# By indicator, the figure on whose page stands what no recipe gives by itself.
STAND_ON: Mapping[str, str] = {lags.INDICATOR: lags.RECIPE, funded.INDICATOR: funded.INDICATOR}


class Expected(NamedTuple):
    """A year that is still filling: what is there, what it will come to, the least and the most of one year, and from which it was learned."""

    year: int
    there: Words
    value: Words | None
    bounds: Words | None
    learned: str
    said: Sequence[Words]


def expected(told: Told) -> Sequence[Expected]:
    """Return what the page of a figure says of years that are still filling; nothing of other figures."""
    return [_expected(one) for one in told.get("expects", ())]


def _expected(one: Told) -> Expected:
    there, learned = Number(one["now"]), one["learned"]
    if one["value"] is None:
        return Expected(one["year"], there, None, None, "", ())
    value = Number(one["value"])
    said = (
        say("{now} of about {n} that are expected once {year} has filled", now=there, n=value, year=str(one["year"])),
        say_n("Learned from {n} earlier year", "Learned from {n} earlier years", len(learned)),
    )  # fmt: skip
    low, high = (Number(one[name].partition(".")[0]) for name in ("low", "high"))
    bounds = say("{low} to {high}", low=low, high=high)
    return Expected(one["year"], there, value, bounds, ", ".join(map(str, learned)), said)


def rules() -> Sequence[Words]:
    """Return by which rule it is expected what a year will come to."""
    return rule_of(lags.INDICATOR)


def rule_of(indicator: str) -> Sequence[Words]:
    """Return the rule that the document of an indicator has."""
    told = defined(indicator)
    return (told.rule or told.says,) if told else ()
