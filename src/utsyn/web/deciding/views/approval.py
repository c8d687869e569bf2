"""The leadership gives the places and answers the rest; the office tells everyone and sends the list."""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from utsyn.problems import Problem
from utsyn.web.deciding import queries
from utsyn.web.deciding.decided import decision
from utsyn.web.deciding.views.room import Page, number, token
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.rounds import facts, listing
from utsyn.web.rounds.actions import approving, telling


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Show everyone in the route's order with the reason of each, and take the leadership's decisions."""
    page = Page(request, key, "approve.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        told = {
            "decision": decision(page.row, request.user, page.units),
            "approves": may(request.user, Deed.APPROVE, unit=page.row.unit_id),
            "policy": facts.terms(page.row).policy,
            "asked": number(request.POST.get("number")),
            "because": request.POST.get("because", ""),
            "words": request.POST.get("words", ""),
        }
        return page.shown(told, problems=problems)

    if request.method != "POST":
        return show()
    return page.done(_deed(page), show, then="deciding:approve")


def _deed(page: Page) -> Callable[[], object]:
    """Return the deed that the button stands for."""
    post, by, at, form = page.request.POST, page.request.user, page.at, token(page.request)
    because = post.get("because", "")

    def one(deed: Callable[..., object]) -> Callable[[], object]:
        return lambda: deed(
            queries.nomination(page.row, by, number(post.get("number"))),
            because=because,
            by=by,
            at=at,
            form=form,
        )

    deeds: Mapping[str, Callable[[], object]] = {
        "approve": one(approving.approve),
        "refuse": one(approving.refuse_one),
        "approve-list": lambda: approving.approve_list(page.row, by=by, at=at, form=form),
        "decide": lambda: approving.refuse_rest(page.row, by=by, at=at, form=form),
        "dissent": lambda: approving.dissent(page.row, words=post.get("words", ""), by=by, at=at, form=form),
    }
    return deeds.get(post.get("do", ""), lambda: None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is ready to go, tell everyone what was decided, and mark the list as sent."""
    page = Page(request, key, "send.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        told = {
            "decision": decision(page.row, request.user, page.units),
            "sha256": listing.canonical_list(page.row),
            "told": queries.told_of_decisions(page.row),
        }
        return page.shown(told, problems=problems)

    if request.method != "POST":
        return show()
    by, form = request.user, token(request)
    deeds: Mapping[str, Callable[[], object]] = {
        "tell": lambda: telling.tell_decisions(page.row, by=by, at=page.at, form=form),
        "send": lambda: approving.send(page.row, by=by, at=page.at, form=form),
    }
    return page.done(deeds.get(request.POST.get("do", ""), lambda: None), show, then="deciding:send")
