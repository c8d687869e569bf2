"""Pages of the conversation: a goal is sent to units, a unit answers, and what came of the answer is seen by both."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.plans.document import Goal
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.measures import actions, cascading, facts, narrowing, queries, sending
from utsyn.web.measures.actions.conversing import may_settle
from utsyn.web.measures.models import Assignment
from utsyn.web.measures.views.room import (
    asked_day,
    attempted,
    inside,
    now,
    on_page,
    read_day,
    seen,
    show,
    there,
    token,
    typed,
    wrong,
)
from utsyn.web.people.rights import Deed, NotYoursError, may
from utsyn.web.plans.queries import Held, held
from utsyn.web.respond import today

WAYS = require_http_methods(["GET", "HEAD", "POST"])
MOST = 200  # units that are looked at
# where the fields of the page's other forms stand, which share the names of the first
PLACES = {
    ("settle", "answer"): "settled",
    ("settle", "because"): "because-settled",
    ("take-back", "because"): "why-back",
}


@inside
@require_safe
def cascade(request: HttpRequest, key: str) -> HttpResponse:
    """Show what each unit says to each goal, and who has not answered."""
    on = asked_day(request)
    plan = held(request.user, key, on=on)
    asked = narrowing.asked(request.GET.dict(), on=None if on == today() else on)
    matrix = cascading.matrix(request.user, plan, asked, today=on == today())
    told = {
        "matrix": matrix,
        "asked": asked,
        "states": [(name, words) for name, (words, _state) in narrowing.STATES.items()],
        "previous": asked.address(page=matrix.page - 1),
        "next": asked.address(page=matrix.page + 1),
        "may_plan": may(request.user, Deed.PLAN, unit=plan.row.unit_id),
    }
    return show(request, "cascade.html", told | on_page(plan))


@inside
@WAYS
def send(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    """Send a goal to units, with what is asked of them and by when they are to answer."""
    plan = held(request.user, key, on=today())
    found = _goal(plan, goal)
    parts = sending.offered(request.user, plan, goal)
    if not parts:
        raise NotYoursError(Deed.PLAN)
    if request.method != "POST":
        return _send(request, plan, found, parts, written={})
    written, keys = typed(request, "asked", "due"), request.POST.getlist("units")[:MOST]
    due, unclear = read_day(written["due"], "due")
    problems, status = unclear, 422
    if not unclear:
        _, problems, status = attempted(
            lambda: actions.send(
                plan.row,
                goal,
                sending.chosen(request.user, keys),
                asked=written["asked"],
                due=due,
                by=request.user,
                at=now(),
                form=token(request),
            )
        )
    if problems:
        back = {**written, "units": keys}
        return _send(request, plan, found, parts, written=back, problems=problems, status=status)
    return there(f"{reverse('measures:cascade', args=[key])}?sent={goal}#goal-{goal}")


def _goal(plan: Held, key: str) -> Goal:
    found = plan.text.goal(key)
    if found is None:
        raise NotHere(Problem(say("The plan has no such goal"), say("Look in the plan’s overview")))
    return found


def _send(
    request: HttpRequest,
    plan: Held,
    goal: Goal,
    parts: Sequence[sending.Part],
    *,
    written: dict[str, Any],
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    told = {"goal": goal, "parts": parts, "typed": written, "wrong": wrong(problems)}
    return show(request, "send.html", told | on_page(plan), status=status)


@inside
@WAYS
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conversation about a goal sent to a unit; the unit answers, and the sender says what comes of it."""
    row = queries.talk(request.user, pk)
    if request.method != "POST":
        return _assignment(request, row, {}, ())
    written = typed(request, "answer", "own_words", "because")
    do = _deeds(request, row, written).get(request.POST.get("do", ""))
    if do is None:
        return there(reverse("measures:assignment", args=[pk]))
    _, problems, status = attempted(do)
    if problems:
        typed_there = {**written, "do": request.POST.get("do", "")}
        return _assignment(request, queries.talk(request.user, pk), typed_there, problems, status=status)
    return there(f"{reverse('measures:assignment', args=[pk])}?did={request.POST.get('do')}")


def _deeds(request: HttpRequest, row: Assignment, written: dict[str, str]) -> dict[str, Callable[[], object]]:
    known: Any = {"by": request.user, "at": now(), "seen": seen(request), "form": token(request)}
    answer, own, because = written["answer"], written["own_words"], written["because"]
    return {
        "reply": lambda: actions.reply(row, answer, own, because, **known),
        "settle": lambda: actions.answer(row, answer, because, **known),
        "take-back": lambda: actions.take_back(row, because, **known),
    }


def _assignment(
    request: HttpRequest,
    row: Assignment,
    written: dict[str, str],
    problems: Sequence[Problem],
    *,
    status: int = 200,
) -> HttpResponse:
    on = asked_day(request)
    plan = held(request.user, row.plan.key, on=on)
    tree, current = queries.units(request.user, plan), on == today()
    heir = facts.heir(tree, row.unit_id) if row.unit_id in tree else row.unit_id
    told = {
        "row": row,
        "goal": plan.text.goal(row.goal),
        "talk": queries.talked(request.user, row, plan).conversation,
        "unit": tree.units.get(row.unit_id),
        "heir": tree.units.get(heir) if heir != row.unit_id else None,
        "others": queries.talks(request.user, plan, goal=row.goal),
        "tree": tree,
        "measures": [
            one
            for one in queries.measures(request.user, plan, today=current, unit__in=tree.below(heir))
            if row.goal in one.told.goals
        ],
        "replies": current and not row.withdrawn_at and may(request.user, Deed.ANSWER, unit=row.unit_id),
        "settles": current and not row.withdrawn_at and may_settle(request.user, row),
        "taken_back": queries.taken_back(request.user, row),
        "typed": written,
        "wrong": [
            (PLACES.get((written.get("do", ""), name), name), words) for name, words in wrong(problems)
        ],
        "did": request.GET.get("did", ""),
    }
    return show(request, "assignment.html", told | on_page(plan), status=status)
