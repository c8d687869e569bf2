"""Every page, in every language: there, strict about scripts, linked to its sisters, and the same as JSON."""

import re

import pytest
from django.conf import settings

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = ("nb", "nn", "en")
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
KINDS = (
    "front", "list", "timeline", "call", "choose", "ask", "answer", "compare", "amendment", "about", "reference",
)  # fmt: skip
TWINS = ("list", "timeline", "call", "answer", "compare", "amendment")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_stands_in_each_language(client, pages, kind, language):
    response = client.get(f"/{language}{pages[kind]}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert re.search(r"<title>\s*\S.* – Utsyn</title>", html, re.DOTALL)
    for other in LANGUAGES:
        path = pages[kind].replace("&", "&amp;")
        assert f'hreflang="{other}" href="/{other}{path}"' in html, "the same page with the same question"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_runs_no_script_but_our_own(client, pages, kind):
    response = client.get(f"/en{pages[kind]}")
    assert INLINE.findall(response.content.decode()) == []
    policy = response.headers["Content-Security-Policy"]
    for rule in ("default-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("kind", TWINS)
def test_a_page_is_also_json(client, pages, kind):
    response = client.get(f"/en{pages[kind]}", headers={"accept": "application/json"}, follow=True)
    assert response.redirect_chain
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    html = client.get(f"/en{pages[kind]}").content.decode()
    twin = response.redirect_chain[0][0].replace("&", "&amp;")
    assert f'<link rel="alternate" type="application/json" href="{twin}">' in html


def test_a_page_and_its_twin_say_the_same(client, ask):
    row = ask()
    page = client.get(f"/en/answers/{row.link}/").content.decode()
    answer = client.get(f"/api/v1/answers/{row.link}").json()["answer"]
    assert answer["verdict"] == row.verdict == "no"
    assert all(reason["claim"].replace("'", "&#x27;") in page for reason in answer["reasons"])


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("nb-NO,nb;q=0.9", "nb"),
        ("no", "nb"),
        ("no-NO,en;q=0.5", "nb"),
        ("nn", "nn"),
        ("nn-NO,nb;q=0.8", "nn"),
        ("en-GB", "en"),
        ("de-DE,de;q=0.9", "en"),
        ("", "nb"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(client, asked_for, language):
    response = client.get("/", headers={"accept-language": asked_for} if asked_for else {})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/calls/", "/calls.ics", "/about/"])
def test_an_address_without_language_finds_its_page(client, address):
    response = client.get(address, headers={"accept-language": "nn"})
    assert response.headers["Location"] == f"/nn{address}"


@pytest.mark.usefixtures("many_calls")
def test_the_list_comes_in_pages(client):
    first = client.get("/en/calls/").content.decode()
    assert "60 calls" in first
    assert first.count('<th scope="row">') == 25
    third = client.get("/en/calls/?page=3").content.decode()
    assert third.count('<th scope="row">') == 10
    assert client.get("/en/calls/?page=999999").content.decode().count('<th scope="row">') == 10, (
        "the last page"
    )
    assert client.get("/en/calls/?page=-1&year=x").status_code == 200


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        ("q=intpart+2022", {"intpart-2022"}),
        ("q=no+such+words", set()),
        ("programme=intpart&year=2017", {"intpart-2017"}),
        ("status=open&on=2022-02-20&programme=intpart", {"intpart-2022"}),
        ("status=closing+soon&on=2022-03-10&programme=intpart", {"intpart-2022"}),
        ("status=planned&on=2022-01-20&programme=intpart", {"intpart-2022"}),
        ("country=DE&programme=intpart&year=2022", {"intpart-2022"}),
        ("country=SE&programme=intpart&year=2022", set()),
    ],
)
def test_a_list_is_narrowed(client, question, calls):
    html = client.get(f"/en/calls/?{question}").content.decode()
    rows = re.search(r"<tbody>.*</tbody>", html, re.DOTALL)
    assert set(re.findall(r"/en/calls/([a-z0-9-]+)/\?on", rows[0] if rows else "")) == calls


def test_htmx_gets_the_rows_alone(client):
    html = client.get("/en/calls/?q=intpart", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in html
    assert 'role="status"' in html
    assert "HX-Request" in client.get("/en/calls/").headers["Vary"]


def test_a_call_quotes_its_sources_in_their_language(client):
    html = client.get("/en/calls/intpart-2022/?on=2022-03-02").content.decode()
    assert '<q lang="nb">' in html
    assert "https://www.uib.no/internasjonalt/146026/intpart" in html
    assert "Norwegian Bokmål" in html, "the binding language is named"


def test_the_institutions_own_look_is_laid_over_ours(client, tmp_path, monkeypatch):
    assert client.get("/theme.css").status_code == 404
    (tmp_path / "theme.css").write_text(":root { --ds-color-accent-base-default: #800; }")
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))
    html = client.get("/en/about/").content.decode()
    address = re.search(r'href="(/theme\.css\?v=[0-9a-f]+)"', html)[1]
    assert html.index("utsyn.css") < html.index(address), "what comes last counts"
    served = client.get(address)
    assert served.headers["Content-Type"].startswith("text/css")
    assert b"#800" in served.content


def test_a_page_may_be_asked_for_its_headers_alone(client):
    whole, head = client.get("/en/about/"), client.head("/en/about/")
    assert head.content == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_style_sheets_carry_the_stamp_of_their_contents(client):
    html = client.get("/en/about/").content.decode()
    address = re.search(r'href="(/static/utsyn\.css\?v=[0-9a-f]{8})"', html)[1]
    served = client.get(address)
    assert served.status_code == 200
    assert f"max-age={settings.WHITENOISE_MAX_AGE}" in served.headers["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_call_can_be_read_and_asked_about(client, language):
    from utsyn.web.calls.facts import shelf

    entries = shelf().entries
    assert len(entries) >= 17
    for key, entry in entries.items():
        pages = [f"/calls/{key}/", f"/calls/{key}/ask/", f"/calls/{key}/compare/", f"/calls/{key}.ics"]
        pages += [f"/calls/{key}/amendments/{number}/" for number in range(1, len(entry.text.amendments) + 1)]
        for page in pages:
            response = client.get(f"/{language}{page}")
            assert response.status_code == 200, page
            leaked = re.findall(
                r"Text\(|Said\(|nb=&|Decimal\(|datetime\.|&lt;utsyn|⁇|%\(\w+\)", response.content.decode()
            )
            assert leaked == [], page
        assert client.get(f"/api/v1/calls/{key}?lang={language}").status_code == 200, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("plans_left_out")
def test_every_kind_of_answer_can_be_read(client, language):
    from django.core.management import call_command

    from utsyn.web.models import Asked

    call_command("demo", lang=language)
    assert len(set(Asked.objects.values_list("verdict", flat=True))) == 4, "yes, no, unknown and judgement"
    for row in Asked.objects.all():
        page = client.get(f"/{language}/answers/{row.link}/").content.decode()
        assert re.findall(r"Text\(|Said\(|nb=&|Decimal\(|datetime\.|%\(\w+\)", page) == [], row.title


@pytest.mark.parametrize(
    ("key", "name"),
    [("intpart", "INTPART"), ("erasmus-bip", "Erasmus+ BIP"), ("Own programme", "Own programme"), ("", "")],
)
def test_a_programme_is_named_as_people_write_it(key, name):
    from utsyn.web.labels import programme

    assert programme(key) == name
