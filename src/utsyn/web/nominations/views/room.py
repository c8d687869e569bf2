"""What the pages of a nomination share: who may come in, how they answer, and the page itself with what went wrong on it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from utsyn.problems import Problem
from utsyn.web.errors import signed_out
from utsyn.web.languages import language
from utsyn.web.nominations.shown import item_address, shown
from utsyn.web.respond import respond
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Nomination, Round

LONGEST = 64  # characters of a form's token


class Wrong(NamedTuple):
    """What went wrong with a form: by the key of the deed, what was typed, and whether the page still shows that form."""

    key: str
    problems: Sequence[Mapping[str, str]]
    typed: Mapping[str, str]
    lost: str = ""


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let nobody in who has not signed in: she is sent to sign in, and what she typed into a form is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return signed_out(request) if request.method == "POST" else redirect_to_login(request.get_full_path())

    return guarded


def now() -> datetime:
    """Ask the clock, at the edge of the house."""
    return timezone.now()


def new_token() -> str:
    """Return a token by which the forms of a page, sent twice, are known."""
    return secrets.token_urlsafe(16)


def form_of(request: HttpRequest) -> str | None:
    """Return the token of the form that was sent."""
    return request.POST.get("form", "")[:LONGEST] or None


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page that no cache and no search engine keeps."""
    return private(respond(request, f"nominations/{template}", told, status=status))


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def back(row: Nomination, did: str, *, to: str = "nomination") -> HttpResponse:
    """Lead back to a page by a way that a reload does not send again, where it is said what was done."""
    address = reverse(f"nominations:{to}", args=[row.round.key, row.number])
    response = HttpResponseRedirect(f"{address}?did={did}")
    response.status_code = 303
    return response


def done(key: str) -> str:
    """Say what was done; nothing for a key that we did not write."""
    return {
        "notice": _("Notice is given: the faculty and the office see that it is on its way."),
        "hand-in": _("It is handed in: the faculty decides now."),
        "nominate": _("It is nominated."),
        "give-back": _("It is given back to its writers, with your reason."),
        "let-in": _("It is let in late, with your reason."),
        "withdraw": _("It is withdrawn."),
        "endorse-yes": _("The department's yes is kept."),
        "endorse-no": _("The department's no is kept, with its reason."),
        "adviser": _("The adviser is assigned."),
        "adviser-me": _("You advise on it from now on."),
        "add-writer": _("One more person may write it."),
        "remove-writer": _("That person does not write it any more."),
        "comment": _("Your comment stands below."),
        "attach": _("The file is attached."),
        "remove": _("The file is removed."),
        "began": _("It is begun, and has its number. Nothing more is needed today."),
        "saved": _("It is saved."),
        "theirs": _("You see what the other person saved. What you had typed is dropped."),
        "closed": _("It is not written any more. Ask the faculty's coordinator or the office."),
    }.get(key, "")


def page(
    request: HttpRequest, row: Nomination, *, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of a nomination, with what went wrong with a form that was sent from it."""
    did = "" if wrong else done(request.GET.get("did", ""))
    told = shown(row, request.user, at=now())
    if wrong and wrong.key not in told["displayed"]:
        wrong = wrong._replace(lost=wrong.typed.get("because") or wrong.typed.get("text") or "")
    around = {"did": did, "wrong": wrong, "token": new_token(), **about(row.round)}
    return show(request, "nomination.html", {**told, **around}, status=status)


def about(row: Round) -> dict[str, Any]:
    """Return what every page shows of the round."""
    clock = timezone.localtime(facts.now(row, at=now())) if row.rehearsal else None
    return {"round": row, "clock": clock}


def wrong(request: HttpRequest, row: Nomination, key: str, problems: Sequence[Problem]) -> Wrong:
    """Put problems as the page shows them: each leads to where it is mended, if it is plain where."""
    told = [{"text": problem.said(language()), "address": mended_at(row, problem)} for problem in problems]
    return Wrong(key, told, {name: request.POST.get(name, "") for name in request.POST})


def mended_at(row: Nomination, problem: Problem) -> str:
    """Return the address of the field where something missing is written; nothing for what has no field."""
    return item_address(row, str(problem.path[0])) if problem.path else ""
