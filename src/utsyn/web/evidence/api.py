"""Evidence for programs: the figures with what they rest on, one with its whole result, partners, vintages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from utsyn.problems import Problem
from utsyn.text import Language, say
from utsyn.web.calls.api import WRONG
from utsyn.web.errors import NotHere
from utsyn.web.evidence import facts, queries
from utsyn.web.evidence.models import Computed
from utsyn.web.people.rights import standing

router = Router(tags=["evidence"])
Key = Annotated[str, Path(max_length=80, description="The key of a figure's recipe")]
Ror = Annotated[str, Path(max_length=20, description="A partner's ROR id, without its address")]


class Vintage(BaseModel):
    """A vintage that figures rest on."""

    source: str
    key: str
    title: str
    day: date
    synthetic: bool
    sha256: str


class FigureRow(BaseModel):
    """A figure with the latest year that was over; numbers are written out, and `value` is null where none is shown."""

    key: str
    title: str
    indicator: str
    sort: str
    year: int | str | None
    value: str | None
    parts: dict[str, str]
    low: str | None
    high: str | None
    synthetic: bool
    vintages: list[Vintage]


class Figures(BaseModel):
    """The figures that you may see."""

    figures: list[FigureRow]


class Figure(FigureRow):
    """A figure with its whole result: `rows` in the order that `sha256` rests on, and every year as its page shows it."""

    version: int
    about: dict[str, Any]
    sha256: str
    made_at: datetime
    columns: list[str]
    rows: list[list[Any]]
    years: list[dict[str, Any]]
    variants: list[dict[str, Any]]
    changed: dict[str, Any]


class PartnerRow(BaseModel):
    """A partner; `recent` are publications together in three full years."""

    ror: str
    name: str
    country: str
    recent: int
    works: int
    hidden: bool
    emerging: bool
    dormant: bool


class Partners(BaseModel):
    """A page of partners, those with most publications first."""

    synthetic: bool
    count: int
    pages: int
    partners: list[PartnerRow]


class Partner(PartnerRow):
    """A partner with all that its page shows."""

    synthetic: bool
    told: dict[str, Any]


class Loaded(BaseModel):
    """A vintage with its manifest: tables, files, and what was left out."""

    source: str
    key: str
    title: str
    day: date
    synthetic: bool
    told: dict[str, Any]


class Vintages(BaseModel):
    """All that is loaded."""

    vintages: list[Loaded]


class Asked(BaseModel):
    """In which language."""

    lang: Language = "en"


class Of(BaseModel):
    """Of which source."""

    source: Annotated[str, Field(max_length=80, description="The key of a source; all where left out")] = ""


class Sought(BaseModel):
    """Which partners."""

    sign: Annotated[str, Field(max_length=20, description="hidden, emerging or dormant")] = ""
    country: Annotated[str, Field(max_length=2)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


@router.get("/evidence", response={200: Figures, **WRONG}, url_name="evidence", summary="Computed figures")
def evidence(request: HttpRequest, asked: Annotated[Asked, Query()]) -> Figures:
    """List the figures, each with its latest year."""
    return Figures(figures=[FigureRow(**_row(one, asked.lang)) for one in queries.listed(request.user)])


def _row(one: Computed, language: str) -> dict[str, Any]:
    line = one.head.get("line") or {}
    return {
        "key": one.recipe, "title": facts.title(one.recipe, one.indicator).in_(language), "indicator": one.indicator,
        "sort": one.head["sort"], "year": one.head["year"], "value": line.get("value"), "parts": line.get("parts", {}),
        "low": line.get("low"), "high": line.get("high"), "synthetic": one.synthetic, "vintages": one.vintages,
    }  # fmt: skip


@router.get(
    "/evidence/vintages", response={200: Vintages, **WRONG}, url_name="vintages", summary="What is loaded"
)
def vintages(request: HttpRequest, of: Annotated[Of, Query()]) -> Vintages:
    """List the vintages with their manifests."""
    found = queries.vintages(request.user)
    return Vintages(vintages=[Loaded(**_kept(one)) for one in found if of.source in ("", one.source)])


def _kept(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("source", "key", "title", "day", "synthetic", "told")}


@router.get("/evidence/partners", response={200: Partners, **WRONG}, url_name="partners", summary="Partners")
def partners(request: HttpRequest, sought: Annotated[Sought, Query()]) -> Partners:
    """List partners; for who has a role here."""
    _inside(request)
    found = queries.partners(request.user, sign=sought.sign, country=sought.country, page=sought.page)
    rows, rest = [PartnerRow(**_partner(one)) for one in found.object_list], queries.basis(request.user)
    return Partners(
        synthetic=bool(rest and rest.synthetic),
        count=found.paginator.count,
        pages=found.paginator.num_pages,
        partners=rows,
    )


def _partner(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in PartnerRow.model_fields}


def _inside(request: HttpRequest) -> None:
    if not standing(request.user).roles:
        raise NotHere(
            Problem(say("Partners are not open to all"), say("Sign in; who has a role here sees them"))
        )


@router.get(
    "/evidence/partners/{ror}", response={200: Partner, **WRONG}, url_name="partner", summary="A partner"
)
def partner(request: HttpRequest, ror: Ror) -> Partner:
    """Return a partner: publications, projects, agreements, stays and verdicts with their reasons."""
    _inside(request)
    one = queries.partner(request.user, ror)
    return Partner(**_partner(one), synthetic=one.basis.synthetic, told=one.told)


@router.get(
    "/evidence/{key}", response={200: Figure, **WRONG}, url_name="computed", summary="A computed figure"
)
def computed(request: HttpRequest, key: Key, asked: Annotated[Asked, Query()]) -> Figure:
    """Return a figure with its whole result, its years, its variants, and why it changed since the vintage before."""
    one = queries.whole(request.user, key)
    inside = bool(standing(request.user).roles)
    told: dict[str, Any] = {
        name: one.told.get(name) or empty
        for name, empty in (("years", []), ("variants", []), ("changed", {}))
    }
    if not inside:
        told["changed"] = {}
    kept = {name: getattr(one, name) for name in ("version", "about", "sha256", "made_at", "columns", "rows")}
    return Figure(**_row(one, asked.lang), **kept, **told)
