"""What the environment tells of the world in front: the identity providers that are trusted, and the proxies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SCOPES = "openid profile email"
FEIDE_SCOPES = "openid profile email userid-feide groups"
FEIDE = "auth.dataporten.no"
FEIDE_GROUPS = "https://groups-api.dataporten.no/groups/me/groups"
HERE = {"localhost", "127.0.0.1", "::1"}


class ProviderError(ImproperlyConfigured):
    """The environment names an identity provider that cannot be used; the message says which variable to mend."""


def providers(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return allauth's APPS for the providers that the environment names. Raises ProviderError."""
    found = [_provider(environment, prefix) for prefix in _prefixes(environment)]
    twice = {
        app["provider_id"] for app in found if [a["provider_id"] for a in found].count(app["provider_id"]) > 1
    }
    if twice:
        raise ProviderError(f"two providers have the issuer of {twice.pop()}: name each issuer once")
    return found


def proxies(environment: Mapping[str, str]) -> int:
    """Return how many proxies stand in front and write X-Forwarded-For. Raises ImproperlyConfigured."""
    told = environment.get("UTSYN_PROXIES") or "0"
    if not (told.isascii() and told.isdigit() and len(told) == 1):
        raise ImproperlyConfigured("UTSYN_PROXIES must be the number of proxies in front, 0 to 9")
    return int(told)


def _prefixes(environment: Mapping[str, str]) -> Iterator[str]:
    """Name the first provider's variables, then those of a second, a third, until a number is missing."""
    prefix, number = "UTSYN_OIDC_", 1
    while environment.get(f"{prefix}ISSUER"):
        yield prefix
        number += 1
        prefix = f"UTSYN_OIDC_{number}_"
    if number == 1 and (
        stray := next((name for name in environment if name.startswith("UTSYN_OIDC_")), None)
    ):
        raise ProviderError(f"{stray} is set, but UTSYN_OIDC_ISSUER is not: name the issuer, https://…")


def _provider(environment: Mapping[str, str], prefix: str) -> dict[str, Any]:
    issuer = environment[f"{prefix}ISSUER"].rstrip("/")
    parts = urlsplit(issuer)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    ):
        raise ProviderError(f"{prefix}ISSUER must be an address that begins with https://")
    client = environment.get(f"{prefix}CLIENT", "")
    if not client:
        raise ProviderError(
            f"{prefix}CLIENT is missing: the identifier that the provider gave this installation"
        )
    feide = parts.hostname == FEIDE
    return {
        # What a person is known by is her number at this issuer: so the name of it must not depend on a setting.
        "provider_id": re.sub(r"[^a-z0-9]+", "-", f"{parts.netloc}{parts.path}".lower()).strip("-"),
        "name": environment.get(f"{prefix}NAME") or ("Feide" if feide else parts.hostname),
        "client_id": client,
        "secret": environment.get(f"{prefix}SECRET", ""),
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "scope": (environment.get(f"{prefix}SCOPES") or (FEIDE_SCOPES if feide else SCOPES)).split(),
            "groups_claim": environment.get(f"{prefix}GROUPS") or "groups",
            "groups_url": environment.get(f"{prefix}GROUPS_URL") or (FEIDE_GROUPS if feide else ""),
        },
    }
