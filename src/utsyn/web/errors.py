"""Pages for what went wrong: what it was, what to do next, and nothing lost."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.problems import Problem

MEGABYTE = 1_000_000
SIGNED_IN = (403, 404)  # what may be there for who has signed in


class Near(NamedTuple):
    """Something that was perhaps meant: its name and its address."""

    name: str
    address: str


class NotHere(Http404):
    """What was asked for does not exist; the problem says what does."""

    def __init__(self, problem: Problem, near: Sequence[Near] = ()) -> None:
        super().__init__(problem)
        self.problem, self.near = problem, tuple(near)


def said(problem: Problem, *, language: str = "") -> dict[str, str]:
    """Say a problem in the language of the page: where, what, and how to mend it."""
    chosen = language or get_language() or "en"
    return {"place": problem.place, "what": problem.what.in_(chosen), "mend": problem.mend.in_(chosen)}


def page(
    request: HttpRequest, status: int, problems: Sequence[dict[str, str]], *, near: Sequence[Near] = ()
) -> HttpResponse:
    """Answer with an error page, or with the same as JSON under /api/."""
    if request.path.startswith("/api/"):
        return JsonResponse({"problems": list(problems)}, status=status)
    told = {"status": status, "problems": problems, "near": near, "first": problems[0], "asks": SIGNED_IN}
    return HttpResponse(render_to_string("error.html", told, request), status=status)


def one(what: str, mend: str) -> list[dict[str, str]]:
    """Put one problem in the form that pages and programs read."""
    return [{"place": "", "what": what, "mend": mend}]


def unusable(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    """Answer 400: what was written cannot be used, and this is how to mend it."""
    return page(request, 400, [said(problem) for problem in problems])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the request cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, 0)
    if isinstance(exception, TooManyFieldsSent):
        mend = _(
            "Leave out some partners, grants or people; a call asks for a few of each, not for hundreds."
        )
        return page(request, 400, one(_("The form has more fields than can be read"), mend))
    return page(
        request, 400, one(_("The request cannot be read"), _("Go back, reload the page, and try again."))
    )


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: this is for others to see or to do, and whose it is where that is known."""
    whose = getattr(exception, "said", None)
    if whose is not None:
        said_here = whose.in_(get_language() or "en")
        return page(request, 403, one(_("This is not for your roles"), f"{said_here}."))
    return page(request, 403, one(_("This page is not open to you"), _("Ask the one who sent you the link.")))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: there is nothing at this address; say what was perhaps meant."""
    if isinstance(exception, NotHere):
        return page(request, 404, [said(exception.problem)], near=exception.near)
    mend = _("Check the address, or start from the front page.")
    return page(request, 404, one(_("There is no page at this address"), mend))


def not_allowed(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """Answer 405: there is a page here, but it is not asked in this way."""
    allowed = refused.headers.get("Allow", "")
    told = one(
        _("This address is not asked in this way"), _("It can be asked with: %(ways)s.") % {"ways": allowed}
    )
    response = page(request, 405, told)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest, size: int) -> HttpResponse:
    """Answer 413: no proposal is that large."""
    what = _("What was sent is larger than any proposal")
    if size:
        what = _("What was sent takes %(size)d MB; at most %(most)d MB is read") % {
            "size": -(-size // MEGABYTE),
            "most": 1,
        }
    return page(request, 413, one(what, _("Send the facts about the proposal, not its attachments.")))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose cookie is gone, with all that was typed ready to be sent again."""
    del reason
    return _kept(request)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form from who is not signed in any more, with all that was typed ready for when she is."""
    return _kept(request, sign_in=True)


def _kept(request: HttpRequest, *, sign_in: bool = False) -> HttpResponse:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    told = {"typed": typed, "files": bool(request.FILES), "sign_in": sign_in}
    return HttpResponse(render_to_string("form_expired.html", told, request), status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500: the fault is ours. The page needs nothing that may itself be broken."""
    if request.path.startswith("/api/"):
        return page(request, 500, one("Utsyn has a fault", "Try again, and tell who runs this service."))
    return HttpResponse(render_to_string("500.html", {"LANGUAGE_CODE": get_language()}), status=500)
