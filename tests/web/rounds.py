"""A rehearsal of INTPART 2022 with people in every role who look at its pages."""

from typing import Any

from django.test import Client

from tests.web.people import person, university
from tests.web.worlds import RUSSIA, drafted, nominated, opened

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = {
    "office": ("office", "uib"),
    "leadership": ("leadership", "uib"),
    "auditor": ("auditor", "uib"),
    "assessor": ("assessor", "uib"),
    "coordinator": ("coordinator", "fac-hum"),
    "researcher": ("researcher", "dep-history"),
    "stranger": (None, None),
}


class World:
    """The round, the units and the people; `get` and `post` are a person's browser."""

    def __init__(self, **changed: Any) -> None:
        self.units = university()
        self.people = {
            name: person(role, self.units.get(unit), username=f"the-{name}")
            for name, (role, unit) in PEOPLE.items()
        }
        self.round = opened(self.units, by=self.people["office"], **changed)

    def fill(self) -> "World":
        """Three nominations of the humanities and one of law, one of them with a partner in Russia; and a draft."""
        nominated(self.round, self.units, [2, 1])
        nominated(self.round, self.units, [1], told=RUSSIA)
        drafted(
            self.round,
            self.units["dep-history"],
            title="A draft of history",
            writer=self.people["researcher"],
        )
        self.round.refresh_from_db()
        return self

    def browser(self, who: str) -> Client:
        """A browser in which a person has signed in."""
        client = Client()
        client.force_login(self.people[who], backend=BACKEND)
        return client

    def get(self, who: str, rest: str = "", *, language: str = "en", **asked: Any) -> Any:
        """Ask for a page of the round."""
        return self.browser(who).get(f"/{language}/rounds/{self.round.key}/{rest}", asked)

    def post(self, who: str, rest: str, **typed: Any) -> Any:
        """Send a form of the round."""
        return self.browser(who).post(f"/en/rounds/{self.round.key}/{rest}", typed)


def said(response: Any, status: int = 200) -> str:
    """The words of a page that answered with a status."""
    html = response.content.decode()
    assert response.status_code == status, html[:1500]
    return html
