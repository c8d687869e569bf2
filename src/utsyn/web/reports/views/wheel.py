"""The annual wheel of a plan: who reports what by when, as a list, along the year, and as a calendar; opening a round."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from utsyn.periods import Deadline
from utsyn.plans.reporting import CATALOGUE, KNOWN
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.calendars import CONTENT_TYPE, Entered, calendar
from utsyn.web.charts import Chart, Span, along_time
from utsyn.web.languages import language
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, may, require, standing
from utsyn.web.people.units import Named
from utsyn.web.plans.models import Plan
from utsyn.web.reports import facts, forms, queries
from utsyn.web.reports.actions import add_unit, close_reporting, open_reporting
from utsyn.web.reports.actions.deeds import TwiceError
from utsyn.web.reports.models import Report, Reporting
from utsyn.web.reports.views.room import attempted, now, seen, show, there, token, typed
from utsyn.web.respond import today

ORDER = (Unit.Kind.INSTITUTION, Unit.Kind.FACULTY, Unit.Kind.DEPARTMENT)


@login_required
@require_safe
def wheel(request: HttpRequest, key: str) -> HttpResponse:
    """Show the year: rounds with their days and reports."""
    plan = queries.plan(request.user, key)
    turns = queries.wheel(request.user, plan, on=today())
    told = {
        "plan": plan,
        "turns": turns,
        "chart": _chart(turns),
        "plans_it": may(request.user, Deed.PLAN, unit=plan.unit_id),
    }
    return show(request, "wheel.html", told)


def _chart(turns: Sequence[queries.Turn]) -> Chart:
    """Draw the days of each round: what is reported on, and from its opening until its last report is due."""
    spans = [
        span
        for turn in turns
        for span in (
            Span(
                _("%(round)s: period") % {"round": turn.row.title}, turn.row.since, turn.row.until, "closed"
            ),
            Span(
                _("%(round)s: writing") % {"round": turn.row.title},
                turn.row.opens,
                max(turn.row.due, turn.whole_due or turn.row.due),
                turn.state if turn.state == "closed" else "open",
            ),
        )
    ]
    return along_time(spans, on=today())


@login_required
@require_safe
def steps(request: HttpRequest, key: str) -> HttpResponse:
    """Give the days of the rounds that are not closed as a calendar."""
    plan = queries.plan(request.user, key)
    address = request.build_absolute_uri(request.path.removesuffix("reporting.ics"))
    entered = [
        Entered(f"{turn.row.key}-{name}", f"{turn.row.title}: {words}", address, Deadline(day=day))
        for turn in queries.wheel(request.user, plan, on=today())
        if not turn.row.closed_at
        for name, words, day in _days(turn)
    ]
    return HttpResponse(calendar(plan.key, entered, at=now()), content_type=CONTENT_TYPE)


def _days(turn: queries.Turn) -> Sequence[tuple[str, str, date]]:
    found = [("due", _("units’ reports"), turn.row.due)]
    if turn.whole_due or any(piece.whole for piece in turn.pieces):
        found.append(("whole", _("the institution’s report"), turn.whole_due or turn.row.due))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Open a round of reporting."""
    plan = queries.plan(request.user, key)
    require(request.user, Deed.PLAN, unit=plan.unit_id)
    if request.method != "POST":
        return _new(request, plan, _proposed(request, plan))
    written = typed(request)
    read = forms.read_opening(written)
    problems = read.problems
    if not problems:
        chosen = {unit.key: unit.pk for unit in _units(request, plan)}
        units = [chosen.get(one, 0) for one in written.get("units", ())]
        days = {name: read.days[name] for name in ("since", "until", "opens", "due")}
        _row, problems = attempted(
            lambda: open_reporting(
                plan,
                key=forms.clean(written.get("key", [""])[-1]),
                title=forms.clean(written.get("title", [""])[-1]),
                units=units,
                told=read.told,
                by=request.user,
                at=now(),
                form=token(request),
                **days,
            )
        )
    if problems:
        return _new(request, plan, written, problems, status=422)
    return there("wheel", key)


