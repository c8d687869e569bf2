"""Who can do what, measured: every address of the house asked by everyone in every way, each time in a world left as it was.

`python -m tests.web.rights` would need a database; the test that holds the manual's table to this prints what differs.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.web.evidenced import computed
from tests.web.people import person, university
from tests.web.planned import planned
from tests.web.worlds import REAL, at_clock, coordinator, drafted, nominated, opened, terms

WAYS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WHO = (
    "nobody", "stranger", "writer", "researcher", "department", "coordinator", "office", "leadership",
    "assessor", "auditor", "administrator",
)  # fmt: skip
ENTRY = "/en/sign-in/"
DEEDS = (
    "notice", "hand-in", "nominate", "give-back", "let-in", "withdraw", "endorse-yes", "endorse-no", "adviser", "adviser-me",
    "add-writer", "remove-writer",
)  # fmt: skip


class Address(NamedTuple):
    """An address by its name in the table, where it is in this world, and what is sent to it."""

    name: str
    path: str
    sent: Mapping[str, Any]


class World:
    """A round in every stage at once: a nomination handed in, one nominated, one approved and sent as a project; and people."""

    def __init__(self) -> None:
        from utsyn.web.rounds.actions import ranking, writing

        units = self.units = university()
        self.people = {
            "stranger": person(),
            "researcher": person("researcher", units["dep-clinic"]),
            "writer": person("researcher", units["dep-clinic"]),
            "department": person("department", units["dep-clinic"]),
            "coordinator": coordinator(units, "fac-med"),
            "office": person("office", units["uib"], username="office"),
            "leadership": person("leadership", units["uib"]),
            "assessor": person("assessor", units["uib"]),
            "auditor": person("auditor", units["uib"]),
            "administrator": person("administrator", units["uib"]),
        }
        self.row = opened(units, by=self.people["office"], clock="2022-02-20")
        self.handed = drafted(self.row, units["dep-clinic"], writer=self.people["writer"])
        self.attachment = self._attached()
        nominated(self.row, units, [0, 0, 0, 0, 1])

        writing.hand_in(self.handed, by=self.people["writer"], at=REAL)
        ranking.seat(self.row, self.people["leadership"], by=self.people["leadership"], at=REAL)
        ranking.seat(self.row, self.people["assessor"], by=self.people["leadership"], at=REAL)
        at_clock(self.row, "2022-03-10")
        self.letter = self._letter()
        self.project = self._project()
        self.plan = planned(units, self.people)
        self.basis = computed()

    def _attached(self) -> str:
        from utsyn.web.nominations import storage
        from utsyn.web.rounds.models import Attachment

        put = storage.put(BytesIO(b"A letter"))
        told = {"kind": "letter", "name": "a.txt", "media_type": "text/plain", "size": put.size, "at": REAL}
        return Attachment.objects.create(
            nomination=self.handed, sha256=put.sha256, link=put.link, **told
        ).link

    def _letter(self) -> int:
        from utsyn.web.models import Letter

        Letter.objects.update(state="uncertain")
        return Letter.objects.order_by("pk").values_list("pk", flat=True)[0]

    def _project(self) -> str:
        from utsyn.web.models import Project

        made = Project.objects.create(
            key="hidden-1", title="Hidden", call="intpart-2022", programme="intpart", year=2022, status="submitted",
            unit=self.units["dep-clinic"], faculty=self.units["fac-med"], changed_at=REAL,
        )  # fmt: skip
        self.duty = made.duties.create(what="A report", due=date(2030, 1, 1)).pk
        return made.key

    def values(self, name: str) -> dict[str, Any]:
        """What stands in the place of each part of an address."""
        held = self.people["researcher"].held.get().pk
        kept = {
            "key": self.row.key, "number": self.handed.number, "suffix": "json", "faculty": "fac-med", "sealed": "nothing",
            "link": self.attachment, "deed": "notice", "form": "csv", "provider_id": "feide", "uidb36": "1", "pk": held, "kind": "group",
        }  # fmt: skip
        room, _, page = name.partition(":")
        if room in ("calls", "api-1"):
            kept |= {"key": "intpart-2022", "number": 1, "link": "nothing"}
        if room == "projects" or page == "project":
            kept |= {"key": self.project, "link": "nothing", "number": 1}
        if name == "projects:done":
            kept |= {"number": self.duty}
        if room == "units":
            kept |= {"key": "dep-clinic"}
        if room == "letters":
            kept |= {"pk": self.letter, "key": self.people["writer"].feed}
        if name == "rounds:amendment":
            kept |= {"number": 3}
        if name == "people:person" or room == "privacy":
            kept |= {"pk": self.people["researcher"].pk}
        if room == "evidence" or page in ("along", "computed", "facet", "partner"):
            kept |= {
                "key": "publications",
                "ror": "012345678",
                "number": 7,
                "basis": self.basis.pk,
                "kind": "stays",
                "axis": "unit",
            }
        asked = (
            {"plan": "plans", "goal": "plans", "indicator": "indicators"}.get(page, room)
            if room == "api-1"
            else room
        )
        if asked in ("plans", "measures", "reports", "indicators"):
            kept |= self._planned(asked, page)
        return kept

    def _planned(self, room: str, page: str) -> dict[str, Any]:
        """What stands in the place of each part of an address of plans."""
        told, frozen = self.plan, page in ("frozen", "frozen_as", "again")
        return {
            "key": told["indicator"] if room == "indicators" else told["reporting"] if page in ("reporting", "add", "close") else told["plan"],
            "goal": told["goal"], "unit": told["unit"], "other": told["other"], "indicator": told["indicator"], "plan": told["plan"],
            "number": told["frozen"] if frozen else told["measure"] if room == "measures" else told["figure"] if room == "indicators" else told["edition"],
            "pk": told["assignment"] if room == "measures" else told["whole"] if frozen else told["report"],
        }  # fmt: skip

    def sent(self, name: str) -> dict[str, Any]:
        """What a form would send, as far as the right to send it is asked before what it says."""
        told = {
            "nominations:begin": {"title": "A", "unit": self.units["dep-clinic"].pk},
            "nominations:attach": {"kind": "evidence", "file": lambda: SimpleUploadedFile("a.txt", b"A letter")},
            "nominations:comment": {"text": "A question"},
            "nominations:deed": {"because": "So", "who": "office", "user": self.people["writer"].pk},
            "deciding:order_of": {f"place-{n}": str(n) for n in (1, 2)},
            "deciding:approve": {"do": "approve", "number": "2", "because": "So"},
            "deciding:panel": {"user": self.people["auditor"].pk},
            "deciding:routes": {"route": "panel", "because": "So"},
            "deciding:send": {"do": "tell"},
            "rounds:clock": {"clock": "2022-03-11T12:00"},
            "rounds:terms": {**terms(), "because": "So"},
            "people:end": {"until": date(2030, 1, 1).isoformat()},
            "letters:decide": {"do": "count", "seen": "1"},
            "measures:assignment": {"do": "reply", "answer": "adopted"},
            "measures:measure": {"do": "retire", "because": "So"},
            "evidence:enter": {"indicator": "nothing"},
            "signin:enter": {"person": self.people["writer"].pk},
        }  # fmt: skip
        return told.get(name, {})


def addresses(world: World) -> Iterator[Address]:
    """Walk every address of the house, each deed of a nomination by itself."""
    for name, pattern in sorted(_patterns(get_resolver())):
        for deed in DEEDS if name == "nominations:deed" else ("",):
            path = _filled(pattern, {**world.values(name), **({"deed": deed} if deed else {})})
            yield Address(f"{name} {deed}".strip(), f"/{path}", world.sent(name))


def _patterns(resolver: Any, before: str = "", room: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one, here, f"{room}{one.namespace}:" if one.namespace else room)
        else:
            yield f"{room}{one.name}", here


def _filled(pattern: str, values: Mapping[str, Any]) -> str:
    path = re.sub(
        r"\(\?P<(\w+)>[^)]*\)",
        lambda found: str(values.get(found[1], "x")),
        pattern.replace("^", "").replace("$", ""),
    )
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), path).replace("nb/", "en/", 1)


def client_of(world: World, who: str) -> Client:
    """A browser in which somebody has signed in."""
    client = Client(raise_request_exception=True)
    if who != "nobody":
        client.force_login(world.people[who])
    return client


def asked(client: Client, way: str, address: Address) -> int | str:
    """The status of an answer, or "sign in" where one is led there; the world is left as it was, the browser too."""
    kept = client.cookies.copy()
    sent = {name: value() if callable(value) else value for name, value in address.sent.items()}
    with transaction.atomic():
        response = client.post(address.path, sent) if way == "POST" else client.generic(way, address.path)
        if hasattr(response, "streaming_content"):
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = kept
    led = response.headers.get("Location", "")
    at_door = led.startswith(ENTRY) and "next=" in led
    return "sign in" if at_door else response.status_code


def cell(client: Client, address: Address) -> str:
    """What somebody can do at an address, in the words of the table."""
    reads, writes = asked(client, "GET", address), asked(client, "POST", address)
    if "sign in" in (reads, writes):
        return "sign in"
    can = [
        word for word, status in (("read", reads), ("write", writes)) if status not in (403, 404, 405, 410)
    ]
    return ", ".join(can) or "–"


def measured(world: World, who: str) -> dict[str, str]:
    """What somebody can do, address by address."""
    client = client_of(world, who)
    return {a.name: cell(client, a) for a in addresses(world)}
