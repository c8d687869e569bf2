"""The page of one nomination: who sees it, what it says to do next, and what its buttons do, twice or too late."""

import re

import pytest
from django.test import Client

from tests.web.nominated import token, world

pytestmark = pytest.mark.django_db

INTERNAL = "2022-03-09T23:00"  # a minute after the internal deadline, in UTC


@pytest.fixture
def there(db):
    return world()


def said(response, status: int = 200) -> str:
    html = response.content.decode()
    assert response.status_code == status, re.sub(r"<[^>]+>", " ", html)[:2000]
    return html


def sent(there, by: str, deed: str, *, form: str = "", **typed):
    client = there.signed_in(by)
    return client.post(there.url(f"deeds/{deed}/"), {"form": form or f"a-{by}-{deed}", **typed})


def lines(did: str) -> int:
    from utsyn.web.log import Line

    return Line.objects.filter(did=did).count()


# ---- who sees it ---------------------------------------------------------------------------------------------


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


# ---- as many queries for a full one as for an empty one -----------------------------------------------------


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


# ---- what to do next ----------------------------------------------------------------------------------------


def first_thing(html: str) -> str:
    return re.search(r'<h2 id="next">(.*?)</h2>', html)[1]


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


# ---- deeds --------------------------------------------------------------------------------------------------


def test_a_double_click_hands_in_once_and_shows_no_fault(there):
    client = there.signed_in("writer")
    form = token(said(client.get(there.url())), "hand-in")
    both = [client.post(there.url("deeds/hand-in/"), {"form": form}) for _ in range(2)]
    assert [one.status_code for one in both] == [303, 303]
    assert lines("handed in") == 1


def test_a_double_click_on_a_comment_says_it_once(there):
    from utsyn.web.models import Comment

    client = there.signed_in("office")
    for _ in range(2):
        assert client.post(there.url("comments/"), {"form": "f", "text": "Well said"}).status_code == 303
    assert Comment.objects.count() == 1


def test_forms_of_one_page_are_not_taken_for_each_other(there):
    html = said(there.signed_in("coordinator").get(there.url()))
    tokens = re.findall(r'name="form" value="([^"]+)"', html)
    assert len(tokens) > 3
    assert len(tokens) == len(set(tokens))


def test_a_deadline_that_passes_while_the_page_is_open_refuses_in_words_and_changes_nothing(there):
    sent(there, "writer", "hand-in")
    client = there.signed_in("coordinator")
    form = token(said(client.get(there.url())), "nominate")
    there.at(INTERNAL)
    html = said(client.post(there.url("deeds/nominate/"), {"form": form}), 422)
    assert "The internal deadline has passed." in html
    assert "Ask the leadership to let it in late" in html
    assert "Breath and cold" in html, "the page is still there"
    assert there.fresh().state == "handed"
    assert lines("nominated") == 0
    assert "deeds/nominate/" not in said(client.get(there.url()))


def test_the_leadership_lets_in_late_with_a_reason_and_only_then(there):
    sent(there, "writer", "hand-in")
    there.at(INTERNAL)
    page = said(there.signed_in("leadership").get(there.url()))
    assert first_thing(page) == "Decide whether to let it in late"
    refused = said(sent(there, "leadership", "let-in", form="one", because="  "), 422)
    assert "It is let in late without a reason" in refused
    assert sent(there, "leadership", "let-in", form="two", because="The mail was down").status_code == 303
    assert there.fresh().late
    assert "Let in late" in said(there.signed_in("writer").get(there.url()))


def test_giving_back_without_a_reason_keeps_the_page_and_what_was_typed(there):
    sent(there, "writer", "hand-in")
    html = said(sent(there, "coordinator", "give-back", because=" "), 422)
    assert "It is given back without a reason" in html
    assert 'href="#wrong"' in html or 'id="wrong"' in html
    assert sent(there, "coordinator", "give-back", form="2", because="No budget yet").status_code == 303
    assert there.fresh().state == "draft"


def test_what_was_typed_is_shown_even_where_its_form_is_gone(there):
    sent(there, "writer", "hand-in")
    client = there.signed_in("coordinator")
    client.post(there.url("deeds/nominate/"), {"form": "n"})
    html = said(client.post(there.url("deeds/give-back/"), {"form": "g", "because": "A long reason"}), 422)
    assert "Only what was handed in can be given back" in html
    assert "A long reason" in html


@pytest.mark.parametrize(
    ("who", "deed"),
    [
        ("writer", "nominate"),
        ("writer", "let-in"),
        ("writer", "endorse-yes"),
        ("writer", "adviser-me"),
        ("department", "hand-in"),
        ("department", "withdraw"),
        ("coordinator", "let-in"),
        ("office", "nominate"),
        ("office", "add-writer"),
        ("auditor", "withdraw"),
        ("auditor", "notice"),
    ],
)
def test_what_is_others_to_do_is_refused_with_whose_it_is(there, who, deed):
    html = said(sent(there, who, deed, because="I may", who="writer"), 403)
    assert "This is for:" in html
    assert there.fresh().state == "draft"


def test_a_deed_that_nobody_made_is_no_page(there):
    assert sent(there, "writer", "promote").status_code == 404
    assert there.signed_in("writer").get(there.url("deeds/notice/")).status_code == 405


