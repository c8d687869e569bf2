"""Pages of who does the work: all that waits for a person, and all that one unit does about a plan."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.web.measures import of_unit, queries, work
from utsyn.web.measures.views.room import asked_day, inside, on_page, show
from utsyn.web.people.rights import Deed, NotYoursError, may
from utsyn.web.plans.queries import held
from utsyn.web.respond import today


@inside
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, by unit."""
    if not may(request.user, Deed.ANSWER, unit=None):
        raise NotYoursError(Deed.ANSWER)
    on = today()
    told = {
        "work": work.work(request.user, on=on),
        "on": on,
        "plans_too": may(request.user, Deed.PLAN, unit=None),
    }
    return show(request, "work.html", told)


@require_safe
def unit(request: HttpRequest, key: str, unit: str) -> HttpResponse:
    """Show what a unit does about a plan, as it stood on a day."""
    on = asked_day(request)
    plan = held(request.user, key, on=on)
    tree = queries.units(request.user, plan)
    one = queries.unit(tree, unit, plan)
    told = {
        "page": of_unit.page(request.user, plan, one, tree=tree, today=on == today()),
        "writes": on == today() and plan.inside and may(request.user, Deed.ANSWER, unit=one.pk),
    }
    return show(request, "unit.html", told | on_page(plan))
