"""The page of one nomination: who sees it, what it says to do next, and how one begins."""

import re

import pytest
from django.test import Client

from tests.web.nominated import first_thing, said, sent, token, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(db):
    return world()


# ---- who sees it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["writer", "department", "coordinator", "office", "auditor"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_draft_is_shown_to_those_it_concerns(there, who, language):
    html = said(there.signed_in(who).get(there.url(language=language)))
    assert "Breath and cold" in html
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("who", ["leadership", "assessor", "administrator", "stranger", "colleague"])
@pytest.mark.parametrize("rest", ["", "edit/", "history/", "compare/", "attachments/none/"])
def test_to_others_it_does_not_exist(there, who, rest):
    client = there.signed_in(who)
    hidden = said(client.get(there.url(rest)), 404)
    absent = said(client.get(there.url(rest).replace("/1/", "/77/")), 404)
    assert "Breath and cold" not in hidden
    assert _main(hidden) == _main(absent).replace("77", "1"), "the two answers must not tell them apart"


def _main(html: str) -> str:
    return re.search(r"<main.*</main>", html, re.DOTALL)[0]


@pytest.mark.parametrize("number", [0, 99999999999999999999])
def test_a_number_beyond_all_is_no_nomination(there, number):
    said(there.signed_in("office").get(f"/en/rounds/{there.round.key}/nominations/{number}/"), 404)


def test_who_has_not_signed_in_is_sent_to_sign_in_and_back(there):
    response = Client().get(there.url())
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"]
    assert there.url() in response.headers["Location"].replace("%2F", "/")


def test_pages_are_kept_out_of_caches_and_search_engines(there):
    for rest in ("", "edit/", "history/", "compare/"):
        response = there.signed_in("writer").get(there.url(rest))
        assert "private" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_units_stand_as_they_were_called_in_the_days_of_the_round(there):
    from datetime import date

    from utsyn.web.people.models import UnitVersion

    faculty = there.units["fac-med"]
    UnitVersion.objects.create(
        unit=faculty, since=date(2024, 1, 1), nb="Nytt", en="Faculty of New Names", parent=there.units["uib"]
    )
    html = said(there.signed_in("office").get(there.url()))
    assert "Faculty of Medicine" in html
    assert "Faculty of New Names" not in html


# ---- as many queries for a full one as for an empty one --------------------------------------------------------


def test_the_page_asks_as_much_of_the_database_for_a_full_nomination_as_for_an_empty_one(there):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = there.signed_in("office")
    client.get(there.url())
    with CaptureQueriesContext(connection) as few:
        client.get(there.url())
    _filled(there)
    with CaptureQueriesContext(connection) as many:
        html = said(client.get(there.url()))
    assert html.count("Remark ") == 30
    assert len(many) == len(few) <= 18


def _filled(there) -> None:
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import supporting, writing

    row, at = there.row, there.round.opened_at
    for n in range(30):
        supporting.comment(row, text=f"Remark {n}", by=there.people["office"], at=at)
        supporting.attach(
            row, kind="other", name=f"{n}.pdf", media_type="application/pdf", size=9, sha256=f"{n:064}", link=f"link{n}",
            by=there.writer, at=at,
        )  # fmt: skip
        told = Told.model_validate({"title": f"Title {n}", "partners": [{"country": "BR"}] * n})
        people = [{"part": "key person", "name": f"Person {m}"} for m in range(n)]
        row = writing.save(row, told=told, people=people, by=there.writer, at=at, seen=row.version)
    supporting.add_writer(row, who=there.people["colleague"].email, by=there.writer, at=at)
    supporting.endorse(row, agrees=True, by=there.people["department"], at=at)


# ---- what to do next -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "thing"),
    [
        ("writer", "Tell the faculty and the office that it is on its way"),
        ("department", "The department&#x27;s word is asked for"),
        ("coordinator", "Nothing is asked of you here now."),
        ("office", "Take it on, or name a colleague"),
        ("auditor", "Nothing is asked of you here now."),
    ],
)
def test_each_reader_is_told_what_to_do_with_a_draft(there, who, thing):
    assert first_thing(said(there.signed_in(who).get(there.url()))) == thing


