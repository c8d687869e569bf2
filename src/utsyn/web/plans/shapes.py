"""Plans and goals as JSON: what the pages show, with numbers as numbers and sentences in one language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from utsyn.plans.series import Observation
from utsyn.reasons import Finding, Source
from utsyn.text import Language, shown
from utsyn.web.plans.doings import OfUnit
from utsyn.web.plans.goal import OfTarget, Page
from utsyn.web.plans.overview import Line, Listed, Overview
from utsyn.web.plans.showing import Shown


class PlanRow(BaseModel):
    """A plan; `states` counts its goals by where they stand. Of a rehearsal, the figures are invented."""

    plan: str
    title: str
    institution: str
    since: date
    until: date
    public: bool
    rehearsal: bool
    goals: int
    states: dict[str, int]


class GoalRow(BaseModel):
    """A goal in a line; `state` is worked out, `set_by_hand` stands beside it."""

    goal: str
    title: str
    kind: str
    chapter: str
    state: str
    set_by_hand: str | None
    level: str
    target: str
    stale: bool
    disagree: bool
    measures: int
    units_sent: int
    units_answered: int
    units_declined: int


class ChangedShape(BaseModel):
    """A goal that stood elsewhere last time; `before` is null where the plan had no such goal then."""

    goal: str
    before: str | None
    now: str


class AtAGlance(BaseModel):
    """A plan at a glance; `last_time` is the day of the last frozen report, or twelve months before."""

    plan: str
    title: str
    on: date
    edition: int
    rehearsal: bool
    states: dict[str, int]
    last_time: date
    last_time_frozen: bool
    changed: list[ChangedShape]
    goals: list[GoalRow]


class SourceShape(BaseModel):
    """Where something is written."""

    title: str
    url: str
    place: str
    quote: str
    language: str
    accessed: date | None


class FindingShape(BaseModel):
    """A verdict on a claim, and what it rests on."""

    verdict: str
    claim: str
    found: str
    because: list["FindingShape"]


class FigureShape(BaseModel):
    """A figure for a period, as it was known on the day; a share is a part of one. `level` is what the target counts."""

    since: date
    until: date
    level: Decimal
    value: Decimal | None
    parts: dict[str, Decimal]
    precision: Decimal | None
    provider: str
    version: int
    known: date
    by_hand: bool
    marks: list[str]
    sources: list[SourceShape]


class ByProvider(BaseModel):
    """Where a target stands by one provider's figures."""

    provider: str
    state: str
    level: Decimal | None
    figures: list[FigureShape]


class TargetShape(BaseModel):
    """A target: where it stands and why, with what it is held against; levels in the target's own unit."""

    target: str
    kind: str
    indicator: str | None
    state: str
    finding: FindingShape
    shown_as: str
    level: Decimal | None
    goal: Decimal | None
    base: Decimal | None
    asked: Decimal | None
    age_in_months: int | None
    stale: bool
    provider: str
    figures: list[FigureShape]
    others: list[ByProvider]


class MeasureShape(BaseModel):
    """A measure of a unit for the goal."""

    number: int
    title: str
    status: str
    since: date | None
    until: date | None
    responsible: str


class UnitShape(BaseModel):
    """What a unit does about the goal; `answer` is null where the goal was not sent to it, or is not answered yet."""

    unit: str
    sent: bool
    answer: str | None
    own_words: str
    because: list[str]
    measures: list[MeasureShape]


class YearShape(BaseModel):
    """Where the goal stood on a day."""

    on: date
    state: str


class GoalShape(BaseModel):
    """A goal of a plan on a day."""

    plan: str
    goal: str
    title: str
    kind: str
    on: date
    state: str
    set_by_hand: str | None
    set_because: str | None
    quotes: list[SourceShape]
    targets: list[TargetShape]
    units: list[UnitShape]
    years: list[YearShape]
    depends_on: list[str]
    rehearsal: bool


def plan_row(one: Listed, language: Language) -> PlanRow:
    """Write a plan of the list."""
    text, row = one.plan.text, one.plan.row
    return PlanRow(
        plan=row.key, title=text.title.in_(language), institution=text.institution.in_(language),
        since=text.lasts.since, until=text.lasts.until, public=row.public, rehearsal=row.rehearsal, goals=one.goals,
        states={state.value: n for state, n in one.counts},
    )  # fmt: skip


