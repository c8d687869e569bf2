"""Pages about projects: the list, the list that is open to all, a project, a selection as a table."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from utsyn.calls.project_search import LONGEST, UNSEEN
from utsyn.reasons import Source
from utsyn.text import Text
from utsyn.web.languages import language
from utsyn.web.people.rights import Person
from utsyn.web.projects import choosing, facts, queries, sheets
from utsyn.web.projects.drawing import bars
from utsyn.web.respond import respond, today, twin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def projects(request: HttpRequest) -> HttpResponseBase:
    """List the projects that a person sees the whole of; others are shown the list that is open to all."""
    if not queries.reads_inside(request.user):
        return HttpResponseRedirect(f"{reverse('projects:public')}?{request.GET.urlencode()}".rstrip("?"))
    return _listed(request, sought(request))


@require_safe
def public(request: HttpRequest) -> HttpResponseBase:
    """List granted projects, open to all."""
    return _listed(request, sought(request, public=True))


@require_safe
def project(request: HttpRequest, key: str) -> HttpResponse:
    """Show a project, as much of it as the reader may see."""
    whole = queries.whole(request.user, key)
    told = {
        "whole": whole,
        "row": whole.row,
        "called": facts.called(whole.row),
        "status": whole.row.status if whole.inside else "granted",
        "runs_now": facts.running(whole.row, on=today()),
        "cited": _cited(whole.row.sources),
    }
    response = respond(request, "projects/project.html", told, twin=twin("project", key))
    if whole.inside:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def selection(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the selection as a table, with what stays in the house."""
    if not queries.reads_inside(request.user):
        return HttpResponseRedirect(
            f"{reverse('projects:public_selection', args=[form])}?{request.GET.urlencode()}"
        )
    return _table(request.user, sought(request), form)


@require_safe
def public_selection(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give a selection of the list that is open to all as a table."""
    return _table(request.user, sought(request, public=True), form)


def sought(request: HttpRequest, *, public: bool = False) -> queries.Sought:
    """Read what is sought from the address; what cannot be meant is left out."""
    asked = {name: UNSEEN.sub(" ", value)[:LONGEST].strip() for name, value in request.GET.dict().items()}
    sort = asked.get("sort", "")
    return queries.Sought(
        words=asked.get("q", ""),
        year=_number(asked.get("year", "")),
        programme=asked.get("programme", ""),
        country=asked.get("country", "")[:2],
        unit=_number(asked.get("unit", "")),
        partner=asked.get("partner", ""),
        status="" if public else asked.get("status", ""),
        sort=sort if sort.removeprefix("-") in queries.SORTS else queries.USUAL,
        by="country" if asked.get("by") == "country" else "year",
        rehearsal=asked.get("rehearsal") == "1" and not public,
        public=public,
        page=_number(asked.get("page", "")) or 1,
    )


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None


def _listed(request: HttpRequest, asked: queries.Sought) -> HttpResponse:
    found = queries.found(request.user, asked)
    told: dict[str, Any] = {
        "sought": asked,
        "found": found,
        "rows": [(row, facts.called(row)) for row in found.rows],
        "chart": bars(found.totals, by=asked.by, language=language()),
        "columns": [(name, asked.sorted_by(name), _sorted(asked.sort, name)) for name in queries.SORTS],
    }
    alone = request.headers.get("hx-request") and not request.headers.get("hx-history-restore-request")
    if not alone:
        told["choices"] = choosing.choices(request.user, asked, on=today(), language=language())
        told["rehearsals"] = 0 if asked.public or asked.rehearsal else queries.rehearsals(request.user)
        told["may_import"] = not asked.public and queries.may_import(request.user)
    asked_for = asked.asked() | ({"public": "true"} if asked.public else {})
    template = "projects/rows.html" if alone else "projects/list.html"
    response = respond(request, template, told, twin=twin("projects", **asked_for), vary=("HX-Request",))
    if not asked.public:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _sorted(sort: str, column: str) -> str:
    if sort.removeprefix("-") != column:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def _table(user: Person, asked: queries.Sought, form: str) -> HttpResponseBase:
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = queries.everything(user, asked)
    if form == "xlsx":
        made = sheets.as_xlsx(rows, public=asked.public, language=language())
        response: HttpResponseBase = HttpResponse(made, content_type=XLSX)
    else:
        lines = sheets.as_csv(rows, public=asked.public, language=language())
        response = StreamingHttpResponse(
            (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
        )
    response.headers["Content-Disposition"] = f'attachment; filename="projects.{form}"'
    if not asked.public:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _cited(sources: Iterable[dict[str, Any]]) -> list[tuple[list[str], Any, list[Source]]]:
    """Put together the facts that are written in the same places, each with its sources."""
    found: dict[tuple[Source, ...], list[str]] = {}
    noted = list[tuple[list[str], Any, list[Source]]]()
    for one in sources:
        cited = [_source(told) for told in one["cited"]]
        if one.get("value"):
            noted.append(([one["fact"]], one["value"], cited))
        else:
            found.setdefault(tuple(cited), []).append(one["fact"])
    return [*((facts, None, list(cited)) for cited, facts in found.items()), *noted]


def _source(told: dict[str, Any]) -> Source:
    """Return a source as a page shows it, from what the row keeps of it."""
    words: dict[str, Any] = {
        name: Text.model_validate(value) if isinstance(value, dict) else value for name, value in told.items()
    }
    return Source(**words)
