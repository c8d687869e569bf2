"""Pages of measures: the list, one measure with its versions, and the forms on which units tell of them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.languages import language
from utsyn.web.measures import actions, facts, forms, listing, queries, sheets, showing
from utsyn.web.measures.facts import Then
from utsyn.web.measures.sending import chosen
from utsyn.web.measures.views.room import (
    asked_day,
    attempted,
    inside,
    now,
    on_page,
    seen,
    show,
    there,
    token,
    typed,
    wrong,
)
from utsyn.web.people.rights import Deed, NotYoursError, may, standing
from utsyn.web.people.units import Named
from utsyn.web.plans.queries import Held, held
from utsyn.web.respond import today

WAYS = require_http_methods(["GET", "HEAD", "POST"])
ROWS = ("add:", "remove:")  # buttons that change the form and save nothing
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def measures(request: HttpRequest, key: str) -> HttpResponse:
    """List the measures of a plan, as they were told on a day, with what they cost."""
    on = asked_day(request)
    plan = held(request.user, key, on=on)
    tree = queries.units(request.user, plan)
    asked = listing.sought(request.GET.dict())
    found = listing.found(queries.briefs(request.user, plan, today=on == today()), asked, tree=tree, on=on)
    told = {
        "asked": asked,
        "found": found,
        "rows": queries.measures(request.user, plan, today=on == today(), pk__in=found.rows),
        "previous": asked.address(page=found.page - 1),
        "next": asked.address(page=found.page + 1),
        "whole": asked.address(),
        "tree": tree,
        "goals": {goal.key: goal for goal in plan.text.goals},
        "units": showing.units(tree, plan),
        "may_tell": plan.inside and may(request.user, Deed.ANSWER, unit=None),
    }
    return show(request, "list.html", told | on_page(plan))


@require_safe
def selection(request: HttpRequest, key: str) -> HttpResponse:
    """Give the measures that are looked for as a workbook, as much of each as the reader may see."""
    on = asked_day(request)
    plan = held(request.user, key, on=on)
    tree = queries.units(request.user, plan)
    asked = listing.sought(request.GET.dict())
    found = listing.found(queries.briefs(request.user, plan, today=on == today()), asked, tree=tree, on=on)
    rows = queries.measures(request.user, plan, today=on == today(), pk__in=found.everything)
    made = sheets.workbook(rows, plan, tree, language=language())
    response = HttpResponse(made, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-measures.xlsx"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@WAYS
def measure(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a measure as it was told on a day; who answers for the unit marks tasks as done, and retires it."""
    on = asked_day(request)
    plan = held(request.user, key, on=on)
    one = queries.measure(request.user, plan, number, today=on == today())
    if request.method != "POST":
        return _measure(request, plan, one, {}, ())
    return _done(request, plan, one)


@inside
def _done(request: HttpRequest, plan: Held, one: Then) -> HttpResponse:
    written = typed(request, "because")
    known: Any = {"by": request.user, "at": now(), "seen": seen(request), "form": token(request)}
    do, _, task = request.POST.get("do", "").partition(":")
    if do == "retire":
        _, problems, status = attempted(lambda: actions.retire(one.row, written["because"], **known))
    elif do == "done" and task.isascii() and task.isdigit():
        _, problems, status = attempted(
            lambda: actions.mark_done(one.row, int(task[:4]), on=today(), **known)
        )
    else:
        problems, status = (), 303
    if problems:
        fresh = queries.measure(request.user, plan, one.row.number, today=True)
        return _measure(request, plan, fresh, written, problems, status=status)
    return there(reverse("measures:measure", args=[plan.row.key, one.row.number]))


def _measure(
    request: HttpRequest,
    plan: Held,
    one: Then,
    written: dict[str, str],
    problems: Sequence[Problem],
    *,
    status: int = 200,
) -> HttpResponse:
    tree = queries.units(request.user, plan)
    current = plan.on == today() and not one.row.retired_at
    told = {
        "page": showing.page(request.user, plan, one, tree=tree, language=language()),
        "writes": current and plan.inside and may(request.user, Deed.ANSWER, unit=one.row.unit_id),
        "typed": written,
        "wrong": wrong(problems),
    }
    return show(request, "measure.html", told | on_page(plan), status=status)


