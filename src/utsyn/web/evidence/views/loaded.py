"""Pages of what is loaded, of work in the background, and of entering what was computed into the series of plans."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError
from utsyn.web.errors import unusable
from utsyn.web.evidence import beneath, queries, showing
from utsyn.web.evidence.actions.entering import enter_computed
from utsyn.web.evidence.actions.working import ask
from utsyn.web.evidence.jobs import COMPUTE
from utsyn.web.evidence.views.room import TOKEN, WAYS, shown, token
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require, standing
from utsyn.web.respond import twin

LEAST_MEMORY = 200  # MB


@WAYS
def vintages(request: HttpRequest) -> HttpResponseBase:
    """Show what is loaded, from what, when, and what was left out; the office has figures computed anew."""
    return _compute(request) if request.method == "POST" else _vintages(request)


def _vintages(request: HttpRequest, *, wrong: Sequence[Problem] = (), status: int = 200) -> HttpResponse:
    basis, jobs, inside = (
        queries.basis(request.user),
        queries.jobs(request.user),
        bool(standing(request.user).roles),
    )
    told = {
        "vintages": beneath.vintages(queries.vintages(request.user)),
        "basis": basis,
        "jobs": beneath.jobs(jobs),
        "busy": beneath.busy(jobs),
        "lacking": beneath.lacking(basis) if inside else (),
        "inside": inside,
        "enters": queries.enters(request.user),
        "form": new_form(),
        "memory": settings.MEMORY,
        "typed": request.POST.get("memory", "")[:TOKEN],
        "wrong": [problem.said(language()) for problem in wrong],
        "did": request.GET.get("did", ""),
    }
    return shown(request, "vintages.html", told, twin=twin("vintages"), status=status)


@signed_in
def _compute(request: HttpRequest) -> HttpResponse:
    require(request.user, Deed.PLAN, unit=None)
    try:
        ask(
            COMPUTE,
            told=_memory(request.POST.get("memory", "")),
            by=request.user,
            at=timezone.now(),
            form=token(request),
        )
    except DoneError:
        pass
    except Problems as error:
        return _vintages(request, wrong=error.problems, status=400)
    return HttpResponseRedirect(f"{reverse('evidence:vintages')}?did=asked")


def _memory(written: str) -> dict[str, str]:
    """Return how much memory may be used, as engines are told; nothing where it is left out. Raises Problems."""
    plain = "".join(written.split()).upper()
    if not plain:
        return {}
    found = re.fullmatch(r"([1-9][0-9]{0,5})(MB|GB)", plain, re.ASCII)
    if not found or (found[2] == "MB" and int(found[1]) < LEAST_MEMORY):
        what = say("“{written}” cannot be used", written=written[:40])
        raise Problems(
            Problem(
                what,
                say("Write a number and MB or GB, such as 800MB; at least {n} MB", n=LEAST_MEMORY),
                ("memory",),
            )
        )
    return {"memory": plain}


@signed_in
@WAYS
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what was computed as figures of the plans' indicators: the office decides it, and it is logged."""
    require(request.user, Deed.PLAN, unit=None)
    row = queries.whole(request.user, key)
    if request.method != "POST":
        return shown(request, "enter.html", {"row": row, "page": showing.entering(row), "form": new_form()})
    unit, indicator = queries.institution(request.user), request.POST.get("indicator", "")
    if unit is None or indicator not in row.told["enters"]:
        return unusable(
            request,
            [Problem(say("There is nothing to enter"), say("Choose an indicator that the figure is of"))],
        )
    because = say("Computed anew from newer data")
    try:
        enter_computed(
            row, indicator, unit=unit, because=because.in_("nb"), by=request.user, at=timezone.now(),
            form=token(request),
        )  # fmt: skip
    except DoneError:
        pass
    except Problems as error:
        return unusable(request, error.problems)
    return HttpResponseRedirect(f"{reverse('evidence:figure', args=[key])}?did=entered")
