"""Exchange as others count it, side by side: the national statistics, Erasmus+ by its own rules, and the university's own stays by either."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, yearly
from utsyn.evidence.readings import READINGS
from utsyn.text import Words, say


class Side(NamedTuple):
    """One way to count: its key, its words, and its figures by year, students in and out as their parts."""

    key: str
    rule: Words
    figures: tuple[Stated, ...]


STATISTICS = say(
    "National statistics: three months or more, in the year a stay ended, without doctoral students"
)
LONG = say(
    "Erasmus+, long stays by its own rules: two months or more, for studies before 2021 three, by academic year"
)
LONGER = say("Erasmus+, those of them of three months or more")
SHORT = say("Erasmus+, short stays of 5 to 30 days")
OWN_THREE = say("Own stays of three months or more, in the year they ended")
OWN_TWO = say("Own stays of two months or more, as Erasmus+ counts")
OWN_SHORT = say("Own stays of 5 to 30 days")
RULES: Mapping[str, tuple[tuple[str, str, Words], ...]] = {
    "exchange-flows": (("statistics", "students", STATISTICS),),
    "erasmus-mobilities": (("erasmus-long", "long", LONG), ("erasmus-three-months", "three_months", LONGER), ("erasmus-short", "short", SHORT)),
    "exchange-rules": (("own-three-months", "three_months", OWN_THREE), ("own-two-months", "two_months", OWN_TWO), ("own-short", "short", OWN_SHORT)),
}  # fmt: skip


def sides(results: Iterable[Made]) -> Iterator[Side]:
    """Walk the ways to count that results allow; they stand beside each other and never in one series."""
    for made in results:
        for key, column, rule in RULES.get(made.recipe.key, ()):
            how = READINGS[made.recipe.key]._replace(of=(column,))
            yield Side(key, rule, tuple(yearly(made, how=how)))
