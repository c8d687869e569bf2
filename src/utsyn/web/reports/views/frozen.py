"""A report as it was frozen: the page and its files, made from its text alone; computed again; two of them compared."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from utsyn.plans.compared import Compared, compared
from utsyn.plans.frozen import digest
from utsyn.plans.paper import Paper
from utsyn.plans.replaying import Otherwise, computed_again, inputs_read
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.errors import NotHere, page, said
from utsyn.web.languages import language
from utsyn.web.papers import pdf, report_xlsx, word_report
from utsyn.web.people.rights import standing
from utsyn.web.reports import queries
from utsyn.web.reports.queries import Opened
from utsyn.web.reports.views.room import body, chosen_language, private
from utsyn.web.respond import respond

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
WRONG = (
    ValidationError,
    KeyError,
    TypeError,
    ValueError,
)  # what inputs of another time can make today's code raise


@require_safe
def frozen(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a frozen report, and whether it still is what was approved."""
    opened = queries.frozen(request.user, pk, number, outside="public" in request.GET)
    paper = Paper(opened.made, language(), sha256=opened.sha256)
    inside = bool(standing(request.user).roles)
    told = {
        "opened": opened,
        "title": paper.title(),
        "report": opened.row.report,
        "plan": opened.row.report.reporting.plan,
        "inside": inside,
        "public": "public" in request.GET or not inside,
        **body(paper, whole="all" in request.GET),
        "others": queries.frozen_of(request.user, opened.row.report),
        "kinds": [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")],
    }
    response = respond(request, "reports/frozen.html", told, status=200 if opened.intact else 409)
    return private(response) if inside else response


@require_safe
def frozen_as(request: HttpRequest, pk: int, number: int, suffix: str) -> HttpResponse:
    """Give a frozen report as a file; none is made from a text that is not what was approved."""
    opened = queries.frozen(request.user, pk, number, outside="public" in request.GET)
    if suffix not in TYPES:
        what = say("There is no report as “{suffix}”", suffix=suffix[:20])
        raise NotHere(Problem(what, say("Choose pdf, docx, xlsx or json")))
    if not opened.intact:
        return page(request, 409, [said(_broken(opened))])
    try:
        made = _made(opened, suffix, chosen_language(request))
    except Problems as problems:
        return page(request, 409, [said(one) for one in problems.problems])
    response = HttpResponse(made, content_type=TYPES[suffix])
    name = f"{opened.made['reporting']['key']}-{opened.made['unit']['key']}-{number}.{suffix}"
    response.headers["Content-Disposition"] = str(content_disposition_header(suffix != "json", name))
    response.headers["ETag"] = f'"{opened.sha256}"' if suffix == "json" else f'"{opened.sha256}-{suffix}"'
    return private(response) if standing(request.user).roles else response


def _broken(opened: Opened) -> Problem:
    what = say(
        "This report is not what was approved: its hash is {found}, and was {sha256}",
        found=opened.found, sha256=opened.row.sha256,
    )  # fmt: skip
    return Problem(what, say("Tell who runs this service: the table was changed behind the program’s back"))


def _made(opened: Opened, suffix: str, code: Any) -> bytes:
    if suffix == "json":
        return opened.text.encode()
    paper, at = Paper(opened.made, code, sha256=opened.sha256), opened.row.at
    author = paper.kept(opened.made["plan"]["institution"])
    if suffix == "xlsx":
        return report_xlsx.workbook(paper, made_at=at)
    if suffix == "docx":
        return word_report.document(paper.title(), code, paper.blocks(), made_at=at, author=author)
    page_of = paper.labels["page"]
    return pdf.paper(paper.title(), code, paper.blocks(), made_at=at, author=author, page=page_of)


@login_required
@require_safe
def again(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Compute a frozen report's answers again with today's code from what they were computed from then."""
    opened = queries.frozen(request.user, pk, number)
    if not standing(request.user).roles:
        raise NotHere(Problem(say("There is no such page for you to see"), say("Look at the report itself")))
    kept = queries.inputs(request.user, opened.row)
    differences, problems = _again(opened, kept)
    told = {
        "opened": opened,
        "title": Paper(opened.made, language()).title(),
        "report": opened.row.report,
        "plan": opened.row.report.reporting.plan,
        "differences": differences,
        "problems": problems,
        "kept": digest(kept) == opened.row.inputs_sha256,
    }
    return private(respond(request, "reports/again.html", told))


def _again(opened: Opened, kept: str) -> tuple[Sequence[Otherwise], Sequence[str]]:
    try:
        return list(computed_again(opened.made, inputs_read(json.loads(kept)))), ()
    except Problems as problems:
        return (), [one.in_(language()) for one in problems.problems]
    except WRONG as error:
        return (), [str(error)[:500]]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Put two frozen reports beside each other: of one unit over time, or of two units."""
    asked = {name: request.GET.get(name, "") for name in ("first", "second")}
    sides = {name: _side(request, value) for name, value in asked.items()}
    first, second = sides["first"], sides["second"]
    made: Compared | None = compared(first.made, second.made) if first and second else None
    told = {
        "choices": queries.choices(request.user, language=language()),
        "asked": asked,
        "missing": [name for name, value in asked.items() if value and sides[name] is None],
        "first": first,
        "second": second,
        "sides": [side for side in (first, second) if side],
        "compared": made,
        "shown": [goal for goal in made.goals if goal.differs or "all" in request.GET] if made else (),
        "same": sum(not goal.differs for goal in made.goals) if made else 0,
        "whole": "all" in request.GET,
    }
    return private(respond(request, "reports/compare.html", told))


def _side(request: HttpRequest, written: str) -> Opened | None:
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        return None
    return queries.by_number(request.user, int(written))
