"""The routes side by side, and the choice of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from utsyn.problems import Problem
from utsyn.web.deciding import queries
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
        made = queries.compared(page.row)
        names = [name for name in outcomes.ROUTES if name != "none"]
        named = {str(n.number): n for n in outcomes.candidates(page.row).counted}
        called = {unit.key: unit.name for unit in page.units.units.values()}
        told = {
            "ways": list(zip(names, made.variants, strict=True)),
            "rows": sorted(
                ((named[one.nomination], called[one.faculty], one) for one in made.rows()),
                key=lambda row: (row[2].faculty, row[0].number),
            ),
            "faculties": [(called[key], each) for key, each in made.per_faculty().items()],
            "differing": len(made.differing),
            "terms": facts.terms(page.row),
            "chosen": outcomes.chosen(page.row),
            "because": request.POST.get("because", ""),
            "picked": request.POST.get("route", ""),
            "approves": may(request.user, Deed.APPROVE, unit=page.row.unit_id),
        }
        return page.shown(told, problems=problems)

    if request.method != "POST":
        return show()
    route, because = request.POST.get("route", ""), request.POST.get("because", "")

    def deed() -> object:
        return choose_route(
            page.row, route=route, because=because, by=request.user, at=page.at, form=token(request)
        )

    return page.done(deed, show, then="deciding:approve")
