"""Recording: once for each form, on the version that was seen, with what was typed kept; and a round's list entered once."""

import re

import pytest

from tests.web.banked import AT, ON, project, signed_in
from tests.web.people import person, university

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return university()


@pytest.fixture
def office(units):
    return person("office", units["uib"])


@pytest.fixture
def desk(client, office):
    return signed_in(client, office)


def hidden(response) -> dict[str, str]:
    """The hidden fields of a page's form."""
    html = response.content.decode().split('class="card"')[-1]
    return dict(re.findall(r'<input type="hidden" name="(form|version)" value="([^"]*)"', html))


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


GRANT = {"status": "granted_reduced", "awarded": "1 200 000,50", "currency": "nok", "decided_on": "2022-06-23",
         "starts": "2022-10-01", "ends": "2027-09-30", "marks": "Excellence: 6 of 7\nImpact: 5,5 / 7", "number": "337262"}  # fmt: skip


def test_the_office_records_a_result(desk, office):
    from utsyn.web.log import Line

    row = project("Ours", status="submitted", sought=2_000_000, key="ours")
    sent = desk.post("/en/projects/ours/result/", GRANT | hidden(desk.get("/en/projects/ours/result/")))
    assert sent.status_code == 303
    row.refresh_from_db()
    assert (row.status, str(row.awarded), row.currency, row.number) == (
        "granted_reduced",
        "1200000.50",
        "NOK",
        "337262",
    )
    assert row.marks == [
        {"criterion": "Excellence", "mark": "6", "out_of": "7"},
        {"criterion": "Impact", "mark": "5.5", "out_of": "7"},
    ]
    line = Line.objects.order_by("-pk").first()
    assert (line.did, line.about, line.by) == ("recorded a result", "project/ours", office)
    assert line.told["changed"]["status"] == ["submitted", "granted_reduced"]
    page = text(desk.get("/en/projects/ours/"))
    assert "Granted, reduced amount" in page
    assert "5.5 of 7" in page
    found = desk.get("/en/projects/?q=337262")
    assert "Ours" in text(found), "a search finds what was recorded"


def test_a_double_click_records_once(desk):
    from utsyn.web.projects.models import Recorded

    project(status="submitted", key="ours")
    told = {"status": "refused"} | hidden(desk.get("/en/projects/ours/result/"))
    assert [desk.post("/en/projects/ours/result/", told).status_code for _ in range(3)] == [303, 303, 303]
    assert Recorded.objects.count() == 1


def test_a_stale_form_shows_what_somebody_else_saved_and_keeps_what_was_typed(desk, units):
    from django.test import Client

    row = project(status="submitted", key="ours", sought=10)
    mine = hidden(desk.get("/en/projects/ours/result/"))
    other = signed_in(Client(), person("office", units["uib"]))
    told = {"status": "refused", "conditions": "Too late"} | hidden(other.get("/en/projects/ours/result/"))
    assert other.post("/en/projects/ours/result/", told).status_code == 303
    response = desk.post(
        "/en/projects/ours/result/", {"status": "granted", "awarded": "12", "currency": "NOK"} | mine
    )
    assert response.status_code == 409
    page = text(response)
    assert "Somebody else has changed this since you opened the page" in page
    assert "You wrote It says now How it went Granted Refused" in page
    assert "Too late" in page
    assert 'value="12"' in response.content.decode()
    row.refresh_from_db()
    assert row.status == "refused"
    again = {"status": "granted", "awarded": "12", "currency": "NOK"} | hidden(response)
    assert desk.post("/en/projects/ours/result/", again).status_code == 303, "seen now, and saved"
    row.refresh_from_db()
    assert row.status == "granted"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "It is needed"),
        ({"status": "won"}, "Choose one of those that are there"),
        ({"status": "granted", "awarded": "1.200", "currency": "NOK"}, "two ways"),
        ({"status": "granted", "awarded": "-5", "currency": "NOK"}, "below zero"),
        ({"status": "granted", "awarded": "NOK 5"}, "a field of its own"),
        ({"status": "granted", "awarded": "5", "currency": "kroner"}, "three letters"),
        ({"status": "granted", "awarded": "5"}, "in which currency"),
        ({"status": "granted", "awarded": "5", "currency": "NOK"}, "reduced amount"),
        ({"status": "refused", "awarded": "5", "currency": "NOK"}, "nothing is awarded"),
        ({"status": "granted_conditional"}, "what the funder&#x27;s conditions are"),
        ({"status": "granted", "starts": "0000-01-01"}, "Write a day as"),
        (
            {"status": "granted", "starts": "2022-02-02", "ends": "2022-02-01"},
            "The last day comes before the first",
        ),
        ({"status": "granted", "marks": "Very good"}, "Excellence: 6 of 7"),
        ({"status": "granted", "marks": "Excellence: 8 of 7"}, "at most the highest"),
        ({"status": "granted", "conditions": "x" * 4_001}, "at most 4,000 characters"),
        ({"status": "granted", "number": "taken"}, "Another project has this number"),
        ({"status": "granted", "number": "a b c"}, "cannot be used"),
    ],
)
def test_what_cannot_be_recorded_says_why_and_keeps_what_was_typed(desk, told, says):
    row = project(status="submitted", key="ours", sought=10)
    project("Another", number="taken")
    sent = told | {"conditions": told.get("conditions", "Kept words")}
    if told.get("status") == "granted_conditional":
        sent["conditions"] = ""
    response = desk.post("/en/projects/ours/result/", sent | hidden(desk.get("/en/projects/ours/result/")))
    assert response.status_code == 422
    assert says in response.content.decode()
    for name, value in told.items():
        if name in ("awarded", "starts", "ends", "number"):
            assert f'value="{value}"' in response.content.decode()
    row.refresh_from_db()
    assert row.status == "submitted"
    assert row.version == 1


def test_what_was_recorded_before_stays_to_be_seen(desk):
    project(status="submitted", key="ours")
    for told in ({"status": "waiting"}, {"status": "granted", "public": "1"}):
        desk.post("/en/projects/ours/result/", told | hidden(desk.get("/en/projects/ours/result/")))
    page = text(desk.get("/en/projects/ours/")).split("Results as they were recorded")[1]
    assert page.index("Granted") < page.index("On the waiting list")
    desk.logout()
    assert "Results as they were recorded" not in text(desk.get("/en/projects/ours/"))


@pytest.mark.parametrize("page", ["result", "change", "duty"])
@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("coordinator", "fac-hum"),
        ("department", "dep-history"),
        ("leadership", "uib"),
        ("auditor", "uib"),
        ("office", "fac-hum"),
    ],
)
def test_only_the_office_of_the_unit_records(client, units, role, unit, page):
    project(unit=units["dep-history"], faculty=units["fac-hum"], key="ours")
    signed_in(client, person(role, units[unit]))
    right = role == "office"
    assert client.get(f"/en/projects/ours/{page}/").status_code == (200 if right else 403)
    assert client.post(f"/en/projects/ours/{page}/", {"form": "x"}).status_code == (422 if right else 403)


def test_an_action_asks_for_the_right_itself(units):
    from utsyn.calls.projects import Result
    from utsyn.web.people.rights import NotYoursError
    from utsyn.web.projects.actions.recording import add_duty, record_result

    row, auditor = project(), person("auditor", units["uib"])
    with pytest.raises(NotYoursError):
        record_result(row, Result(status="refused"), public=False, by=auditor, at=AT, seen=1)
    with pytest.raises(NotYoursError):
        add_duty(row, what="x", due=ON, responsible="office", by=auditor, at=AT)
