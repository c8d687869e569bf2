"""Pages of evidence: the figures, each with all that it rests on down to the printed affiliation; partners; what is loaded."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError
from utsyn.web.errors import NotHere, unusable
from utsyn.web.evidence import beneath, drawing, facts, queries, sheets, showing
from utsyn.web.evidence.actions.entering import enter_computed
from utsyn.web.evidence.actions.working import ask
from utsyn.web.evidence.jobs import COMPUTE
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require, standing
from utsyn.web.respond import respond, today, twin

LONGEST, TOKEN = 100, 64
WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """List the figures, each with the latest value, its interval, source and vintage."""
    rows = showing.rows(queries.listed(request.user), on=today(), language=language())
    told = {"rows": rows, "basis": queries.basis(request.user), "inside": bool(standing(request.user).roles)}
    return shown(request, "list.html", told, twin=twin("evidence"))


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Show a figure: how it came about, what it rests on, what others would quote, and why it moved."""
    row = queries.figure(request.user, key)
    page = showing.page(
        row, year=request.GET.get("year", ""), every=request.GET.get("units") == "all",
        units=queries.unit_names(request.user), on=today(),
    )  # fmt: skip
    told = {
        "row": row,
        "page": page,
        "chart": drawing.chart(row.told),
        "earlier": showing.earlier(queries.earlier(request.user, row)),
        "inside": bool(standing(request.user).roles),
        "enters": queries.enters(request.user),
        "did": request.GET.get("did", ""),
    }
    return shown(request, "figure.html", told, twin=twin("computed", key))


@require_safe
def works(request: HttpRequest, key: str) -> HttpResponse:
    """List the works behind a figure, page by page: those counted, those not, those of which nobody can tell."""
    row = queries.figure(request.user, key)
    cases = queries.cases(request.user, row)
    if not cases:
        mend = say("Sign in with a role here; of figures that are not made of publications there are none")
        raise NotHere(Problem(say("No works are kept behind this figure"), mend))
    sought = _sought(request, cases)
    found = queries.works(request.user, row, sought)
    told = {
        "row": row,
        "title": facts.title(row.recipe, row.indicator),
        "sought": sought,
        "found": found,
        "cases": beneath.cases(cases),
        "years": sorted(range(row.about["since"], row.about["until"] + 1), reverse=True),
        "asked": urlencode({"year": sought.year or "", "only": sought.only, "case": sought.case}),
    }
    return shown(request, "works.html", told)


def _sought(request: HttpRequest, cases: Any) -> queries.Sought:
    asked = request.GET
    only = asked.get("only", "")
    case = asked.get("case", "")
    fallback = "" if "" in cases or "openalex plain" in cases else next(iter(cases))
    return queries.Sought(
        _number(asked.get("year", "")), only if only in queries.LISTS else queries.LISTS[0], case if case in cases else fallback,
        _number(asked.get("page", "")) or 1,
    )  # fmt: skip


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


@require_safe
def work(request: HttpRequest, number: int) -> HttpResponse:
    """Show a work: its countries, the affiliations as printed that gave them, and what it adds to which figure."""
    row = queries.work(request.user, number)
    return shown(request, "work.html", {"work": row, "page": beneath.work(row)})


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List partners, with a map of where they are."""
    _inside(request)
    asked = {name: value.replace("\0", "")[:LONGEST].strip() for name, value in request.GET.dict().items()}
    sought = {name: asked.get(name, "") for name in ("sign", "country", "q")}
    found = queries.partners(
        request.user,
        sign=sought["sign"],
        country=sought["country"],
        words=sought["q"],
        page=_number(asked.get("page", "")) or 1,
    )
    atlas = queries.atlas(request.user)
    told = {
        "found": found,
        "atlas": beneath.countries(atlas),
        "map": drawing.world(atlas),
        "sought": sought,
        "basis": queries.basis(request.user),
        "asked": urlencode({name: value for name, value in sought.items() if value}),
    }
    return shown(request, "partners.html", told, twin=twin("partners"))


@require_safe
def partner(request: HttpRequest, ror: str) -> HttpResponse:
    """Show a partner: publications, projects, agreements, stays, and the verdicts with their reasons."""
    _inside(request)
    row = queries.partner(request.user, ror)
    told = {"partner": row, "page": beneath.partner(row, units=queries.unit_names(request.user))}
    return shown(request, "partner.html", told, twin=twin("partner", ror))


def _inside(request: HttpRequest) -> None:
    """Go on for who has a role here. Raises NotHere."""
    if not standing(request.user).roles:
        mend = say("Sign in; who has a role here sees them")
        raise NotHere(Problem(say("Partners are not open to all"), mend))


@WAYS
def vintages(request: HttpRequest) -> HttpResponseBase:
    """Show what is loaded, from what, when, and what was left out; the office has figures computed anew."""
    if request.method == "POST":
        return _compute(request)
    told = {
        "vintages": beneath.vintages(queries.vintages(request.user)),
        "basis": queries.basis(request.user),
        "jobs": beneath.jobs(queries.jobs(request.user)),
        "inside": bool(standing(request.user).roles),
        "enters": queries.enters(request.user),
        "form": new_form(),
        "did": request.GET.get("did", ""),
    }
    return shown(request, "vintages.html", told, twin=twin("vintages"))


@signed_in
def _compute(request: HttpRequest) -> HttpResponse:
    require(request.user, Deed.PLAN, unit=None)
    try:
        ask(
            COMPUTE,
            told={},
            by=request.user,
            at=timezone.now(),
            form=request.POST.get("form", "")[:TOKEN] or None,
        )
    except DoneError:
        pass
    except Problems as error:
        return unusable(request, error.problems)
    return HttpResponseRedirect(f"{reverse('evidence:vintages')}?did=asked")


@signed_in
@WAYS
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what was computed as figures of the plans' indicators: the office decides it, and it is logged."""
    require(request.user, Deed.PLAN, unit=None)
    row = queries.whole(request.user, key)
    if request.method != "POST":
        return shown(request, "enter.html", {"row": row, "page": showing.entering(row), "form": new_form()})
    unit, indicator = queries.institution(request.user), request.POST.get("indicator", "")
    if unit is None or indicator not in row.told["enters"]:
        return unusable(
            request,
            [Problem(say("There is nothing to enter"), say("Choose an indicator that the figure is of"))],
        )
    because = say("Computed anew from newer data")
    try:
        enter_computed(
            row, indicator, unit=unit, because=because.in_("nb"), by=request.user, at=timezone.now(),
            form=request.POST.get("form", "")[:TOKEN] or None,
        )  # fmt: skip
    except DoneError:
        pass
    except Problems as error:
        return unusable(request, error.problems)
    return HttpResponseRedirect(f"{reverse('evidence:figure', args=[key])}?did=entered")


@require_safe
def sql(request: HttpRequest, key: str) -> HttpResponse:
    """Give the SQL that an engine is asked."""
    row = queries.whole(request.user, key)
    return _private(request, HttpResponse(row.sql, content_type="text/plain; charset=utf-8"))


@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give the whole result as CSV, with what it rests on above it."""
    row = queries.whole(request.user, key)
    response = HttpResponse(sheets.as_csv(row), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.recipe}.csv"'
    return _private(request, response)


def shown(
    request: HttpRequest, template: str, told: Mapping[str, Any], *, twin: str = "", status: int = 200
) -> HttpResponse:
    """Show a page of the room; what who has signed in sees is kept out of caches."""
    return _private(request, respond(request, f"evidence/{template}", told, twin=twin, status=status))


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
