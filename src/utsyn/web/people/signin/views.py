"""The pages of signing in that are our own; allauth's views answer the rest."""

from ipaddress import ip_address
from typing import Any

import requests
from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.providers.openid_connect import views as connect
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from utsyn.web.errors import one, page
from utsyn.web.people.models import User
from utsyn.web.people.signin import queries
from utsyn.web.respond import respond, today

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignIn(account.LoginView):
    """Ways in: through a provider, with a password, and in a demo as somebody invented."""

    def get_context_data(self, **told: Any) -> dict[str, Any]:
        """Add the ways in to what allauth shows."""
        invented = queries.invented(on=today()) if here_alone(self.request) else []
        ways = {
            "providers": settings.PROVIDERS,
            "invented": invented,
            "signing_in": True,
            "nobody": not invented and queries.nobody(),
        }
        return {**super().get_context_data(**told), **ways, "next": get_next_redirect_url(self.request) or ""}


class SetUpSecondFactor(ActivateTOTPView):
    """Set up a second factor; who has just shown its first code need not show another."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the key, and note that the session has passed it."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response


@require_POST
def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to a provider. By a page between, since our policy lets no form lead to another house."""
    name = queries.known_provider(provider_id)
    if name is None:
        raise Http404
    try:
        response: HttpResponseBase = connect.login(request, provider_id)
    except (requests.RequestException, ValueError, KeyError):
        return _silent(request, name)
    if not isinstance(response, HttpResponseRedirect):
        return response
    told = {"to": response.url, "name": name, "signing_in": True}
    return _private(respond(request, "people/signin/leaving.html", told))


@require_GET
@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from a provider, signed in or with a reason why not."""
    name = queries.known_provider(provider_id)
    if name is None:
        raise Http404
    try:
        response: HttpResponseBase = connect.callback(request, provider_id)
    except (requests.RequestException, ValueError, KeyError):
        return _silent(request, name)
    return response


@require_POST
@sensitive_post_parameters()
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person: where the site answers to this machine alone, and nowhere else."""
    user = queries.to_enter_as(request.POST.get("person", "")) if here_alone(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)


@login_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own page: who one is here, one's roles and ways in."""
    assert isinstance(request.user, User)  # noqa: S101  login_required has seen to it
    told = {"mine": queries.mine(request.user, on=today()), "providers": settings.PROVIDERS}
    return _private(respond(request, "people/signin/mine.html", told))


@login_required
def change_password(request: HttpRequest) -> HttpResponseBase:
    """Choose another password; who has none comes in another way, and goes back to her page."""
    if isinstance(request.user, User) and not request.user.has_usable_password():
        return redirect("signin:mine")
    response: HttpResponseBase = account.password_change(request)
    return response


def here_alone(request: HttpRequest) -> bool:
    """Tell whether the site answers to this machine alone, and the request comes from it."""
    asks = request.META.get("REMOTE_ADDR") or "127.0.0.1"  # a socket has no address, and is this machine's
    forwarded = "x-forwarded-for" in request.headers
    return not settings.SERVES_OTHERS and not forwarded and ip_address(asks).is_loopback


def _silent(request: HttpRequest, name: str) -> HttpResponse:
    told = one(
        _("%(provider)s does not answer as it should") % {"provider": name},
        _("Try again in a while. What you had written elsewhere is untouched."),
    )
    return page(request, 502, told)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
