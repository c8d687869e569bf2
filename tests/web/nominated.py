"""A round in which people write nominations, for the tests of one nomination's pages; and how a browser sends its forms."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.test import Client

from tests.web.people import person, university
from tests.web.worlds import at_clock, drafted, opened

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class World(NamedTuple):
    """The invented university, its round in February 2022, one draft, and the people around it."""

    units: Mapping[str, Any]
    round: Any
    row: Any
    writer: Any
    people: Mapping[str, Any]

    def url(self, rest: str = "", language: str = "en") -> str:
        """The address of the nomination, or of something below it."""
        return f"/{language}/rounds/{self.round.key}/nominations/{self.row.number}/{rest}"

    def signed_in(self, who: str, **options: Any) -> Client:
        """A browser in which somebody has signed in: "writer", or a role."""
        client = Client(**options)
        client.force_login(self.writer if who == "writer" else self.people[who], backend=BACKEND)
        return client

    def at(self, moment: str) -> None:
        """Move the clock of the rehearsal."""
        at_clock(self.round, moment)

    def fresh(self) -> Any:
        """The nomination as it stands now."""
        from utsyn.web.rounds.models import Nomination

        return Nomination.objects.select_related("round").get(pk=self.row.pk)


def world(**changed: Any) -> World:
    """Open a round and write a draft in it."""
    units = university()
    department, faculty, top = units["dep-clinic"], units["fac-med"], units["uib"]
    row = opened(units, **changed)
    writer = person("researcher", department, username="writer")
    people = {
        "department": person("department", department),
        "coordinator": person("coordinator", faculty),
        "office": person("office", top),
        "leadership": person("leadership", top),
        "auditor": person("auditor", top),
        "assessor": person("assessor", top),
        "administrator": person("administrator", top),
        "stranger": person("researcher", units["dep-history"]),
        "colleague": person("researcher", department),
    }
    return World(units, row, drafted(row, department, title="Breath and cold", writer=writer), writer, people)


def token(html: str, deed: str = "") -> str:
    """The token of a form on a page: of a deed, or of the one form there is."""
    if not deed:
        return re.search(r'name="form" value="([^"]+)"', html)[1]
    return re.search(rf'name="form" value="([^"]+-{deed})"', html)[1]


def typed(html: str) -> dict[str, str]:
    """What a browser would send of the large form, as it stands in the page."""
    main = (
        html[html.index('<form method="post" action="/') :]
        if '<form method="post" action="/' in html
        else html
    )
    main = main[main.index('name="seen"') - 400 :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = "checkbox" not in tag and "radio" not in tag
        if name and (ticked or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    sent |= dict(re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', main, re.DOTALL))
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    return sent
