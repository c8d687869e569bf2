"""Evidence for programs: the figures with what they rest on, one with its whole result, partners, vintages."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.calls.api import WRONG
from utsyn.web.errors import NotHere
from utsyn.web.evidence import along as places
from utsyn.web.evidence import facts, queries
from utsyn.web.evidence.models import Computed
from utsyn.web.evidence.shapes import (
    Along,
    Asked,
    Axis,
    Facet,
    Facets,
    Figure,
    FigureRow,
    Figures,
    Line,
    Loaded,
    Of,
    Partner,
    PartnerRow,
    Partners,
    Sought,
    Vintages,
    When,
)
from utsyn.web.evidence.showing import rules_of
from utsyn.web.people.rights import standing

router = Router(tags=["evidence"])
Key = Annotated[str, Path(max_length=80, description="The key of a figure's recipe")]
Thing = Annotated[
    str,
    Path(
        max_length=120,
        description="The key of a unit, an OpenAlex field (11 to 36), or a country (two letters)",
    ),
]
Ror = Annotated[str, Path(max_length=20, description="A partner's ROR id, without its address")]


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


def _inside(request: HttpRequest, axis: str = "") -> None:
    """Partners and units are for who has a role here. Raises NotHere."""
    if axis in ("", places.UNIT) and not standing(request.user).roles:
        what = say("Figures of units are not open to all") if axis else say("Partners are not open to all")
        raise NotHere(Problem(what, say("Sign in; who has a role here sees them")))


@router.get(
    "/evidence/partners/{ror}", response={200: Partner, **WRONG}, url_name="partner", summary="A partner"
)
def partner(request: HttpRequest, ror: Ror) -> Partner:
    """Return a partner: publications, projects, agreements, stays and verdicts with their reasons."""
    _inside(request)
    one = queries.partner(request.user, ror)
    return Partner(**_partner(one), synthetic=one.basis.synthetic, told=one.told)


@router.get(
    "/evidence/along/{axis}",
    response={200: Along, **WRONG},
    url_name="along",
    summary="Figures of units, fields or countries",
)
def along(request: HttpRequest, axis: Axis, asked: Annotated[Asked, Query()]) -> Along:
    """List the latest figures of all units (for who has a role here), fields or countries."""
    _inside(request, axis)
    units, rest = queries.unit_names(request.user), queries.basis(request.user)
    lines = [Line(**_line(one, units, asked.lang)) for one in queries.along(request.user, axis)]
    return Along(axis=axis, synthetic=bool(rest and rest.synthetic), lines=lines)


def _line(one: Any, units: Any, language: str) -> dict[str, Any]:
    line, name = one.head.get("line") or {}, places.called(one.axis, one.key, units).in_(language)
    kept = {
        "sort": one.head["sort"],
        "year": one.head["year"],
        "value": line.get("value"),
        "parts": line.get("parts", {}),
    }
    return {
        "key": one.key,
        "name": name,
        "figure": one.recipe,
        **kept,
        "low": line.get("low"),
        "high": line.get("high"),
    }


@router.get(
    "/evidence/along/{axis}/{path:key}",
    response={200: Facets, **WRONG},
    url_name="facet",
    summary="One unit, field or country",
)
def facet(request: HttpRequest, axis: Axis, key: Thing, asked: Annotated[Asked, Query()]) -> Facets:
    """Return every figure of a unit (for who has a role here), a field or a country, by year."""
    _inside(request, axis)
    units, found = queries.unit_names(request.user), queries.facets(request.user, axis, key)
    told = [
        Facet(**_line(one, units, asked.lang), years=one.told["years"], cases=one.told.get("cases", []))
        for one in found
    ]
    rest = found[0].basis
    return Facets(
        axis=axis, key=key, name=places.called(axis, key, units).in_(asked.lang), synthetic=rest.synthetic, vintages=rest.vintages,
        figures=told,
    )  # fmt: skip


@router.get(
    "/evidence/{key}", response={200: Figure, **WRONG}, url_name="computed", summary="A computed figure"
)
def computed(request: HttpRequest, key: Key, asked: Annotated[When, Query()]) -> Figure:
    """Return a figure with its whole result, its years, fields and variants, by which rule it is counted, and why it changed since the vintage before."""
    one = queries.whole(request.user, key, basis=asked.at)
    inside = bool(standing(request.user).roles)
    told: dict[str, Any] = {
        name: one.told.get(name) or empty
        for name, empty in (
            ("years", []),
            ("cases", []),
            ("fields", []),
            ("units", []),
            ("variants", []),
            ("changed", {}),
            ("history", []),
            ("along", {}),
            ("expects", []),
        )
    }
    if not inside:
        told |= {"changed": {}, "units": []}
        told["along"] = {axis: held for axis, held in told["along"].items() if axis != places.UNIT}
    told |= {"rule": [words.in_(asked.lang) for words in rules_of(one)], "computation": one.basis_id}
    kept = {name: getattr(one, name) for name in ("version", "about", "sha256", "made_at", "columns", "rows")}
    return Figure(**_row(one, asked.lang), **kept, **told)