def test_the_department_says_yes_or_no_and_the_last_word_counts(there):
    said(sent(there, "department", "endorse-no", because=""), 422)
    assert sent(there, "department", "endorse-no", form="2", because="Too dear").status_code == 303
    assert "Too dear" in said(there.signed_in("writer").get(there.url()))
    assert sent(there, "department", "endorse-yes", form="3").status_code == 303
    word = re.search(
        r'<dd id="department">.*?</dd>', said(there.signed_in("writer").get(there.url())), re.DOTALL
    )[0]
    assert "Yes, it stands by its own contribution" in word
    assert "Too dear" not in word


def test_writers_are_added_by_address_and_taken_away_but_never_the_last(there):
    colleague = there.people["colleague"]
    said(sent(there, "writer", "add-writer", who="nobody@example.org"), 422)
    typed = said(sent(there, "writer", "add-writer", form="2", who="nobody@example.org"), 422)
    assert 'value="nobody@example.org"' in typed
    assert sent(there, "writer", "add-writer", form="3", who=colleague.email.upper()).status_code == 303
    assert there.signed_in("colleague").get(there.url("edit/")).status_code == 200
    gone = sent(there, "writer", "remove-writer", form="4", user=there.writer.pk)
    assert gone.headers["Location"].startswith(f"/en/rounds/{there.round.key}/"), (
        "her own page is closed to her now"
    )
    last = said(sent(there, "colleague", "remove-writer", form="5", user=colleague.pk), 422)
    assert "Somebody must write it" in last


def test_an_adviser_is_of_the_office(there):
    said(sent(there, "office", "adviser", who=there.writer.email), 422)
    assert sent(there, "office", "adviser-me", form="2").status_code == 303
    assert there.fresh().adviser == there.people["office"]
    assert "Read the draft, and comment on it" in said(there.signed_in("office").get(there.url()))


def test_what_the_office_says_within_itself_stays_there_and_other_comments_are_told_of(there):
    from utsyn.web.letters.models import Letter

    office = there.signed_in("office")
    office.post(there.url("comments/"), {"form": "1", "text": "Between us", "internal": "1"})
    assert not Letter.objects.filter(to=there.writer, key__contains="comment").exists()
    office.post(there.url("comments/"), {"form": "2", "text": "Add a budget"})
    letter = Letter.objects.get(to=there.writer, key__contains="comment")
    assert "Add a budget" not in letter.body, "what is said is read on the page alone"
    writer = said(there.signed_in("writer").get(there.url()))
    assert "Add a budget" in writer
    assert "Between us" not in writer
    assert "Between us" in said(office.get(there.url()))
    there.signed_in("writer").post(there.url("comments/"), {"form": "3", "text": "Mine", "internal": "1"})
    assert "Mine" in said(there.signed_in("coordinator").get(there.url())), "the box is the office's alone"


def test_a_comment_that_says_nothing_or_too_much_is_kept_on_the_page(there):
    client = there.signed_in("office")
    said(client.post(there.url("comments/"), {"form": "1", "text": "   "}), 422)
    html = said(client.post(there.url("comments/"), {"form": "2", "text": "x" * 10_001}), 422)
    assert "This has 10,001 characters" in html
    assert "x" * 10_001 in html


def test_withdrawing_ends_it(there):
    assert sent(there, "writer", "withdraw", because="We wait a year").status_code == 303
    html = said(there.signed_in("writer").get(there.url()))
    assert "It was withdrawn" in html
    assert "/deeds/" not in html.replace("deeds/adviser", "")
    assert there.signed_in("writer").get(there.url("edit/")).headers["Location"].endswith("?did=closed")


def test_a_call_whose_document_is_gone_is_said_and_the_rest_stands(there):
    from utsyn.web.rounds.models import Round

    Round.objects.update(call="intpart-1999")
    html = said(there.signed_in("office").get(there.url()))
    assert "The call intpart-1999 is not among the documents" in html
    assert "How it is taught" in html


# ---- beginning ----------------------------------------------------------------------------------------------


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


def test_a_reason_that_was_given_is_read_on_the_page_by_those_it_concerns(there):
    sent(there, "writer", "hand-in")
    sent(there, "coordinator", "give-back", because="The budget is not there")
    html = said(there.signed_in("writer").get(there.url()))
    assert "Given back to its writers: <q>The budget is not there</q>" in html
    assert there.people["coordinator"].called in html
    sent(there, "coordinator", "nominate")
    sent(there, "writer", "withdraw", form="w", because="We wait a year")
    assert "Withdrawn: <q>We wait a year</q>" in said(there.signed_in("coordinator").get(there.url()))


def test_the_reason_for_the_waiting_list_is_said_in_the_language_of_the_page(there):
    from utsyn.web.log import log

    about = f"round/{there.round.key}"
    because = {"nb": "Ni går foran", "nn": "Ni går føre", "en": "Nine go before"}
    told = {"nomination": there.row.number, "because": because}
    log(there.people["leadership"], "put on the waiting list", about, at=there.round.opened_at, told=told)
    client = there.signed_in("writer")
    for language, words in because.items():
        assert words in said(client.get(there.url(language=language)))
