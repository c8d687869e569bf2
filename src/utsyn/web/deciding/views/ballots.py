"""The panel: who sits on it, which conflicts of interest each has, and how each ranks the rest."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from utsyn.problems import Problem
from utsyn.web.deciding import forms, queries
from utsyn.web.deciding.views.room import Page, number, token
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.rounds.actions.ranking import cast, declare, seat


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """Show the panel, and give a person a seat."""
    page = Page(request, key, "panel.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        approves = may(request.user, Deed.APPROVE, unit=page.row.unit_id)
        seats = queries.panel(page.row, request.user)
        told = {
            "seats": seats,
            "may_sit": queries.may_sit(page.row, request.user) if approves else (),
            "approves": approves,
            "own": any(one.row.user_id == request.user.pk for one in seats),
        }
        return page.shown(told, problems=problems)

    if request.method != "POST":
        return show()
    require(request.user, Deed.APPROVE, unit=page.row.unit_id)
    chosen = next(
        (one for one in queries.may_sit(page.row, request.user) if str(one.pk) == request.POST.get("user")),
        None,
    )
    if chosen is None:
        return show()
    return page.done(
        lambda: seat(page.row, chosen, by=request.user, at=page.at, form=token(request)),
        show,
        then="deciding:panel",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, key: str) -> HttpResponse:
    """Show a panellist what she may judge, and take her ballot; conflicts of interest come first."""
    page = Page(request, key, "ballot.html")
    own = queries.seat(page.row, request.user)
    lines = queries.judged(page.row, own, page.units)
    written = forms.written(own.ballot or ())
    if request.method == "POST":
        written = forms.places(request.POST, [one.number for one in lines])

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        return _ballot(page, own, lines, written, problems)

    if request.method != "POST":
        return show()

    def deed() -> object:
        seen = number(request.POST.get("seen"))
        order = forms.groups(written)
        return cast(own, groups=order, by=request.user, at=page.at, seen=seen, form=token(request))

    return page.done(deed, show, then="deciding:ballot")


@login_required
@require_POST
def conflicts(request: HttpRequest, key: str) -> HttpResponse:
    """Take what a panellist says of her conflicts of interest; none is an answer too."""
    page = Page(request, key, "ballot.html")
    own = queries.seat(page.row, request.user)
    lines = queries.judged(page.row, own, page.units)
    told = {
        one.number: request.POST.get(f"why-{one.number}", "").strip()
        for one in lines
        if request.POST.get(f"conflict-{one.number}") or request.POST.get(f"why-{one.number}", "").strip()
    }

    def again(problems: tuple[Problem, ...]) -> HttpResponse:
        typed = [one._replace(apart=told.get(one.number, "")) for one in lines]
        return _ballot(page, own, typed, forms.written(own.ballot or ()), problems, marked=set(told))

    def deed() -> object:
        return declare(own, conflicts=told, by=request.user, at=page.at, form=token(request))

    return page.done(deed, again, then="deciding:ballot")


def _ballot(
    page: Page, own: object, lines: object, written: Mapping[int, str], problems: tuple[Problem, ...], *,
    marked: set[int] | None = None,
) -> HttpResponse:  # fmt: skip
    each = [one._replace(place=written.get(one.number, "")) for one in lines]  # type: ignore[attr-defined]
    apart = {one.number for one in each if one.apart} | (marked or set())
    told = {
        "seat": own,
        "lines": each,
        "apart": apart,
        "ranked": [one for one in each if one.number not in apart],
    }
    return page.shown(told, problems=problems)
