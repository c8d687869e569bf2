"""Whole months against the calendar day by day, and deadlines against the clocks of a place."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from utsyn.periods import Day, Deadline, Moment, add_months, months, zone

OSLO = ZoneInfo("Europe/Oslo")
days = st.dates(date(1995, 1, 1), date(2040, 12, 31))


def slowly_added(day: date, count: int) -> date:
    """Walk day by day until `count` months have begun, then to the same day or the last that month has."""
    step = timedelta(days=1 if count >= 0 else -1)
    walked, begun = day, 0
    while begun < abs(count):
        begun += (walked + step).month != walked.month
        walked += step
    while walked.day > day.day:
        walked -= timedelta(days=1)
    while walked.day < day.day and (walked + timedelta(days=1)).month == walked.month:
        walked += timedelta(days=1)
    return walked


def slowly_counted(start: date, end: date) -> int:
    """Count months while the day after the last is not yet reached."""
    count = 0
    while slowly_added(start, count + 1) <= end + timedelta(days=1):
        count += 1
    return count


@given(days, st.integers(-30, 30))
@settings(max_examples=50)
def test_months_are_added_as_one_counts_them_in_a_calendar(day, count):
    assert add_months(day, count) == slowly_added(day, count)


@given(days, st.integers(0, 900))
@settings(max_examples=40)
def test_months_are_counted_as_one_counts_them_in_a_calendar(start, length):
    end = start + timedelta(days=length)
    assert months(start, end) == slowly_counted(start, end)


@given(days, st.integers(1, 600))
@settings(max_examples=50)
def test_so_many_months_last_so_many_months(start, count):
    end = add_months(start, count) - timedelta(days=1)
    assert months(start, end) == count
    assert months(start, end - timedelta(days=1)) == count - 1


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 1, 1), date(2030, 2, 28), 50),  # INTPART 2025: sixty months cannot be
        (date(2024, 2, 29), date(2025, 2, 27), 12),
        (date(2024, 1, 31), date(2024, 2, 28), 1),
        (date(2024, 1, 1), date(2024, 1, 1), 0),
    ],
)
def test_the_length_of_known_periods(start, end, count):
    assert months(start, end) == count


@pytest.mark.parametrize(
    "written",
    [
        "2022-03-16T13:00 Europe/Oslo",
        "2022-03-16T13:00",
        "2022-03-16",
        "2022-03-16T13:00 CEST",
        "2022-03-16T00:00",
    ],
)
def test_a_deadline_is_written_as_it_was_read(written):
    assert str(Deadline.model_validate(written)) == written
    assert Deadline.model_validate(str(Deadline.model_validate(written))) == Deadline.model_validate(written)


@pytest.mark.parametrize(
    "written",
    [
        "2022-02-30",
        "16.03.2022",
        "2022-03-16T25:00",
        "2022-3-16",
        "",
        "tomorrow",
        20220316,
        "2022-03-16T13:00  x y",
    ],
)
def test_what_is_no_deadline_is_refused(written):
    with pytest.raises(ValidationError):
        Deadline.model_validate(written)


@given(
    st.sampled_from([date(2022, 3, 16), date(2022, 3, 27), date(2022, 10, 30), date(2024, 3, 31), date(2024, 10, 27)]),
    st.integers(0, 23), st.sampled_from([0, 30]), st.integers(-1800, 1800),
)  # fmt: skip
@settings(max_examples=50)
def test_a_deadline_is_met_when_the_clock_in_its_place_says_so(day, hour, minute, off):
    """Also on the days when clocks are put forward (the last Sunday of March) and back (of October)."""
    deadline = Deadline.model_validate(f"{day}T{hour:02}:{minute:02} Europe/Oslo")
    last = datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO)
    at = last.astimezone(UTC) + timedelta(minutes=off)
    assert deadline.instant == last.astimezone(UTC)
    assert deadline.met(on=at.astimezone(OSLO).date(), at=at) is (off <= 0)
    assert deadline.day_of(at) == at.astimezone(OSLO).date()


def test_in_march_oslo_still_has_winter_time():
    deadline = Deadline.model_validate("2022-03-16T13:00 Europe/Oslo")
    assert deadline.instant == datetime(2022, 3, 16, 12, 0, tzinfo=UTC)
    assert Deadline.model_validate("2022-03-27T13:00 Europe/Oslo").instant == datetime(
        2022, 3, 27, 11, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "written", ["2022-03-16T13:00", "2022-03-16", "2022-03-16T13:00 CEST", "2022-03-16T13:00 CET"]
)
def test_without_an_hour_or_a_place_the_last_day_is_open(written):
    """An abbreviation is no place: CET is what clocks show in Oslo in winter only."""
    deadline, noon = Deadline.model_validate(written), datetime(2022, 3, 16, 11, tzinfo=UTC)
    assert deadline.instant is None
    assert deadline.met(on=date(2022, 3, 15)) is True
    assert deadline.met(on=date(2022, 3, 16), at=noon) is None
    assert deadline.met(on=date(2022, 3, 17)) is False


def test_a_moment_without_a_zone_is_not_taken_for_this_machines():
    deadline = Deadline.model_validate("2022-03-16T13:00 Europe/Oslo")
    somewhere = datetime(2022, 3, 16, 12, 0)  # noqa: DTZ001  that is the case in question
    assert deadline.met(on=date(2022, 3, 16), at=somewhere) is None
    assert deadline.day_of(somewhere) == date(2022, 3, 16)


@pytest.mark.parametrize(
    "name", ["CEST", "CET", "Europe", "Europe/", "../x", "x/y", "", "Europe/" + "o" * 300, "Europe/\0"]
)
def test_what_is_no_place_is_no_zone(name):
    assert zone(name) is None


@pytest.mark.parametrize(
    "written",
    [20220801, 0, "20220801", "1659312000", True, 2022.5, "2022-02-30", "0001-01-01", "9999-12-31", None],
)
def test_a_number_is_no_day(written):
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(written)


@pytest.mark.parametrize("written", [1647432000, "1647432000", "2022-13-01T10:00", "1000-01-01T00:00+01:00"])
def test_a_number_is_no_moment(written):
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(written)