def _new(
    request: HttpRequest,
    plan: Plan,
    written: forms.Typed,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    maker = forms.Maker(written, problems, language=language())
    told = {"plan": plan, "form": forms.opening(maker, _units(request, plan)), "known": KNOWN}
    return show(request, "new.html", told, status=status)


def _proposed(request: HttpRequest, plan: Plan) -> forms.Typed:
    """Propose a round for the calendar year that ended last."""
    year = today().year - 1
    days = {
        "since": date(year, 1, 1), "until": date(year, 12, 31), "opens": today(), "due": date(year + 1, 2, 15),
        "whole_due": date(year + 1, 3, 15),
    }  # fmt: skip
    if days["due"] < today():
        days |= {"due": date(year + 1, 12, 31), "whole_due": date(year + 1, 12, 31)}
    faculties = [unit.key for unit in _units(request, plan) if unit.kind != Unit.Kind.DEPARTMENT]
    return {
        "title": [say("Follow-up report {year}", year=str(year)).in_(language())],
        "key": [f"{plan.key}-{year}"[:80]],
        "units": faculties,
        "fields": [key.value for key in CATALOGUE],
        **{name: [day.isoformat()] for name, day in days.items()},
    }


def _units(request: HttpRequest, plan: Plan) -> Sequence[Named]:
    """Return the units that may report: the institution first, then faculties and departments that run."""
    tree = standing(request.user).tree
    inside = tree.below(plan.unit_id)
    kept = [
        u
        for u in tree.units.values()
        if u.pk in inside and u.kind in ORDER and not (u.ended and u.ended < today())
    ]
    return sorted(kept, key=lambda unit: (ORDER.index(Unit.Kind(unit.kind)), unit.in_(language()).casefold()))


@login_required
@require_safe
def reporting(request: HttpRequest, key: str) -> HttpResponse:
    """Show a round: what is asked and why, and who has reported."""
    return _reporting(request, queries.reporting(request.user, key))


def _reporting(
    request: HttpRequest,
    row: Reporting,
    problems: Sequence[Problem] = (),
    *,
    twice: int = 0,
    status: int = 200,
) -> HttpResponse:
    turn = queries.turn(request.user, row, on=today())
    there_already = set(facts.asked(row).units)
    told: dict[str, Any] = {
        "plan": row.plan,
        "turn": turn,
        "asked": [CATALOGUE[field] for field in facts.asked(row).fields],
        "questions": facts.asked(row).questions,
        "known": KNOWN,
        "plans_it": may(request.user, Deed.PLAN, unit=row.plan.unit_id),
        "others": [(unit, unit.key in there_already) for unit in _units(request, row.plan)],
        "problems": [problem.said(language()) for problem in problems],
        "twice": twice,
    }
    return show(request, "reporting.html", told, status=status)


@login_required
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Let one more unit report; one that does already is named, with the way to its report."""
    row = queries.reporting(request.user, key)
    require(request.user, Deed.PLAN, unit=row.plan.unit_id)
    chosen = {unit.key: unit.pk for unit in _units(request, row.plan)}
    unit = chosen.get(request.POST.get("unit", ""), 0)
    twice = list[int]()
    _made, problems = attempted(lambda: _added(request, row, unit, twice))
    if problems:
        return _reporting(request, row, problems, twice=sum(twice), status=422)
    return there("reporting", key)


def _added(request: HttpRequest, row: Reporting, unit: int, twice: list[int]) -> Report:
    """Add a unit; note the report that it has where it has one."""
    try:
        return add_unit(row, unit=unit, by=request.user, at=now(), form=token(request))
    except TwiceError as error:
        twice.append(error.report)
        raise


@login_required
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a round."""
    row = queries.reporting(request.user, key)
    _row, problems = attempted(
        lambda: close_reporting(row, by=request.user, at=now(), seen=seen(request), form=token(request))
    )
    return _reporting(request, row, problems, status=422) if problems else there("reporting", key)
