"""A round on its way to a decision: nominated, ordered, routed, closed; and what its pages say of each."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.rounds import World, said
from tests.web.worlds import REAL, coordinator, form, nominated

READERS = ("office", "leadership", "auditor")
ROUTE = "sainte-lague-nominations"


def filled(counts=(2, 2), **changed) -> World:
    made = World(**changed)
    nominated(made.round, made.units, counts)
    made.round.refresh_from_db()
    return made


def seated(world: World, who: str = "assessor"):
    from utsyn.web.rounds.actions.ranking import seat

    return seat(world.round, world.people[who], by=world.people["leadership"], at=REAL)


def ordered(world: World) -> None:
    """Let each faculty put its own in the order of their numbers."""
    from utsyn.web.rounds.actions.ranking import give_order

    for key in sorted(set(world.round.nominations.values_list("faculty__key", flat=True))):
        numbers = world.round.nominations.filter(faculty__key=key).values_list("number", flat=True)
        groups = [[n] for n in sorted(numbers)]
        give_order(world.round, world.units[key], groups=groups, by=coordinator(world.units, key), at=REAL)


def routed(world: World) -> World:
    ordered(world)
    assert world.post("leadership", "routes/", route=ROUTE, because="Fair to all").status_code == 303
    return world


def seen(world: World) -> str:
    """The version of the ballot that the assessor's page shows."""
    return re.search(r'name="seen" value="(\d+)"', said(world.get("assessor", "ballot/")))[1]


def closed(world: World) -> World:
    routed(world)
    for do in ("approve-list", "decide"):
        assert world.post("leadership", "approve/", do=do, form=form()).status_code == 303
    return world


def number(world: World, at: int):
    return world.round.nominations.select_related("round").get(number=at)


def card(html: str, at: int) -> str:
    """What the page says of one nomination."""
    return re.search(rf'<li class="reason" id="n{at}">.*?\n</li>', html, re.DOTALL)[0]


def stands(html: str) -> list[str]:
    """How each nomination stands, in the order of the page."""
    return re.findall(r'<span class="state \w+">([^<]+)</span></span></div>', html)


def asked(world: World, who: str, rest: str) -> int:
    browser = world.browser(who)
    browser.get(f"/en/rounds/{world.round.key}/{rest}")  # the session is renewed at the first page
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/en/rounds/{world.round.key}/{rest}").status_code == 200
    return len(queries)
