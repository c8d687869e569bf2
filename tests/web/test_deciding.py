"""The pages on which a round is decided: who sees them, and that nothing is lost, done twice or left unexplained."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.people import person
from tests.web.rounds import World, said
from tests.web.worlds import (
    APPLICANT,
    REAL,
    at_clock,
    coordinator,
    deeds,
    form,
    nominated,
    quickly_nominated,
)

pytestmark = pytest.mark.django_db

READERS = ("office", "leadership", "auditor")
ROUTE = "sainte-lague-nominations"


@pytest.fixture
def world() -> World:
    """Two of the humanities and two of law for two places, before anybody has ranked."""
    return filled(cap=2)


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


# ---- who sees what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["panel/", "routes/", "approve/", "send/", "minutes/", "minutes.json"])
def test_what_is_decided_is_for_those_who_run_decide_and_audit_the_round(world, rest):
    for who in READERS:
        assert world.get(who, rest).status_code == 200, who
    for who in ("coordinator", "researcher", "assessor"):
        assert "This is for: auditor, leadership or international office" in said(
            world.get(who, rest), 403
        ), who
    assert world.get("stranger", rest).status_code == 404


def test_an_auditor_reads_all_and_is_offered_nothing_to_do(world):
    routed(world)
    for rest in ("panel/", "routes/", "approve/", "send/"):
        main = said(world.get("auditor", rest)).partition("<main")[2]
        assert "<form" not in main, rest
    for rest, told in (
        ("approve/", {"do": "approve-list"}),
        ("routes/", {"route": "panel", "because": "So"}),
    ):
        assert world.post("auditor", rest, **told).status_code == 403
    assert world.round.places.count() == 0


def test_a_faculty_gives_its_own_order_and_no_others(world):
    response = world.get("coordinator", "order/")
    assert (response.status_code, response["Location"]) == (302, "/en/rounds/intpart-2022/order/fac-hum/")
    assert "There is no such faculty for you here" in said(world.get("coordinator", "order/fac-law/"), 404)
    assert world.get("researcher", "order/").status_code == 403


def test_a_ballot_is_for_who_has_a_seat(world):
    assert "You do not sit on the panel" in said(world.get("assessor", "ballot/"), 404)
    seated(world)
    assert "1. Conflicts of interest" in said(world.get("assessor", "ballot/"))
    assert world.get("leadership", "ballot/").status_code == 404


def test_a_seat_is_given_by_the_leadership_to_assessors_and_the_leadership_alone(world):
    html = said(world.get("leadership", "panel/"))
    offered = set(re.findall(r'<option value="(\d+)">', html))
    assert offered == {str(world.people[who].pk) for who in ("assessor", "leadership")}
    assert world.post("leadership", "panel/", user=world.people["researcher"].pk).status_code == 200
    assert not world.round.panel.exists()
    assert world.post("leadership", "panel/", user=world.people["assessor"].pk).status_code == 303
    assert world.post("office", "panel/", user=world.people["leadership"].pk).status_code == 403
    assert [seat.user for seat in world.round.panel.all()] == [world.people["assessor"]]


# ---- orders and ballots -----------------------------------------------------------------------------------------


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


# ---- routes -----------------------------------------------------------------------------------------------------


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


# ---- approval ---------------------------------------------------------------------------------------------------


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


def asked(world: World, who: str, rest: str) -> int:
    browser = world.browser(who)
    browser.get(f"/en/rounds/{world.round.key}/{rest}")  # the session is renewed at the first page
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/en/rounds/{world.round.key}/{rest}").status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("who", "rest"),
    [
        ("leadership", "approve/"),
        ("leadership", "routes/"),
        ("office", "send/"),
        ("coordinator", "order/fac-hum/"),
    ],
)
def test_a_page_asks_as_often_for_fifty_nominations_as_for_five(world, who, rest):
    routed(world)
    quickly_nominated(world.round, world.units["fac-hum"], world.units["dep-history"], 1)
    five = asked(world, who, rest)
    quickly_nominated(world.round, world.units["fac-hum"], world.units["dep-history"], 45)
    assert asked(world, who, rest) == five <= 20


def test_a_ballot_and_the_panel_ask_as_often_for_many_as_for_few(world):
    seated(world)
    world.post("assessor", "conflicts/", **{"conflict-1": "1", "why-1": "Cousins"})
    few = asked(world, "assessor", "ballot/"), asked(world, "leadership", "panel/")
    quickly_nominated(world.round, world.units["fac-hum"], world.units["dep-history"], 46)
    for _ in range(5):
        world.people["more"] = person("assessor", world.units["uib"])
        seated(world, "more")
        world.post("more", "conflicts/", **{"conflict-1": "1", "why-1": "Cousins"})
    assert (asked(world, "assessor", "ballot/"), asked(world, "leadership", "panel/")) == few


# ---- sending, and the minutes -----------------------------------------------------------------------------------


def test_everyone_is_told_again_when_something_more_is_decided(world):
    from utsyn.web.rounds.actions import approving

    def told() -> str:
        return re.search(
            r"2\. Everyone is told.*?<span class=\"state \w+\">([^<]+)<", said(world.get("office", "send/"))
        )[1]

    assert world.post("office", "send/", do="tell").status_code == 422
    closed(world)
    assert told() == "not yet"
    for _ in range(2):
        assert world.post("office", "send/", do="tell", form="one").status_code == 303
    assert deeds(world.round).count("told of decisions") == 1
    assert told() == "done"
    approving.withdraw(number(world, 1), because="A new post", by=world.people["office"], at=REAL)
    world.post("leadership", "approve/", do="approve-list", form=form())
    assert told() == "not yet"


def test_the_list_is_marked_as_sent_by_the_office_once(world):
    assert "The leadership has not decided yet" in said(world.post("office", "send/", do="send"), 422)
    closed(world)
    assert world.post("leadership", "send/", do="send").status_code == 403
    for _ in range(2):
        assert world.post("office", "send/", do="send", form="one").status_code == 303
    html = said(world.get("office", "send/"))
    assert "Mark the list as sent" not in html
    assert "has been sent" in said(world.post("office", "send/", do="send", form="two"), 422)
    assert deeds(world.round).count("sent the list") == 1


def test_the_minutes_name_nobody_and_hold_the_reason_and_the_hash(world):
    from utsyn.web.models import Line

    closed(world)
    last = Line.objects.filter(about="round/intpart-2022").order_by("-pk").first().chained
    page, twin = said(world.get("auditor", "minutes/")), said(world.get("auditor", "minutes.json"))
    for text in (page.partition("<main")[2], twin):
        for words in (
            "INTPART 2022",
            "Fair to all",
            last,
            "Places to faculties by nominations (Sainte-Laguë)",
        ):
            assert words in text
        for name in (
            APPLICANT[0]["name"],
            APPLICANT[0]["email"],
            *(one.last_name for one in world.people.values()),
        ):
            assert name not in text
    assert world.get("auditor", "minutes.json")["Cache-Control"] == "private, no-cache"


def test_the_minutes_as_pdf_are_the_same_to_the_last_byte(world):
    closed(world)
    first, again = (world.get("auditor", "minutes.pdf", lang="nb") for _ in range(2))
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-")
    assert first["Content-Type"] == "application/pdf"
    at_clock(world.round, "2022-03-16")  # what is no line of the log is not in them
    assert world.get("auditor", "minutes.pdf", lang="nb").content == first.content
    assert world.get("auditor", "minutes.pdf", lang="en").content != first.content


@pytest.mark.parametrize("suffix", ["exe", "docx", "pdf.exe", "PDF"])
def test_minutes_in_a_format_that_is_not_there_say_which_are(world, suffix):
    html = said(world.get("auditor", f"minutes.{suffix}"), 404)
    assert "There are no minutes as" in html
    assert "Choose pdf or json" in html


def test_a_round_that_nobody_may_see_has_no_pages(world):
    for rest in ("approve/", "routes/", "minutes.pdf", "ballot/"):
        response = world.browser("leadership").get(f"/en/rounds/nowhere/{rest}")
        assert response.status_code == 404, rest
