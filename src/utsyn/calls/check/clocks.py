"""Texts that name a clock (CEST) which did not go on the day they speak of: a source's own mistake, mostly."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from utsyn.calls.check.found import Code, Found, Severity
from utsyn.calls.check.subject import Subject, citations
from utsyn.calls.check.zones import PLACES, Moment, clock_shows, is_zone, moment
from utsyn.problems import Path as Steps
from utsyn.text import say

NAMED = re.compile(rf"\b({'|'.join(PLACES)})\b")
EUROPEAN = {"CET", "CEST"}  # the others are also words and other clocks: they count only right after a number
AFTER_NUMBER = re.compile(r"\d.{0,8}$", re.DOTALL)
MONTHS = r"jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc]"  # how the months begin in nb, nn and en
NUMBERS = {name: n for n, names in enumerate(
    ("jan", "feb", "mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "des dec"), start=1
) for name in names.split()}  # fmt: skip
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(r"(?<!\d)(?<!kl\. )(?<!kl )(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})(?!\d)(?:\.\s?(?P<year>\d{4})?)?"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\.?\s+(?P<month>{MONTHS})[a-zæøå]*\.?,?\s*(?P<year>\d{{4}})?", re.IGNORECASE),
    re.compile(rf"\b(?P<month>{MONTHS})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?!\d),?\s*(?P<year>\d{{4}})?", re.IGNORECASE),
)  # fmt: skip


class Meant(NamedTuple):
    """What a text speaks of where it does not say so itself: a day, the year, and the zone of the deadline."""

    moment: Moment | None
    year: int | None
    zone: str


def clocks(subject: Subject) -> Iterator[Found]:
    """Find quotes, places and derivations that name a clock which was not the one that day."""
    for path, cite in citations(subject.file.data):
        meant = _meant(subject, path)
        for part in ("quote", "place", "derived"):
            said = cite.get(part)
            for written in said.values() if isinstance(said, dict) else [said]:
                if isinstance(written, str):
                    yield from _wrong(subject, (*path, part), written, meant)


def _wrong(subject: Subject, path: Steps, written: str, meant: Meant) -> Iterator[Found]:
    for named in NAMED.finditer(written):
        abbreviation, before = named[1], written[: named.start()]
        if abbreviation not in EUROPEAN and not AFTER_NUMBER.search(before):
            continue
        day = _day(written, named.start(), meant)
        if day is None:
            continue
        zone = meant.zone if abbreviation in _shown(meant.zone, day.year) else PLACES[abbreviation]
        shows = clock_shows(zone, day, meant.moment.time if meant.moment else None)
        explained = path[-1] != "quote" and re.search(rf"\b{shows}\b", written)
        if shows != abbreviation and not explained:
            what = say("The text says {written}, but on {day} clocks in {zone} show {shows}",
                       written=abbreviation, day=day, zone=zone, shows=shows)  # fmt: skip
            mend = say(
                "Keep the quote, write the deadline with its zone, and acknowledge the mistake under doubts"
            )
            yield subject.found(Code.ZONE_ABBREVIATION, path, what, mend, severity=Severity.WARNING)
            return


def _meant(subject: Subject, path: Steps) -> Meant:
    """Look for a day beside the citation, and for the year and zone of the call's own deadline."""
    owner = subject.written(path[: len(path) - 1 - path[::-1].index("cite")])
    beside = _beside(owner) if isinstance(owner, dict) else None
    window = subject.call.window
    closes = window.closes
    year = closes.day.year if closes else window.opens.year if window.opens else None
    zone = closes.zone if closes and closes.zone and is_zone(closes.zone) else ""
    if beside and beside.zone and is_zone(beside.zone):
        zone = beside.zone
    return Meant(beside, beside.day.year if beside else year, zone)


def _beside(owner: dict[str, Any]) -> Moment | None:
    window = (owner.get("change") or {}).get("window") if isinstance(owner.get("change"), dict) else None
    told = [
        owner.get("closes"),
        owner.get("value"),
        window.get("closes") if isinstance(window, dict) else None,
    ]
    return next((found for one in told if (found := moment(one))), None)


def _day(written: str, at: int, meant: Meant) -> date | None:
    """Return the day written nearest to a place in a text, else the one that the text is attached to."""
    found: list[tuple[int, date]] = []
    for form in DATES:
        for match in form.finditer(written):
            if NAMED.match(written[match.end() :].lstrip(" (")):
                continue  # 13.00 CEST is a time
            if day := _real(match, meant.year):
                found.append((abs(match.start() - at), day))
    return min(found)[1] if found else meant.moment.day if meant.moment else None


def _real(match: re.Match[str], year: int | None) -> date | None:
    month = match["month"].lower()
    which = match["year"] or year
    try:
        return (
            date(int(which), int(month) if month.isdigit() else NUMBERS[month], int(match["day"]))
            if which
            else None
        )
    except ValueError:
        return None


def _shown(zone: str, year: int) -> set[str]:
    """Return the abbreviations that a zone's clocks show in a year."""
    return {clock_shows(zone, date(year, month, 1)) for month in (1, 7)} if zone else set()
