"""Pages of privacy: what is held and why, one's own page and copy, and forgetting somebody."""

import secrets

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from utsyn.problems import Problem, Problems
from utsyn.web.deeds import DoneError
from utsyn.web.languages import language
from utsyn.web.people import queries
from utsyn.web.people.actions import choose_language
from utsyn.web.people.models import User
from utsyn.web.people.retention import kinds
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.people.views import number, show, there
from utsyn.web.privacy import actions, forgetting, held
from utsyn.web.respond import LANGUAGES, respond, today


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show to everybody what is held on persons, why, on what ground, for how long, and what happens then."""
    return respond(request, "privacy/privacy.html", {"kinds": kinds()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own page, and choose the language of letters there."""
    user = queries.somebody(request.user, request.user.pk or 0)
    if request.method == "POST":
        choose_language(user, language=request.POST.get("language", ""))
        return there("privacy:me")
    told = {
        "who": user,
        "roles": queries.roles(request.user, user, on=today()),
        "tongues": LANGUAGES,
        "appoints": may(user, Deed.APPOINT, unit=None),
        "reads_log": may(user, Deed.READ_LOG, unit=None),
        "kinds": kinds(),
    }
    return show(request, "privacy/me.html", told)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give somebody all that is held on her."""
    return _export(request, queries.somebody(request.user, request.user.pk or 0))


@login_required
@require_POST
def export_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an administrator all that is held on a person who asked for it."""
    require(request.user, Deed.APPOINT, unit=None)
    return _export(request, queries.somebody(request.user, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what forgetting a person does, and forget her once that is confirmed."""
    require(request.user, Deed.APPOINT, unit=None)
    user, at, status = queries.somebody(request.user, pk), timezone.now(), 200
    problems: tuple[Problem, ...] = ()
    token = request.POST.get("form", "")[:64] or secrets.token_urlsafe(16)
    chosen = [number(one) for one in request.POST.getlist("also")]
    if request.method == "POST":
        try:
            confirmed = request.POST.get("confirmed") == "yes"
            done = forgetting.forget(
                user, by=request.user, at=at, confirmed=confirmed, also=chosen, form=token
            )
            return show(request, "privacy/forgotten.html", {"who": user, "done": done})
        except DoneError:
            return there("people:person", pk)
        except Problems as error:
            problems, status = error.problems, 422
    sure, perhaps = held.mentions(user)
    told = {
        "who": user, "token": token, "running": [queries.then(one, on=today()) for one in forgetting.running(user, at=at)],
        "sure": sure, "perhaps": perhaps, "chosen": chosen, "problems": [one.said(language()) for one in problems],
    }  # fmt: skip
    return show(request, "privacy/forget.html", told, status=status)


def _export(request: HttpRequest, user: User) -> HttpResponse:
    told = actions.export(user, by=request.user, at=timezone.now(), language=language())
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="utsyn-{user.pk}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
