"""A plan at a glance: how many goals stand where, what changed since last time, and each goal in a line, narrowed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from utsyn.plans.difference import Changed as Difference
from utsyn.plans.difference import Turn, difference
from utsyn.plans.document import Chapter, Goal, GoalKind
from utsyn.plans.library import library
from utsyn.plans.progress import all_progress
from utsyn.plans.series import Records
from utsyn.plans.states import STATE_NAMES, Progress, State
from utsyn.text import Words, say, say_n
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named
from utsyn.web.plans import queries, showing
from utsyn.web.plans.doings import Answers, doings
from utsyn.web.plans.drawing import Spark
from utsyn.web.plans.queries import Held, LastTime


class Sought(NamedTuple):
    """What the goals are narrowed to; blanks narrow nothing."""

    state: str = ""
    chapter: str = ""
    kind: str = ""
    unit: int | None = None
    on: str = ""  # the day, where it is not today

    def asked(self) -> dict[str, str]:
        """Return the question as an address carries it."""
        return {name: str(value) for name, value in self._asdict().items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether any goal may be left out."""
        return bool(self.asked().keys() - {"on"})

    def with_(self, **more: Any) -> str:
        """Return the address of the same question with something else in it."""
        return "?" + urlencode(self._replace(**more).asked())


class Count(NamedTuple):
    """How many goals stand in a state, and the address that shows them alone, or all again."""

    state: State
    n: int
    address: str
    chosen: bool


class Changed(NamedTuple):
    """A goal that stood elsewhere last time; `before` is None where the plan had no such goal then."""

    goal: Goal
    before: State | None
    now: State


class Line(NamedTuple):
    """A goal in a line: where it stands, its one figure and target, and what units do about it."""

    goal: Goal
    progress: Progress
    level: Words | None
    target: Words | None
    spark: Spark | None
    measures: int
    answers: Answers
    address: str  # of its page

    @property
    def marked(self) -> Words | None:
        """What else is to be said of the goal, in a few words."""
        old = next((one.age for one in self.progress.standings if one.stale), None)
        said: list[Words] = []
        if self.progress.by_hand:
            said.append(say("set by hand: {state}", state=STATE_NAMES[State(self.progress.by_hand.state)]))
        if old is not None:
            said.append(say_n("last figure {n} month old", "last figure {n} months old", old))
        if self.progress.disagree:
            said.append(say("sources disagree"))
        if self.measures:
            said.append(say_n("{n} measure", "{n} measures", self.measures))
        if self.answers.sent:
            said.append(say("{n} of {all} units answered", n=self.answers.answered, all=self.answers.sent))
        if self.answers.declined:
            said.append(say_n("{n} declined", "{n} declined", self.answers.declined))
        return Listing(tuple(said)) if said else None


class Listing(NamedTuple):
    """Things said one beside another."""

    items: tuple[Words, ...]

    def in_(self, language: str) -> str:
        """Put a dot between them."""
        return " · ".join(one.in_(language) for one in self.items)


class Part(NamedTuple):
    """A chapter with the goals that are shown of it."""

    chapter: Chapter | None
    within: Chapter | None
    lines: Sequence[Line]


class Overview(NamedTuple):
    """A plan at a glance; `total` goals of which `shown` are, and the choices that narrow them."""

    plan: Held
    sought: Sought
    counts: Sequence[Count]
    total: int
    shown: int
    last: LastTime
    plan_then: bool  # whether the plan held last time already
    changed: Sequence[Changed]
    also: Words | None  # what else changed, counted
    parts: Sequence[Part]
    chapters: Sequence[Chapter]
    kinds: Sequence[GoalKind]
    units: Sequence[Named]
    follows_here: bool  # whether the plan that it follows is here to be seen


def overview(user: Person, plan: Held, sought: Sought) -> Overview:
    """Return a plan at a glance, as far as the person may see it."""
    institution = queries.units(user, plan)
    records, indicators = queries.records(user, plan, institution=institution), library().indicators
    now = all_progress(plan.text, records, indicators=indicators, on=plan.on)
    last = queries.last_time(user, plan)
    then = queries.as_of(plan, last.on)
    before = all_progress(then.text, records, indicators=indicators, on=last.on) if then else {}
    done = doings(user, plan, unit=sought.unit)
    changes = difference(before, now) if then else ()
    link = reverse("plans:goal", args=[plan.row.key, "-"]).removesuffix("-/")
    lines = [
        Line(one.goal, one, *_figure(one, plan, indicators), measures, answers, f"{link}{key}/")
        for key, one in now.items()
        for measures, answers in [(done.measures.get(key, 0), done.answers.get(key, Answers()))]
        if _fits(one, sought, measures, answers)
    ]
    return Overview(
        plan, sought, _counts(now, sought), len(now), len(lines), last, then is not None,
        _turned(before, now) if then else (), _also(changes), _parts(plan, lines),
        [one for one in plan.text.chapters if any(plan.text.within(one.key))],
        [kind for kind in GoalKind if plan.text.of_kind(kind)],
        [] if not plan.inside else [
            unit for kind in ("faculty", "department", "office") for unit in institution.of_kind(kind)
        ],
        queries.follows_here(user, plan),
    )  # fmt: skip


