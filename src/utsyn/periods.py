"""Whole months between days, and deadlines in a named time zone."""

import datetime as dt
import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

WRITTEN = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d))?(?: (?P<zone>\S+))?")


def months(start: date, end: date) -> int:
    """Count the whole months of a period that includes both its first and its last day.

    >>> months(date(2026, 1, 1), date(2030, 2, 28))
    50
    """
    after = end + timedelta(days=1)
    whole = (after.year - start.year) * 12 + after.month - start.month
    return whole - (after < add_months(start, whole))


def add_months(day: date, count: int) -> date:
    """Return the same day of the month `count` months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Deadline(BaseModel):
    """A last day, and where known its time of day and zone: `2022-03-16T13:00 Europe/Oslo`.

    A part that no source states is None. A zone is an IANA name; an abbreviation such as CEST is kept as
    written, has no instant, and is named by the linter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: date
    time: dt.time | None = None
    zone: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not (found := WRITTEN.fullmatch(value.strip())):
            raise ValueError(
                "write a deadline as 2022-03-16T13:00 Europe/Oslo (time and zone only where known)"
            )
        return found.groupdict()

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """Write the deadline as documents do."""
        clock = f"T{self.time:%H:%M}" if self.time else ""
        return f"{self.day}{clock}" + (f" {self.zone}" if self.zone else "")

    @property
    def instant(self) -> datetime | None:
        """The deadline in UTC, or None where its time or a real zone is not known."""
        if self.time is None or self.zone is None or self.zone not in available_timezones():
            return None
        return datetime.combine(self.day, self.time, ZoneInfo(self.zone)).astimezone(UTC)

    def met(self, *, on: date, at: datetime | None = None) -> bool | None:
        """Tell whether something done on day `on` (and exactly `at`, where known) is in time.

        None when it was done on the last day and the exact time of one of the two is not known.
        """
        if at is not None and self.instant is not None:
            return at.astimezone(UTC) <= self.instant
        if on != self.day:
            return on < self.day
        return None
