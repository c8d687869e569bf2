"""What the provider tells of its people: their groups too, for who asks for that scope."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class People(DefaultOIDCAdapter):
    """Tells of groups as Feide's groups do: each with an identifier and a name."""

    scope_display = {**DefaultOIDCAdapter.scope_display, "groups": "See your groups"}

    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **told: Any) -> dict[str, Any]:
        """Add the groups to what is told."""
        claims = super().get_claims(purpose, user, client, scopes, **told)
        if "groups" in scopes:
            claims["groups"] = [{"id": group.name, "displayName": group.name} for group in user.groups.all()]
        return claims
