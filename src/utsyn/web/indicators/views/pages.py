"""Pages that show indicators: the list, one indicator as of a day, and its series to take home."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from utsyn.problems import Problem, Problems
from utsyn.reasons import Source
from utsyn.text import say
from utsyn.web.calls.queries import day
from utsyn.web.indicators import drawing, queries, sheets, tables, worded
from utsyn.web.languages import language
from utsyn.web.people.rights import standing
from utsyn.web.respond import respond, today, twin

LONGEST = 100  # characters of a search that are looked at


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """List the indicators, each with its latest figure, how old that is, and the plans that rest on it."""
    on = asked_day(request)
    asked = {name: value.replace("\0", "")[:LONGEST].strip() for name, value in request.GET.dict().items()}
    sought = queries.Sought(
        asked.get("q", ""), asked.get("plan", ""), asked.get("only", ""), asked_rehearsal(request)
    )
    found = queries.listed(request.user, sought, on=on, language=language())
    told = {
        "found": found,
        "sought": sought,
        "on": on,
        "then": on != today(),
        "inside": bool(standing(request.user).roles),
    }
    return shown(request, "list.html", told, twin=twin("indicators", **_as_of(request, on)))


@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """Show an indicator as of a day: what it asks, how it is defined, where it is used, and its series."""
    on, unit = asked_day(request), request.GET.get("unit", "")[:LONGEST]
    page = queries.page(request.user, key, on=on, unit=unit, rehearsal=asked_rehearsal(request))
    kept = {"unit": unit, **_as_of(request, on), "rehearsal": "1" if page.rehearsal else ""}
    told: dict[str, Any] = {
        "page": page,
        "then": on != today(),
        "cited": _cited(page),
        "sort": worded.SORT_NAMES[page.document.sort],
        "chart": drawing.chart(page.document, tables.drawable(page.document, page.lines), page.definitions),
        "asked": urlencode({name: value for name, value in kept.items() if value}),
        "did": _did(request),
    }
    return shown(request, "indicator.html", told, twin=twin("indicator", key, **kept))


def _cited(page: queries.Page) -> list[Source]:
    """Return the sources of the definition that holds."""
    sources = page.document.sources
    return [
        sources[one.source].cited(one) for one in (page.now.cite if page.now else ()) if one.source in sources
    ]


@require_safe
def export(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Give a series with all that it rests on, as CSV or JSON: every figure, what it followed, and its source."""
    if form not in ("csv", "json"):
        raise Http404
    unit = request.GET.get("unit", "")[:LONGEST]
    page = queries.page(
        request.user, key, on=asked_day(request), unit=unit, rehearsal=asked_rehearsal(request)
    )
    if form == "json":
        response: HttpResponse = JsonResponse(sheets.as_json(page), json_dumps_params={"ensure_ascii": False})
    else:
        response = HttpResponse(sheets.as_csv(page), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{page.document.key}.{form}"'
    return private(request, response)


def asked_day(request: HttpRequest) -> date:
    """Return the day that is asked about, today where none is. Raises Problems for one that has not come."""
    on = day(request.GET.get("on"), otherwise=today())
    if on > today():
        mend = say("Ask about today or an earlier day")
        raise Problems(Problem(say("{day} has not come yet", day=on), mend, ("on",)))
    return on


def asked_rehearsal(request: HttpRequest) -> bool | None:
    """Tell whose figures are asked for: those of a rehearsal, the real ones, or nothing is said."""
    return {"1": True, "0": False}.get(request.GET.get("rehearsal", ""))


def _as_of(request: HttpRequest, on: date) -> dict[str, str]:
    return {"on": on.isoformat()} if request.GET.get("on") else {}


def _did(request: HttpRequest) -> str:
    return request.GET.get("did", "") if standing(request.user).roles else ""


def shown(
    request: HttpRequest, template: str, told: Mapping[str, Any], *, twin: str = "", status: int = 200
) -> HttpResponse:
    """Show a page of the room."""
    return private(request, respond(request, f"indicators/{template}", told, twin=twin, status=status))


def private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep what who has signed in sees out of caches."""
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
