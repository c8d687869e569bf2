"""The pages of letters, for the office, and of a person's own calendar with its address."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from utsyn.periods import Deadline
from utsyn.problems import Problem
from utsyn.web.calendars import CONTENT_TYPE, Entered, calendar
from utsyn.web.languages import language
from utsyn.web.letters import actions, queries
from utsyn.web.people.models import Role
from utsyn.web.people.rights import Deed, may, require, standing
from utsyn.web.projects.queries import duties_of
from utsyn.web.respond import person, respond
from utsyn.web.rounds.views.room import attempted, number, private, token


@login_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters, those first that wait for a person's decision."""
    return _letters(request)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a letter again, or count it as sent: as the pressed button says."""
    require(request.user, Deed.RUN, unit=None)
    row, seen, at = queries.letter(request.user, pk), number(request.POST.get("seen")), timezone.now()
    deeds = {"again": actions.send_again, "sent": actions.count_as_sent}
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        return _letters(request)
    _done, problems = attempted(lambda: deed(row, by=request.user, at=at, seen=seen, form=token(request)))
    return _letters(request, problems=problems, status=409) if problems else _there("letters:list")


def _letters(request: HttpRequest, *, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    if not standing(request.user).has(Role.AUDITOR):
        require(request.user, Deed.RUN, unit=None)
    state = request.GET.get("state", "")
    told: dict[str, Any] = {
        "found": queries.found(request.user, state=state, page=number(request.GET.get("page")) or 1),
        "state": state if state in queries.STATES else "",
        "server": bool(settings.MAIL.host),
        "decides": may(request.user, Deed.RUN, unit=None),
        "problems": [problem.said(language()) for problem in problems],
        "token": secrets.token_urlsafe(16),
    }
    return private(respond(request, "letters/list.html", told, status=status))


@login_required
@require_safe
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Show a person the address of her calendar, and what stands in it."""
    return _calendar(request)


@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Give a person's calendar a new address."""
    if user := person(request):
        at = timezone.now()
        _done, problems = attempted(lambda: actions.renew_feed(user, by=user, at=at, form=token(request)))
        if problems:
            return _calendar(request, problems=problems, status=409)
    return _there("letters:calendar")


def _calendar(request: HttpRequest, *, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    user = person(request)
    address = reverse("letters:feed", args=[user.feed]) if user else ""
    told = {
        "feed": request.build_absolute_uri(address),
        "rounds": queries.calendar_of(request.user, at=timezone.now()),
        "duties": duties_of(request.user),
        "problems": [problem.said(language()) for problem in problems],
        "token": token(request),
    }
    return private(respond(request, "letters/calendar.html", told, status=status))


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Give a person's calendar to whoever knows its address, as calendar programs ask for it."""
    user, at = queries.owner(key), timezone.now()
    entered = [
        Entered(
            f"{dated.round.key}-{due.step}",
            f"{dated.round.title}: {due.name.in_(language())}",
            request.build_absolute_uri(reverse("rounds:round", args=[dated.round.key])),
            due.deadline,
        )
        for dated in queries.calendar_of(user, at=at)
        for due in dated.steps
    ]
    entered += [
        Entered(
            one.key,
            f"{one.project}: {one.what}",
            request.build_absolute_uri(reverse("projects:project", args=[one.project_key])),
            Deadline(day=one.due),
        )
        for one in duties_of(user)
    ]
    return private(HttpResponse(calendar(_("Rounds in Utsyn"), entered, at=at), content_type=CONTENT_TYPE))


def _there(name: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name))
    response.status_code = 303  # a reload must not send the form again
    return response
