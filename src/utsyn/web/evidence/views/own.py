"""Pages on which the office sends the institution's own lists: agreements, stays, staff and more, as csv or workbook, with a preview."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError
from utsyn.web.errors import NotHere
from utsyn.web.evidence import own, queries
from utsyn.web.evidence.actions import sending
from utsyn.web.evidence.facts import Kept, Key
from utsyn.web.evidence.views.room import WAYS, private, shown, token
from utsyn.web.guards import drain, looks_at_size, size_of
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require

MARGIN, MOST_SAID = 100_000, 60


@csrf_exempt  # until it is known who sends and how much: only then is the form read, and guarded, below
@looks_at_size
@signed_in
@WAYS
def send(request: HttpRequest) -> HttpResponse:
    """Ask for lists, or keep those that were sent and show what they would do; what is too large is refused unread."""
    require(request.user, Deed.PLAN, unit=None)
    if request.method != "POST":
        return _form(request)
    if size_of(request) > own.LARGEST + MARGIN:
        drain(request)
        return _form(request, problems=[own.too_large()], status=413)
    taken: Callable[[HttpRequest], HttpResponse] = csrf_protect(_sent)
    return taken(request)


def _sent(request: HttpRequest) -> HttpResponse:
    try:
        files = [(file.name or "", file.read()) for file in request.FILES.getlist("files")]
        one = own.keep(files)
    except Problems as error:
        return _form(request, problems=error.problems, status=422)
    return _there("evidence:sent", one.key)


@signed_in
@WAYS
def sent(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was sent, row by row, with all that is wrong with it; have it loaded once that is confirmed."""
    require(request.user, Deed.PLAN, unit=None)
    try:
        one = own.sent(key)
    except KeyError as error:
        what, mend = say("These lists are not kept here any more"), say("Send them again")
        if request.method == "POST":  # sent twice: the first time it was done
            return HttpResponseRedirect(f"{reverse('evidence:vintages')}?did=sent")
        raise NotHere(Problem(what, mend)) from error
    if request.method != "POST":
        return _preview(request, one)
    try:
        sending.load(
            one, synthetic=_synthetic(request) and request.POST.get("synthetic") == "1", by=request.user, at=timezone.now(),
            form=token(request),
        )  # fmt: skip
    except DoneError:
        pass
    except Problems as error:
        return _preview(request, one, problems=error.problems, status=409)
    return HttpResponseRedirect(f"{reverse('evidence:vintages')}?did=sent")


@signed_in
@require_safe
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """Give an empty list with the headings of a kind, to fill in."""
    require(request.user, Deed.PLAN, unit=None)
    if kind not in own.COLUMNS:
        raise NotHere(
            Problem(say("There is no such list"), say("Known names: {names}", names=", ".join(own.COLUMNS)))
        )
    response = HttpResponse(";".join(own.COLUMNS[kind]) + "\r\n", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return private(request, response)


def _synthetic(request: HttpRequest) -> bool:
    """Tell whether what is shown now is made up."""
    basis = queries.basis(request.user)
    return bool(basis and basis.synthetic)


def _form(request: HttpRequest, *, problems: Sequence[Problem] = (), status: int = 200) -> HttpResponse:
    known = queries.own_tables(request.user)
    lists = [
        (kind, name, own.COLUMNS.get(kind, ()), known.get(kind))
        for kind, name in own.KINDS.items()
        if kind in own.COLUMNS
    ]
    told = {
        "lists": lists,
        "problems": [(one.file, None, "", one.what, one.mend) for one in problems],
        "most": own.LARGEST // 1_000_000,
    }
    return shown(request, "own.html", told, status=status)


def _preview(
    request: HttpRequest, one: own.Sent, *, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    found = one.looked["problems"]
    synthetic = _synthetic(request)
    told: dict[str, Any] = {
        "tables": [
            {**table, "name": own.KINDS.get(table["table"], Key(table["table"]))}
            for table in one.looked["tables"]
        ],
        "counted": [(why, n) for why, n in one.looked["counted"].items() if "not checked" not in why],
        "problems": [
            *((one.file, None, "", one.what, one.mend) for one in problems),
            *map(_problem, found[:MOST_SAID]),
        ],
        "more": max(0, len(found) - MOST_SAID),
        "stay": [
            own.KINDS.get(kind, Key(kind))
            for kind in sending.in_use(synthetic=synthetic)
            if kind not in one.tables
        ],
        "synthetic_now": synthetic,
        "form": new_form(),
    }
    return shown(request, "sent.html", told, status=status)


def _problem(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["file"], one["line"], one["column"], Kept(one["what"]), Kept(one["mend"])


def _there(name: str, key: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name, args=[key]))
    response.status_code = 303
    return response
