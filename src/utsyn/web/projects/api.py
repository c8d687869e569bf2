"""The bank for programs: the projects that are open to all, and for who has signed in those that she sees the whole of."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from utsyn.calls.project_search import UNSEEN
from utsyn.text import Language
from utsyn.web.calls.api import WRONG
from utsyn.web.projects import facts, queries
from utsyn.web.projects.models import Project

router = Router(tags=["projects"])
Key = Annotated[str, Path(max_length=80, description="The key of a project")]
Text = Annotated[str, Field(max_length=100)]


class Sum(BaseModel):
    """A sum in one currency, and over how many projects; an empty currency is one that is not known."""

    currency: str
    amount: Decimal
    projects: int


class Success(BaseModel):
    """Granted among decided; `share` is null below 30 decided."""

    granted: int
    decided: int
    share: Decimal | None


class Totals(BaseModel):
    """What the whole selection adds up to: pairs of project and country are counted beside the projects."""

    projects: int
    pairs: int
    countries_unknown: int
    awarded: list[Sum]
    awarded_unknown: int
    success: Success | None


class Inside(BaseModel):
    """What only those see who see the whole of a project."""

    sought: Decimal | None
    decided_on: date | None
    source: str
    source_row: int | None


class ProjectRow(BaseModel):
    """A project; `inside` is null for who sees its public side alone."""

    key: str
    number: str
    title: str
    call: str
    programme: str
    year: int | None
    institution: str
    unit: str
    role: str
    status: str
    awarded: Decimal | None
    currency: str
    starts: date | None
    ends: date | None
    period: str
    countries: list[str]
    inside: Inside | None


class Projects(BaseModel):
    """One page of a selection; `public` tells whether it is of the list that is open to all."""

    public: bool
    total: int
    page: int
    pages: int
    totals: Totals
    projects: list[ProjectRow]


class OneProject(BaseModel):
    """A project with its partners."""

    project: ProjectRow
    partners: list[str]


class Sought(BaseModel):
    """What a selection is narrowed to."""

    q: Text = ""
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    programme: Text = ""
    country: Annotated[str, Field(max_length=2)] = ""
    unit: Annotated[int | None, Field(ge=1, le=999_999)] = None
    partner: Text = ""
    status: Literal[
        "", "all_granted", "submitted", "granted", "granted_reduced", "granted_conditional", "refused", "waiting",
        "withdrawn",
    ] = ""  # fmt: skip
    sort: Annotated[str, Field(pattern=r"^(-?(title|year|programme|unit|countries|status|amount))?$")] = ""
    by: Annotated[str, Field(max_length=10, description="What the page's chart shows; of no matter here")] = (
        ""
    )
    rehearsal: bool = False
    public: Annotated[bool, Field(description="Only the list that is open to all")] = False
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    lang: Language = "en"


@router.get("/projects", response={200: Projects, **WRONG}, url_name="projects", summary="Projects, narrowed")
def projects(request: HttpRequest, sought: Annotated[Sought, Query()]) -> Projects:
    """List projects, 50 to a page: all that you see the whole of, or those that are open to all."""
    public = sought.public or not queries.reads_inside(request.user)
    asked = queries.Sought(
        words=_clean(sought.q), year=sought.year, programme=_clean(sought.programme), country=_clean(sought.country),
        unit=sought.unit, partner=_clean(sought.partner), status="" if public else sought.status,
        sort=sought.sort or queries.USUAL, rehearsal=sought.rehearsal and not public, public=public, page=sought.page,
    )  # fmt: skip
    found = queries.found(request.user, asked)
    all_, success = found.totals, found.totals.success
    return Projects(
        public=public, total=found.total, page=found.page, pages=found.pages,
        totals=Totals(
            projects=all_.projects, pairs=all_.pairs, countries_unknown=all_.countries_unknown,
            awarded=[Sum(currency=s.currency, amount=s.amount, projects=s.projects) for s in all_.awarded.sums],
            awarded_unknown=all_.awarded.unknown,
            success=None if public else Success(granted=success.granted, decided=success.decided, share=success.share),
        ),
        projects=[_row(row, inside=not public, language=sought.lang) for row in found.rows],
    )  # fmt: skip


@router.get("/projects/{key}", response={200: OneProject, **WRONG}, url_name="project", summary="A project")
def project(request: HttpRequest, key: Key, lang: Annotated[Language, Query()] = "en") -> OneProject:
    """Return a project, as much of it as you may see."""
    whole = queries.whole(request.user, key)
    row = _row(whole.row, inside=whole.inside, language=lang)
    return OneProject(project=row, partners=[partner.name for partner in whole.partners])


def _row(row: Project, *, inside: bool, language: Language) -> ProjectRow:
    called = facts.called(row)
    status = row.status if inside else "granted"
    more = Inside(sought=row.sought, decided_on=row.decided_on, source=row.source, source_row=row.source_row)
    return ProjectRow(
        key=row.key, number=row.number, title=row.title, call=row.call, programme=row.programme, year=row.year,
        institution=row.institution, unit=called.in_(language) if called else "", role=row.role,
        status=status, awarded=row.awarded,
        currency=row.currency, starts=row.starts, ends=row.ends, period=row.period,
        countries=row.countries.split(), inside=more if inside else None,
    )  # fmt: skip


def _clean(written: str) -> str:
    return UNSEEN.sub(" ", written).strip()
