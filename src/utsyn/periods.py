"""Days, moments and whole months, and deadlines in a named time zone."""

import datetime as dt
import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_serializer, model_validator
from pydantic_core import PydanticCustomError

WRITTEN = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d))?(?: (?P<zone>\S+))?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?", re.ASCII)
ONE_DAY = timedelta(days=1)
SHORTEST = 28  # days that every month has
YEARS = range(1900, 2201)  # so that months can be counted from any day, back and forth


def _day_as_written(value: Any) -> Any:
    """Refuse what would pass for seconds since 1970: the numbers 2022 and 20220316."""
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "year-month-day")


def _moment_as_written(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and MOMENT.fullmatch(value)):
        return value
    raise PydanticCustomError("moment", "year-month-dayThours:minutes")


def _in_our_time(day: date) -> date:
    if day.year not in YEARS:
        raise PydanticCustomError("year", "a year from 1900 to 2200")
    return day


Day = Annotated[date, BeforeValidator(_day_as_written), AfterValidator(_in_our_time)]
Moment = Annotated[datetime, BeforeValidator(_moment_as_written), AfterValidator(_in_our_time)]


def months(start: date, end: date) -> int:
    """Count the whole months of a period that includes both its first and its last day.

    >>> months(date(2026, 1, 1), date(2030, 2, 28))
    50
    """
    return begun_months(start, end)[0]


def begun_months(start: date, end: date) -> tuple[int, int]:
    """Count the whole months of a period that includes both its first and its last day, and the begun ones."""
    after = end + ONE_DAY
    whole = (after.year - start.year) * 12 + after.month - start.month
    reached = add_months(start, whole)
    if after < reached:
        return whole - 1, whole
    return whole, whole + (reached < after)


def add_months(day: date, count: int) -> date:
    """Return the same day of the month `count` months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = day.day if day.day <= SHORTEST else min(day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, last)


@cache
def zone(name: str) -> ZoneInfo | None:
    """Return a zone by its IANA name, such as Europe/Oslo; an abbreviation such as CET or CEST names none."""
    if "/" not in name and name != "UTC":
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, no name at all, the name of a folder
        return None


class Deadline(BaseModel):
    """A last day, and where known its time of day and zone: `2022-03-16T13:00 Europe/Oslo`.

    A part that no source states is None. A zone is an IANA name; an abbreviation such as CEST is kept as
    written, has no instant, and is named by the linter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: Day
    time: dt.time | None = None
    zone: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not (found := WRITTEN.fullmatch(value.strip())):
            raise PydanticCustomError("deadline", "2022-03-16T13:00 Europe/Oslo")
        return found.groupdict()

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """Write the deadline as documents do."""
        clock = f"T{self.time:%H:%M}" if self.time else ""
        return f"{self.day}{clock}" + (f" {self.zone}" if self.zone else "")

    @cached_property
    def instant(self) -> datetime | None:
        """The deadline in UTC, or None where its time or a real zone is not known."""
        place = zone(self.zone) if self.zone else None
        if self.time is None or place is None:
            return None
        return datetime.combine(self.day, self.time, place).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """Return the day that a moment is where the deadline's clock hangs; its own day where that is not known."""
        place = zone(self.zone) if self.zone and at.tzinfo else None
        return (at.astimezone(place) if place else at).date()

    def met(self, *, on: date, at: datetime | None = None) -> bool | None:
        """Tell whether something done on day `on` (and exactly `at`, where known with its zone) is in time.

        None when it was done on the last day and the exact time of one of the two is not known.
        """
        if at is not None and at.tzinfo is not None and self.instant is not None:
            return at.astimezone(UTC) <= self.instant
        if on != self.day:
            return on < self.day
        return None
