"""Deadlines: a zone that is none, one that clocks did not show on the day, and a time of day without any."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject, parts
from utsyn.periods import WRITTEN
from utsyn.problems import Path as Steps
from utsyn.text import say

# What people write for a zone, and a place where clocks show it for half of the year.
PLACES = {
    **dict.fromkeys(("CET", "CEST"), "Europe/Oslo"),
    **dict.fromkeys(("GMT", "BST"), "Europe/London"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    **dict.fromkeys(("JST",), "Asia/Tokyo"),
    **dict.fromkeys(("SAST",), "Africa/Johannesburg"),
}
ABBREVIATION = re.compile(r"[A-Z]{2,5}")
UTC = {"UTC", "Etc/UTC"}


class Moment(NamedTuple):
    """A day with a time of day, and the zone as it is written."""

    day: date
    time: time | None
    zone: str


def zones(subject: Subject) -> Iterator[Found]:
    """Find deadlines that cannot be told to the minute, wherever in the document a time of day is written."""
    for path, value in parts(subject.file.data):
        told = moment(value)
        if told is None or "cite" in path or path[0] == "doubts":  # texts are read by clocks()
            continue
        if told.zone:
            yield from _zone(subject, path, told)
        elif told.time:
            what = say("The deadline {deadline} has a time of day and no zone", deadline=str(value))
            mend = say("Write the zone after it: {deadline} Europe/Oslo", deadline=str(value))
            yield subject.found(Code.DEADLINE_WITHOUT_ZONE, path, what, mend)
        elif path[-2:] == ("window", "closes"):
            what = say("The time of day of the deadline {day} is not known", day=told.day)
            mend = say(
                "Write it with its zone if a source states it, in the form 2022-03-16T13:00 Europe/Oslo"
            )
            yield subject.found(Code.TIME_MISSING, path, what, mend)


def moment(written: object) -> Moment | None:
    """Read a deadline as documents write it, or None where it is none or no real day."""
    if not (isinstance(written, str) and (found := WRITTEN.fullmatch(written.strip()))):
        return None
    try:
        clock = time.fromisoformat(found["time"]) if found["time"] else None
        return Moment(date.fromisoformat(found["day"]), clock, found["zone"] or "")
    except ValueError:
        return None


def is_zone(name: str) -> bool:
    """Whether a name is one of IANA's and says which clock is meant; CET is the first and not the second."""
    return name in _known() and (name in UTC or not ABBREVIATION.fullmatch(name))


@cache
def _known() -> frozenset[str]:
    """Return the names of all zones; looking for them on the disk takes longer than checking a call."""
    return frozenset(available_timezones())


def clock_shows(zone: str, day: date, clock: time | None = None) -> str:
    """Return the abbreviation that clocks in a zone show on a day, at noon where the hour is not known."""
    return datetime.combine(day, clock or time(12), ZoneInfo(zone)).tzname() or ""


def _zone(subject: Subject, path: Steps, told: Moment) -> Iterator[Found]:
    if is_zone(told.zone):
        return
    abbreviation = told.zone.upper()
    clock = f"T{told.time:%H:%M}" if told.time else ""
    if abbreviation in PLACES or ABBREVIATION.fullmatch(told.zone):
        place = PLACES.get(abbreviation, "Europe/Oslo")
        shows = clock_shows(place, told.day, told.time) if abbreviation in PLACES else abbreviation
        what = (
            say("“{zone}” is an abbreviation and no zone", zone=told.zone)
            if shows == abbreviation
            else say("“{zone}” is no zone, and wrong for the day: on {day} clocks in {place} show {shows}",
                     zone=told.zone, day=told.day, place=place, shows=shows)
        )  # fmt: skip
        mend = say("Write the place whose clock counts: {deadline}", deadline=f"{told.day}{clock} {place}")
        yield subject.found(Code.ZONE_ABBREVIATION, path, what, mend)
        return
    near = _nearest(told.zone)
    what = say("“{zone}” is no time zone of IANA's list", zone=told.zone)
    mend = (
        say("Did you mean “{near}”?", near=near)
        if near
        else say("Write the place whose clock counts: {deadline}", deadline=f"{told.day}{clock} Europe/Oslo")
    )
    yield subject.found(Code.ZONE_UNKNOWN, path, what, mend)


@cache
def _places() -> dict[str, str]:
    """Return the zones by their whole name and by the name of the city alone."""
    names = sorted(name for name in _known() if "/" in name and not name.startswith("Etc/"))
    return {name.rpartition("/")[2].casefold(): name for name in names} | {n.casefold(): n for n in names}


def _nearest(zone: str) -> str:
    near = get_close_matches(zone.casefold(), _places(), n=1, cutoff=0.6)
    return _places()[near[0]] if near else ""