def _turned(before: Mapping[str, Progress], now: Mapping[str, Progress]) -> Sequence[Changed]:
    """Return the goals that stand elsewhere than they stood, or are new."""
    states = [(one, before[key].state if key in before else None) for key, one in now.items()]
    return [Changed(one.goal, was, one.state) for one, was in states if was is not one.state]


def _also(changes: Sequence[Difference]) -> Words | None:
    """Count what changed besides states: figures that came, were revised or fell away, and what was set or judged."""
    met = Counter(one.turn for one in changes)
    figures, revised, gone = met[Turn.FIGURE], met[Turn.REVISED], met[Turn.WITHDRAWN]
    by_people = met[Turn.SET] + met[Turn.TAKEN_BACK] + met[Turn.JUDGED]
    said = (
        (figures, say_n("{n} new figure", "{n} new figures", figures)),
        (revised, say_n("{n} revised", "{n} revised", revised)),
        (gone, say_n("{n} figure that no longer counts", "{n} figures that no longer count", gone)),
        (by_people, say_n("{n} judged or set by hand", "{n} judged or set by hand", by_people)),
        (
            met[Turn.GONE],
            say_n("{n} goal no longer in the plan", "{n} goals no longer in the plan", met[Turn.GONE]),
        ),
    )
    words = tuple(words for n, words in said if n)
    return Listing(words) if words else None


def _fits(one: Progress, sought: Sought, measures: int, answers: Answers) -> bool:
    if sought.unit and not measures and not answers.sent:
        return False
    wanted = ((sought.state, one.state), (sought.chapter, one.goal.chapter), (sought.kind, one.goal.kind))
    return all(not asked or asked == is_ for asked, is_ in wanted)


def _figure(
    one: Progress, plan: Held, indicators: showing.Indicators
) -> tuple[Words | None, Words | None, Spark | None]:
    standing = showing.in_one(one)
    if standing is None:
        return None, None, None
    indicator = indicators.get(standing.target.indicator or "")
    return (
        showing.level_of(standing.gauge.level, standing.gauge, indicator),
        showing.goal_of(standing.gauge, indicator),
        showing.small(standing, plan.text, indicator),
    )


def _counts(now: Mapping[str, Progress], sought: Sought) -> Sequence[Count]:
    met = Counter(one.state for one in now.values())
    return [
        Count(state, met[state], sought.with_(state="" if sought.state == state else state.value), sought.state == state)
        for state in State
    ]  # fmt: skip


def _parts(plan: Held, lines: Sequence[Line]) -> Sequence[Part]:
    """Gather lines by chapter, in the plan's order."""
    chapters = {one.key: one for one in plan.text.chapters}
    by: dict[str, list[Line]] = {key: [] for key in chapters}
    for line in lines:
        by.setdefault(line.goal.chapter, []).append(line)
    made = [(chapters.get(key), found) for key, found in by.items() if found]
    return [Part(one, chapters.get(one.within or "") if one else None, found) for one, found in made]


MEANINGS: Mapping[State, Words] = {
    State.MISSED: say("The day has come, and the last figure in time is not there."),
    State.BEHIND: say("The last figure is not where the way to the target asks it to be."),
    State.UNKNOWN: say(
        "No figure can tell, figures are too uncertain, or sources disagree; the page says which."
    ),
    State.JUDGEMENT: say("No figure can tell, and the people who are named have not judged yet."),
    State.ON_COURSE: say("The last figure is where the way to the target asks it to be, or past it."),
    State.REACHED: say("The target is met."),
}


class Listed(NamedTuple):
    """A plan in the list, with how many of its goals stand where."""

    plan: Held
    counts: Sequence[tuple[State, int]]
    goals: int
    running: bool


def listed(user: Person, *, on: date) -> Sequence[Listed]:
    """Return all plans that a person may see, the newest first, with how many goals stand where."""
    plans, indicators = queries.all_held(user, on=on), library().indicators
    known, found = queries.all_records(user, plans), []
    for plan in plans:
        records: Records = known[plan.row.key]
        now = all_progress(plan.text, records, indicators=indicators, on=on)
        met = Counter(one.state for one in now.values())
        runs = plan.text.lasts.since <= on <= plan.text.lasts.until
        found.append(Listed(plan, [(state, met[state]) for state in State if met[state]], len(now), runs))
    return found
