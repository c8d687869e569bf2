"""The routes side by side, and the choice of one."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from utsyn.problems import Problem
from utsyn.web.deciding.decided import disagree, missing, route_of, ways
from utsyn.web.deciding.views.room import Page, token
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.rounds import facts, outcomes
from utsyn.web.rounds.actions.approving import choose_route


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: HttpRequest, key: str) -> HttpResponse:
    """Show what each route would lead to, and take the leadership's choice with its reason."""
    page = Page(request, key, "routes.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)

    def show(problems: tuple[Problem, ...] = ()) -> HttpResponse:
        typed = {"because": request.POST.get("because", ""), "picked": request.POST.get("route", "")}
        return page.shown({**_shown(page), **typed}, problems=problems)

    if request.method != "POST":
        return show()
    route, because = request.POST.get("route", ""), request.POST.get("because", "")

    def deed() -> object:
        return choose_route(
            page.row, route=route, because=because, by=request.user, at=page.at, form=token(request)
        )

    return page.done(deed, show, then="deciding:approve")


def _shown(page: Page) -> Mapping[str, Any]:
    row, kept, terms = page.row, outcomes.chosen(page.row), facts.terms(page.row)
    stand, given = outcomes.candidates(row), row.places.exists()
    made, told = ways(row, page.units)
    named = {str(n.number): n for n in stand.counted}
    called = {unit.key: unit.name for unit in page.units.units.values()}
    rows = sorted(
        ((named[one.nomination], called[one.faculty], one) for one in made.rows()),
        key=lambda each: (each[2].faculty, each[0].number),
    )
    forbidden = terms.policy == "forbidden"
    approves = may(page.request.user, Deed.APPROVE, unit=row.unit_id)
    nominated = [nomination.faculty for nomination in made.lists.nominations]
    return {
        "ways": told,
        "missing": missing(row, made.lists, page.units),
        "differing": [each for each in rows if disagree(each[2])],
        "alike": [each for each in rows if not disagree(each[2])],
        "apart": stand.apart,
        "faculties": [(called[one], nominated.count(one), each) for one, each in made.per_faculty().items()],
        "terms": terms,
        "chosen": kept,
        "by": route_of(kept),
        "given": given,
        "forbidden": forbidden,
        "chooses": approves and bool(stand.counted) and not (row.sent_at or given or forbidden),
    }
