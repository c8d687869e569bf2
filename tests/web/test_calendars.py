"""Deadlines in people's own calendars: the right instant, or a whole day that says its hour is not known."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from utsyn.periods import Deadline
from utsyn.web.calendars import Entered, calendar

AT = datetime(2026, 11, 21, tzinfo=UTC)


def event(written: str):
    entered = Entered(
        "a-2022", "A, with comma; and more", "https://x.example/a", Deadline.model_validate(written)
    )
    (found,) = Calendar.from_ical(calendar("Deadlines", [entered], at=AT)).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2022-03-16T13:00 Europe/Oslo", datetime(2022, 3, 16, 12, tzinfo=UTC)),
        ("2022-06-16T13:00 Europe/Oslo", datetime(2022, 6, 16, 11, tzinfo=UTC)),
        ("2022-03-16T23:59 UTC", datetime(2022, 3, 16, 23, 59, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "UTC"],
)
def test_a_deadline_stands_at_its_instant(written, instant):
    found = event(written)
    assert found.decoded("dtstart") == instant
    assert found.decoded("dtstart").tzinfo is not None


@pytest.mark.parametrize("written", ["2022-03-16", "2022-03-16T13:00", "2022-03-16T13:00 CEST"])
def test_a_deadline_whose_hour_is_not_known_takes_the_whole_day_and_says_so(written):
    found = event(written)
    assert found.decoded("dtstart") == date(2022, 3, 16)
    assert found["dtstart"].params["VALUE"] == "DATE"
    assert found["description"]


def test_a_title_with_commas_survives():
    assert "A, with comma; and more" in event("2022-03-16")["summary"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_feed_holds_the_calls_sought(client, language):
    response = client.get(f"/{language}/calls.ics?programme=intpart&year=2022")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (found,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert found["uid"] == "intpart-2022@utsyn"
    assert found["url"] == f"http://testserver/{language}/calls/intpart-2022/"
    assert found.decoded("dtstart") == datetime(2022, 3, 16, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_one_call_has_a_calendar_of_its_own_and_an_unknown_none(client):
    assert client.get("/en/calls/intpart-2022.ics").status_code == 200
    assert client.get("/en/calls/intpart-2021.ics").status_code == 404
    assert client.get("/en/calls.ics").content.count(b"BEGIN:VEVENT") > 5
