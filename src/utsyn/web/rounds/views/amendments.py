"""What amendments of the call did to a round: who is hit, which way, what each can do; and telling them, once."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.web.calls.standing import amendment as amendment_of
from utsyn.web.languages import language
from utsyn.web.people.rights import Deed, require
from utsyn.web.rounds import facts, queries
from utsyn.web.rounds.actions.telling import tell_of_amendment
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.named import state_word
from utsyn.web.rounds.reach import reach, since_opening
from utsyn.web.rounds.views.room import attempted, now, on_page, round_, show, there, token


@login_required
@require_safe
def amendments(request: HttpRequest, key: str) -> HttpResponse:
    """List the amendments of the call since the round opened, each with how many it hits."""
    row, at = round_(request, key), now()
    require(request.user, Deed.READ_ALL, unit=row.unit_id)
    made = [
        (one, reach(row, one.number), queries.heard(request.user, row, one.number))
        for one in since_opening(row, at=at)
    ]
    return show(request, "amendments.html", {**on_page(row, at=at, user=request.user), "amendments": made})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show whom one amendment hits, and tell them once the office has confirmed it."""
    row, at = round_(request, key), now()
    if request.method != "POST":
        require(request.user, Deed.READ_ALL, unit=row.unit_id)
        return _amendment(request, row, number, at=at)
    _, problems = attempted(
        lambda: tell_of_amendment(row, number, by=request.user, at=at, form=token(request))
    )
    if problems:
        return _amendment(request, row, number, at=at, problems=problems, status=422)
    return there("amendment", key, number)


def _amendment(
    request: HttpRequest,
    row: Round,
    number: int,
    *,
    at: datetime,
    problems: tuple[Any, ...] = (),
    status: int = 200,
) -> HttpResponse:
    hits, heard = reach(row, number), queries.heard(request.user, row, number)
    units = queries.units_of(row, request.user, at=at)
    names = queries.hearers(request.user, hits)
    told = {
        **on_page(row, at=at, user=request.user),
        "made": amendment_of(facts.entry(row), number),
        "hits": [
            (
                hit,
                units[hit.nomination.faculty_id].name,
                state_word(hit.nomination.state),
                heard.get(hit.nomination.pk),
                ", ".join(names.get(hit.nomination.pk, ())),
            )
            for hit in hits
        ],
        "untold": sum(hit.nomination.pk not in heard for hit in hits),
        "problems": [problem.said(language()) for problem in problems],
    }
    return show(request, "amendment.html", told, status=status)
