"""The list of rounds and the page of one: who sees what, what is said to do next, the table, and the two deeds there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.people import also
from tests.web.rounds import PEOPLE, World, said
from tests.web.worlds import at_clock, deeds, quickly_nominated

pytestmark = pytest.mark.django_db
INSIDE = [name for name in PEOPLE if name != "stranger"]


@pytest.fixture
def world() -> World:
    return World()


def test_who_has_not_signed_in_is_told_what_rounds_are_and_how_to_sign_in(client, world):
    html = said(client.get("/en/rounds/"))
    assert "What happens in a round" in html
    assert "INTPART 2022" not in html
    assert re.search(r'href="[^"]*/sign-in/[^"]*\?next=/en/rounds/"', html)


@pytest.mark.parametrize("rest", ["", "terms/", "amendments/", "lists/", "import/", "steps.ics", "list.json"])
def test_a_page_of_a_round_asks_who_you_are_and_leads_back(client, world, rest):
    response = client.get(f"/nb/rounds/{world.round.key}/{rest}")
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next=/nb/rounds/{world.round.key}/{rest}")
    assert "/sign-in/" in response["Location"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("who", INSIDE)
def test_whoever_has_a_role_there_sees_the_round(world, who, language):
    html = said(world.get(who, language=language))
    assert "INTPART 2022" in html
    assert world.browser(who).get(f"/{language}/rounds/").content.decode().count("/rounds/intpart-2022/") >= 1


@pytest.mark.parametrize(
    "rest", ["", "terms/", "clock/", "amendments/", "lists/", "import/", "list.xlsx", "steps.ics"]
)
def test_to_others_a_round_does_not_exist(world, rest):
    html = said(world.get("stranger", rest), 404)
    gone = said(world.browser("stranger").get(f"/en/rounds/no-such-round/{rest}"), 404)
    assert "There is no round “intpart-2022” that you may see" in html
    unlike = [
        re.sub(r'value="[^"]*"', "", page).replace(key, "x")
        for page, key in ((html, "intpart-2022"), (gone, "no-such-round"))
    ]
    assert unlike[0] == unlike[1], "the page tells that it exists"


def test_pages_are_kept_out_of_caches_and_search_engines(world):
    response = world.get("office")
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_rounds_stand_in_the_navigation_for_who_has_signed_in_alone(client, world):
    assert ">Rounds</a>" in said(world.browser("researcher").get("/en/calls/"))
    assert ">Rounds</a>" not in said(client.get("/en/calls/"))


# ---- the table -----------------------------------------------------------------------------------------------


def rows(html: str) -> list[str]:
    """The titles in the table, in its order."""
    table = html[html.index("Nominations in this round") :] if "Nominations in this round" in html else ""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', table)


def test_the_office_sees_all_by_faculty_and_others_their_own(world):
    world.fill()
    assert len(rows(said(world.get("office")))) == 5
    assert rows(said(world.get("researcher"))) == ["A draft of history"]
    law = [title for title in rows(said(world.get("coordinator"))) if title.startswith("fac-law")]
    assert law == [], "a coordinator sees her own faculty alone"
    assert rows(said(world.get("assessor"))) == [], "she sits on no panel yet"
    html = said(world.get("office"))
    assert html.index("Faculty of Humanities</th>") < html.index("Faculty of Law</th>")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"faculty": "fac-law"}, 1),
        ({"state": "draft"}, 1),
        ({"verdict": "no"}, 0),
        ({"q": "DRAFT history"}, 1),
        ({"q": "russia"}, 1),
        ({"q": "nothing of the sort"}, 0),
        ({"faculty": "no-such-faculty"}, 0),
        ({"state": "draft", "faculty": "fac-law"}, 0),
    ],
)
def test_the_table_is_narrowed_by_the_address_alone(world, asked, count):
    world.fill()
    html = said(world.get("office", **asked))
    assert len(rows(html)) == count
    if not count:
        assert "No nomination fits all of this" in html


@pytest.mark.parametrize("sort", ["number", "title", "state", "verdict", "checked", "no-such-order"])
def test_every_order_shows_the_same_nominations(world, sort):
    world.fill()
    assert sorted(rows(said(world.get("office", sort=sort)))) == sorted(rows(said(world.get("office"))))


def test_no_name_of_a_person_stands_in_the_table(world):
    world.fill()
    also(world.people["office"], "researcher", world.units["uib"])
    world.round.nominations.update(adviser=world.people["office"])
    html = said(world.get("auditor"))
    assert "Ola Oppdiktet" not in html
    assert "Oppdiktet the-office" not in html
    assert '">KOt</td>' in html, "her initials"


def test_a_title_is_text_whatever_it_holds(world):
    world.fill()
    world.round.nominations.update(title='<script>alert("x")</script> & more')
    assert "<script>alert" not in said(world.get("office"))


def test_five_and_five_hundred_nominations_take_the_same_few_queries(world):
    counted = []
    for more in (5, 495):
        quickly_nominated(world.round, world.units["fac-hum"], world.units["dep-history"], more)
        client = world.browser("office")
        client.get("/en/rounds/intpart-2022/")
        with CaptureQueriesContext(connection) as queries:
            html = said(client.get("/en/rounds/intpart-2022/"))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 10
    assert len(rows(html)) == 50
    assert "page 1 of 10" in html
    assert len(rows(said(world.get("office", page=10)))) == 50
    assert rows(said(world.get("office", page=11))) == rows(said(world.get("office", page=10)))


def test_a_check_from_before_a_change_of_the_call_is_marked(world):
    world.fill()
    assert "the call has changed since" not in said(world.get("office"))
    at_clock(world.round, "2022-02-20")
    html = said(world.get("office"))
    assert html.count("the call has changed since") == 5
    assert "Check 5 nominations anew" in html
    assert world.post("office", "check-anew/").status_code == 303
    assert "the call has changed since" not in said(world.get("office"))


def test_units_keep_the_names_of_the_rounds_day(world):
    from utsyn.web.people.models import UnitVersion

    world.fill()
    UnitVersion.objects.create(
        unit=world.units["fac-hum"],
        since="2024-01-01",
        nb="Ny",
        nn="Ny",
        en="Faculty of the New",
        parent=world.units["uib"],
    )
    assert "Faculty of Humanities" in said(world.get("office"))
    assert "Faculty of the New" not in said(world.get("office"))


# ---- what to do next, numbers, steps ----------------------------------------------------------------------------


def test_each_is_told_what_she_can_do_next(world):
    world.fill()
    assert "Begin a nomination" in said(world.get("researcher"))
    assert "Nothing waits for you" in said(world.get("auditor"))
    assert "Begin a nomination" not in said(world.get("office"))
    world.round.nominations.filter(state="draft").update(state="handed")
    assert "1 nomination waits for your faculty" in said(world.get("coordinator"))


def test_nobody_is_told_to_begin_once_the_internal_deadline_has_passed(world):
    at_clock(world.round, "2022-03-10")
    assert "Begin a nomination" not in said(world.get("researcher"))
    assert "The internal deadline has passed" in said(world.get("researcher"))


def test_too_many_for_the_places_is_said_and_ranking_asked_for_once():
    world = World(cap=2).fill()
    html = said(world.get("office"))
    assert "4 compete for 2 places.</strong> Ranking is needed." in html
    assert "Ask for ranking" in html
    for _ in range(2):
        assert world.post("office", "ask-for-ranking/", form="one").status_code == 303
    assert deeds(world.round).count("asked for ranking") == 1
    html = said(world.get("office"))
    assert "Ranking is asked for" in html
    assert "Ask for ranking" not in html


def test_a_round_with_room_for_all_asks_for_no_ranking(world):
    world.fill()
    html = said(world.get("office"))
    assert "There is room for all of them so far" in html
    assert "Ask for ranking" not in html


@pytest.mark.parametrize("rest", ["ask-for-ranking/", "check-anew/"])
def test_a_deed_that_is_not_hers_says_whose_it_is(world, rest):
    for who in ("researcher", "coordinator", "leadership", "auditor", "assessor"):
        html = said(world.post(who, rest), 403)
        assert "This is not for your roles" in html
        assert "This is for: international office" in html
    assert "asked for ranking" not in deeds(world.round)


def test_a_policy_that_forbids_ranking_says_so_on_the_page():
    world = World(cap=2, policy="forbidden").fill()
    assert "Ask for ranking" not in said(world.get("office"))
    html = said(world.post("office", "ask-for-ranking/"), 422)
    assert "The call forbids the institution to rank" in html


def test_steps_say_what_is_done_now_and_to_come_in_words(world):
    at_clock(world.round, "2022-03-10")
    html = said(world.get("office"))
    steps = re.findall(r'<strong>([^<]+)</strong>\s*<span class="state \w+">([^<]+)</span>', html)
    assert [state for _, state in steps] == ["Done", "Done", "Now", "To come", "To come"]
    assert "Saturday 12 March 2022" in html
    assert "Offices are closed that day: Saturday" in html
    assert "2 days left" in html


def test_the_steps_can_be_had_as_calendar_entries(world):
    response = world.get("researcher", "steps.ics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 5
    assert "DTSTART:20220316T120000Z" in text, "13:00 in Oslo, in UTC"


def test_numbers_count_what_is_there(world):
    world.fill()
    world.round.nominations.filter(number=1).update(state="withdrawn")
    html = said(world.get("office"))
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", html))
    assert (told["Nominated"], told["Drafts"], told["Withdrawn"], told["Places left"]) == (
        "3",
        "1",
        "1",
        "20",
    )
    assert "3 compete for 20 places." in html


def test_who_sees_a_part_is_told_that_it_is_a_part(world):
    world.fill()
    html = said(world.get("coordinator"))
    assert "There are 20 places in all. Counted below are the nominations that you may see." in html
    assert "compete" not in html
    assert "Places left" not in html


def test_what_the_rules_refuse_does_not_compete(world):
    world.fill()
    at_clock(world.round, "2022-03-04")
    world.post("office", "check-anew/")
    html = said(world.get("office"))
    assert "3 compete for 20 places." in html
    assert "1 more is nominated, but the rules say no to it" in html
