"""Every error is a page in the reader's language that says what to do next, and never a traceback."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db

LANGUAGES = ("nb", "nn", "en")


def page(response, status: int) -> str:
    html = response.content.decode()
    assert response.status_code == status
    assert "Traceback" not in html
    assert "<h1" in html
    return html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere/", 404),
        ("/calls/intpart-2021/", 404),
        ("/calls/intpart-2022/?on=2021-01-01", 404),
        ("/calls/intpart-2022/amendments/99/", 404),
        ("/calls/intpart-2022/compare/?first=2021-01-01", 404),
        ("/calls/?on=2022-02-30", 400),
        ("/calls/intpart-2022/?on=yesterday", 400),
        ("/answers/none/", 404),
    ],
)
def test_an_error_is_said_in_the_language_of_the_page(client, language, path, status):
    html = page(client.get(f"/{language}{path}"), status)
    assert f'<html lang="{language}">' in html
    assert f'<a class="button" href="/{language}/">' in html, "somewhere to go"


def test_who_is_not_signed_in_can_sign_in_from_what_is_not_there_and_come_back(client):
    html = page(client.get("/en/evidence/units/"), 404)
    assert 'href="/en/sign-in/?next=/en/evidence/units/">' in html.partition("<main")[2]


def test_an_unknown_call_names_those_that_are_like_it(client):
    html = page(client.get("/en/calls/intpart-2021/"), 404)
    assert '<a href="/en/calls/intpart-2022/">' in html


def test_a_day_before_the_call_existed_leads_to_its_first(client):
    html = page(client.get("/en/calls/intpart-2022/?on=2021-01-01"), 404)
    assert "INTPART 2022 is first known on 1 January 2022" in html
    assert '<a href="/en/calls/intpart-2022/?on=2022-01-01">' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours_is_a_page_without_a_traceback(monkeypatch, language):
    from utsyn.web.calls import queries

    def break_(*_args, **_kwargs):
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(queries, "found", break_)
    quiet = Client(raise_request_exception=False)
    html = page(quiet.get(f"/{language}/calls/"), 500)
    assert f'lang="{language}"' in html
    assert "secret of the machine" not in html
    told = quiet.get("/api/v1/calls")
    assert told.status_code == 500
    assert told.json()["problems"][0]["mend"]


def test_a_fault_in_what_stands_around_every_page_is_told_too(monkeypatch):
    from utsyn.web import respond

    monkeypatch.setattr(respond, "shelf", lambda: 1 / 0)
    page(Client(raise_request_exception=False).get("/en/about/"), 500)


@pytest.mark.parametrize("path", ["/en/calls/intpart-2022/ask/", "/api/v1/calls/intpart-2022/answers"])
def test_a_proposal_of_fifty_megabytes_is_refused_before_it_is_read(client, path):
    body = b"x" * 50_000_000
    response = client.post(path, body, content_type="application/json")
    assert response.status_code == 413
    if path.startswith("/api"):
        assert "50 MB" in response.json()["problems"][0]["what"]
    else:
        assert "50 MB; at most 1 MB is read" in page(response, 413)


@pytest.mark.parametrize("length", ["nonsense", "-5", ""])
def test_a_length_that_is_no_number_harms_nothing(client, length):
    assert client.get("/en/about/", CONTENT_LENGTH=length).status_code == 200


def test_a_call_document_that_cannot_be_read_is_named_and_the_rest_stands(client, tmp_path, monkeypatch):
    from utsyn.web.calls import facts

    folder = tmp_path / "calls" / "own"
    folder.mkdir(parents=True)
    (folder / "2030.yaml").write_text("key: own-2030\ntitel: {en: Ours}\n", "utf-8")
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    facts.forget_shelf()
    try:
        html = page(client.get("/en/about/"), 200)
        assert "2030.yaml:2" in html
        assert "title" in html
        assert client.get("/en/calls/intpart-2022/").status_code == 200
    finally:
        monkeypatch.undo()
        facts.forget_shelf()


def test_other_hosts_are_not_answered():
    quiet = Client(raise_request_exception=False)
    assert quiet.get("/en/about/", headers={"host": "evil.example"}).status_code == 400


@override_settings(DEBUG=True)
def test_in_debugging_too_our_own_errors_are_pages(client):
    page(client.get("/en/calls/?on=2022-02-30"), 400)
