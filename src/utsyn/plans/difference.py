"""What changed from one day to another in how a plan goes: states that turned, newer and revised figures, hand-set states."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from utsyn.plans.spoken import period
from utsyn.plans.states import STATE_NAMES, Point, Progress, Standing, State
from utsyn.text import Words, say

ORDER = tuple(State)


class Turn(StrEnum):
    """What kind of change it is."""

    NEW_GOAL = "new goal"
    GONE = "gone"
    STATE = "state"
    FIGURE = "figure"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    JUDGED = "judged"
    SET = "set"
    TAKEN_BACK = "taken back"


class Changed(NamedTuple):
    """One thing that changed, of which goal and target, in words; `better` where a state turned, None where it did not."""

    goal: str
    turn: Turn
    words: Words
    better: bool | None = None
    target: str = ""
    provider: str = ""


def difference(before: Mapping[str, Progress], after: Mapping[str, Progress]) -> tuple[Changed, ...]:
    """Return what changed between two answers, goal by goal in the order of the later; then the goals that are gone."""
    gone = (
        Changed(key, Turn.GONE, say("The goal is no longer in the plan"))
        for key in before
        if key not in after
    )
    return (*(one for key, now in after.items() for one in _of_goal(key, before.get(key), now)), *gone)


def _of_goal(key: str, then: Progress | None, now: Progress) -> Iterator[Changed]:
    if then is None:
        yield Changed(key, Turn.NEW_GOAL, say("The goal is new: {state}", state=STATE_NAMES[now.state]))
        return
    if then.state is not now.state:
        words = say("From {before} to {after}", before=STATE_NAMES[then.state], after=STATE_NAMES[now.state])
        yield Changed(key, Turn.STATE, words, ORDER.index(now.state) > ORDER.index(then.state))
    earlier = {one.target.key: one for one in then.standings}
    for one in now.standings:
        if one.target.key in earlier:
            yield from _of_target(key, earlier[one.target.key], one)
    yield from _by_hand(key, then, now)


def _of_target(key: str, then: Standing, now: Standing) -> Iterator[Changed]:
    if now.gauge.judgement is not None and now.gauge.judgement != then.gauge.judgement:
        words = now.gauge.holds.found or now.gauge.holds.claim
        yield Changed(key, Turn.JUDGED, words, target=now.target.key)
    old = {one.provider: one for one in _each(then)}
    for one in _each(now):
        yield from _figures(key, old.get(one.provider), one)


def _each(standing: Standing) -> Iterator[Standing]:
    """Walk a standing with those of other providers; one put together of them all has no figures of its own."""
    if standing not in standing.others and (standing.gauge.points or not standing.others):
        yield standing
    yield from standing.others


def _figures(key: str, then: Standing | None, now: Standing) -> Iterator[Changed]:
    old, new = _points(then), _points(now)
    for when, point in new.items():
        level = now.gauge.said(point.level)
        if when not in old:
            words = say("A figure for {period}: {level}", period=period(point.observation), level=level)
            yield Changed(key, Turn.FIGURE, words, target=now.target.key, provider=now.provider)
        elif old[when].level != point.level:
            before = now.gauge.said(old[when].level)
            words = say("The figure for {period} was {before} and is now {level}",
                        period=period(point.observation), before=before, level=level)  # fmt: skip
            yield Changed(key, Turn.REVISED, words, target=now.target.key, provider=now.provider)
    for when, point in old.items():
        if when not in new:
            words = say("The figure for {period} no longer counts", period=period(point.observation))
            yield Changed(key, Turn.WITHDRAWN, words, target=now.target.key, provider=now.provider)


def _points(standing: Standing | None) -> dict[tuple[date, date], Point]:
    points = standing.gauge.points if standing else ()
    return {(one.observation.since, one.observation.until): one for one in points}


def _by_hand(key: str, then: Progress, now: Progress) -> Iterator[Changed]:
    if now.by_hand == then.by_hand:
        return
    if now.by_hand is None:
        yield Changed(key, Turn.TAKEN_BACK, say("The state that was set by hand was taken back"))
        return
    words = say("{by} set it to {state}: {why}", by=now.by_hand.by,
                state=STATE_NAMES[State(now.by_hand.state)], why=now.by_hand.because)  # fmt: skip
    yield Changed(key, Turn.SET, words)
