"""The list of rounds, one round with its nominations, and the two deeds that the office does from there."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from utsyn.calls.amendments import version_on
from utsyn.calls.rounds.terms import Step
from utsyn.web.calendars import CONTENT_TYPE, Entered, calendar
from utsyn.web.choices import options
from utsyn.web.languages import language
from utsyn.web.people.rights import Deed, may, require, standing
from utsyn.web.respond import respond
from utsyn.web.rounds import facts, queries, table
from utsyn.web.rounds.actions.checking import recheck
from utsyn.web.rounds.actions.ranking import ask_for_ranking
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.named import sort_options, stands, state_options, verdict_options
from utsyn.web.rounds.rows import Writer
from utsyn.web.rounds.todo import Asked, ranking, todo
from utsyn.web.rounds.views.room import LONGEST, attempted, now, number, on_page, round_, show, there, token


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that one may see; say what rounds are to who has not signed in."""
    if not request.user.is_authenticated:
        return respond(request, "rounds/what.html", {})
    told = {
        "rounds": queries.rounds(request.user, at=now()),
        "opens": may(request.user, Deed.RUN, unit=None),
        "roles": bool(standing(request.user).roles),
    }
    return show(request, "list.html", told)


@login_required
@require_safe
def round(request: HttpRequest, key: str) -> HttpResponse:  # noqa: A001  the office's word for it
    """Show a round: how far it has come, what to do next, and its nominations."""
    return _round(request, round_(request, key))


def _round(
    request: HttpRequest, row: Round, *, problems: tuple[Any, ...] = (), status: int = 200
) -> HttpResponse:
    at, user, sought = now(), request.user, _sought(request)
    units = queries.units_of(row, user, at=at)
    entry, today = facts.entry(row), facts.today(row, at=at)
    version = version_on(entry.text, today).number
    found = table.found(user, row, sought, units=units)
    numbers = table.numbers(row, found.all, version=version)
    stages, terms = queries.stages(row, at=at), facts.terms(row)
    told = {
        **on_page(row, at=at, user=request.user),
        "today": today,
        "version": version,
        "status": entry.stood(today)[1],
        "stages": stages,
        "stands": stands(row, internal_over=queries.over(stages, Step.INTERNAL)),
        "numbers": numbers,
        "terms": terms,
        "ranking": ranking(row, terms, numbers),
        "todo": todo(Asked(row, user, terms, stages, found.all, numbers), at=at),
        "found": found,
        "sought": sought,
        "rows": Writer(row, units, version=version).rows(
            found.rows, by_faculty=sought.sort not in table.SORTS
        ),
        "states": state_options(language()),
        "verdicts": verdict_options(language()),
        "faculties": options((unit.key, unit.in_(language())) for unit in found.faculties),
        "sorts": sort_options(language()),
        "reads_all": may(user, Deed.READ_ALL, unit=row.unit_id),
        "nominates": may(user, Deed.NOMINATE, unit=None),
        "problems": [problem.said(language()) for problem in problems],
    }
    return show(request, "round.html", told, status=status)


def _sought(request: HttpRequest) -> table.Sought:
    asked = request.GET
    words, faculty, state, verdict, sort = (
        asked.get(name, "")[:LONGEST].strip() for name in ("q", "faculty", "state", "verdict", "sort")
    )
    return table.Sought(words, faculty, state, verdict, sort, number(asked.get("page")) or 1)


@login_required
@require_POST
def ask_ranking(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the faculties for their orders, and the panel for its ballots."""
    row, at = round_(request, key), now()
    _, problems = attempted(lambda: ask_for_ranking(row, by=request.user, at=at, form=token(request)))
    return _round(request, row, problems=problems, status=422) if problems else there("round", key)


@login_required
@require_POST
def check_anew(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the call's rules anew about what was checked before the call changed."""
    row, at = round_(request, key), now()
    require(request.user, Deed.RUN, unit=row.unit_id)
    recheck(row, by=request.user, at=at)
    return there("round", key)


@login_required
@require_safe
def steps(request: HttpRequest, key: str) -> HttpResponse:
    """Give the steps of a round as a calendar."""
    row, at = round_(request, key), now()
    address = request.build_absolute_uri(request.path.removesuffix("steps.ics"))
    entered = [
        Entered(
            f"{row.key}-{stage.due.step}",
            f"{stage.name.in_(language())}, {row.title}",
            address,
            stage.deadline,
        )
        for stage in queries.stages(row, at=at)
    ]
    name = _("Rehearsal: %(round)s") % {"round": row.title} if row.rehearsal else row.title
    return HttpResponse(calendar(name, entered, at=at), content_type=CONTENT_TYPE)
