"""Two rounds of reporting at the invented university: last year's closed with its reports frozen, and one that is open now."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from utsyn.documents import read
from utsyn.periods import Day
from utsyn.web.plans.models import Plan
from utsyn.web.rehearsal.scenes import Scene, There, answering, scene
from utsyn.web.rehearsal.university import FOLDER, Shape
from utsyn.web.reports.actions import approving, opening, writing
from utsyn.web.reports.models import Report, Reporting

When = int | Day  # days from the day on which it is played, or a day


class SentBack(Shape):
    """Why the office sent a report back, and when it was written and handed in anew."""

    on: When
    because: str
    written: When | None = None
    handed_in: When | None = None


class Written(Shape):
    """A unit's report: what is written, and how far it comes."""

    unit: str
    written: When | None = None
    handed_in: When | None = None
    sent_back: SentBack | None = None
    approved: When | None = None
    public: When | None = None
    overall: str = ""
    goals: Mapping[str, Mapping[str, str]] = {}
    answers: tuple[str, ...] = ()
    figures: tuple[Mapping[str, Any], ...] = ()
    note: str = ""

    def told(self) -> dict[str, Any]:
        """Return what is written as the report keeps it."""
        return self.model_dump(mode="json", include={"overall", "goals", "answers", "figures", "note"})


class RoundOfReports(Shape):
    """A round of reporting."""

    key: str
    title: str
    since: Day
    until: Day
    opens: When
    due: When
    whole_due: When
    made: When
    closed: When | None = None
    reports: tuple[Written, ...]


class Reports(Shape):
    """The whole file."""

    plan: str
    asked: Mapping[str, Any]
    last: RoundOfReports
    now: RoundOfReports


def scenes(there: There, *, at: datetime) -> Iterator[Scene]:
    """Walk both rounds; that of now is counted from the day on which it is played."""
    told, today = read(FOLDER / "reports.yaml").shaped(Reports), timezone.localdate(at)
    for one in (told.last, told.now):
        yield scene(day(one.made, today), lambda at, one=one: _opened(told, one, today, at, there))  # type: ignore[misc]
        for report in one.reports:
            yield from _reported(one.key, report, today, there)
        if one.closed is not None:
            yield scene(day(one.closed, today), lambda at, one=one: _closed(one.key, at, there))  # type: ignore[misc]


def day(when: When, today: date) -> date:
    """Return a day, counted from today where it is a number."""
    return today + timedelta(days=when) if isinstance(when, int) else when


def _opened(told: Reports, one: RoundOfReports, today: date, at: datetime, there: There) -> None:
    asked = {**told.asked, "whole_due": day(one.whole_due, today).isoformat()}
    opening.open_reporting(
        Plan.objects.get(key=told.plan), key=one.key, title=one.title, since=one.since, until=one.until,
        opens=day(one.opens, today), due=day(one.due, today), units=[there[r.unit].pk for r in one.reports],
        told=asked, by=there["kontor"], at=at,
    )  # fmt: skip


def _closed(key: str, at: datetime, there: There) -> None:
    row = Reporting.objects.select_related("plan").get(key=key)
    opening.close_reporting(row, by=there["kontor"], at=at)


def _reported(key: str, one: Written, today: date, there: There) -> Iterator[Scene]:
    by, rector = answering(there, one.unit), there["rektor"]

    def row() -> Report:
        rows = Report.objects.select_related("reporting__plan", "unit")
        return rows.get(reporting__key=key, unit=there[one.unit])

    def on(when: When | None, play: Any) -> Iterator[Scene]:
        if when is not None:
            yield scene(day(when, today), play)

    yield from on(one.written, lambda at: writing.write(row(), told=one.told(), by=by, at=at))
    yield from on(one.handed_in, lambda at: writing.hand_in(row(), by=by, at=at))
    if (back := one.sent_back) is not None:
        yield from on(
            back.on, lambda at: writing.send_back(row(), because=back.because, by=there["kontor"], at=at)
        )
        yield from on(back.written, lambda at: writing.write(row(), told=one.told(), by=by, at=at))
        yield from on(back.handed_in, lambda at: writing.hand_in(row(), by=by, at=at))
    yield from on(one.approved, lambda at: approving.approve(row(), by=rector, at=at))
    yield from on(one.public, lambda at: approving.publish_report(row(), public=True, by=rector, at=at))
