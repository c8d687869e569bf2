"""What is sent from the page of a nomination: deeds, comments, who writes and who advises."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import DoneError
from utsyn.web.nominations import queries
from utsyn.web.nominations.views.room import back, form_of, now, page, signed_in, wrong
from utsyn.web.people.rights import NotYoursError
from utsyn.web.rounds.actions import approving, supporting, writing
from utsyn.web.rounds.models import Nomination

Told = Mapping[str, Any]  # by, at, form: what every deed is told
Do = Callable[[Nomination, HttpRequest, Told], object]
DEEDS: Mapping[str, Do] = {
    "notice": lambda row, _request, told: writing.give_notice(row, **told),
    "hand-in": lambda row, _request, told: writing.hand_in(row, **told),
    "nominate": lambda row, _request, told: writing.nominate(row, **told),
    "give-back": lambda row, request, told: writing.give_back(row, because=_because(request), **told),
    "let-in": lambda row, request, told: writing.let_in(row, because=_because(request), **told),
    "withdraw": lambda row, request, told: approving.withdraw(row, because=_because(request), **told),
    "endorse-yes": lambda row, request, told: supporting.endorse(
        row, agrees=True, because=_because(request), **told
    ),
    "endorse-no": lambda row, request, told: supporting.endorse(
        row, agrees=False, because=_because(request), **told
    ),
    "adviser": lambda row, request, told: supporting.assign_adviser(row, who=_who(request), **told),
    "adviser-me": lambda row, request, told: supporting.assign_adviser(
        row, who=request.user.get_username(), **told
    ),
    "add-writer": lambda row, request, told: supporting.add_writer(row, who=_who(request), **told),
    "remove-writer": lambda row, request, told: supporting.remove_writer(
        row, user=_number(request, "user"), **told
    ),
}


@signed_in
@require_POST
def deed(request: HttpRequest, key: str, number: int, deed: str) -> HttpResponse:
    """Do one of the deeds that the page of a nomination offers."""
    row = queries.nomination(request.user, key, number)
    if deed not in DEEDS:
        raise Http404
    response = attempted(request, row, deed, lambda told: DEEDS[deed](row, request, told))
    if response.status_code == 303 and not queries.sees(request.user, row):  # she took herself away
        response.headers["Location"] = reverse("rounds:round", args=[row.round.key])
    return response


@signed_in
@require_POST
def comment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Comment on a nomination, to all who see it or within the office."""
    row = queries.nomination(request.user, key, number)
    text, internal = request.POST.get("text", ""), bool(request.POST.get("internal"))
    return attempted(
        request, row, "comment", lambda told: supporting.comment(row, text=text, internal=internal, **told)
    )


def attempted(
    request: HttpRequest,
    row: Nomination,
    key: str,
    do: Callable[[Told], object],
    *,
    at: datetime | None = None,
) -> HttpResponse:
    """Do something and lead back to the page; or show the page with what stands in the way beside what was typed.

    What the same form did before is done, and no fault: a second click leads to the same place as the first.
    """
    told = {"by": request.user, "at": at or now(), "form": form_of(request)}
    try:
        do(told)
    except DoneError:
        pass
    except NotYoursError as error:
        problem = Problem(error.said, say("Ask one of them"))
        return page(request, row, wrong=wrong(request, row, key, [problem]), status=403)
    except Problems as error:
        fresh = queries.nomination(request.user, row.round.key, row.number)
        return page(request, fresh, wrong=wrong(request, fresh, key, error.problems), status=422)
    return back(row, key)


def _because(request: HttpRequest) -> str:
    return request.POST.get("because", "").strip()


def _who(request: HttpRequest) -> str:
    return request.POST.get("who", "").strip()


def _number(request: HttpRequest, name: str) -> int:
    written = request.POST.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
