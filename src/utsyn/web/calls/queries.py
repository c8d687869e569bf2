"""What pages and programs ask about calls: lists, a call on a day."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from pydantic import TypeAdapter, ValidationError

from utsyn.calls.document import Window
from utsyn.calls.library import Status
from utsyn.organisations.countries import names
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.text import LANGUAGES, Text, say, shown, sort_key
from utsyn.web import labels
from utsyn.web.calls.facts import DAYS_KEPT, Entry, Shelf, shelf
from utsyn.web.choices import options
from utsyn.web.errors import Near, NotHere

PAGE, LONG_PAGE, ALL = 25, 40, 1000
FIRST_YEAR, LAST_YEAR = 1990, 2100
DAY = TypeAdapter(date)
ORDER = (Status.CLOSING, Status.OPEN, Status.PLANNED, Status.CLOSED, Status.UNKNOWN)


class Sought(NamedTuple):
    """What a reader of the list is looking for."""

    on: date
    words: str = ""
    programme: str = ""
    status: str = ""
    country: str = ""
    year: int | None = None
    page: int = 1

    def asked(self) -> dict[str, str]:
        """Return the question as an address carries it, blanks left out."""
        told = {"q": self.words, "programme": self.programme, "status": self.status, "country": self.country}
        told |= {"year": str(self.year or ""), "on": self.on.isoformat()}
        return {name: value for name, value in told.items() if value}

    @property
    def day(self) -> str:
        """The day as an address carries it."""
        return self.on.isoformat()

    @property
    def address(self) -> str:
        """The question as the end of an address, without the page, to which other pages add theirs."""
        return urlencode(self.asked())


class Row(NamedTuple):
    """A call in a list, as it stands on the day."""

    entry: Entry
    window: Window
    status: Status

    @property
    def key(self) -> str:
        """The key of the call."""
        return self.entry.text.key

    @property
    def title(self) -> Text:
        """The title of the call."""
        return self.entry.text.title

    @property
    def about(self) -> Text:
        """What the call is about, in a sentence."""
        return self.entry.text.about

    @property
    def state(self) -> str:
        """How the call stands, as the style sheet names it."""
        return self.status.name.lower()


class Found(NamedTuple):
    """One page of the calls that were found, and how many there are."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int

    @property
    def before(self) -> int:
        """The number of the page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the page after this one."""
        return self.page + 1


class Choices(NamedTuple):
    """What a list can be narrowed to, as options of the page."""

    programmes: SafeString
    years: SafeString
    countries: SafeString
    statuses: Sequence[Status] = ORDER


def day(written: str | None, *, otherwise: date) -> date:
    """Read a day as people write it in an address. Raises Problems for one that does not exist."""
    if not written:
        return otherwise
    try:
        found = DAY.validate_python(written.strip())
    except ValidationError as error:
        raise Problems(*(problem._replace(path=("on",)) for problem in problems_of(error, date))) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        what = say("“{written}” cannot be used", written=written)
        raise Problems(Problem(what, say("Write a day between {first} and {last}", first=str(FIRST_YEAR), last=str(LAST_YEAR)), ("on",)))  # fmt: skip
    return found


def found(sought: Sought, *, page: int = PAGE) -> Found:
    """Return one page of the calls sought: those that can be applied to first, then by deadline, newest first."""
    words = sought.words.casefold().split()
    rows = [row for row in _rows(shelf(), sought.on) if _fits(row, sought, words)]
    pages = max(1, -(-len(rows) // page))
    here = min(max(1, sought.page), pages)
    return Found(rows[(here - 1) * page : here * page], len(rows), here, pages)


@lru_cache(DAYS_KEPT)
def _rows(shelf: Shelf, on: date) -> Sequence[Row]:
    """Return all calls as they stood on a day, in the order of the list; kept for the days asked of late."""
    return sorted((Row(entry, *entry.stood(on)) for entry in shelf.entries.values()), key=_order)


def _fits(row: Row, sought: Sought, words: list[str]) -> bool:
    entry = row.entry
    return (
        (not sought.status or row.status == sought.status)
        and (not sought.programme or entry.text.programme == sought.programme)
        and (not sought.year or entry.year == sought.year)
        and (not sought.country or sought.country in entry.countries)
        and all(word in entry.words for word in words)
    )


def _order(row: Row) -> tuple[int, int, str]:
    place = ORDER.index(row.status)
    day = row.window.closes.day if row.window.closes else row.window.opens
    days = day.toordinal() if day else 366 * (row.entry.year or 0)
    return place, days if row.status in ORDER[:3] else -days, row.entry.text.key


def choices(language: str) -> Choices:
    """Return what the list can be narrowed to: every programme, year and country that some call has."""
    return _choices(shelf(), language)


@lru_cache(len(LANGUAGES))
def _choices(shelf: Shelf, language: str) -> Choices:
    entries, named = shelf.entries.values(), names(language)
    countries = frozenset[str]().union(*(entry.countries for entry in entries))
    programmes = sorted({entry.text.programme for entry in entries})
    years = sorted({str(entry.year) for entry in entries if entry.year}, reverse=True)
    pairs = sorted(((code, named.get(code, code)) for code in countries), key=lambda pair: sort_key(pair[1]))
    return Choices(
        options((one, labels.programme(one)) for one in programmes),
        options((one, one) for one in years),
        options(pairs),
    )


def entry(key: str) -> Entry:
    """Return a call. Raises NotHere with those whose keys are like it."""
    entries = shelf().entries
    if key in entries:
        return entries[key]
    near = [page_of(entries[name]) for name in get_close_matches(key, entries, n=3, cutoff=0.5)]
    raise NotHere(unknown_name(key, list(entries)), near)


def page_of(there: Entry, *, on: date | None = None) -> Near:
    """Return the name and address of a call's page, on a day."""
    language, title = get_language() or "en", there.text.title
    address = reverse("calls:call", args=[there.text.key])
    if on is None:
        return Near(title.in_(language), address)
    return Near(f"{title.in_(language)}, {shown(on, language)}", f"{address}?on={on}")


def too_early(there: Entry, on: date) -> Problem | None:
    """Say that the call did not exist yet on the day, and when it first did; None where it did."""
    first = there.known_from
    if not first or on >= first:
        return None
    what = say("{call} is first known on {day}", call=there.text.title, day=first)
    return Problem(what, say("Ask as of that day or a later one"), ("on",))


def known(there: Entry, *, on: date) -> None:
    """Raise NotHere where the call did not exist yet on the day."""
    if problem := too_early(there, on):
        raise NotHere(problem, [page_of(there, on=there.known_from)])


def asked_day(there: Entry, written: str, *, today: date) -> tuple[date, tuple[Problem, ...]]:
    """Read the day that is asked about, and say what is wrong with it; the last day of a call that is over."""
    usual = min(today, there.last_day or today)
    try:
        on = day(written, otherwise=usual)
    except Problems as error:
        return usual, error.problems
    early = too_early(there, on)
    return (max(on, there.known_from or on), (early,) if early else ())
