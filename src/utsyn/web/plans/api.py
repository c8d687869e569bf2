"""The same as the pages of plans, for programs: the list, a plan at a glance, a goal with its reasons."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from utsyn.text import Language
from utsyn.web.calls.api import WRONG, Day, Tongue
from utsyn.web.plans import goal as goals
from utsyn.web.plans import overview, queries
from utsyn.web.plans.queries import asked_day
from utsyn.web.plans.shapes import AtAGlance, GoalShape, PlanRow, at_a_glance, goal_shape, plan_row

router = Router(tags=["plans"])
Key = Annotated[str, Path(max_length=80, description="The key of a plan")]
GoalKey = Annotated[str, Path(max_length=80, description="The key of a goal")]
Word = Annotated[str, Field(max_length=80)]


class Plans(BaseModel):
    """The plans that you may see, as they stood on a day, the newest first."""

    on: date
    plans: list[PlanRow]


class Sought(BaseModel):
    """What the goals of a plan are narrowed to."""

    state: Word = ""
    chapter: Word = ""
    kind: Word = ""
    unit: Annotated[int | None, Field(ge=1, le=999_999_999)] = None
    on: date | None = None
    lang: Language = "en"


@router.get("/plans", response={200: Plans, **WRONG}, url_name="plans", summary="Plans, and how they stand")
def plans(request: HttpRequest, on: Day = None, lang: Tongue = "en") -> Plans:
    """List plans with how many of their goals stand where."""
    day = asked_day(on)
    return Plans(on=day, plans=[plan_row(one, lang) for one in overview.listed(request.user, on=day)])


@router.get("/plans/{key}", response={200: AtAGlance, **WRONG}, url_name="plan", summary="A plan at a glance")
def plan(request: HttpRequest, key: Key, sought: Annotated[Sought, Query()]) -> AtAGlance:
    """Return where every goal of a plan stands, and what changed since last time."""
    held = queries.held(request.user, key, on=asked_day(sought.on))
    asked = overview.Sought(sought.state, sought.chapter, sought.kind, sought.unit)
    return at_a_glance(overview.overview(request.user, held, asked), sought.lang)


@router.get(
    "/plans/{key}/goals/{goal}",
    response={200: GoalShape, **WRONG},
    url_name="goal",
    summary="A goal of a plan",
)
def goal(request: HttpRequest, key: Key, goal: GoalKey, on: Day = None, lang: Tongue = "en") -> GoalShape:
    """Return where a goal stands and because of what: every figure with its sources, and what units do about it."""
    held = queries.held(request.user, key, on=asked_day(on))
    return goal_shape(goals.page(request.user, held, goal), lang)