def at_a_glance(made: Overview, language: Language) -> AtAGlance:
    """Write a plan at a glance."""
    plan = made.plan
    return AtAGlance(
        plan=plan.row.key, title=plan.text.title.in_(language), on=plan.on, edition=plan.edition.number,
        rehearsal=plan.row.rehearsal, states={one.state.value: one.n for one in made.counts},
        last_time=made.last.on, last_time_frozen=made.last.frozen,
        changed=[ChangedShape(goal=one.goal.key, before=one.before, now=one.now) for one in made.changed],
        goals=[_row(line, language) for part in made.parts for line in part.lines],
    )  # fmt: skip


def _row(line: Line, language: Language) -> GoalRow:
    goal, now = line.goal, line.progress
    return GoalRow(
        goal=goal.key, title=goal.title.in_(language), kind=goal.kind, chapter=goal.chapter, state=now.state,
        set_by_hand=now.by_hand.state if now.by_hand else None, level=line.level.in_(language) if line.level else "",
        target=line.target.in_(language) if line.target else "", stale=now.stale, disagree=now.disagree,
        measures=line.measures, units_sent=line.answers.sent, units_answered=line.answers.answered,
        units_declined=line.answers.declined,
    )  # fmt: skip


def goal_shape(page: Page, language: Language) -> GoalShape:
    """Write a goal with everything that is known of it."""
    now = page.progress
    return GoalShape(
        plan=page.plan.row.key, goal=page.goal.key, title=page.goal.title.in_(language), kind=page.goal.kind,
        on=now.on, state=now.state, set_by_hand=now.by_hand.state if now.by_hand else None,
        set_because=now.by_hand.because if now.by_hand else None,
        quotes=[_source(one, language) for one in page.quotes],
        targets=[_target(one, language) for one in page.targets], units=[_unit(one, language) for one in page.units],
        years=[YearShape(on=year.on, state=year.state) for year in page.years],
        depends_on=[one.key for one in page.depends_on], rehearsal=page.plan.row.rehearsal,
    )  # fmt: skip


def _target(one: OfTarget, language: Language) -> TargetShape:
    standing, gauge = one.shown.standing, one.shown.standing.gauge
    return TargetShape(
        target=standing.target.key, kind=standing.target.kind, indicator=standing.target.indicator,
        state=standing.state, finding=_finding(standing.finding, language), shown_as=gauge.shown_as, level=gauge.level,
        goal=gauge.goal, base=gauge.base, asked=standing.asked, age_in_months=standing.age, stale=standing.stale,
        provider=standing.provider, figures=_figures(one.shown, language),
        others=[
            ByProvider(provider=other.standing.provider, state=other.standing.state, level=other.standing.gauge.level,
                       figures=_figures(other, language))
            for other in one.others
        ],
    )  # fmt: skip


def _figures(target: Shown, language: Language) -> list[FigureShape]:
    return [
        _figure(entry.point.observation, entry.point.level, [*entry.marks], language)
        for entry in target.entries
    ]


def _figure(one: Observation, level: Decimal, marks: list[str], language: Language) -> FigureShape:
    return FigureShape(
        since=one.since, until=one.until, level=level, value=one.figure.value, parts=dict(one.figure.parts),
        precision=one.figure.precision, provider=one.provider, version=one.version, known=one.known,
        by_hand=one.by_hand, marks=marks, sources=[_source(source, language) for source in one.figure.sources],
    )  # fmt: skip


def _finding(found: Finding, language: Language) -> FindingShape:
    return FindingShape(
        verdict=found.verdict, claim=found.claim.in_(language), found=found.found.in_(language) if found.found else "",
        because=[_finding(part, language) for part in found.because],
    )  # fmt: skip


def _source(one: Source, language: Language) -> SourceShape:
    return SourceShape(
        title=shown(one.title, language), url=one.url, place=one.place, quote=one.quote, language=one.language,
        accessed=one.accessed,
    )  # fmt: skip


def _unit(one: OfUnit, language: Language) -> UnitShape:
    talk = one.conversation
    said = talk.said if talk else None
    told: Mapping[str, str] = (
        {reply.key: reply.because for reply in talk.replies if reply.because} if talk else {}
    )
    return UnitShape(
        unit=one.unit.name.in_(language) if one.unit else "", sent=talk is not None,
        answer=talk.answer if talk else None, own_words=said.own_words if said else "", because=list(told.values()),
        measures=[
            MeasureShape(number=then.row.number, title=then.told.title, status=then.told.status, since=then.told.since,
                         until=then.told.until, responsible=then.told.responsible)
            for then in one.measures
        ],
    )  # fmt: skip
