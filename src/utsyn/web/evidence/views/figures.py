"""Pages of figures: the list, one with all that it rests on, the works behind it, one work down to its printed affiliations."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from utsyn.plans.library import library
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.evidence import beneath, drawing, facts, queries, showing, subjects, written
from utsyn.web.evidence.views.room import number, shown
from utsyn.web.languages import language
from utsyn.web.people.rights import standing
from utsyn.web.respond import today, twin


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """List the figures by subject, each with the latest value, its interval, its course, and by which rule it is counted."""
    basis, role = queries.basis(request.user), bool(standing(request.user).roles)

    def told() -> Mapping[str, Any]:
        rows = showing.rows(queries.listed(request.user), on=today(), language=language())
        return {"subjects": subjects.grouped(rows), "basis": basis, "inside": role}

    which = (basis.pk, "", basis.made_at) if basis else (0, "", None)
    asked = written.Asked("evidence/list_body.html", which, language(), today(), (role,))
    return shown(
        request,
        "list.html",
        {"body": written.written(asked, told, documents=library()), "basis": basis},
        twin=twin("evidence"),
    )


@require_safe
def figure(request: HttpRequest, key: str, basis: int | None = None) -> HttpResponse:
    """Show a figure: how it came about, what it rests on, what others would quote, and why it moved; `basis` is one of before."""
    row = queries.figure(request.user, key, basis=basis)
    role, enters = bool(standing(request.user).roles), queries.enters(request.user)
    names = queries.unit_names(request.user) if role else {}
    documents = library()
    year, every = _year(request.GET.get("year", "")), request.GET.get("units") == "all"

    def told() -> Mapping[str, Any]:
        return {
            "row": row,
            "page": showing.page(row, year=year, every=every, units=names, on=today()),
            "chart": drawing.chart(row.told),
            "earlier": showing.earlier(queries.earlier(request.user, row)),
            "inside": role,
            "enters": enters and row.basis.current,
            "address": f"{settings.SITE}{reverse('evidence:at', args=[row.recipe, row.basis_id])}",
            "current": row.basis.current,
            "followed": beneath.followed(queries.followed(request.user)) if row.told.get("joined") and role and row.basis.current else (),
        }  # fmt: skip

    asked = written.Asked(
        "evidence/figure_body.html", (row.pk, row.sha256, row.made_at), language(), today(), (role, enters, row.basis.current),
        tuple(f"{unit} {name.in_(language())}" for unit, name in names.items()), (year, str(every)),
    )  # fmt: skip
    around = {
        "body": written.written(asked, told, documents=documents),
        "title": facts.called(row.recipe, documents.indicators.get(row.indicator)),
        "did": request.GET.get("did", ""),
    }
    return shown(request, "figure.html", around, twin=twin("computed", row.recipe, at=basis))


def _year(written: str) -> str:
    """Return a year, or an academic year, that somebody asks for; nothing where it is none."""
    return written if re.fullmatch(r"[12][0-9]{3}(-[12][0-9]{3})?", written) else ""


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
        number(asked.get("year", "")), only if only in queries.LISTS else queries.LISTS[0], case if case in cases else fallback,
        number(asked.get("page", "")) or 1,
    )  # fmt: skip


@require_safe
def work(request: HttpRequest, number: int) -> HttpResponse:
    """Show a work: its countries, the affiliations as printed that gave them, and what it adds to which figure."""
    row = queries.work(request.user, number)
    return shown(request, "work.html", {"work": row, "page": beneath.work(row)})