def test_after_notice_a_writer_hands_in_and_the_coordinator_decides(there):
    sent(there, "writer", "notice")
    assert first_thing(said(there.signed_in("writer").get(there.url()))) == "Hand it in to the faculty"
    page = said(there.signed_in("writer").post(there.url("deeds/hand-in/"), {"form": "x"}, follow=True))
    assert "It is handed in: the faculty decides now." in page
    assert first_thing(page) == "It waits for the faculty"
    assert first_thing(said(there.signed_in("coordinator").get(there.url()))) == "Decide for the faculty"


def test_a_writer_of_an_empty_draft_is_led_to_what_is_missing(there):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    sent(there, "writer", "notice")
    row = there.fresh()
    writing.save(row, told=Told(title="Bare"), people=[], by=there.writer, at=row.began_at, seen=row.version)
    html = said(there.signed_in("writer").get(there.url()))
    assert first_thing(html) == "Go on writing"
    assert f'href="{there.url("edit/")}#theme"' in html, "what is missing leads to its field"
    assert f'href="{there.url("edit/")}#people"' in html
    refused = said(sent(there, "writer", "hand-in"), 422)
    assert "Not in order: The theme is told." in refused
    assert there.fresh().state == "draft"


def test_the_call_answers_as_it_stands_in_the_round_and_earlier_checks_stay(there):
    from utsyn.calls.rounds.nomination import Nomination as Told
    from utsyn.web.rounds.actions import writing

    row = there.fresh()
    told = Told.model_validate({"title": "North", "partners": [{"country": "RU", "name": "A university"}]})
    writing.save(row, told=told, by=there.writer, at=row.began_at, seen=row.version)
    before = said(there.signed_in("writer").get(there.url()))
    assert "Too little is known" in before
    there.at("2022-03-03")
    after = said(there.signed_in("writer").get(there.url()))
    assert "No, this proposal may not go to INTPART 2022" in after
    assert "Found: Russia" in after
    assert "3 March 2022" in after
    assert "Not known yet" in after[after.index("Earlier checks") :], "what was found before is still shown"


# ---- beginning -------------------------------------------------------------------------------------------------


def test_one_begins_with_a_title_and_lands_on_the_page(there):
    from utsyn.web.rounds.models import Nomination

    client = there.signed_in("writer")
    address = f"/en/rounds/{there.round.key}/nominations/begin/"
    html = said(client.get(address))
    assert "Department of Clinical Medicine" in html
    assert "Department of History" not in html, "only where she may write"
    told = {"form": token(html[html.index("<main") :]), "title": "A new one", "unit": "dep-clinic"}
    both = [client.post(address, told) for _ in range(2)]
    assert {one.headers["Location"] for one in both} == {there.url().replace("/1/", "/2/") + "?did=began"}
    assert Nomination.objects.count() == 2, "two clicks begin one"


@pytest.mark.parametrize(
    ("title", "unit", "says"),
    [
        ("", "dep-clinic", "has no title"),
        ("Kept", "dep-history", "No unit is chosen"),
        ("Kept", "", "No unit is chosen"),
    ],
)
def test_what_is_missing_to_begin_is_said_and_the_title_kept(there, title, unit, says):
    address = f"/en/rounds/{there.round.key}/nominations/begin/"
    html = said(there.signed_in("writer").post(address, {"form": "b", "title": title, "unit": unit}), 422)
    assert says in html
    assert f'value="{title}"' in html


@pytest.mark.parametrize("who", ["office", "auditor", "leadership"])
def test_who_may_not_write_does_not_begin(there, who):
    assert there.signed_in(who).get(f"/en/rounds/{there.round.key}/nominations/begin/").status_code == 403
