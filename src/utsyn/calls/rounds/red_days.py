"""Days on which Norwegian offices are closed: Sundays, Saturdays, the red days of the law, and the eves that end at noon."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from utsyn.text import Said, say

SATURDAY, SUNDAY = 5, 6
FIXED: Mapping[tuple[int, int], Said] = {
    (1, 1): say("New Year’s Day"),
    (5, 1): say("Labour Day"),
    (5, 17): say("Constitution Day"),
    (12, 24): say("Christmas Eve"),
    (12, 25): say("Christmas Day"),
    (12, 26): say("Boxing Day"),
    (12, 31): say("New Year’s Eve"),
}
MOVING: Mapping[int, Said] = {  # days from Easter Sunday
    -3: say("Maundy Thursday"),
    -2: say("Good Friday"),
    0: say("Easter Sunday"),
    1: say("Easter Monday"),
    39: say("Ascension Day"),
    49: say("Whit Sunday"),
    50: say("Whit Monday"),
}
WEEKDAYS = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
)  # fmt: skip


def closed(day: date) -> Said | None:
    """Say why offices are closed on a day, or None where they are open.

    >>> [str(closed(date(2022, 4, day)) and day) for day in (13, 14, 15, 16, 18)]
    ['None', '14', '15', '16', '18']
    """
    red = dict(_red(day.year)).get(day)
    if red:
        return red
    return weekday(day) if day.weekday() in (SATURDAY, SUNDAY) else None


def weekday(day: date) -> Said:
    """Name the day of the week."""
    return WEEKDAYS[day.weekday()]


@lru_cache(50)
def _red(year: int) -> tuple[tuple[date, Said], ...]:
    return tuple(_each(year))


def _each(year: int) -> Iterator[tuple[date, Said]]:
    for (month, day), name in FIXED.items():
        yield date(year, month, day), name
    for days, name in MOVING.items():
        yield easter(year) + timedelta(days=days), name


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher).

    >>> easter(2022), easter(2000), easter(2038)
    (datetime.date(2022, 4, 17), datetime.date(2000, 4, 23), datetime.date(2038, 4, 25))
    """
    century, in_century = divmod(year, 100)
    golden = year % 19
    sun = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - sun + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
