"""Pages on which the office records a result, a change or a duty; what was typed is kept whatever happens."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from utsyn.calls.projects import ChangeKind
from utsyn.problems import Problems
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.forms import Field
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, NotYoursError
from utsyn.web.projects import facts, forms, queries
from utsyn.web.projects.actions import recording
from utsyn.web.projects.models import Project
from utsyn.web.respond import respond

WAYS = require_http_methods(["GET", "HEAD", "POST"])
TOKEN = 64  # characters of a form's token that are looked at


@signed_in
@WAYS
def result(request: HttpRequest, key: str) -> HttpResponse:
    """Record what the funder decided; what somebody else saved meanwhile is shown beside what was typed."""
    row = _row(request, key)
    now = forms.of_result(facts.result(row), public=row.public)
    if request.method != "POST":
        return _result(request, row, forms.Read(now, {}, ()))
    found, made = forms.read_result(request.POST)
    if made is None:
        return _result(request, row, found, status=422)
    public = found.typed["public"] == "1"
    try:
        recording.record_result(
            row,
            made,
            public=public,
            by=queries.someone(request.user),
            at=timezone.now(),
            seen=_seen(request),
            form=_token(request),
        )
    except DoneError:
        return _back(row)
    except StaleError as error:
        meant = found._replace(typed=forms.of_result(made, public=public))
        differs = forms.differing(meant, now, language())
        return _result(request, row, found.also(error), status=409, differs=differs)
    except Problems as error:
        return _result(request, row, found.also(error), status=422)
    return _back(row)


def _result(
    request: HttpRequest, row: Project, found: forms.Read, *, status: int = 200, differs: Any = ()
) -> HttpResponse:
    more = {"public": found.typed.get("public") == "1", "differs": differs, "asks_public": True}
    return _page(
        request, row, found, forms.result_fields, _("Record the funder's result"), status=status, more=more
    )


@signed_in
@WAYS
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Add what was agreed anew about a running project."""
    row = _row(request, key)
    title = _("Add a change or an extension")
    if request.method != "POST":
        return _page(
            request, row, forms.Read({"kind": ChangeKind.EXTENSION.value}, {}, ()), forms.change_fields, title
        )
    found = forms.read_change(request.POST)

    def do() -> None:
        told = dict(found.told) | {"kind": ChangeKind(found.told["kind"])}
        recording.add_change(
            row,
            **told,
            by=queries.someone(request.user),
            at=timezone.now(),
            seen=_seen(request),
            form=_token(request),
        )

    return _done(request, row, found, forms.change_fields, title=title, do=do)


@signed_in
@WAYS
def duty(request: HttpRequest, key: str) -> HttpResponse:
    """Add what the contract asks for by a day."""
    row = _row(request, key)
    title = _("Add a duty")
    if request.method != "POST":
        return _page(request, row, forms.Read({"responsible": "office"}, {}, ()), forms.duty_fields, title)
    found = forms.read_duty(request.POST)

    def do() -> None:
        recording.add_duty(
            row, **found.told, by=queries.someone(request.user), at=timezone.now(), form=_token(request)
        )

    return _done(request, row, found, forms.duty_fields, title=title, do=do)


@signed_in
@require_POST
def done(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Mark a duty as done."""
    row = _row(request, key)
    recording.mark_done(
        queries.duty(request.user, row, number), by=queries.someone(request.user), at=timezone.now()
    )
    return _back(row)


def _done(
    request: HttpRequest,
    row: Project,
    found: forms.Read,
    fields: Callable[[forms.Read, str], list[Field]],
    *,
    title: str,
    do: Callable[[], None],
) -> HttpResponse:
    """Do what a form asks for and go back to the project; or show the form with what is wrong with it."""
    if found.problems:
        return _page(request, row, found, fields, title, status=422)
    try:
        do()
    except DoneError:
        return _back(row)
    except StaleError as error:
        return _page(request, row, found.also(error), fields, title, status=409)
    except Problems as error:
        return _page(request, row, found.also(error), fields, title, status=422)
    return _back(row)


def _row(request: HttpRequest, key: str) -> Project:
    """Return the project if the person may record for it. Raises NotHere, NotYoursError."""
    row = queries.project(request.user, key)
    if not queries.runs(request.user, row.unit_id):
        raise NotYoursError(Deed.RUN)
    return row


def _page(
    request: HttpRequest,
    row: Project,
    found: forms.Read,
    fields: Callable[[forms.Read, str], list[Field]],
    title: str,
    *,
    status: int = 200,
    more: Any = None,
) -> HttpResponse:
    made = fields(found, language())
    placed = {field.name for field in made}
    told = {
        "row": row,
        "title": title,
        "fields": made,
        "wrong": [
            (p.path[0] if p.path and p.path[0] in placed else "", p.said(language())) for p in found.problems
        ],
        "labels": {field.name: field.label for field in made},
        "token": request.POST.get("form", "")[:TOKEN] or new_form(),
        "version": row.version,
        **(more or {}),
    }
    response = respond(request, "projects/form.html", told, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _seen(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _token(request: HttpRequest) -> str:
    return request.POST.get("form", "")[:TOKEN]


def _back(row: Project) -> HttpResponse:
    response = HttpResponseRedirect(reverse("projects:project", args=[row.key]))
    response.status_code = 303  # a reload of the page must not send the form again
    return response
