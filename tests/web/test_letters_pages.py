"""The office sees every letter and decides about those whose fate is not known; each person has a calendar of her own."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from tests.web.people import person
from tests.web.test_letters_reminders import Office
from utsyn import home
from utsyn.text import say

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    return Office()


def queued(key: str = "a", *, to=None, state: str = "queued", **told: object):
    from utsyn.web.letters.actions import queue

    said = {"subject": say("About {key}", key=key), "body": say("The words of {key}", key=key)}
    made = queue(key=key, to=to, address="kari@example.org", about="round/x", at=AT, **said)
    for name, value in {"state": state, **told}.items():
        setattr(made, name, value)
    made.save()
    return made


def at(client, user, path: str = "/en/letters/"):
    client.force_login(user)
    return client.get(path)


def post(client, letter, do: str, **told: object):
    typed = {"do": do, "seen": letter.version, "form": f"form-{letter.pk}-{letter.version}", **told}
    return client.post(f"/en/letters/{letter.pk}/", typed)


def lines(did: str):
    from utsyn.web.models import Line

    return list(Line.objects.filter(did=did))


# --- the list ------------------------------------------------------------------------------------------------


def test_the_office_sees_those_first_that_wait_for_a_decision_and_reads_every_text(client, office):
    for state in ("sent", "queued", "uncertain", "failed"):
        queued(state, state=state)
    page = at(client, office.head).content.decode()
    places = [page.index(f"The words of {state}") for state in ("uncertain", "failed", "queued", "sent")]
    assert places == sorted(places)
    assert "May have arrived (1)" in page
    assert page.count('value="sent"') == 1, "only what is uncertain may be counted as sent"
    assert page.count('value="again"') == 2


def test_the_list_can_be_narrowed_to_a_state_and_goes_on_over_pages(
    client, office, django_assert_max_num_queries
):
    for number in range(30):
        queued(f"letter-{number}", to=office.writer)
    queued("done", state="sent")
    at(client, office.head)
    with django_assert_max_num_queries(10):
        page = client.get("/en/letters/?state=queued&page=2").content.decode()
    assert page.count("The words of letter") == 5
    assert "The words of done" not in page
    assert client.get("/en/letters/?state=nonsense&page=999999999999999999999").status_code == 200


def test_without_an_email_server_the_page_says_so(client, office):
    queued()
    assert "No e-mail server is configured; 1 letter waits." in at(client, office.head).content.decode()


def test_a_title_is_shown_as_text(client, office):
    queued("<script>alert(1)</script>")
    assert "<script>alert(1)" not in at(client, office.head).content.decode()


@pytest.mark.parametrize(("role", "status"), [("office", 200), ("auditor", 200), ("coordinator", 403), ("leadership", 403),
                                              ("researcher", 403), ("assessor", 403), ("administrator", 403)])  # fmt: skip
def test_letters_are_for_the_office_and_the_auditor(client, office, role, status):
    assert at(client, person(role, office.units["uib"])).status_code == status


def test_who_has_not_signed_in_is_asked_to(client):
    assert client.get("/en/letters/").status_code == 302
    assert client.get("/en/calendar/").status_code == 302


def test_each_may_see_her_own_letters_and_no_others(office):
    from utsyn.web.models import Letter
    from utsyn.web.people.access import visible

    mine = queued("mine", to=office.writer)
    queued("others", to=office.leader)
    assert list(visible(office.writer, Letter)) == [mine]
    assert visible(office.officer, Letter).count() == 2


# --- decisions -----------------------------------------------------------------------------------------------


def test_the_office_sends_again_what_may_not_have_arrived_and_the_log_names_who_did(client, office):
    letter = queued(state="uncertain", claim="x", claimed_at=AT)
    client.force_login(office.head)
    assert post(client, letter, "again").status_code == 303
    letter.refresh_from_db()
    assert (letter.state, letter.claim, letter.tries) == ("queued", "", 0)
    (line,) = lines("sent a letter again")
    assert (line.by, line.told["letter"]) == (office.head, letter.pk)


def test_the_office_counts_a_letter_as_sent_when_it_was_handed_over(client, office):
    letter = queued(state="uncertain", claimed_at=AT)
    client.force_login(office.head)
    post(client, letter, "sent")
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("sent", AT)
    assert len(lines("counted a letter as sent")) == 1


def test_a_double_click_and_a_stale_page_send_nothing_twice(client, office):
    letter = queued(state="uncertain")
    client.force_login(office.head)
    assert [post(client, letter, "again").status_code for _ in range(2)] == [303, 303]
    stale = post(client, letter, "again", form="another")
    assert stale.status_code == 409
    assert "has moved on" in stale.content.decode()
    assert len(lines("sent a letter again")) == 1


@pytest.mark.parametrize(("state", "do"), [("sent", "again"), ("queued", "again"), ("sending", "sent"), ("withheld", "again"),
                                           ("failed", "sent")])  # fmt: skip
def test_what_is_not_for_a_person_to_decide_is_refused(client, office, state, do):
    letter = queued(state=state)
    client.force_login(office.head)
    assert post(client, letter, do).status_code == 409
    letter.refresh_from_db()
    assert letter.state == state


@pytest.mark.parametrize("role", ["auditor", "coordinator", "leadership", "administrator"])
def test_others_decide_nothing(client, office, role):
    letter = queued(state="uncertain")
    client.force_login(person(role, office.units["uib"]))
    assert post(client, letter, "again").status_code == 403
    letter.refresh_from_db()
    assert letter.state == "uncertain"


def test_a_letter_that_is_not_there_is_not_found(client, office):
    client.force_login(office.head)
    for number in (1, 10**30):
        assert client.post(f"/en/letters/{number}/", {"do": "again"}).status_code == 404


# --- calendars -----------------------------------------------------------------------------------------------


@pytest.fixture
def march(tmp_path, monkeypatch):
    """INTPART 2022 with a deadline three days after clocks in Oslo went to summer time, on 27 March 2022."""
    from utsyn.web.calls import facts

    text = (home.SHIPPED / "calls/intpart/2022.yaml").read_text("utf-8")
    (tmp_path / "calls").mkdir()
    moved = text.replace("closes: 2022-03-16T13:00", "closes: 2022-03-30T13:00")
    assert moved != text
    (tmp_path / "calls" / "2022.yaml").write_text(moved, "utf-8")
    monkeypatch.setattr(home, "SHIPPED", tmp_path)
    facts.forget_shelf()
    yield
    monkeypatch.undo()
    facts.forget_shelf()


def events(client, user, language: str = "en"):
    response = client.get(f"/{language}/calendar/{user.feed}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_calendar_holds_the_steps_at_their_instants_before_and_after_summer_time(client, office, march):
    found = {
        uid.removeprefix("uib-intpart-2022-"): event for uid, event in events(client, office.writer).items()
    }
    assert {uid: event.decoded("dtstart") for uid, event in found.items()} == {
        "notice@utsyn": datetime(2022, 3, 16, 11, tzinfo=UTC),
        "internal@utsyn": datetime(2022, 3, 23, 22, 59, tzinfo=UTC),
        "ranking@utsyn": datetime(2022, 3, 25, 22, 59, tzinfo=UTC),
        "approval@utsyn": datetime(2022, 3, 27, 13, tzinfo=UTC),
        "submission@utsyn": datetime(2022, 3, 30, 11, tzinfo=UTC),
    }
    assert found["notice@utsyn"]["url"] == "http://testserver/en/rounds/uib-intpart-2022/"
    assert "INTPART 2022: Notice of intent" in found["notice@utsyn"]["summary"]


def test_the_calendar_needs_no_signing_in_and_a_wrong_key_finds_nothing(client, office):
    assert len(events(client, office.writer)) == 5
    for key in ("no-such-key", office.writer.feed.lower(), office.writer.feed[:-1], "x" * 5000):
        assert client.get(f"/en/calendar/{key}.ics").status_code == 404


def test_who_has_no_role_any_more_has_an_empty_calendar_and_who_has_left_none(client, office):
    from utsyn.web.models import Held

    Held.objects.filter(user=office.writer).update(until=date(2001, 1, 1))
    assert events(client, office.writer) == {}
    office.writer.is_active = False
    office.writer.save()
    assert client.get(f"/en/calendar/{office.writer.feed}.ics").status_code == 404


def test_a_rehearsal_stands_in_nobodys_calendar(client, office):
    office.round.rehearsal = True
    office.round.save()
    assert events(client, office.writer) == {}


def test_she_gives_her_calendar_a_new_address_and_the_old_one_stops_working(client, office):
    old = office.writer.feed
    page = at(client, office.writer, "/en/calendar/").content.decode()
    assert f"http://testserver/en/calendar/{old}.ics" in page
    assert "Notice of intent" in page
    for _ in range(2):  # a double click renews once
        assert client.post("/en/calendar/renew/", {"form": "the-form"}).status_code == 303
    office.writer.refresh_from_db()
    assert office.writer.feed != old
    assert client.get(f"/en/calendar/{old}.ics").status_code == 404
    assert len(events(client, office.writer)) == 5
    (line,) = lines("renewed a calendar's address")
    assert line.by == office.writer
    assert old not in str(line.told)


def test_the_keys_of_calendars_stand_on_no_other_page(client, office):
    assert office.writer.feed not in at(client, office.head).content.decode()
