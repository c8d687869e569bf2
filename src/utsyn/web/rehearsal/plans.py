"""Let the invented university follow two plans: adopted, judged, sent to units, answered with measures, reported on."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from pydantic import Field

from utsyn.documents import read
from utsyn.periods import Day
from utsyn.plans.document import Milestone, PlanDocument, Trajectory
from utsyn.plans.library import from_text, library
from utsyn.plans.written import written
from utsyn.text import Text
from utsyn.web.plans import actions
from utsyn.web.plans.models import Edition, Plan
from utsyn.web.rehearsal import cascade, figures, measuring, reporting
from utsyn.web.rehearsal.scenes import Scene, There, played, scene
from utsyn.web.rehearsal.university import FOLDER, Shape, found


class Milestones(Shape):
    """Milestones that a later edition gives to a target."""

    goal: str
    target: str
    by: dict[Day, Decimal]


class Again(Shape):
    """A second edition, no longer that of the plan's own institution: until when it lasts, and the milestones it adds."""

    saved: Day
    adopted: Day
    because: str = Field(min_length=1)
    institution: Text
    until: Day
    milestones: tuple[Milestones, ...] = ()


class Taken(Shape):
    """A plan that is followed, and when it was taken up, adopted and opened to all."""

    key: str
    taken_up: Day
    adopted: Day
    because: str
    public: Day | None = None
    again: Again | None = None


class Judgement(Shape):
    """A level that the leadership chose."""

    plan: str
    goal: str
    target: str
    level: str
    on: Day
    because: str


class SetState(Shape):
    """A state that the leadership set beside the computed one."""

    plan: str
    goal: str
    state: str
    on: Day
    because: str


class Followed(cascade.Conversation):
    """The whole file: plans, judgements, states, and the conversation about goals."""

    plans: tuple[Taken, ...]
    judged: tuple[Judgement, ...]
    set_by_hand: tuple[SetState, ...]


@transaction.atomic
def follow(*, at: datetime) -> tuple[Plan, ...]:
    """Play all of it, or return the plans of the rehearsal as they stand; a plan followed in earnest is left alone."""
    told, there = read(FOLDER / "plans.yaml").shaped(Followed), found()
    keys = [one.key for one in told.plans]
    if not Plan.objects.filter(key__in=keys).exists():
        played(_scenes(told, there, at))
    return tuple(Plan.objects.filter(key__in=keys, rehearsal=True).order_by("pk"))


def _scenes(told: Followed, there: There, at: datetime) -> Iterator[Scene]:
    for plan in told.plans:
        yield from _adopting(plan, there)
    yield from figures.scenes(there)
    yield from cascade.scenes(told, there, plan=told.plans[-1].key)
    yield from measuring.scenes(there)
    yield from _judging(told, there)
    yield from reporting.scenes(there, at=at)


def _adopting(plan: Taken, there: There) -> Iterator[Scene]:
    office, rector = there["kontor"], there["rektor"]
    text = Path(library().plan(plan.key).file.file).read_text()
    yield scene(
        plan.taken_up, lambda at: actions.take_up(text, unit=there["uni"], by=office, at=at, rehearsal=True)
    )
    yield _adopted(plan.key, plan.adopted, plan.because, there)
    if plan.public:
        yield scene(plan.public, lambda at: actions.publish(_plan(plan.key), public=True, by=rector, at=at))
    if plan.again:
        again = plan.again
        yield scene(
            again.saved,
            lambda at: actions.save_draft(
                _plan(plan.key), written(_anew(text, again)), because=again.because, by=office, at=at
            ),
        )
        yield _adopted(plan.key, again.adopted, again.because, there)


def _adopted(key: str, on: date, because: str, there: There) -> Scene:
    def adopt(at: datetime) -> None:
        last = Edition.objects.select_related("plan").filter(plan__key=key).order_by("number").last()
        actions.adopt(last, on=on, because=because, by=there["rektor"], at=at)  # type: ignore[arg-type]

    return scene(on, adopt)


def _anew(text: str, again: Again) -> PlanDocument:
    plan = from_text(text).text
    goals = {goal.key: goal for goal in plan.goals}
    for one in again.milestones:
        reached = tuple(Milestone(on=day, value=value) for day, value in one.by.items())
        way = Trajectory(shape="milestones", milestones=reached)
        targets = tuple(
            target.model_copy(update={"trajectory": way}) if target.key == one.target else target
            for target in goals[one.goal].targets
        )
        goals[one.goal] = goals[one.goal].model_copy(update={"targets": targets})
    lasts = plan.lasts.model_copy(update={"until": again.until})
    whose = {"institution": again.institution, "ror": None, "lasts": lasts}
    return plan.model_copy(update={**whose, "goals": tuple(goals.values())})


def _judging(told: Followed, there: There) -> Iterator[Scene]:
    rector = there["rektor"]
    for one in told.judged:
        yield scene(
            one.on,
            lambda at, one=one: actions.judge(  # type: ignore[misc]
                _plan(one.plan), one.goal, one.target, level=one.level, because=one.because, by=rector, at=at
            ),
        )
    for put in told.set_by_hand:
        yield scene(
            put.on,
            lambda at, put=put: actions.set_state(  # type: ignore[misc]
                _plan(put.plan), put.goal, state=put.state, because=put.because, by=rector, at=at
            ),
        )


def _plan(key: str) -> Plan:
    return Plan.objects.get(key=key)
