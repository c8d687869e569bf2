"""A round in which people write nominations, for the tests of one nomination's pages; and how a browser sends its forms."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from django.test import Client

from tests.web.people import person, university
from tests.web.worlds import at_clock, drafted, opened

INTERNAL = "2022-03-09T23:00"  # a minute after the internal deadline, in UTC
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


def typed(html: str) -> dict[str, Any]:
    """What a browser would send of the large form, as it stands in the page."""
    reader = Sent()
    reader.feed(html[html.index("<main") :])
    return reader.sent


class Sent(HTMLParser):
    """Reads the fields of the page's main forms as a browser does: the ticked, the chosen, the written."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.writes = self.chooses = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and ("checked" in told or told.get("type") not in ("radio", "checkbox")):
            several = told.get("type") == "checkbox" and name in self.sent
            self.sent[name] = (
                [*self.sent[name], value] if several else [value] if told.get("type") == "checkbox" else value
            )
        elif tag == "textarea":
            self.writes = name
            self.sent[name] = ""
        elif tag == "select":
            self.chooses = name
            self.sent[name] = ""
        elif tag == "option" and self.chooses and "selected" in told:
            self.sent[self.chooses] = value

    def handle_endtag(self, tag: str) -> None:
        self.writes = "" if tag == "textarea" else self.writes
        self.chooses = "" if tag == "select" else self.chooses

    def handle_data(self, data: str) -> None:
        if self.writes:
            self.sent[self.writes] += data


def said(response: Any, status: int = 200) -> str:
    """The page that was answered, with the status that was meant."""
    html = response.content.decode()
    assert response.status_code == status, re.sub(r"<[^>]+>", " ", html)[:2000]
    return html


def sent(there: World, by: str, deed: str, *, form: str = "", **told: Any) -> Any:
    """Send the form of a deed as somebody."""
    client = there.signed_in(by)
    return client.post(there.url(f"deeds/{deed}/"), {"form": form or f"a-{by}-{deed}", **told})


def form(there: World, who: str = "writer", language: str = "en") -> dict[str, Any]:
    """The large form as it stands, as a browser would send it."""
    return typed(said(there.signed_in(who).get(there.url("edit/", language))))


def save(there: World, told: dict[str, Any], who: str = "writer", **changed: str) -> Any:
    """Send the large form with some of it changed."""
    return there.signed_in(who).post(there.url("edit/"), told | changed)


def first_thing(html: str) -> str:
    """What the page says to do next."""
    return re.search(r'<h2 id="next">(.*?)</h2>', html)[1]
