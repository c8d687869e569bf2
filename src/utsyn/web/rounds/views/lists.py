"""What a round gives out: the list for the funder in every format, and one folder with the attachments."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from utsyn.calls.lists import FunderList
from utsyn.problems import Problem
from utsyn.text import LANGUAGES, Language, say
from utsyn.web.errors import NotHere
from utsyn.web.languages import language
from utsyn.web.nominations import storage
from utsyn.web.papers.folder import FORMATS, Attached, file_name, folder
from utsyn.web.people.rights import Deed, require
from utsyn.web.rounds import listing
from utsyn.web.rounds.models import Attachment, Round
from utsyn.web.rounds.views.room import now, on_page, private, round_, show

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}
IN_MEMORY = 5_000_000  # bytes of a folder; what is larger lies in a file while it is sent


@login_required
@require_safe
def lists(request: HttpRequest, key: str) -> HttpResponse:
    """Show what can be given out, and whether it is what was sent."""
    row = round_(request, key)
    require(request.user, Deed.READ_ALL, unit=row.unit_id)
    told = {
        **on_page(row, at=now(), user=request.user),
        "list": listing.funder_list(row, language(), by=request.user),
        "sha256": listing.canonical_list(row),
        "formats": [*FORMATS, "zip"],
        "attached": len(listing.attachments(row, by=request.user)),
    }
    return show(request, "lists.html", told)


@login_required
@require_safe
def one(request: HttpRequest, key: str, suffix: str) -> HttpResponseBase:
    """Give the list in one format, in the language of the page or another that is asked for."""
    row = round_(request, key)
    if suffix not in (*FORMATS, "zip"):
        raise NotHere(Problem(say("There is no list as “{suffix}”", suffix=suffix[:20]), say("Choose one of: {kinds}", kinds=", ".join([*FORMATS, "zip"]))))  # fmt: skip
    made = listing.funder_list(
        row, _language(request), by=request.user, internal=bool(request.GET.get("internal"))
    )
    if suffix == "zip":
        return _zipped(request, row, made)
    response = HttpResponse(FORMATS[suffix](made), content_type=TYPES[suffix])
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name(made, suffix))
    return private(response)


def _language(request: HttpRequest) -> Language:
    asked = request.GET.get("lang", "")
    return next((code for code in LANGUAGES if code == asked), language())


def _zipped(request: HttpRequest, row: Round, made: FunderList) -> HttpResponseBase:
    into = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the response closes it
    folder(made, [_attached(one) for one in listing.attachments(row, by=request.user)], into=into)
    into.seek(0)
    response = FileResponse(
        into, as_attachment=True, filename=file_name(made, "zip"), content_type="application/zip"
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _attached(one: Attachment) -> Attached:
    return Attached(one.nomination.number, one.name, lambda: storage.opened(one.sha256, one.link), one.sha256)
