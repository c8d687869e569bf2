"""Indicators for programs: the list with each one's latest figure, and one with its definitions and every figure."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from utsyn.plans.indicators import IndicatorDocument
from utsyn.problems import Problem, Problems
from utsyn.text import Language, say
from utsyn.web.calls.api import WRONG
from utsyn.web.indicators import queries, sheets
from utsyn.web.indicators.facts import written
from utsyn.web.indicators.tables import Latest
from utsyn.web.respond import today

router = Router(tags=["indicators"])
Key = Annotated[str, Path(max_length=80, description="The key of an indicator")]
On = Annotated[date | None, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31), description="As it stood on this day; today where left out")]  # fmt: skip
Rehearsal = Annotated[
    bool | None, Field(description="Invented figures, or the real ones; where left out, those there are")
]


class Known(BaseModel):
    """The figure of the period that ended last; `age` in whole months; `value` null where it is not known."""

    since: date
    until: date
    value: str | None
    provider: str
    by_hand: bool
    known: date
    age: int
    stale: bool


class IndicatorRow(BaseModel):
    """An indicator, its latest figure for the institution, and the plans whose goals rest on it."""

    key: str
    title: str
    sort: str
    unit: str
    owner: str
    latest: Known | None
    plans: dict[str, list[str]]


class Indicators(BaseModel):
    """The indicators that you may see; `rehearsal` tells whether the figures are invented."""

    on: date
    rehearsal: bool
    indicators: list[IndicatorRow]


class Figure(BaseModel):
    """A figure as it came; numbers are written out, so that nothing is rounded on the way."""

    unit: str
    since: date
    until: date
    version: int
    provider: str
    value: str | None
    parts: dict[str, str | None]
    precision: str | None
    by_hand: bool
    source: dict[str, str]
    method: str
    unknown: str | None
    among: str | None
    running: bool | None
    caveats: list[str] | None
    digits: int | None
    known: date
    stands: bool
    figure: int
    replaces: int | None
    because: str
    withdrawn: date | None
    withdrawn_because: str
    rehearsal: bool


class Series(BaseModel):
    """An indicator with the definitions of the day, and the figures of one unit that were known by then."""

    indicator: IndicatorDocument
    unit: str | None
    on: date
    figures: list[Figure]


class AsOf(BaseModel):
    """As of when, and whose figures."""

    on: On = None
    rehearsal: Rehearsal = None
    unit: Annotated[
        str, Field(max_length=80, description="The key of a unit; the institution where left out")
    ] = ""
    lang: Language = "en"


@router.get(
    "/indicators",
    response={200: Indicators, **WRONG},
    url_name="indicators",
    summary="Indicators, as of a day",
)
def indicators(request: HttpRequest, asked: Annotated[AsOf, Query()]) -> Indicators:
    """List indicators with the latest figure of the institution."""
    on = _day(asked.on)
    sought = queries.Sought(rehearsal=asked.rehearsal)
    found = queries.listed(request.user, sought, on=on, language=asked.lang)
    rows = [
        IndicatorRow(
            key=row.document.key, title=row.title, sort=row.document.sort.value,
            unit=row.document.unit.in_(asked.lang), owner=row.document.owner.in_(asked.lang), latest=_latest(row.latest),
            plans={use.plan.row.key: [goal.key for goal in use.goals] for use in row.uses},
        )
        for row in found.rows
    ]  # fmt: skip
    return Indicators(on=on, rehearsal=found.rehearsal, indicators=rows)


def _day(on: date | None) -> date:
    """Return the day that is asked about. Raises Problems for one that has not come."""
    if on is not None and on > today():
        mend = say("Ask about today or an earlier day")
        raise Problems(Problem(say("{day} has not come yet", day=on), mend, ("on",)))
    return on or today()


def _latest(one: Latest | None) -> Known | None:
    if one is None:
        return None
    row = one.shown.row
    return Known(
        since=row.since, until=row.until, value=written(row.value), provider=row.provider, by_hand=row.by_hand,
        known=one.shown.known, age=one.age, stale=one.stale,
    )  # fmt: skip


@router.get(
    "/indicators/{key}",
    response={200: Series, **WRONG},
    url_name="indicator",
    summary="An indicator's series",
)
def indicator(request: HttpRequest, key: Key, asked: Annotated[AsOf, Query()]) -> Series:
    """Return every figure of one unit as it was known on a day, with source, method and what it followed."""
    on = _day(asked.on)
    page = queries.page(request.user, key, on=on, unit=asked.unit, rehearsal=asked.rehearsal)
    return Series.model_validate(sheets.as_json(page))
