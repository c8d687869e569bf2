"""Pages about calls: the list, the timeline, a call on a day, the form, the answer."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.calls.proposal import Proposal
from utsyn.web.calendars import CONTENT_TYPE, Entered, calendar
from utsyn.web.calls import actions, forms, kept, queries, standing
from utsyn.web.calls.facts import Entry
from utsyn.web.charts import Span, along_time
from utsyn.web.languages import language
from utsyn.web.respond import respond, today, twin

LONGEST = 100  # characters of a search that are looked at


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls, narrowed to what is sought."""
    told = _sought(request)
    rows_alone = request.headers.get("hx-request") and not request.headers.get("hx-history-restore-request")
    template = "calls/rows.html" if rows_alone else "calls/list.html"
    return respond(
        request, template, told, twin=twin("calls", **told["sought"].asked()), vary=("HX-Request",)
    )


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show the same list along an axis of time."""
    told = _sought(request, page=queries.LONG_PAGE)
    on = told["sought"].on
    chart = along_time([_span(row, on=on) for row in told["found"].rows], on=on)
    return respond(
        request,
        "calls/timeline.html",
        {**told, "chart": chart},
        twin=twin("timeline", **told["sought"].asked()),
    )


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Find the call that one wants to ask about."""
    return respond(request, "calls/choose.html", _sought(request))


@require_safe
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a call says, as it stood on a day."""
    entry, on = queries.entry(key), _day(request)
    queries.known(entry, on=on)
    return respond(
        request, "calls/call.html", {"call": standing.standing(entry, on=on)}, twin=twin("call", key, on=on)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask about a proposal: no field is required, and what was typed is kept whatever happens."""
    entry = queries.entry(key)
    if request.method != "POST":
        link = request.GET.get("from", "")
        before = kept.asked(request.user, link) if link else None
        day = request.GET.get("on") or (before.on.isoformat() if before else "")
        told = before.told if before else {"currency": entry.text.currency}
        return _form(request, entry, forms.Read(told, None, ()), day=day)
    day = request.POST.get("on", "")
    if do := request.POST.get("do"):
        return _form(request, entry, forms.Read(forms.reshaped(request.POST, do), None, ()), day=day)
    read = forms.read(request.POST)
    on, problems = queries.asked_day(entry, day, today=today())
    if problems or read.proposal is None:
        return _form(request, entry, read._replace(problems=(*problems, *read.problems)), day=day, status=422)
    row = actions.ask(
        entry.call, read.proposal, on=on, at=timezone.now(), by=request.user,
        form=request.POST.get("form", "")[:LONGEST], language=language(),
    )  # fmt: skip
    response = HttpResponseRedirect(reverse("calls:answer", args=[row.link]))
    response.status_code = 303  # a reload of the answer must not send the form again
    return response


@require_safe
def answer(request: HttpRequest, link: str) -> HttpResponse:
    """Show a kept answer, or how it would be on another day."""
    row = kept.asked(request.user, link)
    made = kept.shown(row, on=_day(request, otherwise=row.on), language=language())
    response = respond(
        request, "calls/answer.html", {"shown": made}, twin=twin("kept", link, on=request.GET.get("on"))
    )
    return _private(response)


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show what differs in a call between two days."""
    entry = queries.entry(key)
    first = queries.day(request.GET.get("first"), otherwise=entry.known_from or today())
    second = queries.day(request.GET.get("second"), otherwise=today())
    told = {"entry": entry, "made": standing.compared(entry, first, second)}
    return respond(request, "calls/compare.html", told, twin=twin("diff", key, first=first, second=second))


@require_safe
def amendment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what an amendment changed, and whom it touched."""
    entry = queries.entry(key)
    change = standing.amendment(entry, number)
    told = {
        "entry": entry,
        "change": change,
        "amendment": change.amendment,
        "made": standing.made_by(entry, change),
        "touched": kept.replayed(request.user, entry, change),
    }
    return respond(request, "calls/amendment.html", told, twin=twin("amendment", key, str(number)))


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Give the deadlines of the calls sought as a calendar."""
    found = _sought(request, page=queries.ALL)["found"]
    return _calendar(request, _("Deadlines of calls"), [row.entry for row in found.rows])


@require_safe
def deadline(request: HttpRequest, key: str) -> HttpResponse:
    """Give the deadline of one call as a calendar."""
    entry = queries.entry(key)
    return _calendar(request, entry.text.title.in_(language()), [entry])


def _calendar(request: HttpRequest, name: str, entries: list[Entry]) -> HttpResponse:
    entered = [
        Entered(
            e.text.key,
            e.text.title.in_(language()),
            request.build_absolute_uri(queries.page_of(e).address),
            closes,
        )
        for e in entries
        if (closes := e.stood(today())[0].closes)
    ]
    return HttpResponse(calendar(name, entered, at=timezone.now()), content_type=CONTENT_TYPE)


def _form(
    request: HttpRequest, entry: Entry, read: forms.Read[Proposal], *, day: str, status: int = 200
) -> HttpResponse:
    on = queries.asked_day(entry, day, today=today())[0]
    told = {
        "entry": entry,
        "on": on,
        "token": request.POST.get("form") or actions.new_form(),
        "form": forms.page(entry.call, read, on=on, day=day or on.isoformat(), language=language()),
    }
    return _private(respond(request, "calls/ask.html", told, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _sought(request: HttpRequest, *, page: int = queries.PAGE) -> dict[str, Any]:
    asked = request.GET
    sought = queries.Sought(
        on=_day(request),
        words=asked.get("q", "")[:LONGEST].strip(),
        programme=asked.get("programme", "")[:LONGEST],
        status=asked.get("status", "")[:LONGEST],
        country=asked.get("country", "")[:2],
        year=_number(asked.get("year")) or None,
        page=_number(asked.get("page")) or 1,
    )
    return {
        "sought": sought,
        "found": queries.found(sought, page=page),
        "choices": queries.choices(language()),
    }


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else 0


def _day(request: HttpRequest, *, otherwise: date | None = None) -> date:
    return queries.day(request.GET.get("on"), otherwise=otherwise or today())


def _span(row: queries.Row, *, on: date) -> Span:
    closes = row.window.closes.day if row.window.closes else on if row.window.open_ended else None
    return Span(row.title.in_(language()), row.window.opens, closes, row.state)
