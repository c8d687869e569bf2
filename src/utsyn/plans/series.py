"""Figures of one indicator over time, as they were known on a day: observations, and what a target is put to."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from utsyn.plans.indicators import IndicatorDocument
from utsyn.reasons import Figure, Source
from utsyn.text import Words

BY_HAND = "by-hand"  # the provider of a figure that an editor entered


class Observation(NamedTuple):
    """One figure for one period (both days included), by one provider, under one version of the definition.

    `known` is the day from which the house knew it; a revised value is an observation of its own, known later, and
    `withdrawn` the day on which it was taken back. `key` names the row it was made from.
    """

    indicator: str
    since: date
    until: date
    figure: Figure
    provider: str
    version: int
    known: date
    by_hand: bool = False
    withdrawn: date | None = None
    key: str = ""


class Judgement(NamedTuple):
    """What a named person decided by a rubric: a level of it, why, when, and in which role."""

    goal: str
    target: str
    level: str
    because: str
    on: date
    by: Words | str  # a role, as those without a right to names see it
    key: str = ""


class SetByHand(NamedTuple):
    """A state that somebody set for a goal, with the reason; it stands beside the computed one and never replaces it."""

    goal: str
    state: str
    because: str
    on: date
    by: Words | str
    key: str = ""


class Known(NamedTuple):
    """What a target is put to: one provider's figures of its indicator as they were known on a day, oldest first.

    One observation a period, the last known. `since` and `due` are the first day of the plan and the day by which
    the target is to be reached; `members` are the keys of all that the indicator is about, None where nobody knows them.
    """

    indicator: IndicatorDocument | None  # none where a person judges by what she knows
    observations: tuple[Observation, ...]
    on: date
    since: date
    due: date
    members: frozenset[str] | None = None
    judgements: tuple[Judgement, ...] = ()  # of this target, known on the day, oldest first

    @property
    def latest(self) -> Observation | None:
        """The figure of the period that ended last."""
        return self.observations[-1] if self.observations else None


class ByHand(NamedTuple):
    """That a list of all was entered by hand: from which day it holds, and where its members are written."""

    since: date
    sources: tuple[Source, ...] = ()


class Records(NamedTuple):
    """All that is known for a plan, whenever it was known; `progress` takes what was known on the day it asks about.

    `observed` by indicator; `judged` and `set_by_hand` by goal; `members` by what they are (department, programme), and
    `listed` of those of whom an editor has listed all by hand.
    """

    observed: Mapping[str, tuple[Observation, ...]] = {}
    judged: Mapping[str, tuple[Judgement, ...]] = {}
    set_by_hand: Mapping[str, tuple[SetByHand, ...]] = {}
    members: Mapping[str, frozenset[str]] = {}
    listed: Mapping[str, ByHand] = {}


Better = Literal["higher", "lower"]


def as_known(observations: tuple[Observation, ...], *, on: date) -> Iterator[Observation]:
    """Walk what was known on a day and not yet withdrawn, of each provider, version and period the last known."""
    last: dict[tuple[str, int, date, date], Observation] = {}
    for one in sorted(observations, key=lambda one: (one.known, len(one.key), one.key)):  # figure/9, then /10
        if one.known <= on:
            last[one.provider, one.version, one.since, one.until] = one
    alive = (one for one in last.values() if one.withdrawn is None or one.withdrawn > on)
    return iter(sorted(alive, key=lambda one: (one.until, one.since)))
