"""What allauth lets an installation decide: what it says, whom it sends a link, and who a person at a provider is."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from utsyn.web.errors import one, page
from utsyn.web.people.models import User
from utsyn.web.people.signin.actions import follow, rename
from utsyn.web.people.signin.guessing import address
from utsyn.web.people.signin.told import Told

logger = logging.getLogger(__name__)

# allauth says this one inside a form; our catalogues translate it by being asked first
gettext_noop("You must type the same password each time.")


class Accounts(DefaultAccountAdapter):
    """Signing in with a password, and what happens to everyone who has come in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("The link does not work any more."),
        "rate_limited": gettext_lazy("You ask for this too often: wait a few minutes."),
        "too_many_login_attempts": gettext_lazy("Too many tries: wait a few minutes, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a request comes from; of those without an address one counts as all."""
        return address(request) or "0.0.0.0"  # noqa: S104  stands for no address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's own page once the password is changed."""
        return reverse("signin:mine")

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Send the link with which one chooses a password: the one letter that signing in sends."""
        send_link(context["user"], email=email, link=context["password_reset_url"])

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        """Bring the roles that come from groups into step, once somebody has come in through a provider."""
        login = (told.get("signal_kwargs") or {}).get("sociallogin")
        if login is not None and getattr(login, "told", None):
            follow(user, login.told, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **told)
        return response


class SecondFactors(DefaultMFAAdapter):
    """The second factor's own words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("The second factor cannot be taken away."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a second factor first."),
        "incorrect_code": gettext_lazy(
            "This code is not right; a code lives for half a minute and is used once."
        ),
    }


class Providers(DefaultSocialAccountAdapter):
    """A person at a provider is known by her number there, never by an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Let in everyone that a trusted provider vouches for: without a role she sees what all see."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        """Take what we need of what the provider tells, and keep nothing else."""
        sociallogin.told = told = Told.of(sociallogin)
        sociallogin.account.extra_data = {}
        user: User = sociallogin.user
        user.username = get_random_string(20)
        user.first_name, user.last_name, user.email = told.first_name, told.last_name, told.email
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse what does not hang together, or would give somebody another's things; note a new name."""
        told: Told = sociallogin.told
        if not told.one_person:
            raise ImmediateHttpResponse(_odd(request))
        sociallogin.email_addresses = []  # hers is in our own table; allauth's would outlive a change
        if sociallogin.state.get("process") == "connect":
            return
        if sociallogin.is_existing:
            rename(sociallogin.user, told)
        elif told.email and filter_users_by_email(told.email):
            raise ImmediateHttpResponse(_taken(request))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        """Go back to one's own page once a provider is connected."""
        return reverse("signin:mine")


def send_link(user: User, *, email: str, link: str) -> None:
    """Send somebody the link with which she chooses a password, in her own language. A post office that is shut is logged."""
    with translation.override(user.language or translation.get_language()):
        about = _("Choose a password for Utsyn")
        text = _(
            "Hello %(name)s,\n\nwith this link you choose a password for Utsyn. It works for three days, and once:\n\n"
            "%(link)s\n\nIf you did not ask for it, do nothing: your password stays as it is."
        )
    try:
        send_mail(about, text % {"name": user.called, "link": link}, None, [email])
    except OSError as error:  # smtplib's errors are of this kind too
        # The page must not tell: who asks for an address that nobody has hears the same.
        logger.error("a link for a password could not be sent: %s", error)  # noqa: TRY400  the cause is the post office


def _odd(request: HttpRequest) -> HttpResponse:
    told = one(
        _("The provider told of two different people"),
        _("Nobody was signed in. Try again; if it happens again, tell who runs this service."),
    )
    return page(request, 403, told)


def _taken(request: HttpRequest) -> HttpResponse:
    told = one(
        _(
            "Somebody with your e-mail address is here already, and an address alone does not show that it is you"
        ),
        _(
            "Sign in as you did before, and connect this way of signing in on your own page; or ask an administrator."
        ),
    )
    return page(request, 409, told)
