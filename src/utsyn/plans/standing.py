"""Where a target stands by one provider's figures: its state on a day, and the reasons as a tree."""

from datetime import date
from typing import NamedTuple

from utsyn.plans.document import Target
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import period
from utsyn.plans.staleness import age, aged, final, overdue
from utsyn.plans.states import Gauge, Span, Standing, State
from utsyn.plans.targets import gauge
from utsyn.plans.trajectory import Course, course, on_course
from utsyn.problems import Problems
from utsyn.reasons import HOLDS, Finding, Source, Verdict, finding
from utsyn.text import Said, Words, say

VERDICTS = {
    State.MISSED: Verdict.NO,
    State.BEHIND: Verdict.NO,
    State.UNKNOWN: Verdict.UNKNOWN,
    State.JUDGEMENT: Verdict.JUDGEMENT,
    State.ON_COURSE: Verdict.YES,
    State.REACHED: Verdict.YES,
}
ON_COURSE = say("It is on course")


class Told(NamedTuple):
    """A state, why beside what the gauge found, and what the trajectory asked."""

    state: State
    why: tuple[Finding, ...] = ()
    asked: Span | None = None


def standing(aim: Target, known: Known, *, provider: str, sources: tuple[Source, ...] = ()) -> Standing:
    """Return where a target stands by what is known from one provider."""
    try:
        made = gauge(aim, known)
    except Problems as error:
        return not_known(aim, error.problems[0], sources=sources)
    way = course(made, aim.trajectory, since=known.since, due=known.due)
    told = _state(made, known, way)
    latest = made.points[-1].observation if made.points else None
    old = age(latest.until, on=known.on) if latest else None
    late = bool(latest and known.indicator and overdue(latest, known, provider))
    because = (made.holds, *told.why, *(_late(latest, old) if late and latest and old is not None else ()))
    found = Finding(
        VERDICTS[told.state], claim(aim, made.holds.claim, known.due), because, made.holds.found,
        made.holds.about, one_is_enough=True, key=aim.key,
        sources=tuple(dict.fromkeys((*made.holds.sources, *sources))),
    )  # fmt: skip
    if latest is not None and latest.by_hand:
        made = made._replace(caveats=(*made.caveats, say("The latest figure was entered by hand")))
    asked = told.asked.low if told.asked else None
    corners = way.corners() if way else ()
    return Standing(aim, told.state, found, made, provider, asked, old, late, (), corners)


def claim(aim: Target, words: Words, due: date) -> Words:
    """Say a target as the plan does, or as its kind does with the day it is due."""
    return aim.claim or say("{target}, by {day}", target=words, day=due)


def not_known(aim: Target, why: Words, *, sources: tuple[Source, ...] = ()) -> Standing:
    """Return a target of which nothing can be known, and why."""
    holds = finding(None, aim.claim or say("The target “{key}” is reached", key=aim.key), found=why)
    found = holds._replace(because=(holds,), key=aim.key, sources=sources)
    return Standing(aim, State.UNKNOWN, found, Gauge(holds))


def _state(made: Gauge, known: Known, way: Course | None) -> Told:
    """Return the state: reached, then missed after the day, then what the trajectory says of the latest figure."""
    holds = made.holds.verdict
    if holds is Verdict.JUDGEMENT:
        return Told(State.JUDGEMENT)
    if made.judged is not None:
        return _judged(made, known)
    if made.level is None or made.goal is None or not made.points or known.indicator is None:
        return Told(State.UNKNOWN)
    return _by_figures(made, known, way, known.indicator)


def _by_figures(made: Gauge, known: Known, way: Course | None, indicator: IndicatorDocument) -> Told:
    holds, latest = made.holds.verdict, made.points[-1].observation
    if latest.until < known.since or latest in made.based:
        if holds is Verdict.YES and not made.relative and not made.running:
            return Told(State.REACHED)
        return Told(State.UNKNOWN, (finding(None, ON_COURSE, found=_too_early(latest, known)),))
    last = final(latest, indicator, due=known.due)
    if holds is Verdict.YES and (last or not made.running):
        return Told(State.REACHED)
    if known.on > known.due:
        return _after(holds, latest, known, last=last)
    return _running(made) if made.running else _under_way(made, way, latest)


