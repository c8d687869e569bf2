"""What the pages of signing in show: the invented people of a demo, and one's own ways in."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from utsyn.text import Words
from utsyn.web.people.models import Held, User
from utsyn.web.people.rights import ROLE_NAMES
from utsyn.web.people.units import Named, tree


class HeldHere(NamedTuple):
    """A role with its unit as this is called today, and the last day of it, if that is set."""

    role: Words
    unit: Named
    until: date | None


class Somebody(NamedTuple):
    """A person with the roles she holds."""

    user: User
    roles: Sequence[HeldHere]


class Mine(NamedTuple):
    """One's own ways in, and one's roles."""

    roles: Sequence[HeldHere]
    second_factor: bool
    spare_codes: int
    connected: frozenset[str]


def invented(*, on: date) -> Sequence[Somebody]:
    """List the invented people that one may enter as, with their roles: three queries."""
    people = list(User.objects.filter(invented=True, is_active=True).order_by("pk"))
    roles = _roles(people, on=on)
    return [Somebody(user, roles.get(user.pk, [])) for user in people]


def nobody() -> bool:
    """Whether nobody at all has been let in yet."""
    return not User.objects.exists()


def to_enter_as(pk: str) -> User | None:
    """Return an invented person; None for everybody else."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 15):
        return None
    return User.objects.filter(pk=int(pk), invented=True, is_active=True).first()


def mine(user: User, *, on: date) -> Mine:
    """Tell how somebody comes in, and what she is here."""
    spare = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return Mine(
        _roles([user], on=on).get(user.pk, []),
        is_mfa_enabled(user, [Authenticator.Type.TOTP]),
        len(spare.wrap().get_unused_codes()) if spare else 0,
        frozenset(SocialAccount.objects.filter(user=user).values_list("provider", flat=True)),
    )


def may_have_password(user: User) -> bool:
    """Tell whether somebody signs in, or may begin to sign in, with a password here."""
    return not user.invented and (
        user.has_usable_password() or not SocialAccount.objects.filter(user=user).exists()
    )


def known_provider(provider_id: str) -> str | None:
    """Return what a provider is called; None for one that this installation does not trust."""
    return next((app["name"] for app in settings.PROVIDERS if app["provider_id"] == provider_id), None)


def _roles(people: Sequence[User], *, on: date) -> dict[int, list[HeldHere]]:
    units = tree(on)
    rows = Held.objects.filter(user__in=people, since__lte=on).exclude(until__lt=on).order_by("pk")
    found: dict[int, list[HeldHere]] = {}
    for row in rows:
        if row.unit_id in units:
            here = HeldHere(ROLE_NAMES[row.role], units[row.unit_id], row.until)
            found.setdefault(row.user_id, []).append(here)
    return found
