"""A report while it is made: as the records have it now, written, handed in, sent back, approved, corrected, published."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from utsyn.plans import looked
from utsyn.plans.paper import Paper
from utsyn.plans.report import content
from utsyn.plans.reporting import CATALOGUE
from utsyn.problems import Problem
from utsyn.web.languages import language
from utsyn.web.people.rights import Deed, may, require, standing
from utsyn.web.reports import actions, facts, forms, queries
from utsyn.web.reports.drafting import Drafted, drafted
from utsyn.web.reports.models import Report
from utsyn.web.reports.views.room import attempted, body, now, seen, show, shown, there, token, typed
from utsyn.web.respond import today

State = Report.State


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: to those outside what was approved last, to those inside how it stands now."""
    row = queries.report(request.user, pk)
    if not standing(request.user).roles:
        return there("frozen", pk, queries.frozen_of(request.user, row)[0].number)
    return _report(request, row)


def _report(
    request: HttpRequest,
    row: Report,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
    written: Mapping[str, str] | None = None,
) -> HttpResponse:
    told, frozen = facts.told(row), queries.frozen_of(request.user, row)
    made = drafted(request.user, row, on=today())
    whole = content(made.basis)
    page = {
        **_around(request, row, made),
        "frozen": frozen,
        "told": told,
        **body(Paper(whole, language()), whole="all" in request.GET),
        "looked": looked.written(looked.looked(whole)),
        "problems": [problem.said(language()) for problem in problems],
        "written": written or {},
        "recomputing": [made.basis.indicators[key].title for key in made.recomputing],
        "settled": row.state == State.APPROVED and not told.correcting,
        **_may(request, row, correcting=bool(told.correcting)),
    }
    return show(request, "report.html", page, status=status)


def _around(request: HttpRequest, row: Report, made: Drafted) -> dict[str, Any]:
    tree = standing(request.user).tree
    return {
        "report": row,
        "reporting": row.reporting,
        "plan": row.reporting.plan,
        "unit": tree[row.unit_id],
        "whole": facts.is_whole(row),
        "due": facts.due(row.reporting, whole=facts.is_whole(row)),
        "state": queries.STATES[row.state],
        "basis": made.basis,
    }


def _may(request: HttpRequest, row: Report, *, correcting: bool) -> dict[str, bool]:
    """Tell what the reader may do with the report as it stands."""
    answers = may(request.user, Deed.ANSWER, unit=row.unit_id)
    plan = row.reporting.plan.unit_id
    opened = row.reporting.opens <= today()
    draft = row.state in (State.DRAFT, State.SENT_BACK) and opened and row.reporting.closed_at is None
    return {
        "may_write": answers and (draft or correcting),
        "may_hand_in": answers and draft,
        "may_send_back": row.state == State.HANDED_IN and may(request.user, Deed.PLAN, unit=plan),
        "may_approve": (row.state == State.HANDED_IN or correcting)
        and actions.may_approve(request.user, row),
        "may_correct": answers and row.state == State.APPROVED and not correcting,
        "may_publish": row.state == State.APPROVED and may(request.user, Deed.ADOPT, unit=plan),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in a report, beside what the house knows already."""
    row = queries.report(request.user, pk)
    require(request.user, Deed.ANSWER, unit=row.unit_id)
    made = drafted(request.user, row, on=today())
    if request.method != "POST":
        return _edit(request, row, made, forms.told_as_typed(facts.told(row)))
    written = typed(request)
    known, before = facts.asked(row.reporting), facts.told(row)

    def save() -> Report:
        told = forms.read_report(written, known, plan=made.basis.plan, before=before, language=language())
        return actions.write(
            row, told=told, by=request.user, at=now(), seen=seen(request), form=token(request)
        )

    _row, problems = attempted(save)
    if problems:
        return _edit(request, queries.report(request.user, pk), made, written, problems, status=422)
    return there("report", pk)


def _edit(
    request: HttpRequest,
    row: Report,
    made: Drafted,
    written: forms.Typed,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    form = forms.writing(
        forms.Maker(written, problems, language=language()), facts.asked(row.reporting), made.basis.goals
    )
    whole = content(made.basis)
    paper = Paper(whole, language())
    goals = [
        {
            "title": paper.kept(goal["title"]),
            "known": shown(block for block in paper.goal({**goal, "words": {}}) if hasattr(block, "items")),
            "measures": [one for one in whole["measures"] if one["number"] in goal["measures"]][:20],
            "fields": form.of_goals.get(goal["key"], ()),
            "open": any(field.value or field.errors for field in form.of_goals.get(goal["key"], ())),
        }
        for goal in whole["goals"]
    ]
    # who saves over what somebody else saved has seen it: it stands above the form
    stale = bool(problems) and seen(request) != row.version
    titles = {goal["key"]: paper.kept(goal["title"]) for goal in whole["goals"]}
    page = {
        **_around(request, row, made),
        "form": form,
        "goals": goals,
        "stale": stale,
        "meanwhile": forms.meanwhile(form, facts.told(row), titles) if stale else (),
        "told": facts.told(row),
        "asked": [CATALOGUE[field] for field in facts.asked(row.reporting).fields if CATALOGUE[field].of == "goal"],
        "seen": str(row.version) if stale else written.get("seen", [str(row.version)])[-1],
    }  # fmt: skip
    return show(request, "edit.html", page, status=status)


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a report in."""
    return _done(request, pk, actions.hand_in)


@login_required
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a report back with a reason."""
    return _done(request, pk, actions.send_back, because=_because(request))


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved report to be corrected."""
    return _done(request, pk, actions.correct, because=_because(request))


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a report to all readers, or close it again."""
    return _done(request, pk, actions.publish_report, public=request.POST.get("public") == "yes")


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a report as it was looked at, which freezes it."""
    row = queries.report(request.user, pk)
    made, problems = attempted(
        lambda: actions.approve(
            row,
            by=request.user,
            at=now(),
            seen=seen(request),
            looked=looked.read(request.POST.get("looked", "")),
            form=token(request),
        )
    )
    if problems:
        return _report(request, queries.report(request.user, pk), problems, status=422)
    return there("frozen", pk, made.number) if made else there("report", pk)


def _because(request: HttpRequest) -> str:
    return forms.clean(request.POST.get("because", ""))


def _done(request: HttpRequest, pk: int, deed: Callable[..., object], **told: object) -> HttpResponse:
    """Do a deed about a report and lead back to it, or show what stands in its way with what was typed."""
    row = queries.report(request.user, pk)
    _made, problems = attempted(
        lambda: deed(row, by=request.user, at=now(), seen=seen(request), form=token(request), **told)
    )
    if problems:
        written = (
            {str(request.resolver_match.url_name): str(told.get("because", ""))}
            if request.resolver_match
            else {}
        )
        return _report(request, queries.report(request.user, pk), problems, status=422, written=written)
    return there("report", pk)
