"""Pages on which the office takes a table into the bank: the file, what it would do, and one confirmation."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem, Problems
from utsyn.text import Text, say
from utsyn.web.deeds import DoneError
from utsyn.web.guards import drain, looks_at_size, size_of
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require
from utsyn.web.projects import arrivals, forms, queries, sheets
from utsyn.web.projects.actions import importing as actions
from utsyn.web.projects.models import Arrival, Project
from utsyn.web.projects.table import LARGEST, MOST_ROWS
from utsyn.web.respond import respond, today

SHOWN, FLAWS_SHOWN, MARGIN = 30, 200, 100_000
RESEARCH_COUNCIL = "soknader2"
TERMS = ("kind", "source", "funder", "currency", "programme", "public", "only_granted")


@csrf_exempt  # until it is known who sends and how much: only then is the form read, and guarded, below
@looks_at_size
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Ask for a file, or keep the one that was sent and show what it would do; one too large is refused unread."""
    require(request.user, Deed.RUN, unit=None)
    if request.method != "POST":
        return _form(request, {"kind": RESEARCH_COUNCIL, "currency": "NOK"})
    if size_of(request) > LARGEST + MARGIN:
        drain(request)
        return _form(
            request, {"kind": RESEARCH_COUNCIL}, problems=[_too_large().said(language())], status=413
        )
    taken: Callable[[HttpRequest], HttpResponse] = csrf_protect(_sent)
    return taken(request)


def _sent(request: HttpRequest) -> HttpResponse:
    typed = forms.typed(request.POST, TERMS)
    try:
        content = _content(request)
        row = actions.send_in(content, _terms(typed), by=queries.someone(request.user), at=timezone.now())
    except Problems as error:
        return _form(
            request, typed, problems=[problem.said(language()) for problem in error.problems], status=422
        )
    response = HttpResponseRedirect(reverse("projects:preview", args=[row.link]))
    response.status_code = 303
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, link: str) -> HttpResponse:
    """Show what a table would do to the bank, row by row; do it once it is confirmed."""
    row = queries.arrival(request.user, link)
    if request.method != "POST" or row.confirmed_at:
        return _preview(request, row)
    try:
        actions.confirm(
            row,
            print_=request.POST.get("plan", "")[:64],
            by=queries.someone(request.user),
            at=timezone.now(),
            on=today(),
        )
    except DoneError:
        pass
    except Problems as error:
        return _preview(
            request, row, problems=[problem.said(language()) for problem in error.problems], status=409
        )
    response = HttpResponseRedirect(reverse("projects:preview", args=[link]))
    response.status_code = 303
    return response


@signed_in
@require_safe
def flaws(request: HttpRequest, link: str) -> HttpResponseBase:
    """Give the rows that cannot be used as CSV."""
    row = queries.arrival(request.user, link)
    made = arrivals.plan(row, by=queries.someone(request.user), on=today()).flaws if row.rows else ()
    lines = sheets.flaws_as_csv(made, language())
    response = StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="rows-not-used.csv"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _content(request: HttpRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is None:
        raise Problems(Problem(say("No file was chosen"), say("Choose a file: xlsx, xls, ods or csv")))
    if (sent.size or 0) > LARGEST:
        raise Problems(_too_large())
    return bytes(sent.read())


def _too_large() -> Problem:
    what = say("The file is larger than {size} MB", size=LARGEST // 1_000_000)
    return Problem(what, say("Divide it, and send one part after another"))


def _terms(typed: dict[str, str]) -> arrivals.Terms:
    council = typed["kind"] == RESEARCH_COUNCIL
    source = "Forskningsrådet, soknader2" if council else typed["source"][:300]
    if not source:
        raise Problems(Problem(say("Nothing says where the table is from"), say("Name its source")))
    currency = typed["currency"].upper()
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        what = say("“{written}” cannot be used", written=currency[:80])
        raise Problems(
            Problem(what, say("Write the currency's three letters in capitals, such as NOK or EUR"))
        )
    return arrivals.Terms(
        source=source,
        origin=(Project.Origin.OPEN_DATA if council else Project.Origin.SPREADSHEET).value,
        funder="rcn" if council else typed["funder"][:40].lower(),
        currency=currency,
        programme=typed["programme"][:80].lower(),
        public=typed["public"] == "1",
        only_granted=typed["only_granted"] == "1" and not council,
        language=language(),
    )


def _form(
    request: HttpRequest, typed: dict[str, str], *, problems: Any = (), status: int = 200
) -> HttpResponse:
    told = {"typed": typed, "problems": problems, "most_rows": MOST_ROWS, "most_size": LARGEST // 1_000_000}
    response = respond(request, "projects/import.html", told, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _preview(request: HttpRequest, row: Arrival, *, problems: Any = (), status: int = 200) -> HttpResponse:
    told: dict[str, Any] = {
        "arrival": row,
        "problems": problems,
        "terms": row.terms["terms"],
        "rows": row.terms["rows"],
    }
    if row.confirmed_at is None:
        plan = arrivals.plan(row, by=queries.someone(request.user), on=today())
        told |= {
            "plan": plan,
            "new": plan.new[:SHOWN],
            "changed": plan.changed[:SHOWN],
            "shown_flaws": plan.flaws[:FLAWS_SHOWN],
            "shown": SHOWN,
            "flaws_shown": FLAWS_SHOWN,
            "notes": [Text.model_validate(note) for note in row.terms["notes"]],
            "lists": [
                (_("New projects"), len(plan.new)),
                (_("Projects that change"), len(plan.changed)),
                (_("The same as in the bank"), len(plan.same)),
                (_("Rows that say again what a row before them says"), len(plan.repeated)),
                (_("Rows that cannot be used"), len(plan.flawed)),
            ],
        }
    response = respond(request, "projects/preview.html", told, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
