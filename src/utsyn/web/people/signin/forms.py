"""The forms of signing in: allauth's, in the words of the house and in its three languages."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from utsyn.web.people.models import User
from utsyn.web.people.signin.queries import may_have_password

CODE = {"code": _("Code")}
NEW = {"password1": _("New password"), "password2": _("The same password once more")}


def worded(form: Form, labels: Mapping[str, Any]) -> None:
    """Give the fields of a form labels of the house; a placeholder vanishes when one types, so there is none."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.help_text = password_validators_help_text_html() if name == "password1" else ""
        field.widget.attrs.pop("placeholder", None)


class SignIn(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, {"login": _("E-mail address"), "password": _("Password")})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AgainByPassword(account.ReauthenticateForm):
    """The password once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, {"password": _("Password")})


class AskForLink(account.ResetPasswordForm):
    """The address to which a link goes, with which one chooses a password."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, {"email": _("E-mail address")})

    def clean_email(self) -> str:
        """Keep to those who sign in with a password: who comes through a provider is not given another way in."""
        email: str = super().clean_email()
        self.users = list(filter(may_have_password, self.users))
        return email


class ChoosePassword(account.ResetPasswordKeyForm):
    """A first or a new password, by the link that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, NEW)


class ChangePassword(account.ChangePasswordForm):
    """Another password, for who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, {"oldpassword": _("The password you have now"), **NEW})


class Code(codes.AuthenticateForm):
    """A code from the telephone, or one of the spare ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, CODE)


class AgainByCode(codes.ReauthenticateForm):
    """The code once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, CODE)


class SetUp(ActivateTOTPForm):
    """The first code, which shows that the telephone holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, CODE)
