"""Amendments of the call in a round: who is hit, which way, what each can do; and telling them, once."""

import pytest

from tests.web.conftest import russia_out
from tests.web.rounds import World, said
from tests.web.worlds import REAL, at_clock, deeds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A round after Russia was taken out, with one of four nominations that has a partner there."""
    made = World().fill()
    at_clock(made.round, "2022-03-03")
    return made


def test_amendments_since_the_opening_are_listed_with_how_many_they_hit(world):
    html = said(world.get("office", "amendments/"))
    assert html.count("<section") == 2, (
        "FKB in, Russia out; what came before the opening or comes later is not there"
    )
    assert "1 nomination is hit" in html
    assert "0 nominations are hit" in html


def test_before_any_amendment_there_is_none_to_see():
    assert "has not been amended since the round opened" in said(World().get("office", "amendments/"))


def test_who_is_hit_sees_why_and_what_can_be_done(world):
    html = said(world.get("auditor", f"amendments/{russia_out()}/"))
    assert "It turned the answer of 1 nomination" in html
    assert "No partner is in Russia" in html
    assert html.count('<li class="reason">') == 1
    assert "Tell them" not in html, "an auditor changes nothing"


def test_drafts_and_approved_ones_are_hit_too(world):
    from utsyn.web.rounds.actions import approving
    from utsyn.web.rounds.reach import reach

    hit = reach(world.round, russia_out())[0]
    for state in ("draft", "handed", "waiting"):
        world.round.nominations.filter(pk=hit.nomination.pk).update(state=state)
        assert [one.nomination.number for one in reach(world.round, russia_out())] == [hit.nomination.number]
    approving.approve(hit.nomination, because="Still", by=world.people["leadership"], at=REAL)
    assert [one.nomination.state for one in reach(world.round, russia_out())] == ["approved"]
    approving.withdraw(hit.nomination, because="No", by=world.people["office"], at=REAL)
    for state in ("withdrawn", "refused"):
        world.round.nominations.filter(pk=hit.nomination.pk).update(state=state)
        assert reach(world.round, russia_out()) == []


def test_a_hit_names_a_change_that_turns_it_back():
    from utsyn.web.rounds.reach import reach

    world = World()
    from tests.web.worlds import drafted

    partners = [{"country": "RU", "name": "A"}, {"country": "BR", "name": "B"}]
    told = {"theme": "T", "link_to_grant": "L", "partners": partners}
    drafted(world.round, world.units["dep-history"], told=told)
    hit = reach(world.round, russia_out())[0]
    assert (hit.before.value, hit.after.value) == ("unknown", "no")
    assert [words.in_("en") for words in hit.mends] == ["Leave out the partners in Russia"]


def test_telling_is_done_once_however_often_it_is_confirmed(world):
    from utsyn.web.rounds.models import Told

    address = f"amendments/{russia_out()}/"
    for form in ("one", "one", "two"):
        assert world.post("office", address, form=form).status_code == 303
    assert Told.objects.count() == 1
    html = said(world.get("office", address))
    assert "Everyone whom it hits has been told" in html
    assert "told on" in html
    assert "told of amendment" in deeds(world.round)


@pytest.mark.parametrize("who", ["researcher", "coordinator", "leadership", "auditor", "assessor"])
def test_only_the_office_tells(world, who):
    assert "This is for: international office" in said(world.post(who, f"amendments/{russia_out()}/"), 403)
    assert "told of amendment" not in deeds(world.round)


def test_an_amendment_that_is_none_is_said_to_be_none(world):
    assert "The call has no amendment 99" in said(world.get("office", "amendments/99/"), 404)


def test_the_round_page_leads_the_office_there_until_it_has_told(world):
    assert "See whom 2 amendments hit" in said(world.get("office"))
    world.post("office", f"amendments/{russia_out()}/", form="one")
    assert "See whom an amendment hits" in said(world.get("office"))


def test_the_office_sees_who_would_be_told_and_an_auditor_does_not(world):
    address = f"amendments/{russia_out()}/"
    assert "Would be told: Kari Oppdiktet researcher" in said(world.get("office", address))
    assert "Would be told" not in said(world.get("auditor", address))
    world.post("office", address, form="one")
    assert "Would be told" not in said(world.get("office", address))
