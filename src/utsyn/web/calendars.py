"""Deadlines for people's own calendars (iCalendar): the moment where it is known, the whole day where it is not."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from utsyn.periods import Deadline

CONTENT_TYPE = "text/calendar; charset=utf-8"


class Entered(NamedTuple):
    """A deadline to be entered: its key, what it is the deadline of, the address of the page, the day itself."""

    key: str
    title: str
    address: str
    closes: Deadline


def calendar(name: str, deadlines: Iterable[Entered], *, at: datetime) -> bytes:
    """Return a calendar of deadlines, in UTC so that every program shows the right hour in its own zone."""
    made = Calendar()
    made.add("prodid", "-//Utsyn//Utsyn//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for deadline in deadlines:
        made.add_component(_event(deadline, at))
    return bytes(made.to_ical())


def _event(deadline: Entered, at: datetime) -> Event:
    closes, event = deadline.closes, Event()
    event.add("uid", f"{deadline.key}@utsyn")
    event.add("dtstamp", at)
    event.add("summary", _("Deadline: %(call)s") % {"call": deadline.title})
    event.add("url", deadline.address)
    event.add("transp", "TRANSPARENT")
    if closes.instant:
        event.add("dtstart", closes.instant)
        event.add(
            "description", _("%(time)s, %(zone)s") % {"time": f"{closes.time:%H:%M}", "zone": closes.zone}
        )
    else:
        event.add("dtstart", closes.day)
        event.add(
            "description",
            _("The time of day, or its time zone, is not known: look it up before you rely on it."),
        )
    return event
