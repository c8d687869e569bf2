"""Figures that are made of several results together: what a filling year will come to, and whether projects are followed by publications."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from utsyn.evidence.compute import Made
from utsyn.evidence.figures import Stated, fetched
from utsyn.evidence.funded import named, written
from utsyn.evidence.lags import RECIPE, filling
from utsyn.evidence.partner_profiles import NEEDS, gathered
from utsyn.evidence.recipes import About

PROJECTS, AWARDS = "partner-projects", "partner-awards"


def joined(found: Iterable[Made]) -> Iterator[tuple[Made, Stated]]:
    """Walk the figures that follow from results of one university and the same years, each with the newest result it rests on.

    What is made up and what is real are never put together.
    """
    groups: dict[tuple[About, bool], list[Made]] = defaultdict(list)
    for one in found:
        groups[one.about, one.synthetic].append(one)
    for each in groups.values():
        newest = {one.recipe.key: one for one in sorted(each, key=fetched)}
        if RECIPE in newest:
            yield from ((newest[RECIPE], one) for one in filling(each))
        if newest.keys() >= {*NEEDS, PROJECTS}:
            held = gathered(newest.values())
            for key, told in ((PROJECTS, written(held)), (AWARDS, named(held))):
                if told is not None:
                    yield newest[key], told
