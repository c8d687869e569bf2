"""A goal of a plan with everything that is known of it on a day: its words, where it stands and why, who does what, its past."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.cited import Citation
from utsyn.plans.cascade import ANSWER_NAMES
from utsyn.plans.difference import Changed, difference
from utsyn.plans.document import Aim, Chapter, Goal, Step
from utsyn.plans.library import library
from utsyn.plans.progress import progress
from utsyn.plans.series import Records
from utsyn.plans.states import STATE_NAMES, Progress, Standing, State
from utsyn.problems import Problem
from utsyn.reasons import Source
from utsyn.text import Words, say
from utsyn.web.errors import NotHere
from utsyn.web.people.rights import Deed, Person, may
from utsyn.web.plans import queries, showing
from utsyn.web.plans.doings import OfUnit, about
from utsyn.web.plans.queries import Held, LastTime


class Year(NamedTuple):
    """Where the goal stood at the end of a year, or stands on the day that is asked about."""

    on: date
    state: State


class Event(NamedTuple):
    """Something that was decided or said about the goal, why, and in which role."""

    on: date
    what: Words
    because: str = ""
    by: Words | str = ""


class Became(NamedTuple):
    """A step between plans that the goal is part of, and the goals at its other end with their plan."""

    step: Step
    plan: Held
    goals: Sequence[Goal]


class Page(NamedTuple):
    """A goal with everything that is known of it on a day."""

    plan: Held
    goal: Goal
    progress: Progress
    chapter: Chapter | None
    aims: Sequence[Aim]
    under: Sequence[Goal]
    serves: Sequence[Goal]  # goals that serve this one
    depends_on: Sequence[Goal]
    needed_by: Sequence[Goal]
    quotes: Sequence[Source]
    targets: Sequence["OfTarget"]
    units: Sequence[OfUnit]
    years: Sequence[Year]
    events: Sequence[Event]
    came_from: Sequence[Became]
    came_to: Sequence[Became]
    last: LastTime
    changes: Sequence[Changed] | None  # since last time; none where the plan had no such goal then
    decides: bool  # whether the reader may judge and set states
    sends: bool  # whether she may send the goal to units

    @property
    def judged(self) -> bool:
        """Whether anything about the goal is for people to judge."""
        return any(target.kind == queries.JUDGED for target in self.goal.targets)


class OfTarget(NamedTuple):
    """A target as the page shows it, by the provider that leads, and by each of the others."""

    shown: showing.Shown
    others: Sequence[showing.Shown]
    quotes: Sequence[Source]


def found(plan: Held, key: str) -> Goal:
    """Return a goal of a plan. Raises NotHere."""
    goal = plan.text.goal(key)
    if goal is None:
        raise NotHere(Problem(say("The plan has no such goal"), say("Look in the plan’s overview")))
    return goal


def standing(user: Person, plan: Held, goal: Goal) -> Progress:
    """Return where a goal stands on the plan's day."""
    records = queries.records(user, plan)
    return progress(goal, plan=plan.text, records=records, indicators=library().indicators, on=plan.on)


def page(user: Person, plan: Held, key: str) -> Page:
    """Return a goal with everything that the person may see of it."""
    goal, indicators = found(plan, key), library().indicators
    institution = queries.units(user, plan)
    records = queries.records(user, plan, institution=institution)
    now = progress(goal, plan=plan.text, records=records, indicators=indicators, on=plan.on)
    units, others = about(user, plan, key, institution=institution), queries.all_held(user, on=plan.on)
    adopted, last = queries.adopted(plan), queries.last_time(user, plan)
    return Page(
        plan, goal, now, next((one for one in plan.text.chapters if one.key == goal.chapter), None),
        [aim for aim in plan.text.aims if aim.key in goal.aims],
        showing.goals_named(plan.text, goal.under), [one for one in plan.text.goals if key in one.under],
        showing.goals_named(plan.text, goal.depends_on), [one for one in plan.text.goals if key in one.depends_on],
        quotes(plan, goal.cite),
        [_target(one, plan, records, indicators) for one in now.standings], units,
        list(_years(goal, now, adopted, records, indicators)),
        sorted(_events(key, adopted, records, units, plan), key=lambda event: event.on, reverse=True),
        list(_came_from(plan, key, others)), list(_came_to(plan, key, others)),
        last, _changes(queries.as_of(plan, last.on), now, records, indicators),
        may(user, Deed.ADOPT, unit=plan.row.unit_id), may(user, Deed.PLAN, unit=plan.row.unit_id),
    )  # fmt: skip


