"""What an identity provider told of a person at sign-in, as far as we use it."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin

logger = logging.getLogger(__name__)
LONGEST = 150


class Told(NamedTuple):
    """A person as her provider tells of her; groups are None where they could not be learnt, which is not: none."""

    one_person: bool
    first_name: str
    last_name: str
    email: str
    groups: frozenset[str] | None

    @classmethod
    def of(cls, login: SocialLogin) -> Self:
        """Read what the provider told: in the identity token, at the address for user information, and for groups."""
        parts = login.account.extra_data
        token, info = parts.get("id_token") or {}, parts.get("userinfo") or {}
        said = {**token, **info}
        first, _, last = str(said.get("name") or "").rpartition(" ")
        email = str(said.get("email") or "")
        return cls(
            not (token and info) or token.get("sub") == info.get("sub"),
            str(said.get("given_name") or first)[:LONGEST],
            str(said.get("family_name") or last)[:LONGEST],
            email if "@" in email and said.get("email_verified", True) in (True, "true") else "",
            _groups(login, said),
        )


def _groups(login: SocialLogin, said: Mapping[str, Any]) -> frozenset[str] | None:
    settings = login.provider.app.settings
    if (told := said.get(settings["groups_claim"])) is not None:
        return _named(told)
    return _fetched(settings["groups_url"], login) if settings["groups_url"] else None


def _fetched(address: str, login: SocialLogin) -> frozenset[str] | None:
    """Ask the provider's own list of groups; None where it does not answer."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers={"Authorization": f"Bearer {login.token.token}"})
            answer.raise_for_status()
            return _named(answer.json())
    except (requests.RequestException, ValueError) as error:
        logger.warning("groups could not be learnt, so roles stay as they were: %s", error)
        return None


def _named(told: object) -> frozenset[str]:
    """Return the identifiers of groups, whether these come alone or with more about each."""
    each = told if isinstance(told, Iterable) and not isinstance(told, str | Mapping) else [told]
    return frozenset(str(one.get("id", "")) if isinstance(one, Mapping) else str(one) for one in each) - {""}
