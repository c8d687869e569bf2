"""Pages about plans: the list, a plan at a glance, a goal with all its reasons, two plans side by side."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.plans.document import GoalKind
from utsyn.plans.states import State
from utsyn.web.calls.queries import day
from utsyn.web.evidence import queries as evidence
from utsyn.web.people.rights import Deed, may
from utsyn.web.plans import comparing, overview, queries
from utsyn.web.plans import goal as goals
from utsyn.web.plans.queries import Held
from utsyn.web.respond import respond, today, twin

LONGEST = 80  # characters of a key in a question


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans that the reader may see, with how many goals stand where."""
    on = asked_day(request)
    listed, drafts = overview.listed(request.user, on=on), queries.not_adopted(request.user, on=on)
    taken = {one.plan.row.key for one in listed} | {row.key for row in drafts}
    told = {
        "listed": listed,
        "drafts": drafts,
        "shelf": [text for text in queries.at_hand() if text.key not in taken],
        "meanings": overview.MEANINGS.items(),
        "may_begin": may(request.user, Deed.PLAN, unit=None),
        "on": on,
    }
    return _shown(request, "plans/list.html", told, twin("plans", on=_unless_today(on)))


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Show a plan at a glance, as it stood on a day."""
    on = asked_day(request)
    held, sought = queries.held(request.user, key, on=on), _sought(request, on)
    told = {
        "plan": held.row,
        "view": overview.overview(request.user, held, sought),
        "may_plan": may(request.user, Deed.PLAN, unit=held.row.unit_id),
    }
    return _shown(request, "plans/plan.html", told | on_page(held), twin("plan", key, **sought.asked()))


@require_safe
def goal(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    """Show a goal: where it stands on a day, because of what, and who does what about it."""
    on = asked_day(request)
    held = queries.held(request.user, key, on=on)
    told = {
        "plan": held.row,
        "page": goals.page(request.user, held, goal),
        "computed": evidence.indicators(request.user),
    }
    address = twin("goal", key, goal, on=_unless_today(on))
    return _shown(request, "plans/goal.html", told | on_page(held), address)


@require_safe
def compare(request: HttpRequest, key: str, other: str) -> HttpResponse:
    """Show a plan beside the one before it, goal by goal."""
    on = asked_day(request)
    now, before = (queries.held(request.user, one, on=on) for one in (key, other))
    told = {
        "plan": now.row,
        "made": comparing.compared(request.user, now, before, unit=_number(request.GET.get("unit", ""))),
    }
    return _shown(request, "plans/compare.html", told | on_page(now))


def on_page(held: Held) -> dict[str, Any]:
    """Return what every page of a plan shows above its own words."""
    return {
        "text": held.text,
        "edition": held.edition,
        "on": held.on,
        "then": "" if held.on == today() else f"?on={held.on.isoformat()}",
        "inside": held.inside,
    }


def asked_day(request: HttpRequest) -> date:
    """Return the day that is asked about, today where none is. Raises Problems for one that has not come."""
    return queries.asked_day(day(request.GET.get("on"), otherwise=today()))


def _unless_today(on: date) -> str:
    return "" if on == today() else on.isoformat()


def _sought(request: HttpRequest, on: date) -> overview.Sought:
    """Read what is sought from the address; what cannot be meant is left out."""
    asked = {name: value.strip()[:LONGEST] for name, value in request.GET.dict().items()}
    return overview.Sought(
        state=asked["state"] if asked.get("state") in [*State] else "",
        chapter=asked.get("chapter", ""),
        kind=asked["kind"] if asked.get("kind") in [*GoalKind] else "",
        unit=_number(asked.get("unit", "")),
        on=_unless_today(on),
    )


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def _shown(request: HttpRequest, template: str, told: dict[str, Any], address: str = "") -> HttpResponse:
    response = respond(request, template, told, twin=address)
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
