"""Orders of faculties and ballots of a panel on their pages: kept as typed, never overwritten, without conflicts."""

import re

import pytest

from tests.web.decided import closed, filled, seated, seen
from tests.web.rounds import World, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Two of the humanities and two of law for two places, before anybody has ranked."""
    return filled(cap=2)


def test_an_order_that_cannot_be_read_is_kept_as_typed_and_its_place_is_pointed_at(world):
    html = said(world.post("coordinator", "order/fac-hum/", **{"place-1": "first", "place-2": "1"}), 422)
    assert "“first” beside number 1 is no place" in html
    assert '<a href="#place-1">' in html
    assert re.search(r'id="place-1" name="place-1" value="first"[^>]* aria-invalid="true"', html)
    assert 'name="place-2" value="1"' in html
    assert not world.round.orders.exists()


def test_an_order_must_hold_them_all_and_level_ones_share_a_number(world):
    told = {"place-1": "1", "because": "By the dean"}
    html = said(world.post("coordinator", "order/fac-hum/", **told), 422)
    assert "Number 2 has no place in the order" in html
    assert "By the dean</textarea>" in html
    assert world.post("coordinator", "order/fac-hum/", **told, **{"place-2": "1"}).status_code == 303
    assert world.round.orders.get().groups == [[1, 2]]
    assert said(world.get("coordinator", "order/fac-hum/")).count('value="1" inputmode') == 2


def test_who_gives_an_order_over_one_she_has_not_seen_is_stopped_and_keeps_what_she_typed(world):
    mine = {"place-1": "1", "place-2": "2", "seen": "0"}
    assert world.post("coordinator", "order/fac-hum/", **mine).status_code == 303
    theirs = {"place-1": "2", "place-2": "1", "seen": "0"}
    html = said(world.post("coordinator", "order/fac-hum/", **theirs), 422)
    assert "Somebody else has changed this since you opened the page" in html
    assert 'name="place-1" value="2"' in html
    assert world.round.orders.get().groups == [[1], [2]]


def test_a_conflict_needs_a_reason_and_what_was_ticked_is_kept(world):
    seated(world)
    html = said(world.post("assessor", "conflicts/", **{"conflict-1": "1", "why-2": "A former student"}), 422)
    assert "Number 1 has no reason beside it" in html
    assert re.search(r'name="conflict-1" value="1" [^>]* checked', html)
    assert 'name="why-2" value="A former student"' in html


def test_a_conflict_takes_a_nomination_off_the_ballot_also_one_that_was_cast(world):
    seat = seated(world)
    assert "place-1" not in said(world.get("assessor", "ballot/")), "conflicts come first"
    assert world.post("assessor", "conflicts/").status_code == 303
    cast = {f"place-{n}": str(n) for n in (1, 2, 3)}
    assert world.post("assessor", "ballot/", seen=seen(world), **cast).status_code == 303
    assert world.post("assessor", "conflicts/", **{"conflict-1": "1", "why-1": "Cousins"}).status_code == 303
    html = said(world.get("assessor", "ballot/"))
    assert 'name="place-1"' not in html
    assert 'name="place-2" value="1"' in html
    seat.refresh_from_db()
    assert seat.ballot == [[2], [3]]
    assert "No. 1: Cousins" in said(world.get("leadership", "panel/"))


def test_a_ballot_that_rests_on_conflicts_told_meanwhile_in_another_window_is_stale(world):
    seated(world)
    world.post("assessor", "conflicts/")
    before = seen(world)
    world.post("assessor", "conflicts/", **{"conflict-2": "1", "why-2": "Cousins"})
    html = said(world.post("assessor", "ballot/", seen=before, **{"place-1": "7"}), 422)
    assert "Somebody else has changed this" in html
    assert 'name="place-1" value="7"' in html


def test_what_the_rules_refuse_is_marked_where_people_rank(world):
    world.round.nominations.filter(number=1).update(verdict="no")
    seated(world)
    world.post("assessor", "conflicts/")
    for who, rest in (("coordinator", "order/fac-hum/"), ("assessor", "ballot/")):
        assert said(world.get(who, rest)).count("so it does not compete") == 1, rest


def test_once_the_leadership_has_decided_orders_and_ballots_are_read_and_not_written():
    world = filled(cap=2)
    seated(world)
    world.post("assessor", "conflicts/")
    closed(world)
    for who, rest in (("coordinator", "order/fac-hum/"), ("assessor", "ballot/")):
        html = said(world.get(who, rest))
        assert "The leadership has decided" in html
        assert "place-" not in html
    told = {"place-1": "2", "place-2": "1"}
    assert "The leadership has decided" in said(world.post("coordinator", "order/fac-hum/", **told), 422)
