"""The pages of people, units and the log: for whom they are, what they show, and what they do with bad input."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import AT
from tests.web.people import also, person, university

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)  # the day of AT


@pytest.fixture
def uni(db):
    return university()


@pytest.fixture
def boss(uni):
    return person("administrator", uni["uib"], username="boss")


@pytest.fixture
def eva(uni):
    return person(username="eva", first_name="Eva", last_name="Oppdiktet")


def give(user, role, unit, by, *, since=TODAY, **told):
    from utsyn.web.people.actions import give_role

    return give_role(user, role=role, unit=unit, since=since, by=by, at=AT, **told)


@pytest.fixture
def desk(client, boss):
    client.force_login(boss)
    return client


def test_the_list_shows_who_holds_what_on_a_day(desk, uni, boss, eva):
    give(eva, "coordinator", uni["fac-med"], boss, since=date(2020, 1, 1), until=date(2021, 1, 1))
    page = desk.get("/en/people/?on=2020-06-01&role=coordinator").content.decode()
    assert "Eva Oppdiktet" in page
    assert "faculty coordinator, Faculty of Medicine" in page
    assert "1 person<" in page
    assert "0 people" in desk.get("/en/people/?on=2022-06-01&role=coordinator").content.decode()
    assert "Eva Oppdiktet" in desk.get("/en/people/?q=eva").content.decode()
    assert "Eva Oppdiktet" in desk.get("/en/people/?on=2020-06-01&unit=uib&role=coordinator").content.decode()
    assert (
        "Eva Oppdiktet"
        not in desk.get("/en/people/?on=2020-06-01&unit=fac-law&role=coordinator").content.decode()
    )


@pytest.mark.parametrize("address", ["/en/people/", "/en/units/", "/en/me/", "/en/log/"])
def test_a_page_asks_the_database_as_often_for_thirty_as_for_one(client, uni, boss, address):
    from utsyn.web.log import log

    client.force_login(also(boss, "auditor", uni["uib"]))
    client.get("/en/about/")  # the session notes that somebody is here
    asked = []
    for count in (1, 30):
        for _ in range(count):
            give(person(), "coordinator", uni["fac-med"], boss)
            log(boss, "did", "thing", at=AT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 10, asked


def test_a_role_is_given_and_ended_on_the_pages(desk, uni, eva):
    page = f"/en/people/{eva.pk}/"
    told = {"do": "give", "give.role": "coordinator", "give.unit": "fac-med", "give.since": "2020-01-01"}
    assert desk.post(page, told | {"form": "one"}).status_code == 303
    assert desk.post(page, told | {"form": "one"}).status_code == 303, "a second click does nothing"
    row = eva.held.get()
    assert (row.role, row.unit.key) == ("coordinator", "fac-med")
    again = desk.post(page, told | {"form": "two"})
    assert again.status_code == 422
    assert "She holds that role there from 1 January 2020 already" in again.content.decode()
    assert 'value="fac-med" selected' in again.content.decode(), "what was chosen is kept"
    wrong = desk.post(page, told | {"form": "three", "give.since": "2022-02-30"})
    assert wrong.status_code == 422
    assert 'value="2022-02-30"' in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()
    ended = desk.post(f"/en/people/roles/{row.pk}/end/", {"do": "end", "end.last": "2020-12-31"})
    assert ended.status_code == 303
    assert "31 December 2020" in desk.get(page).content.decode()


def test_a_person_is_added_and_invited_on_the_pages(desk):
    told = {
        "do": "add",
        "add.first_name": "Liv",
        "add.last_name": "Oppdiktet",
        "add.email": "liv@example.org",
    }
    wrong = desk.post("/en/people/add/", told | {"add.email": "liv"})
    assert wrong.status_code == 422
    assert "no e-mail address" in wrong.content.decode()
    made = desk.post("/en/people/add/", told)
    assert made.status_code == 303
    page = made.headers["Location"]
    assert "Make the link" in desk.get(page).content.decode()
    assert "/sign-in/password/" in desk.post(page, {"do": "link"}).content.decode()


def test_units_are_changed_on_the_pages(desk, uni):
    page = "/en/units/fac-med/"
    assert "Faculty of Medicine" in desk.get(page).content.decode()
    told = {
        "do": "rename",
        "rename.nb": "Nytt fakultet",
        "rename.en": "New Faculty",
        "rename.since": "2024-01-01",
    }
    assert desk.post(page, told).status_code == 303
    again = desk.post(page, told | {"rename.en": "Newer Faculty"})
    assert again.status_code == 422
    assert "changed from that day already" in again.content.decode()
    assert "<details open>" in again.content.decode()
    assert "Faculty of Medicine" in desk.get("/en/units/?on=2023-12-31").content.decode()
    assert "New Faculty" in desk.get("/en/units/?on=2024-01-01").content.decode()
    merged = {"do": "merge", "merge.into": "fac-law", "merge.since": "2025-01-01"}
    assert desk.post(page, merged).status_code == 303
    assert "It was merged into:" in desk.get(page).content.decode()
    assert 'href="/en/units/fac-med/"' in desk.get("/en/units/fac-law/").content.decode()
    for do, wrong in {"move": {"move.since": "2025-02-01"}, "end": {}, "merge": {"merge.into": "x"}}.items():
        assert desk.post("/en/units/fac-soc/", {"do": do, **wrong}).status_code == 422, do
    founded = {
        "do": "found",
        "found.nb": "Institutt for hav",
        "found.kind": "department",
        "found.parent": "fac-nat",
    }
    assert desk.post("/en/units/found/", founded).status_code == 422, "the day is missing"
    made = desk.post("/en/units/found/", founded | {"found.since": "2024-01-01"})
    assert made.headers["Location"] == "/en/units/institutt-for-hav/"


@pytest.mark.parametrize("role", ["researcher", "coordinator", "office", "leadership", "auditor", None])
def test_the_pages_are_the_administrators(client, uni, eva, role):
    client.force_login(person(role, uni["uib"]) if role else eva)
    held = person("office", uni["uib"]).held.get()
    for address in (
        "/en/people/",
        "/en/people/add/",
        f"/en/people/{eva.pk}/",
        f"/en/people/roles/{held.pk}/end/",
        "/en/units/found/",
    ):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"do": "give"}).status_code in (403, 405), address
    assert client.post("/en/units/fac-med/", {"do": "end", "end.last": "2026-01-01"}).status_code == 403
    assert client.get("/en/units/fac-med/").status_code == 200
    assert "Give it a new name" not in client.get("/en/units/fac-med/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/en/people/999999/",
        "/en/people/99999999999999999999999/",
        "/en/units/nowhere/",
        "/en/people/roles/4321/end/",
    ],
)
def test_what_is_not_there_is_said_so(desk, address):
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/people/", "/units/", "/units/fac-med/", "/me/", "/log/", "/log/export/"]
)
def test_who_has_not_signed_in_is_asked_to(client, uni, address):
    response = client.get(f"/en{address}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/en/sign-in/?next=")


def test_the_log_is_the_auditors(client, uni, boss, eva):
    give(eva, "office", uni["uib"], boss)
    client.force_login(person("auditor", uni["uib"]))
    page = client.get("/en/log/").content.decode()
    assert f"#{boss.pk}</a>" in page
    assert "gave role" in page
    assert "boss" not in page
    assert "Oppdiktet eva" not in page
    assert "Eva Oppdiktet" not in page
    from utsyn.web.log import lines as every

    assert every().last().chained in page
    assert "0 lines" in client.get(f"/en/log/?by={eva.pk}").content.decode()
    assert (
        "1 line<"
        in client.get(
            f"/en/log/?by=%23{boss.pk}&about=user/&did=gave+role&from=2026-11-21&to=2026-11-21"
        ).content.decode()
    )
    assert "0 lines" in client.get("/en/log/?from=2026-11-22").content.decode()
    assert client.get("/en/log/?from=2026-02-30").status_code == 400
    assert client.get("/en/log/?by=9999999999999999999999&page=88888888888888").status_code == 200
    for who in (boss, person("auditor", uni["fac-med"]), person("office", uni["uib"])):
        client.force_login(who)
        assert client.get("/en/log/").status_code == 403
        assert client.get("/en/log/export/").status_code == 403


def test_the_log_is_taken_along_with_its_hashes(client, uni, boss, eva, tmp_path):

    give(eva, "office", uni["uib"], boss)
    client.force_login(person("auditor", uni["uib"]))
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(client.get("/en/log/export/?from=2026-11-21").streaming_content))
    call_command("log", "verify", str(file))
    assert b"".join(client.get("/en/log/export/?from=2026-11-22").streaming_content) == b""


def test_the_language_of_letters_is_chosen_on_ones_own_page(client, eva):
    client.force_login(eva)
    assert client.post("/nn/me/", {"language": "nn"}).status_code == 303
    eva.refresh_from_db()
    assert eva.language == "nn"
    client.post("/nn/me/", {"language": "tlh"})
    eva.refresh_from_db()
    assert eva.language == "nn"
