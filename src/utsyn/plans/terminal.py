"""Plans and their progress as plain text for a terminal, in one language."""

from collections.abc import Iterable, Iterator, Mapping

from utsyn.plans.document import Goal, GoalKind, PlanDocument, Target
from utsyn.plans.states import STATE_NAMES, Progress, Standing, State
from utsyn.reasons import Source
from utsyn.text import Said, in_words, say, say_n, shown

SIGNS: Mapping[State, str] = {
    State.MISSED: "✗",
    State.BEHIND: "▼",
    State.UNKNOWN: "?",
    State.JUDGEMENT: "§",
    State.ON_COURSE: "▲",
    State.REACHED: "✓",
}
QUOTED = {"nb": "«{}»", "nn": "«{}»", "en": "“{}”"}
GOAL_KINDS: Mapping[GoalKind, Said] = {
    GoalKind.OVERARCHING: say("overarching goal"),
    GoalKind.STRATEGIC: say("strategic goal"),
    GoalKind.DEVELOPMENT: say("development goal"),
}


def listed(plans: Iterable[PlanDocument], language: str) -> Iterator[str]:
    """Walk the lines of a list of plans: key, period, how many goals, title."""
    each = list(plans)
    width = max((len(plan.key) for plan in each), default=0)
    for plan in each:
        goals = say_n("{n} goal", "{n} goals", len(plan.goals)).in_(language)
        lasts = f"{plan.lasts.since.year}–{plan.lasts.until.year}"
        yield f"{plan.key:<{width}}  {lasts}  {goals:<10}  {plan.title.in_(language)}"


def plan(shown_plan: PlanDocument, language: str) -> Iterator[str]:
    """Walk the lines of a plan: its period, and chapter by chapter the goals with their targets."""
    text = shown_plan
    yield f"{text.title.in_(language)} ({text.key})"
    yield text.about.in_(language)
    yield in_words(language, "From {since} to {until}", since=text.lasts.since, until=text.lasts.until)
    if text.follows:
        yield in_words(language, "Follows the plan {key}", key=text.follows.plan)
    for chapter in text.chapters:
        yield ""
        yield f"{chapter.number} {chapter.title.in_(language)}".strip()
        for goal in text.within(chapter.key):
            yield from _goal(goal, language)


def _goal(goal: Goal, language: str) -> Iterator[str]:
    kind = GOAL_KINDS[goal.kind].in_(language)
    yield f"  • {goal.title.in_(language)} ({kind}, {goal.key})"
    yield from (f"      {_target(target, language)}" for target in goal.targets)
    if goal.unmeasured:
        yield "      " + in_words(language, "nothing measures it: {why}", why=goal.unmeasured.because)
        yield "      " + in_words(language, "it would take: {what}", what=goal.unmeasured.needs)


def _target(target: Target, language: str) -> str:
    claim = target.claim.in_(language) if target.claim else target.kind
    due = in_words(language, "by {day}", day=target.due) if target.due else ""
    return " · ".join(part for part in (claim, target.indicator or "", due) if part)


def progress(goals: Mapping[str, Progress], language: str) -> Iterator[str]:
    """Walk the lines of the progress of all goals: the state of each, why, from which figure, and how old that is."""
    counted = [(state, sum(one.state is state for one in goals.values())) for state in State]
    yield ", ".join(f"{n} {STATE_NAMES[state].in_(language)}" for state, n in counted if n)
    for one in goals.values():
        yield f"{SIGNS[one.state]} {STATE_NAMES[one.state].in_(language)}: {one.goal.title.in_(language)} ({one.goal.key})"
        if one.goal.unmeasured:
            yield "    " + in_words(language, "nothing measures it: {why}", why=one.goal.unmeasured.because)
        for standing in one.standings:
            yield from _standing(standing, language)
        if one.by_hand:
            yield "    " + in_words(
                language, "set by hand to “{state}” by {who}: {why}",
                state=STATE_NAMES[State(one.by_hand.state)], who=one.by_hand.by, why=one.by_hand.because,
            )  # fmt: skip


def _standing(standing: Standing, language: str, indent: str = "    ") -> Iterator[str]:
    finding = standing.finding
    found = f" ({finding.found.in_(language)})" if finding.found else ""
    yield f"{indent}{SIGNS[standing.state]} {finding.claim.in_(language)}{found}"
    for caveat in standing.gauge.caveats:
        yield f"{indent}  ! {caveat.in_(language)}"
    if standing.latest:
        figure = standing.latest.figure
        yield from (f"{indent}  {line}" for line in _sources(figure.sources, language))
    if standing.stale and standing.age is not None:
        old = say_n("the last figure is {n} month old", "the last figure is {n} months old", standing.age)
        yield f"{indent}  ! {old.in_(language)}"
    for other in standing.others:
        by = in_words(language, "by {provider}:", provider=other.provider)
        yield f"{indent}  {by} {STATE_NAMES[other.state].in_(language)}"


def _sources(sources: Iterable[Source], language: str) -> Iterator[str]:
    for source in dict.fromkeys(sources):
        place = f", {source.place}" if source.place else ""
        quote = ": " + QUOTED[language].format(source.quote) if source.quote else ""
        yield f"[{shown(source.title, language)}{place}{quote}]"
