"""Pages of what is loaded, of work in the background, and of entering what was computed into the series of plans."""

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
from utsyn.web.evidence.views.room import TOKEN, WAYS, shown
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require, standing
from utsyn.web.respond import twin


@WAYS
def vintages(request: HttpRequest) -> HttpResponseBase:
    """Show what is loaded, from what, when, and what was left out; the office has figures computed anew."""
    if request.method == "POST":
        return _compute(request)
    told = {
        "vintages": beneath.vintages(queries.vintages(request.user)),
        "basis": queries.basis(request.user),
        "jobs": beneath.jobs(queries.jobs(request.user)),
        "inside": bool(standing(request.user).roles),
        "enters": queries.enters(request.user),
        "form": new_form(),
        "did": request.GET.get("did", ""),
    }
    return shown(request, "vintages.html", told, twin=twin("vintages"))


@signed_in
def _compute(request: HttpRequest) -> HttpResponse:
    require(request.user, Deed.PLAN, unit=None)
    try:
        ask(
            COMPUTE,
            told={},
            by=request.user,
            at=timezone.now(),
            form=request.POST.get("form", "")[:TOKEN] or None,
        )
    except DoneError:
        pass
    except Problems as error:
        return unusable(request, error.problems)
    return HttpResponseRedirect(f"{reverse('evidence:vintages')}?did=asked")


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
            form=request.POST.get("form", "")[:TOKEN] or None,
        )  # fmt: skip
    except DoneError:
        pass
    except Problems as error:
        return unusable(request, error.problems)
    return HttpResponseRedirect(f"{reverse('evidence:figure', args=[key])}?did=entered")
