"""What no figure can tell: a person in a named role judges by a rubric."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from utsyn.cited import Shape
from utsyn.plans.document import Key
from utsyn.plans.series import Judgement, Known
from utsyn.plans.states import Gauge, State
from utsyn.plans.targets import target
from utsyn.problems import Unfit
from utsyn.reasons import Ask, Finding, Verdict
from utsyn.text import Text, say


class Rung(Shape):
    """A level of a rubric, and what it counts as."""

    key: Key
    title: Text
    counts: Literal["reached", "on course", "behind"]


def _once(rubric: tuple[Rung, ...]) -> tuple[Rung, ...]:
    if len({one.key for one in rubric}) < len(rubric):
        raise Unfit(say("Give each level of the rubric a key of its own"))
    if not any(one.counts == "reached" for one in rubric):
        raise Unfit(say("Let at least one level of the rubric count as reached"))
    return rubric


Rubric = Annotated[tuple[Rung, ...], Field(min_length=2), AfterValidator(_once)]


@target()
def judged(known: Known, *, rubric: Rubric, judge: Text) -> Gauge:
    """The `judge`, a role and never a person, chooses a level of the `rubric`; the last judgement counts.

    Each level counts as `reached`, `on course` or `behind`. Until somebody has judged, it is for people to judge. After
    the day it is due, only a judgement made since then tells whether it was reached, unless it had been already.
    """
    claim = say("“{level}”, in the judgement of {judge}", judge=judge,
                level=next(one.title for one in rubric if one.counts == "reached"))  # fmt: skip
    last = known.judgements[-1] if known.judgements else None
    rung = next((one for one in rubric if last and one.key == last.level), None)
    ask = Ask(judge)
    if last is None:
        found = say("nobody has judged it yet")
        return Gauge(Finding(Verdict.JUDGEMENT, claim, (), found, ask=ask), gradual=False)
    if rung is None:
        found = say("the last judgement, “{level}”, is no level of the rubric any more", level=last.level)
        return Gauge(Finding(Verdict.JUDGEMENT, claim, (), found, ask=ask), gradual=False)
    return _as_judged(known, Finding(Verdict.NO, claim, ask=ask), last, rung)


def _as_judged(known: Known, holds: Finding, last: Judgement, rung: Rung) -> Gauge:
    found = say("{by} chose “{level}” on {day}: {why}",
                by=last.by, day=last.on, level=rung.title, why=last.because)  # fmt: skip
    state = State(rung.counts)
    if state is State.REACHED:
        return Gauge(
            holds._replace(verdict=Verdict.YES, found=found), judged=state, judgement=last, gradual=False
        )
    if known.on > known.due >= last.on:
        late = say(
            "it was judged before {day}, and has to be judged anew: {found}", found=found, day=known.due
        )
        return Gauge(holds._replace(verdict=Verdict.JUDGEMENT, found=late), judgement=last, gradual=False)
    return Gauge(holds._replace(found=found), judged=state, judgement=last, gradual=False)
