"""What the buttons of a nomination do: once for two clicks, never too late, and with the reason that is asked for."""

import re

import pytest

from tests.web.nominated import INTERNAL, first_thing, said, sent, token, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(db):
    return world()


def lines(did: str) -> int:
    from utsyn.web.log import Line

    return Line.objects.filter(did=did).count()


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
