"""An answer stays what it was: when the call document changes, goes, or Utsyn itself has learned to say more."""

import pytest

from utsyn.calls.shapes import AnswerShape
from utsyn.web.shapes import as_today

pytestmark = pytest.mark.django_db


def test_an_answer_from_a_document_that_has_changed_is_shown_as_given(client, ask):
    from utsyn.web.models import Asked

    row = ask()
    Asked.objects.update(sha256="0" * 64)
    page = client.get(f"/en/answers/{row.link}/").content.decode()
    assert "This is the answer as it was given" in page
    assert client.get(f"/api/v1/answers/{row.link}").json()["as_given"] is True
    other = client.get(f"/en/answers/{row.link}/?on=2022-03-01").content.decode()
    assert "rests on the corrected one" in other


def test_an_answer_about_a_call_that_has_gone_is_still_there(client, ask):
    from utsyn.web.models import Asked

    row = ask()
    Asked.objects.update(call="gone-2001")
    page = client.get(f"/en/answers/{row.link}/").content.decode()
    assert "This is the answer as it was given" in page
    assert "gone-2001" in page


def test_an_answer_kept_by_an_older_utsyn_is_read(client, ask):
    from utsyn.web.models import Asked

    row = ask()
    del row.answer["caveats"], row.answer["tree"], row.answer["reasons"][0]["version"]
    row.answer["forgotten_since"] = 1
    row.sha256 = "0" * 64
    row.save()
    assert client.get(f"/en/answers/{row.link}/").status_code == 200
    assert client.get(f"/api/v1/answers/{row.link}").json()["answer"]["caveats"] == []
    assert Asked.objects.get().answer == row.answer, "what was kept is not touched"


def test_nothing_at_all_is_read_as_an_answer_that_says_nothing():
    assert (
        AnswerShape.model_validate(
            as_today(AnswerShape, {"call": "x", "on": "2022-01-01", "tree": {}})
        ).reasons
        == []
    )


def test_what_was_kept_whole_is_read_as_it_was(ask):
    answer = ask().answer
    assert as_today(AnswerShape, answer) == answer


def test_the_answer_on_other_days_stands_beside(client, ask):
    page = client.get(f"/en/answers/{ask().link}/").content.decode()
    assert '?on=2022-02-11">11 February 2022' in page
    assert "First asked as of" not in page
    assert (
        "First asked as of 2 March 2022"
        in client.get(f"/en/answers/{ask().link}/?on=2022-03-01").content.decode()
    )


def test_demos_keep_their_links_and_old_ones_go(demos):
    from utsyn.web.models import Asked

    before = {row.title: row.link for row in demos(3)}
    after = {row.title: row.link for row in demos(2)}
    assert after.items() <= before.items()
    assert Asked.objects.count() == 2
