"""What contracts ask for by a day stands in the calendar of those who see to it."""

from datetime import date

from tests.web.worlds import REAL


def test_duties_of_projects_stand_in_the_calendar_of_who_sees_to_them_on_their_day(client, units, office):
    """A contract tells a day and no hour: the whole day is entered, and nothing is said of a time."""
    from utsyn.web.models import Project

    made = Project.objects.create(
        key="one-1", title="One", call="intpart-2022", programme="intpart", year=2022, status="granted",
        unit=units["dep-bio"], faculty=units["fac-nat"], changed_at=REAL,
    )  # fmt: skip
    made.duties.create(what="Final report", due=date(2030, 3, 1), responsible="office")
    feed = client.get(f"/en/calendar/{office.feed}.ics").content.decode()
    assert "One: Final report" in feed
    assert "DTSTART;VALUE=DATE:20300301" in feed
    client.force_login(office)
    assert "Final report" in client.get("/en/calendar/").content.decode()
