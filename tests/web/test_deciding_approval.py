"""The page of the approval: how each stands, one deed for one form, and a reason for what is otherwise."""

import pytest

from tests.web.decided import ROUTE, card, closed, filled, number, routed, stands
from tests.web.rounds import World, said
from tests.web.worlds import REAL, deeds, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Two of the humanities and two of law for two places, before anybody has ranked."""
    return filled(cap=2)


def test_before_a_route_is_chosen_the_page_leads_there_and_offers_no_list(world):
    html = said(world.get("leadership", "approve/"))
    assert "Choose the route first" in html
    assert "approve-list" not in html
    assert set(stands(html)) == {"no route says yet"}
    assert "no route is chosen" in said(world.post("leadership", "approve/", do="approve-list"), 422)


def test_the_page_says_how_each_stands_before_and_after_it_is_answered(world):
    html = said(routed(world).get("leadership", "approve/"))
    assert stands(html).count("the route sends it forward") == 2
    assert stands(html).count("no place by the route") == 2
    assert "Approve the 2 whom the route sends forward" in html
    assert "got 1 of 2 places" in html, "the reason of each"
    world.post("leadership", "approve/", do="approve-list", form=form())
    world.post("leadership", "approve/", do="decide", form=form())
    html = said(world.get("leadership", "approve/"))
    assert sorted(stands(html)) == ["place 1", "place 2", "waiting list", "waiting list"]
    assert "Everyone has an answer" in html


def test_otherwise_than_the_route_needs_a_reason_and_what_was_typed_is_kept(world):
    routed(world)
    html = said(world.post("leadership", "approve/", do="approve", number="2", form="a"), 422)
    assert "The route does not send number 2 forward" in card(html, 2)
    assert '<details class="quiet" open>' in card(html, 2)
    told = {"do": "approve", "number": "2", "because": "The only one with Japan", "form": "a"}
    assert world.post("leadership", "approve/", **told).status_code == 303
    assert "The leadership’s own reason: The only one with Japan" in card(
        said(world.get("office", "approve/")), 2
    )
    world.post("leadership", "approve/", do="approve", number="3", form=form())
    html = said(world.post("leadership", "approve/", **{**told, "number": "4", "form": "b"}), 422)
    assert "All 2 places are taken" in html
    assert "The only one with Japan</textarea>" in card(html, 4)


def test_a_refusal_and_a_dissent_say_why_or_are_kept_as_typed(world):
    routed(world)
    html = said(world.post("leadership", "approve/", do="refuse", number="2", form="a"), 422)
    assert "It is refused without a reason" in card(html, 2)
    told = {"do": "refuse", "number": "2", "because": "No partner", "form": "a"}
    assert world.post("leadership", "approve/", **told).status_code == 303
    assert "2. fac-hum 2</a>: refused" in said(world.get("leadership", "approve/"))
    assert "The dissent says nothing" in said(
        world.post("leadership", "approve/", do="dissent", words=" "), 422
    )
    world.post("leadership", "approve/", do="dissent", words="Law should have had both", form="d")
    assert "Law should have had both" in said(world.get("auditor", "minutes/"))


@pytest.mark.parametrize(
    ("who", "rest", "told", "did"),
    [
        ("leadership", "approve/", {"do": "approve-list"}, "approved the list"),
        ("leadership", "approve/", {"do": "approve", "number": "1"}, "approved"),
        ("leadership", "approve/", {"do": "decide"}, "decided"),
        ("leadership", "approve/", {"do": "dissent", "words": "No"}, "dissented"),
        ("leadership", "approve/", {"do": "refuse", "number": "2", "because": "No"}, "refused"),
        ("leadership", "routes/", {"route": ROUTE, "because": "Again"}, "chose the route"),
        ("coordinator", "order/fac-hum/", {"place-1": "2", "place-2": "1", "seen": "1"}, "gave its order"),
    ],
)
def test_the_same_form_sent_twice_is_one_deed(world, who, rest, told, did):
    routed(world)
    before = deeds(world.round).count(did)
    for _ in range(2):
        assert world.post(who, rest, form="the-very-same", **told).status_code == 303
    assert deeds(world.round).count(did) == before + 1


def test_of_two_who_approve_at_once_the_second_hears_that_it_is_done(world):
    routed(world)
    told = {"do": "approve", "number": "1", "because": "As the route"}
    assert world.post("leadership", "approve/", form="hers", **told).status_code == 303
    html = said(world.post("leadership", "approve/", form="his", **told), 422)
    assert "Only what is nominated can be approved" in html
    assert "Reload the page to see how it stands now" in html
    assert world.round.places.count() == 1


def test_what_is_no_number_or_no_deed_does_nothing(world):
    routed(world)
    for told in ({"do": "approve", "number": "one"}, {"do": "approve", "number": "99"}):
        assert "There is no such nomination here" in said(world.post("leadership", "approve/", **told), 404)
    assert world.post("leadership", "approve/", do="dance").status_code == 303
    assert world.round.places.count() == 0


def test_a_place_that_is_freed_is_proposed_to_the_next_also_after_the_list_is_sent(world):
    from utsyn.web.rounds.actions import approving

    closed(world)
    assert world.post("office", "send/", do="send").status_code == 303
    approving.withdraw(number(world, 1), because="A new post", by=world.people["office"], at=REAL)
    html = said(world.get("leadership", "approve/"))
    assert "Next by the same rule is number 2." in html
    assert "next for the free place" in card(html, 2)
    assert "1. fac-hum 1</a>: withdrawn" in html
    assert world.post("leadership", "approve/", do="approve-list", form=form()).status_code == 303
    assert sorted(world.round.places.values_list("nomination__number", flat=True)) == [2, 3]


def test_who_is_turned_by_an_amendment_after_the_route_was_chosen_is_not_sent_forward_by_it(world):
    from utsyn.web.rounds import outcomes

    routed(world)
    assert 1 in outcomes.forward(world.round)
    world.round.nominations.filter(number=1).update(verdict="no")
    assert sorted(outcomes.forward(world.round)) == [2, 3]
    html = said(world.get("leadership", "approve/"))
    assert "does not compete" in card(html, 1)
    assert "say no to it" in card(html, 1)
    world.post("leadership", "approve/", do="approve-list", form=form())
    assert sorted(world.round.places.values_list("nomination__number", flat=True)) == [2, 3]