def _too_early(latest: Observation, known: Known) -> Words:
    if latest.until < known.since:
        return say(
            "the last figure, for {period}, says nothing of the plan's own years yet", period=period(latest)
        )
    return say("the last figure, for {period}, is the base itself", period=period(latest))


def _judged(made: Gauge, known: Known) -> Told:
    state = made.judged or State.JUDGEMENT
    if state is State.REACHED:
        return Told(state)
    if known.on > known.due:
        return Told(State.MISSED, (finding(False, say("It was due by {day}", day=known.due)),))
    return Told(state, (finding(state is State.ON_COURSE, ON_COURSE, found=made.holds.found),))


def _after(holds: Verdict, latest: Observation, known: Known, *, last: bool) -> Told:
    """Return the state after the day: not reached in time, once the last figure that comes in time says so."""
    claimed = say("It was due by {day}", day=known.due)
    if not last:
        found = say("the figure for {period} is not the last before that day, and no later one is known",
                    period=period(latest))  # fmt: skip
        return Told(State.UNKNOWN, (finding(None, claimed, found=found),))
    if holds is Verdict.UNKNOWN:
        return Told(State.UNKNOWN)
    found = say("the figure for {period} is the last in time", period=period(latest))
    return Told(State.MISSED, (finding(False, claimed, found=found),))


def _running(made: Gauge) -> Told:
    states = {Verdict.YES: State.ON_COURSE, Verdict.NO: State.BEHIND}
    asked = Span(made.goal, made.goal) if made.goal is not None else None
    return Told(states.get(made.holds.verdict, State.UNKNOWN), (), asked)


def _under_way(made: Gauge, way: Course | None, latest: Observation) -> Told:
    asked = way.asked(on=latest.until) if way else None
    if way is None or asked is None:
        return _no_course(made, way)
    holds = on_course(made, asked)
    states = {True: State.ON_COURSE, False: State.BEHIND, None: State.UNKNOWN}
    words = asking(way, asked, latest.until, made)
    why = Finding(HOLDS[holds], words, (), made.holds.found, made.holds.about, sources=made.holds.sources)
    return Told(states[holds], (why,), asked)


def _no_course(made: Gauge, way: Course | None) -> Told:
    if way is not None and way.shape.shape == "milestones":
        found: Said = say(
            "its first milestone is on {day}, and nothing is asked before", day=way.shape.milestones[0].on
        )
        return Told(State.ON_COURSE, (finding(True, ON_COURSE, found=found),))
    found = say("between no and yes there is no course to be on: milestones in the plan would tell")
    if made.gradual:
        why = made.baseless or say("there is no figure from before the plan began")
        found = say("nobody knows where it began: {why}", why=why)
    return Told(State.UNKNOWN, (finding(None, ON_COURSE, found=found),))


def asking(way: Course, asked: Span, day: date, made: Gauge) -> Words:
    """Say what the trajectory asks on a day, and how it goes from where to where."""
    level = _at_least(made, asked)
    goal = made.said(way.goal.low)
    if way.shape.shape == "milestones" or way.base is None:
        return say("On course for its milestones: {asked} by {day}", asked=level, day=day)
    base = made.said(way.base.low)
    if made.strict and asked == way.goal and made.relative:
        return say("On course: above {goal} from the first figure on", goal=goal)
    if asked == way.goal and day < way.due:
        return say("On course: {goal} all the way, for it was {base} when it began", goal=goal, base=base)
    values = {"asked": level, "day": day, "base": base, "begins": way.begins, "goal": goal, "due": way.due}
    if way.shape.shape == "stepwise":
        said = say("On course: {asked} by {day}, in yearly steps from {base} on {begins} to {goal} on {due}")
    else:
        said = say("On course: {asked} by {day}, evenly from {base} on {begins} to {goal} on {due}")
    return said._replace(values=values)


def _at_least(made: Gauge, asked: Span) -> Words:
    level = made.said(asked.low)
    if made.shown_as == "rank":
        return say("{place} or better", place=level)
    return say("at most {level}", level=level) if made.falling else say("at least {level}", level=level)


def _late(latest: Observation, old: int) -> tuple[Finding, ...]:
    return (
        finding(
            None,
            say("There is a newer figure than that for {period}", period=period(latest)),
            found=aged(old),
        ),
    )
