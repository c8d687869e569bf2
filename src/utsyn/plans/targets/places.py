"""Places among others: at most so far down a ranking, with ties as rankings have them."""

from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import period
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import before
from utsyn.plans.targets.reaching import towards
from utsyn.plans.targets.reading import Read, in_series, valued
from utsyn.text import Text, Words, say, say_n

Place = Annotated[int, Field(ge=1)]


@target(Sort.RANK)
def rank_within(known: Known, *, place: Place, among: Text, own: str = "") -> Gauge:
    """The place is `place` or better among those that `among` names: one is the best.

    The figure is the place as its source has it. Where the amounts are known by which members are ranked, the best place
    of a tie is shared by all in it and counts for each, and is said to be shared; `own` is the key of the one whose place
    is asked for, which is then found from the amounts. A member whose amount nobody knows may be ahead: that is unknown
    where it decides. Where things stood when the plan began is the base.
    """
    read = partial(_place, own=own, members=known.members)
    series = in_series(known, read)
    base = before(series, known.since)
    claim = say("First among {among}", among=among) if place == 1 else say(
        "Place {place} or better among {among}", place=place, among=among)  # fmt: skip
    last = series.latest.observation if series.latest else None
    notes: tuple[Words, ...] = ()
    if last is not None and not last.figure.parts:
        notes = (say("The place is known, and not the amounts by which it was won"),)
    return towards(known, series, claim, Span(Decimal(place), Decimal(place)), base=base.level, falling=True,
                   base_within=base.within, based=base.based, baseless=base.why, caveats=notes)  # fmt: skip


def _place(
    observation: Observation, _indicator: IndicatorDocument, *, own: str, members: frozenset[str] | None
) -> Read:
    """Read a place: the best of a tie, and worse by each member whose amount is not known."""
    parts, stated, when = observation.figure.parts, observation.figure.value, period(observation)
    if stated is not None and (stated < 1 or stated % 1):
        return Read(
            observation, None, why=say("the place for {period} is no whole number from one on", period=when)
        )
    if own and parts and own not in parts:
        return Read(
            observation, None, why=say("“{own}” is not among those ranked for {period}", own=own, period=when)
        )
    if own and parts:
        unknown = len(members - parts.keys()) if members else 0
        return _found(observation, parts[own], stated, unknown)
    if stated is None and parts:
        why = say(
            "the amounts for {period} do not say whose place is asked for: name it under own", period=when
        )
        return Read(observation, None, why=why)
    if stated is not None and stated <= len(parts):
        return _found(observation, sorted(parts.values(), reverse=True)[int(stated) - 1], stated, 0)
    return valued(observation, stated)


def _found(observation: Observation, amount: Decimal, stated: Decimal | None, unknown: int) -> Read:
    amounts = observation.figure.parts.values()
    best = 1 + sum(other > amount for other in amounts)
    tied = sum(other == amount for other in amounts)
    if stated is not None and not best <= stated < best + tied + unknown:
        why = say(
            "the place for {period} is stated otherwise than the amounts make it", period=period(observation)
        )
        return Read(observation, None, why=why)
    said: Words = say_n("the only one ranked", "of {n} ranked", len(amounts))
    if tied > 1:
        said = say("{ranked}, shared by {tied}", ranked=said, tied=tied)
    if unknown:
        said = say_n(
            "{ranked}, and {n} whose amount is not known",
            "{ranked}, and {n} whose amounts are not known",
            unknown,
            ranked=said,
        )
    if observation.figure.precision:
        return valued(observation, Decimal(best), said)
    return Read(observation, Decimal(best), Span(Decimal(best), Decimal(best + unknown)), said=said)
