"""A faculty puts its nominations in order."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem
from utsyn.web.deciding import forms, queries
from utsyn.web.deciding.views.room import Page, number, token
from utsyn.web.people.rights import Deed, require
from utsyn.web.rounds.actions.ranking import give_order


@login_required
@require_safe
def order(request: HttpRequest, key: str) -> HttpResponse:
    """Lead a coordinator to her faculty's order; let her choose where she has several."""
    page = Page(request, key, "faculties.html")
    require(request.user, Deed.NOMINATE, unit=None)
    found = queries.faculties(page.row, request.user, page.units)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("deciding:order_of", args=[key, found[0].key]))
    return page.shown({"faculties": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order_of(request: HttpRequest, key: str, faculty: str) -> HttpResponse:
    """Show a faculty's nominations with the places it gave them, and take the order that it gives."""
    page = Page(request, key, "order.html")
    unit = queries.faculty(page.row, request.user, faculty)
    kept, rows = queries.ordered(page.row, request.user, unit)
    written = forms.written(kept.groups) if kept else {}
    because, seen = (kept.because, kept.version) if kept else ("", 0)
    if request.method == "POST":
        written = forms.places(request.POST, [one.number for one in rows])
        because = request.POST.get("because", "")

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        lines = [
            forms.Line(one.number, one.title, place=written.get(one.number, ""), refused=queries.refused(one))
            for one in rows
        ]
        told = {
            "faculty": page.units[unit.pk].name,
            "lines": lines,
            "because": because,
            "seen": seen,
            "kept": kept,
        }
        return page.shown(told, problems=problems)

    if request.method != "POST":
        return show()

    def deed() -> object:
        return give_order(
            page.row, unit, groups=forms.groups(written), because=because, by=request.user, at=page.at,
            seen=number(request.POST.get("seen")), form=token(request),
        )  # fmt: skip

    return page.done(deed, show, then="deciding:order_of", args=(unit.key,))
