"""The log for the auditor: to look through, and to take along with its hashes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from utsyn.web.calls.queries import day
from utsyn.web.log import from_moment
from utsyn.web.logbook import chain, queries
from utsyn.web.people.forms import LONGEST
from utsyn.web.people.views import number, show
from utsyn.web.respond import today


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the lines of the log that are sought, newest first."""
    asked = request.GET
    since, until = (
        day(asked[name], otherwise=today()) if asked.get(name) else None for name in ("from", "to")
    )
    about, did = (asked.get(name, "")[:LONGEST].replace("\0", "").strip() for name in ("about", "did"))
    by = asked.get("by", "").strip().removeprefix("#")
    sought = queries.Sought(since, until, about, did, number(by), number(asked.get("page")) or 1)
    told = {"sought": sought, "found": queries.found(request.user, sought)}
    return show(request, "logbook/log.html", told)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the log as lines of JSON, from the first line of a day."""
    rows = queries.readable(request.user)
    since = queries.midnight(day(request.GET["from"], otherwise=today())) if request.GET.get("from") else None
    lines = map(chain.as_json, chain.written(from_moment(rows, since=since)))
    response = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
