"""The pages on which a round is decided: who sees them, how often they ask, what is sent, and the minutes."""

import re

import pytest

from tests.web.decided import READERS, asked, closed, filled, number, routed, seated
from tests.web.people import person
from tests.web.rounds import World, said
from tests.web.worlds import APPLICANT, REAL, at_clock, deeds, form, quickly_nominated

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Two of the humanities and two of law for two places, before anybody has ranked."""
    return filled(cap=2)


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
