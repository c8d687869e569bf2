"""The routes side by side: what each leads to or why that cannot be told, and the choice of one with a reason."""

import re

import pytest

from tests.web.decided import ROUTE, filled, ordered, routed, seated
from tests.web.rounds import World, said
from tests.web.worlds import REAL, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Two of the humanities and two of law for two places, before anybody has ranked."""
    return filled(cap=2)


def test_a_route_that_cannot_be_told_says_why_and_cannot_be_chosen(world):
    html = said(world.get("leadership", "routes/"))
    assert "The weight of Faculty of Humanities is not told" in html
    offered = re.findall(r'name="route" value="([^"]+)"', html)
    assert "sainte-lague-weights" not in offered
    assert ROUTE in offered
    refused = said(world.post("leadership", "routes/", route="sainte-lague-weights", because="By size"), 422)
    assert "The weight of Faculty of Law is not told" in refused
    assert "By size</textarea>" in refused


def test_a_tie_between_faculties_names_them_as_people_do():
    world = filled(counts=(1, 1), cap=1)
    html = said(world.get("leadership", "routes/"))
    assert re.search(r"in the order drawn: Faculty of (Law|Humanities) and Faculty of", html)
    assert "drawn: fac-" not in html


def test_a_choice_without_a_reason_is_kept_as_it_was_made(world):
    ordered(world)
    html = said(world.post("leadership", "routes/", route="guarantee", because=" "), 422)
    assert "A route is chosen without a reason" in html
    assert re.search(r'value="guarantee" checked', html)
    assert "There is no route" in said(world.post("leadership", "routes/", route="dice", because="So"), 422)
    assert not world.round.rankings.exists()


def test_no_other_route_is_offered_once_places_are_given(world):
    routed(world)
    assert "Choose another route" in said(world.get("leadership", "routes/"))
    world.post("leadership", "approve/", do="approve-list", form=form())
    html = said(world.get("leadership", "routes/"))
    assert "another can be chosen only once those are freed" in html
    assert 'name="route"' not in html
    told = {"route": "panel", "because": "Better"}
    assert "Places were given by the route chosen before" in said(
        world.post("leadership", "routes/", **told), 422
    )


def test_where_nothing_may_be_ranked_no_route_is_chosen_and_each_is_approved_with_a_reason():
    world = filled(cap=2, policy="forbidden")
    assert 'name="route"' not in said(world.get("leadership", "routes/"))
    told = {"route": ROUTE, "because": "Fair"}
    assert "forbids the institution to rank" in said(world.post("leadership", "routes/", **told), 422)
    html = said(world.get("leadership", "approve/"))
    assert "Nothing may be ranked here" in html
    assert "approve-list" not in html
    told = {"do": "approve", "number": "3"}
    assert world.post("leadership", "approve/", **told, form=form()).status_code == 422
    assert world.post("leadership", "approve/", **told, because="Law first", form=form()).status_code == 303
    assert [place.nomination.number for place in world.round.places.all()] == [3]


def test_who_has_not_spoken_yet_is_said_once_and_is_no_disagreement():
    world = filled(cap=2, counts=(3, 2))
    html = said(world.get("leadership", "routes/"))
    assert "No whole order from: Faculty of Humanities; Faculty of Law" in html
    assert "Nobody sits on the panel." in html
    assert html.count("Waits for the orders of 2 faculties.") == 3, "two by nominations, and the guarantee"
    assert "Each that can be told now would send the same ones." in html
    assert '<h2 id="who">Who goes forward</h2>' in html
    seated(world)
    assert "Ballots that the panel has cast: 0 of 1." in said(world.get("leadership", "routes/"))
    ordered(world)
    html = said(world.get("leadership", "routes/"))
    assert "No whole order from" not in html
    assert "Waits for the order" not in html
    assert "Waits for the panel: no ballot is cast." in html


def test_the_page_shows_what_the_choice_is_about():
    """By nominations each faculty gets one; the panel would send both of the humanities."""
    from utsyn.web.rounds.actions import ranking

    world = filled(cap=2)
    ordered(world)
    seat = ranking.declare(seated(world), conflicts={}, by=world.people["assessor"], at=REAL)
    ranking.cast(seat, groups=[[1], [2], [3], [4]], by=world.people["assessor"], at=REAL)
    html = said(world.get("leadership", "routes/"))
    assert "The routes disagree about 2 nominations" in html
    differing = html.partition('id="who"')[2].partition("<details>")[0]
    assert re.findall(r"nominations/(\d+)/", differing) == ["2", "3"]
    assert "Not everyone has spoken yet" not in html
