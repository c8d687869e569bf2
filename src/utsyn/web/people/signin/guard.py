"""What stands between who has signed in and the pages: an end to idle sessions, and a second factor for some."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from utsyn.web.errors import one, page
from utsyn.web.people.models import Role
from utsyn.web.people.rights import standing

Next = Callable[[HttpRequest], HttpResponseBase]
SEEN = "seen"
STEP = 600  # seconds: how exactly idleness is measured, so that not every page writes
DECIDE = tuple(
    role for role in Role if role != Role.RESEARCHER
)  # who decides for others, or sees their things


class Idle:
    """Lengthens the session of who is at work; who is away for as long as SESSION_COOKIE_AGE is signed out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note now and then that somebody is here, and pass the request on."""
        if request.user.is_authenticated and time.time() - request.session.get(SEEN, 0) > STEP:
            request.session[SEEN] = int(time.time())
        return self.get_response(request)


class SecondFactor:
    """Keeps who decides for others, and signed in with a password alone, on her own pages until she has a second factor.

    Who comes through an identity provider has passed its factors; the invented people of a demo have no password.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or send its sender to where she shows or sets up her second factor."""
        if self._lacking(request) and not any(request.path.startswith(path) for path in _own()):
            return self._refuse(request)
        return self.get_response(request)

    def _lacking(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated:
            return False
        ways = set(_ways(request))
        return "password" in ways and "mfa" not in ways and standing(request.user).has(*DECIDE)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            told = one(
                _("Your role asks for a second factor"), _("Sign in on the pages, and set one up there.")
            )
            return page(request, 403, told)
        there = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
        back = request.get_full_path() if request.method == "GET" else reverse("front")
        return HttpResponseRedirect(f"{reverse(there)}?{urlencode({'next': back})}")


def _ways(request: HttpRequest) -> Iterator[str]:
    """Name the ways in which somebody has shown in this session who she is."""
    for record in get_authentication_records(request, request.user):
        yield str(record.get("method"))


def _own() -> Iterator[str]:
    """The pages that are open without the second factor: those about signing in and out, and what pages are made of."""
    yield reverse("account_login")
    yield reverse("theme")
    yield "/static/"
