"""Files of a nomination: taken in without being read into memory, and given out to those who may see them."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import DoneError, once
from utsyn.web.errors import NotHere
from utsyn.web.guards import drain, looks_at_size, size_of
from utsyn.web.nominations import actions, queries, storage
from utsyn.web.nominations.views.room import back, form_of, page, signed_in, wrong
from utsyn.web.nominations.views.sending import attempted
from utsyn.web.people.access import visible
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import supporting
from utsyn.web.rounds.models import Attachment, Nomination

MARGIN = 100_000  # bytes of a form around its file
HEARD_OUT = 1_200_000_000  # bytes that who is signed in may send before she hears that it is too much
HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}


@csrf_exempt  # until it is known who sends and how much: only then is the form read, and guarded, below
@looks_at_size
@signed_in
@require_POST
def attach(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take in a file that goes with a nomination; what is too large is refused before it is read."""
    row = queries.nomination(request.user, key, number)
    largest, size = facts.terms(row.round).largest_attachment, size_of(request)
    if size > largest + MARGIN:
        drain(request, most=HEARD_OUT)
        what = say("The file takes {size} MB; at most {most} MB is taken", size=-(-size // 1_000_000), most=largest // 1_000_000)  # fmt: skip
        mend = say("Make its pictures smaller, or attach it in parts")
        return page(
            request, row, wrong=wrong(request, row, "attach", [Problem(what, mend, ("file",))]), status=413
        )
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    taken: Callable[..., HttpResponse] = csrf_protect(_attach)
    return taken(request, row)


def _attach(request: HttpRequest, row: Nomination) -> HttpResponse:
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")

    def do(told: Any) -> None:
        if not isinstance(file, UploadedFile):
            raise Problems(Problem(say("No file came with the form"), say("Choose the file"), ("file",)))
        actions.attach(row, file, kind=kind, **told)

    return attempted(request, row, "attach", do)


@signed_in
@require_safe
def attachment(request: HttpRequest, key: str, number: int, link: str) -> HttpResponseBase:
    """Give out a file, to be saved and never shown in the house's own name."""
    row = _file(request, key, number, link)
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=row.media_type)
    else:
        content = storage.opened(row.sha256, row.link)
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.media_type)
    for name, value in HARMLESS.items():
        response.headers[name] = value
    return response


@signed_in
@require_POST
def remove(request: HttpRequest, key: str, number: int, link: str) -> HttpResponse:
    """Take a file away from a nomination."""
    nomination = queries.nomination(request.user, key, number)
    try:
        once(form_of(request))
    except DoneError:  # a second click: the file is gone
        return back(nomination, "remove")
    row = _file(request, key, number, link)
    return attempted(request, nomination, "remove", lambda told: supporting.remove_attachment(row, **told))


def _file(request: HttpRequest, key: str, number: int, link: str) -> Attachment:
    found = visible(request.user, Attachment, link=link).filter(
        nomination__round__key=key, nomination__number=number
    )
    row = found.select_related("nomination").first()
    if row is None:
        what = say("There is no such file here that you may see")
        raise NotHere(Problem(what, say("Go to the nomination, and look at its files")))
    return row
