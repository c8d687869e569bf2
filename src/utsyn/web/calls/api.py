"""The same as the pages, for programs: every operation of the room of calls under /api/v1."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from utsyn.calls.answers import amendment_shape, call_shape, difference_shape, replay_shape
from utsyn.calls.proposal import Proposal
from utsyn.calls.shapes import AmendmentShape, AnswerShape, CallShape, DifferenceShape, ReplayShape
from utsyn.text import Language
from utsyn.web.calls import actions, kept, queries, standing
from utsyn.web.respond import today

router = Router(tags=["calls"])
Key = Annotated[str, Path(max_length=80, description="The key of a call, such as intpart-2022")]
Link = Annotated[str, Path(max_length=60, description="The unguessable link of a kept answer")]
Day = Annotated[date | None, Query(description="A day, year-month-day; today where none is given")]
Tongue = Annotated[Language, Query(description="The language of all sentences")]


class Problem(BaseModel):
    """What is wrong with the request: where, what, and how to mend it."""

    place: str
    what: str
    mend: str


class Problems(BaseModel):
    """Everything that is wrong with the request."""

    problems: list[Problem]


WRONG = {400: Problems, 404: Problems, 413: Problems, 422: Problems}


class Row(BaseModel):
    """A call in a list, as it stood on the day."""

    call: str
    programme: str
    title: str
    about: str
    opens: date | None
    closes: str | None
    closed_by: date | None
    open_ended: bool
    status: str


class Rows(BaseModel):
    """One page of the calls that were found."""

    on: date
    total: int
    page: int
    pages: int
    calls: list[Row]


class Version(BaseModel):
    """A version of a call: its number from 1, since when it surely held, and the amendment that made it."""

    number: int
    since: date | None
    amendment: AmendmentShape | None


class Versions(BaseModel):
    """All versions of a call, in the order in which they held."""

    call: str
    versions: list[Version]


class Asking(BaseModel):
    """A proposal to be asked about; `form` is a token of yours by which the same question sent twice is one."""

    model_config = ConfigDict(extra="forbid")
    proposal: Proposal
    on: date | None = None
    form: Annotated[str, Field(max_length=100)] = ""


class Kept(BaseModel):
    """An answer and the link under which it is kept."""

    link: str
    asked_on: date
    as_given: bool
    answer: AnswerShape


class Touched(BaseModel):
    """An amendment, and the proposals that you may see replayed over it."""

    amendment: AmendmentShape
    replay: ReplayShape


class Sought(BaseModel):
    """What a list is narrowed to."""

    q: Annotated[
        str, Field(max_length=100, description="Words that stand in the call's title or about it")
    ] = ""
    programme: Annotated[str, Field(max_length=80)] = ""
    status: Literal["", "planned", "open", "closing soon", "closed", "unknown"] = ""
    country: Annotated[str, Field(max_length=2, description="A partner country that the call names")] = ""
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    on: date | None = None
    lang: Language = "en"


@router.get(
    "/calls", response={200: Rows, **WRONG}, url_name="calls", summary="Calls, narrowed to what is sought"
)
def calls(request: HttpRequest, sought: Annotated[Sought, Query()]) -> Rows:
    """List the calls, those that can be applied to first, 25 to a page."""
    return _rows(sought, queries.PAGE)


@router.get(
    "/timeline", response={200: Rows, **WRONG}, url_name="timeline", summary="The same calls, 40 to a page"
)
def timeline(request: HttpRequest, sought: Annotated[Sought, Query()]) -> Rows:
    """List what the timeline draws: from when to when each call is open."""
    return _rows(sought, queries.LONG_PAGE)


@router.get("/calls/{key}", response={200: CallShape, **WRONG}, url_name="call", summary="A call on a day")
def call(request: HttpRequest, key: Key, on: Day = None, lang: Tongue = "en") -> CallShape:
    """Return what a call says as it stood on a day, line by line with sources."""
    entry, day = queries.entry(key), _day(on)
    queries.known(entry, on=day)
    return call_shape(entry.call, day, lang)


@router.get(
    "/calls/{key}/versions", response={200: Versions, **WRONG}, url_name="versions", summary="Its versions"
)
def versions(request: HttpRequest, key: Key, lang: Tongue = "en") -> Versions:
    """Return the versions of a call with the amendments that made them."""
    entry = queries.entry(key)
    made = [
        Version(
            number=change.version.number,
            since=change.since,
            amendment=amendment_shape(entry.call, change.amended.amendment, lang) if change.amended else None,
        )
        for change in standing.history(entry)
    ]
    return Versions(call=key, versions=made)


@router.get(
    "/calls/{key}/diff",
    response={200: DifferenceShape, **WRONG},
    url_name="diff",
    summary="Two days compared",
)
def diff(
    request: HttpRequest, key: Key, first: Day = None, second: Day = None, lang: Tongue = "en"
) -> DifferenceShape:
    """Return what differs in a call between two days."""
    entry = queries.entry(key)
    begins = _day(first or entry.known_from)
    return difference_shape(entry.call, standing.compared(entry, begins, _day(second)), lang)


@router.get(
    "/calls/{key}/amendments/{number}",
    response={200: Touched, **WRONG},
    url_name="amendment",
    summary="An amendment, and whom it touched",
)
def amendment(
    request: HttpRequest, key: Key, number: Annotated[int, Path(ge=1, le=1000)], lang: Tongue = "en"
) -> Touched:
    """Return an amendment replayed over the proposals that you may see: who turned, which way, because of what."""
    entry = queries.entry(key)
    change = standing.amendment(entry, number)
    replayed = tuple(kept.replayed(request.user, entry, change).days)
    return Touched(
        amendment=amendment_shape(entry.call, change.amendment, lang),
        replay=replay_shape(entry.call, replayed, lang),
    )


@router.post(
    "/calls/{key}/answers", response={201: Kept, **WRONG}, url_name="ask", summary="Ask about a proposal"
)
def ask(request: HttpRequest, key: Key, asking: Asking, lang: Tongue = "en") -> Status[Kept]:
    """Ask whether a proposal may go to a call, and keep the answer under a link."""
    entry, day = queries.entry(key), _day(asking.on)
    queries.known(entry, on=day)
    row = actions.ask(
        entry.call, asking.proposal, on=day, at=timezone.now(), by=request.user,
        form=asking.form or actions.new_form(), language=lang,
    )  # fmt: skip
    return Status(201, _kept(kept.shown(row, on=day, language=lang)))


@router.get(
    "/answers/{link}", response={200: Kept, **WRONG}, url_name="kept", summary="An answer that was kept"
)
def kept_answer(request: HttpRequest, link: Link, on: Day = None, lang: Tongue = "en") -> Kept:
    """Return a kept answer, or how it would be on another day."""
    row = kept.asked(request.user, link)
    return _kept(kept.shown(row, on=on or row.on, language=lang))


def _rows(sought: Sought, page: int) -> Rows:
    day, lang = _day(sought.on), sought.lang
    asked = queries.Sought(
        day, sought.q, sought.programme, sought.status, sought.country, sought.year, sought.page
    )
    found = queries.found(asked, page=page)
    calls = [
        Row(
            call=row.key,
            programme=row.entry.text.programme,
            title=row.title.in_(lang),
            about=row.about.in_(lang),
            opens=row.window.opens,
            closes=str(row.window.closes) if row.window.closes else None,
            closed_by=row.window.closed_by,
            open_ended=row.window.open_ended,
            status=row.status.value,
        )
        for row in found.rows
    ]
    return Rows(on=day, total=found.total, page=found.page, pages=found.pages, calls=calls)


def _kept(made: kept.Shown) -> Kept:
    return Kept(link=made.row.link, asked_on=made.row.on, as_given=made.kept, answer=made.answer)


def _day(on: date | None) -> date:
    return queries.day(on.isoformat() if on else "", otherwise=today())
