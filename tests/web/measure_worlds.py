"""A plan of three goals that the invented university follows, and who answers for its units: for tests of measures."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from tests.web.people import person, university
from tests.web.rounds import BACKEND

KEY = "invented-2026"
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
ON = date(2026, 11, 26)
HIDDEN = "Not agreed with the union yet"
FULL = {
    "what": "A week for all", "budget": "150000", "budget_from": "Own money", "note": HIDDEN, "responsible": "Head of studies",
    "tasks": [{"what": "Book rooms", "due": "2026-09-01"}], "since": "2026-08-01",
}  # fmt: skip
PLAN = """
key: invented-2026
institution: {nb: Det oppdiktede universitetet, nn: Det oppdikta universitetet, en: The Invented University}
title: {nb: Plan ut i verda, nn: Plan ut i verda, en: Plan for the World}
about: {nb: En oppdiktet plan, nn: Ein oppdikta plan, en: An invented plan}
lasts: {since: 2026-01-01, until: 2029-12-31}
chapters:
  - {key: education, number: "1", title: {nb: Utdanning, nn: Utdanning, en: Education}}
  - {key: research, number: "2", title: {nb: Forskning, nn: Forsking, en: Research}}
goals:
  - key: abroad
    kind: development
    chapter: education
    title: {nb: Flere studenter ut, nn: Fleire studentar ut, en: More students abroad}
    unmeasured: {because: {nb: Oppdiktet, nn: Oppdikta, en: Invented}, needs: {nb: Tall, nn: Tal, en: Figures}}
  - key: courses
    kind: development
    chapter: education
    title: {nb: Emner på engelsk, nn: Emne på engelsk, en: Courses in English}
    unmeasured: {because: {nb: Oppdiktet, nn: Oppdikta, en: Invented}, needs: {nb: Tall, nn: Tal, en: Figures}}
  - key: funding
    kind: strategic
    chapter: research
    title: {nb: Mer penger utenfra, nn: Meir pengar utanfrå, en: More money from abroad}
    unmeasured: {because: {nb: Oppdiktet, nn: Oppdikta, en: Invented}, needs: {nb: Tall, nn: Tal, en: Figures}}
"""


class World(NamedTuple):
    """The university by unit key, its plan as adopted, and the people: office, rector, coordinator of law, two heads."""

    units: dict[str, Any]
    plan: Any
    office: Any
    rector: Any
    coordinator: Any
    head: Any  # of public law
    other: Any  # of history

    def sent(self, goal: str = "abroad", *units: str, **told: Any) -> Any:
        """Send a goal to units (public law) by the office, and return the last assignment."""
        from utsyn.web.measures import actions

        rows = [self.units[key] for key in units or ("dep-public-law",)]
        return actions.send(self.plan, goal, rows, **{"by": self.office, "at": AT, **told})[-1]

    def told(self, title: str = "Exchange week", *, unit: str = "dep-public-law", **told: Any) -> Any:
        """Tell of a measure, and return it."""
        from utsyn.web.measures import actions

        made = {"title": title, "goals": ["abroad"], **told}
        return actions.tell(self.plan, self.units[unit], made, by=self.office, at=AT)


def world(*, public: bool = False, text: str = PLAN) -> World:
    """Make the world, the plan adopted."""
    from utsyn.web.plans import actions

    units = university()
    office = person("office", units["uib"], username="office")
    rector = person("leadership", units["uib"], username="rector")
    edition = actions.take_up(text, unit=units["uib"], by=office, at=AT - timedelta(days=300))
    plan = actions.adopt(edition, on=date(2026, 2, 1), by=rector, at=AT - timedelta(days=290)).plan
    if public:
        plan = actions.publish(plan, public=True, by=rector, at=AT - timedelta(days=289))
    return World(
        units,
        plan,
        office,
        rector,
        person("coordinator", units["fac-law"], username="law"),
        person("department", units["dep-public-law"], username="head"),
        person("department", units["dep-history"], username="history"),
    )


def merged(world: World, gone: str = "dep-private-law", into: str = "dep-public-law") -> None:
    """Let a unit end yesterday, merged into another."""
    from utsyn.web.people.rights import forget_standing

    row = world.units[gone]
    row.ended, row.successor = ON - timedelta(days=1), world.units[into]
    row.save()
    for user in (world.office, world.rector, world.coordinator, world.head, world.other):
        forget_standing(user)


def client(user: Any = None) -> Any:
    """A browser that reads English, of a person or of nobody."""
    from django.test import Client

    made = Client(headers={"accept-language": "en"})
    if user:
        made.force_login(user, backend=BACKEND)
    return made


def at(name: str, *args: object, **query: object) -> str:
    """The address of a page of the room, in English."""
    from django.urls import reverse

    return "/en" + reverse(f"measures:{name}", args=args, urlconf="utsyn.web.urls")[3:] + "".join(
        f"?{key}={value}" for key, value in query.items()
    )  # fmt: skip


def text(response: Any) -> str:
    """What a page that opens says."""
    assert response.status_code == 200, response.status_code
    return response.content.decode()
