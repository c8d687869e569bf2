"""The office lists all of a kind by hand; the next list follows the one before, and goals are counted against it."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from tests.web import plan_worlds
from tests.web.people import person
from tests.web.plan_worlds import PLAN, plan, written
from tests.web.rounds import BACKEND

pytestmark = pytest.mark.django_db
KIND = "strategic-infrastructure"
NEW, LISTS = f"/en/indicators/members/{KIND}/new/", f"/en/indicators/members/{KIND}/"
LINES = "nmr-lab; The NMR laboratory\nship;The ship; Letter 4/25;https://example.org/4; 2025-01-20; Named in the letter"
FORM = {
    "unit": "uib", "since": "2025-01-01", "members": LINES, "source": "The board, case 3/25", "url": "",
    "accessed": "2025-01-10", "method": "All that the board calls strategic", "seen": "0", "form": "one",
}  # fmt: skip
AT = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def home(tmp_path, monkeypatch):
    written(tmp_path)
    path = tmp_path / "indicators" / "summer-schools.yaml"
    path.write_text(
        path.read_text("utf-8").replace("sort: count", f"sort: members\nmembers: {KIND}"), "utf-8"
    )
    monkeypatch.setenv("UTSYN_HOME", str(tmp_path))


@pytest.fixture
def goal(home, units):
    text = PLAN.replace(
        "kind: at_least, indicator: summer-schools, given: {value: 10}",
        "kind: coverage, indicator: summer-schools",
    )
    return plan(text, units["uib"])


@pytest.fixture
def desk(client, office, goal):
    client.force_login(office, backend=BACKEND)
    return client


def lists():
    from utsyn.web.indicators.models import MembersListed

    return list(MembersListed.objects.order_by("number"))


def test_a_list_is_entered_shown_and_followed_by_another_with_a_reason(desk):
    assert "Nobody has listed them yet" in desk.get(LISTS).content.decode()
    assert desk.post(NEW, FORM).status_code == 303
    assert desk.post(NEW, FORM).status_code == 303  # a second click does nothing twice
    (row,) = lists()
    assert [one["key"] for one in row.members] == ["nmr-lab", "ship"]
    assert row.members[0]["source"] == "The board, case 3/25"
    assert (row.members[1]["source"], row.members[1]["accessed"]) == ("Letter 4/25", "2025-01-20")
    page = desk.get(LISTS).content.decode()
    assert "entered by hand" in page
    assert "The NMR laboratory" in page
    again = desk.get(NEW).content.decode()
    assert "ship; The ship; Letter 4/25; https://example.org/4; 2025-01-20; Named in the letter" in again
    less = {**FORM, "members": "ship; The ship", "seen": "1", "form": "two"}
    refused = desk.post(NEW, less)
    assert refused.status_code == 422
    assert "It is not said why the list changes" in refused.content.decode()
    assert desk.post(NEW, {**less, "because": "The laboratory is not strategic any more"}).status_code == 303
    page = desk.get(LISTS).content.decode()
    assert "Went: The NMR laboratory" in page
    assert "The laboratory is not strategic any more" in page
    assert len(lists()) == 2


def test_two_editors_do_not_overwrite_each_other_and_what_is_wrong_names_its_line(desk):
    assert desk.post(NEW, FORM).status_code == 303
    late = desk.post(NEW, {**FORM, "form": "late", "members": "dome; The dome", "because": "One more"})
    assert late.status_code == 409
    assert "The dome" in late.content.decode()
    assert len(lists()) == 1
    for change, says in (
        ({"members": "NMR lab; The laboratory"}, "Line 1"), ({"members": "\n\nship"}, "Line 3"), ({"source": ""}, 'href="#source"'),
        ({"source": "", "method": ""}, "How it was decided: this is told neither here nor on line 1"), ({"members": "a;\n"}, "Line 1: Name: “”"),
        ({"since": "soon"}, 'href="#since"'), ({"since": "2026-01-01"}, "has not come yet"), ({"members": ""}, 'href="#members"'),
        ({"unit": "nowhere"}, "nowhere"), ({"members": "a; A\na; A"}, "Write each member once"),
    ):  # fmt: skip
        wrong = desk.post(NEW, {**FORM, "seen": "1", "because": "x", "form": f"w{says}", **change})
        assert wrong.status_code == 422, change
        assert says in wrong.content.decode(), change


def test_a_goal_for_every_one_is_counted_against_the_list_of_the_day(desk, units, goal):
    page = f"/en/plans/{goal.key}/goals/summer-schools/"
    plan_worlds.figure("summer-schools", units["uib"], 2024, None, parts={"nmr-lab": "1", "ship": "1"})
    assert "nobody has told which they all are" in desk.get(page).content.decode()
    desk.post(NEW, FORM)
    shown = desk.get(page).content.decode()
    assert "nobody has told which they all are" not in shown
    assert "The list of all 2 was entered by hand" in shown
    # a figure is entered for each on the list
    form = desk.get("/en/indicators/summer-schools/figures/new/").content.decode()
    assert 'name="parts.nmr-lab"' in form
    before = desk.get(f"{page}?on=2025-02-01").content.decode()
    assert "nobody has told which they all are" in before or "entered by hand" not in before


def test_only_those_who_plan_enter_and_those_without_a_role_see_no_list(client, desk, units, goal):
    researcher = person("researcher", units["dep-history"])
    client.logout()
    assert client.get(LISTS).status_code == 302
    client.force_login(researcher, backend=BACKEND)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, FORM).status_code == 403
    assert client.get("/en/indicators/members/nothing/").status_code == 404
    assert lists() == []


def test_the_database_keeps_a_list_as_it_was(desk):
    from utsyn.web.indicators.models import MembersListed

    desk.post(NEW, FORM)
    with pytest.raises(DatabaseError), transaction.atomic():
        MembersListed.objects.update(since=date(2024, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        MembersListed.objects.all().delete()