def quotes(plan: Held, cited: Sequence[Citation]) -> list[Source]:
    """Return the places that something is cited from."""
    return [plan.text.sources[one.source].cited(one) for one in cited if one.source in plan.text.sources]


def _target(standing: Standing, plan: Held, records: Records, indicators: showing.Indicators) -> OfTarget:
    def as_shown(one: Standing) -> showing.Shown:
        return showing.shown(one, plan=plan.text, records=records, indicators=indicators, on=plan.on)

    return OfTarget(
        as_shown(standing), [as_shown(one) for one in standing.others], quotes(plan, standing.target.cite)
    )


def _changes(
    then: Held | None, now: Progress, records: Records, indicators: showing.Indicators
) -> Sequence[Changed] | None:
    was = then.text.goal(now.goal.key) if then else None
    if then is None or was is None:
        return None
    before = progress(was, plan=then.text, records=records, indicators=indicators, on=then.on)
    return difference({was.key: before}, {was.key: now})


def _years(
    goal: Goal, now: Progress, adopted: Sequence[Held], records: Records, indicators: showing.Indicators
) -> Iterator[Year]:
    """Walk where the goal stood at the end of each year of the plan, by the edition that held then."""
    for year in range(now.on.year - 10, now.on.year):
        day = date(year, 12, 31)
        then = next((one for one in reversed(adopted) if one.on <= day), None)
        was = then.text.goal(goal.key) if then else None
        if then and was and day >= then.text.lasts.since:
            yield Year(
                day, progress(was, plan=then.text, records=records, indicators=indicators, on=day).state
            )
    yield Year(now.on, now.state)


def _events(
    key: str, adopted: Sequence[Held], records: Records, units: Sequence[OfUnit], plan: Held
) -> Iterator[Event]:
    for one in adopted:
        yield Event(
            one.on, say("Edition {n} of the plan was adopted", n=one.edition.number), one.edition.because
        )
    for judged in records.judged.get(key, ()):
        if judged.on <= plan.on:
            level = level_name(plan, key, judged.target, judged.level)
            yield Event(judged.on, say("Judged: {level}", level=level), judged.because, judged.by)
    for one_set in records.set_by_hand.get(key, ()):
        if one_set.on <= plan.on:
            state = STATE_NAMES.get(State(one_set.state)) if one_set.state else None
            what = (
                say("Set by hand: {state}", state=state)
                if state
                else say("The state set by hand was taken back")
            )
            yield Event(one_set.on, what, one_set.because, one_set.by)
    for unit in units:
        yield from _said(unit)


def _said(unit: OfUnit) -> Iterator[Event]:
    if unit.conversation is None:
        return
    name = unit.unit.name if unit.unit else say("a unit that is not known")
    yield Event(unit.conversation.on, say("Sent to {unit}", unit=name), unit.conversation.asked)
    for reply in unit.conversation.replies:
        answer = say("{unit}: {answer}", unit=name, answer=ANSWER_NAMES[reply.answer])
        yield Event(reply.on, answer, reply.because, reply.by)


def level_name(plan: Held, goal: str, target: str, level: str) -> Words | str:
    """Name a level of a target's rubric, as the edition of the day has it."""
    there = plan.text.goal(goal)
    put = next((one for one in there.targets if one.key == target), None) if there else None
    titles = {one.key: one.title for one in showing.rubric(put)} if put else {}
    return titles.get(level, level)


def _came_from(plan: Held, key: str, others: Sequence[Held]) -> Iterator[Became]:
    follows = plan.text.follows
    before = next((one for one in others if follows and one.row.key == follows.plan), None)
    for step in follows.steps if follows and before else ():
        if before and key in step.after:
            yield Became(step, before, showing.goals_named(before.text, step.before))


def _came_to(plan: Held, key: str, others: Sequence[Held]) -> Iterator[Became]:
    for later in others:
        follows = later.text.follows
        for step in follows.steps if follows and follows.plan == plan.row.key else ():
            if key in step.before:
                yield Became(step, later, showing.goals_named(later.text, step.after))
