"""Asking about a proposal in the browser, as it comes and as it goes wrong: nothing typed is ever lost."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = "/en/calls/intpart-2022/ask/"
TYPED = {
    "on": "2022-03-02",
    "title": "Arctic",
    "partners[0].country": "RU",
    "amount": "8 000 000",
    "form": "a-form",
}


def token(html: str) -> str:
    return re.search(r'name="form" value="([^"]+)"', html)[1]


def test_an_answer_is_given_kept_and_found_again(client):
    made = client.post(ADDRESS, TYPED)
    assert made.status_code == 303, "so that a reload does not send the form again"
    page = client.get(made.headers["Location"]).content.decode()
    assert "No, this proposal may not go to INTPART 2022" in page
    assert "Arctic" in page
    assert client.get(made.headers["Location"].replace("/en/", "/nn/")).status_code == 200


def test_an_empty_form_is_answered_too(client):
    page = client.post(ADDRESS, {"on": "2022-03-02"}, follow=True).content.decode()
    assert "Too little is known" in page


def test_the_same_form_sent_twice_gives_the_same_answer(client):
    from utsyn.web.models import Asked, Line

    once, twice = client.post(ADDRESS, TYPED), client.post(ADDRESS, TYPED)
    assert once.headers["Location"] == twice.headers["Location"]
    assert Asked.objects.count() == Line.objects.count() == 1


def test_a_form_changed_after_it_was_sent_gives_a_new_answer(client):
    once, twice = client.post(ADDRESS, TYPED), client.post(ADDRESS, TYPED | {"partners[0].country": "JP"})
    assert once.headers["Location"] != twice.headers["Location"]


def test_two_people_who_tell_the_same_do_not_share_an_answer(client):
    forms = {token(client.get(ADDRESS).content.decode()) for _ in range(2)}
    assert len(forms) == 2
    first, second = (client.post(ADDRESS, TYPED | {"form": form}).headers["Location"] for form in forms)
    assert first != second


@pytest.mark.parametrize(
    ("field", "typed", "mend"),
    [
        ("amount", "1500000,50", "decimal point"),
        ("amount", "lots", "in digits"),
        ("starts", "2022-02-30", "a date that exists"),
        ("partners[0].country", "Norge", "NO"),
        ("on", "2022-02-30", "a date that exists"),
        ("on", "2021-12-01", "Ask as of that day or a later one"),
        ("on", "0001-01-01", "Write a day between"),
        ("applicant.research_staff", "-1", "at least 0"),
        ("leader.key", "Ola Nordmann", "without spaces"),
        ("amounts_by_year[0].year", "soon", "in digits"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_is_kept(client, field, typed, mend):
    from utsyn.web.models import Asked

    response = client.post(ADDRESS, TYPED | {"own_contribution": "2 000 000", field: typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert not Asked.objects.exists()
    summary = re.search(r'role="alert".*?</div>', html, re.DOTALL)[0]
    assert mend in summary
    target = re.search(r'href="#([^"]+)"', summary)[1]
    assert f'id="{target}"' in html, "the summary leads to the field"
    for kept in (typed, "Arctic", "2 000 000", 'value="a-form"'):
        assert kept in html


def test_rows_are_added_and_taken_away_without_javascript(client):
    html = client.post(ADDRESS, TYPED | {"do": "add:partners"}).content.decode()
    assert 'name="partners[1].country"' in html
    assert '<option value="RU" selected>' in html
    assert 'value="8 000 000"' in html
    html = client.post(
        ADDRESS, TYPED | {"partners[1].country": "JP", "do": "remove:partners[0]"}
    ).content.decode()
    assert '<option value="JP" selected>' in html
    assert '<option value="RU" selected>' not in html


def test_a_button_pressed_with_a_wrong_day_loses_nothing(client):
    html = client.post(ADDRESS, TYPED | {"on": "2022-02-30", "do": "add:partners"}).content.decode()
    assert 'value="2022-02-30"' in html
    assert 'value="Arctic"' in html


def test_a_thousand_partners_are_too_many(client):
    many = {f"partners[{n}].country": "JP" for n in range(1000)}
    response = client.post(ADDRESS, TYPED | many)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Partners: There are 1,000 of them. Give at most 200." in html
    assert html.count('<option value="JP" selected>') == 1000, "and all of them are kept"


def test_more_fields_than_can_be_read_are_refused_in_words(client):
    response = client.post(ADDRESS, {f"partners[{n}].country": "JP" for n in range(5000)})
    assert response.status_code == 400
    assert "more fields than can be read" in response.content.decode()


def test_a_session_gone_in_the_middle_keeps_what_was_typed():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(ADDRESS, TYPED | {"title": 'A "quoted" <title>', "csrfmiddlewaretoken": "stale"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Nothing is lost" in html
    assert "stale" not in html
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    assert again["partners[0].country"] == "RU"
    assert again["title"] == "A &quot;quoted&quot; &lt;title&gt;"
    sent = strict.post(ADDRESS, again, headers={"referer": "http://testserver/"})
    assert sent.status_code == 303


def test_a_form_from_another_site_is_not_taken():
    from utsyn.web.models import Asked

    strict = Client(enforce_csrf_checks=True)
    strict.get(ADDRESS)
    assert strict.post(ADDRESS, TYPED, headers={"origin": "https://evil.example"}).status_code == 403
    assert not Asked.objects.exists()


def test_one_may_change_something_and_ask_again(client, ask):
    row = ask({"title": "Arctic", "partners": [{"country": "RU"}], "amounts_by_year": {"2022": "5"}})
    html = client.get(f"{ADDRESS}?from={row.link}").content.decode()
    assert 'value="Arctic"' in html
    assert '<option value="RU" selected>' in html
    assert 'value="2022-03-02"' in html
    assert 'name="amounts_by_year[0].year" value="2022"' in html
    assert client.get(f"{ADDRESS}?from=no-such-link").status_code == 404


def test_a_call_that_is_over_is_asked_about_as_of_its_last_day(client):
    html = client.get(ADDRESS).content.decode()
    assert re.search(r'name="on" value="2022-03-16"', html)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    response = getattr(client, method)(ADDRESS)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"
    assert "It can be asked with: GET, HEAD, POST." in response.content.decode()