@inside
@WAYS
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Tell of a new measure in a unit's annual plan."""
    plan = held(request.user, key, on=today())
    units = _own_units(request, plan)
    if not units:
        raise NotYoursError(Deed.ANSWER)
    unit = request.POST.get("unit") or request.GET.get("unit", "")
    if request.method != "POST":
        read = forms.Read(
            {"goals": request.GET.getlist("goal")[:20], "currency": "NOK", "status": "planned"}, None, ()
        )
        return _form(request, plan, read, units=units, unit=unit)
    if (do := request.POST.get("do", "")).startswith(ROWS):
        return _form(request, plan, forms.redrawn(request.POST, do), units=units, unit=unit)
    read = forms.read(request.POST)
    rows = chosen(request.user, [unit]) if unit in {one.key for one in units} else ()
    nowhere = (
        ()
        if rows
        else (Problem(say("No unit is chosen"), say("Choose the unit whose measure it is"), ("unit",)),)
    )
    if read.told is None or nowhere:
        read = read._replace(problems=(*nowhere, *read.problems))
        return _form(request, plan, read, units=units, unit=unit, status=422)
    made = read.told.model_dump(mode="json")
    row, problems, status = attempted(
        lambda: actions.tell(plan.row, rows[0], made, by=request.user, at=now(), form=token(request))
    )
    if problems:
        return _form(
            request, plan, read._replace(problems=tuple(problems)), units=units, unit=unit, status=status
        )
    if row is None:
        return there(reverse("measures:list", args=[key]))
    return there(reverse("measures:measure", args=[key, row.number]))


@inside
@WAYS
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Change what is told of a measure; what somebody else saved meanwhile is shown beside what was typed."""
    plan = held(request.user, key, on=today())
    one = queries.measure(request.user, plan, number, today=True)
    if not may(request.user, Deed.ANSWER, unit=one.row.unit_id):
        raise NotYoursError(Deed.ANSWER)
    if one.row.retired_at:
        raise NotHere(Problem(say("The measure was retired"), say("Tell of a new one")))
    if request.method != "POST":
        return _form(request, plan, forms.kept(one.told), one=one)
    if (do := request.POST.get("do", "")).startswith(ROWS):
        return _form(request, plan, forms.redrawn(request.POST, do), one=one)
    read = forms.read(request.POST)
    if read.told is None:
        return _form(request, plan, read, one=one, status=422)
    told, because = read.told, request.POST.get("because", "")
    _, problems, status = attempted(
        lambda: actions.change(
            one.row, told.model_dump(mode="json"), because, by=request.user, at=now(), seen=seen(request),
            form=token(request),
        )
    )  # fmt: skip
    if problems:
        meanwhile = showing.differences(one.told, told, language=language()) if status == 409 else ()
        found = read._replace(problems=tuple(problems))
        return _form(request, plan, found, one=one, status=status, meanwhile=meanwhile)
    return there(reverse("measures:measure", args=[key, number]))


def _own_units(request: HttpRequest, plan: Held) -> Sequence[Named]:
    """Return the running units of the plan for which the reader answers."""
    tree = queries.units(request.user, plan)
    mine = standing(request.user).units(Deed.ANSWER)
    return [unit for unit in showing.units(tree, plan) if unit.pk in mine and not facts.over(tree, unit.pk)]


def _form(
    request: HttpRequest, plan: Held, read: forms.Read, *, units: Sequence[Named] = (), unit: str = "",
    one: Then | None = None, status: int = 200, meanwhile: Any = (),
) -> HttpResponse:  # fmt: skip
    tree = queries.units(request.user, plan)
    told = {
        "form": forms.page(read, plan.text, language=language()),
        "units": units,
        "unit": unit,
        "one": one,
        "of": tree.units.get(one.row.unit_id) if one else None,
        # who saves over what somebody else saved has seen it: it stands above the form
        "version": one.row.version if one and (meanwhile or request.method != "POST") else seen(request),
        "because": request.POST.get("because", ""),
        "meanwhile": meanwhile,
    }
    return show(request, "form.html", told | on_page(plan), status=status)
