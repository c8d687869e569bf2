"""What pages and programs ask about calls: lists, a call on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from pydantic import TypeAdapter, ValidationError

from utsyn.calls.amendments import Version, effective, version_on, versions
from utsyn.calls.binding import cited
from utsyn.calls.difference import Differences, difference
from utsyn.calls.document import Amendment, Window
from utsyn.calls.eligibility import Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.known import fact_name, fact_value
from utsyn.calls.library import Status
from utsyn.calls.proposal import Proposal
from utsyn.organisations.countries import names
from utsyn.problems import Problem, Problems, problems_of, unknown_name
from utsyn.reasons import Finding, Source
from utsyn.text import Words, say, shown, sort_key
from utsyn.web.calls.facts import Entry, shelf
from utsyn.web.errors import Near, NotHere

PAGE, LONG_PAGE, ALL = 25, 40, 1000
FIRST_YEAR, LAST_YEAR = 1990, 2100
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
    def address(self) -> str:
        """The question as the end of an address, without the page, to which other pages add theirs."""
        return urlencode(self.asked())


class Row(NamedTuple):
    """A call in a list, as it stands on the day."""

    entry: Entry
    window: Window
    status: Status


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
    """What a list can be narrowed to."""

    programmes: Sequence[str]
    years: Sequence[int]
    countries: Sequence[tuple[str, str]]
    statuses: Sequence[Status] = ORDER


def day(written: str | None, *, otherwise: date) -> date:
    """Read a day as people write it in an address. Raises Problems for one that does not exist."""
    if not written:
        return otherwise
    try:
        found = TypeAdapter(date).validate_python(written.strip())
    except ValidationError as error:
        raise Problems(*(problem._replace(path=("on",)) for problem in problems_of(error, date))) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        what = say("“{written}” cannot be used", written=written)
        raise Problems(Problem(what, say("Write a day between {first} and {last}", first=str(FIRST_YEAR), last=str(LAST_YEAR)), ("on",)))  # fmt: skip
    return found


def found(sought: Sought, *, page: int = PAGE) -> Found:
    """Return one page of the calls sought: those that can be applied to first, then by deadline, newest first."""
    words = sought.words.casefold().split()
    rows = [
        Row(entry, *stood)
        for entry in shelf().entries.values()
        if _fits(entry, sought, words) and (stood := entry.stood(sought.on))[1] == (sought.status or stood[1])
    ]
    rows.sort(key=_order)
    pages = max(1, -(-len(rows) // page))
    here = min(max(1, sought.page), pages)
    return Found(rows[(here - 1) * page : here * page], len(rows), here, pages)


def _fits(entry: Entry, sought: Sought, words: list[str]) -> bool:
    return (
        (not sought.programme or entry.text.programme == sought.programme)
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
    entries = shelf().entries.values()
    countries = frozenset[str]().union(*(entry.countries for entry in entries))
    named = names(language)
    return Choices(
        sorted({entry.text.programme for entry in entries}),
        sorted({entry.year for entry in entries if entry.year}, reverse=True),
        sorted(((code, named.get(code, code)) for code in countries), key=lambda pair: sort_key(pair[1])),
    )


class Told(NamedTuple):
    """A fact of the call that no rule asks for, in words, with where it is written."""

    name: Words
    value: Words
    sources: Sequence[Source]


class Amended(NamedTuple):
    """An amendment with its number in the document, the first day on which it surely held, and the day before."""

    version: Version
    amendment: Amendment
    number: int
    since: date
    before: date
    sources: Sequence[Source]


class Change(NamedTuple):
    """A version of the call, the first day on which it surely held, and the amendment that made it, if one did."""

    version: Version
    since: date | None
    amended: Amended | None


class Standing(NamedTuple):
    """A call as it stood on a day: its version, its window, and every line in words."""

    call: Call
    on: date
    version: Version
    window: Window
    status: Status
    lines: Sequence[Finding]
    running: Sequence[Finding]
    over_all: Sequence[Finding]
    known: Sequence[Told]
    unknown: Sequence[Words]
    versions: Sequence[Change]

    @property
    def first(self) -> date:
        """The first day on which the call is known, to compare with."""
        return self.versions[0].since or self.on


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


def standing(there: Entry, *, on: date) -> Standing:
    """Return a call as it stood on a day on which it existed."""
    call = there.call
    facts = call.reading(on=on).facts.items()
    return Standing(
        call,
        on,
        version_on(call.text, on),
        *there.stood(on),
        _lines(call, on, Stage.NEW),
        _lines(call, on, Stage.RUNNING) if call.text.states_rules(Stage.RUNNING) else [],
        [line.put((), on) for line in conditions(call, on=on)],
        [
            Told(fact_name(key, fact), fact_value(fact), cited(call.text, fact.cite))
            for key, fact in facts
            if fact.value is not None
        ],
        [fact_name(key, fact) for key, fact in facts if fact.value is None],
        history(there),
    )


def _lines(call: Call, on: date, stage: Stage) -> list[Finding]:
    return [line.put(Proposal(), on) for line in call.asked(on=on, stage=stage)]


def history(there: Entry) -> Sequence[Change]:
    """Return the versions of a call in the order in which they surely held."""
    return [_change(there, version) for version in versions(there.text)]


def _change(there: Entry, version: Version) -> Change:
    amendment = version.amendment
    if amendment is None or version.which is None:
        return Change(version, there.known_from, None)
    since, sources = effective(amendment), cited(there.text, amendment.cite)
    before = max(since - timedelta(days=1), there.known_from or date.min)
    return Change(version, since, Amended(version, amendment, version.which + 1, since, before, sources))


def compared(there: Entry, first: date, second: date) -> Differences:
    """Compare a call as it stood on two days. Raises NotHere before it existed."""
    for on in (first, second):
        known(there, on=on)
    return difference(there.call, *sorted((first, second)))


def amendment(there: Entry, number: int) -> Amended:
    """Return the amendment with this number. Raises NotHere where there is none."""
    for change in history(there):
        if change.amended and change.amended.number == number:
            return change.amended
    what = say("The call has no amendment {n}", n=number)
    raise NotHere(Problem(what, say("Choose one of the versions on the page of the call")), [page_of(there)])


def made_by(there: Entry, made: Amended) -> Differences:
    """Tell what an amendment changed, for those that it applies to and who have come the shortest way."""
    stage = next(stage for stage in Stage if stage in made.amendment.applies_to)
    whole = difference(there.call, made.before, made.since, stage=stage)
    return whole._replace(lines=tuple(line for line in whole.lines if made.amendment in line.amendments))


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
    closes = there.text.window.closes
    usual = min(today, closes.day) if closes else today
    try:
        on = day(written, otherwise=usual)
    except Problems as error:
        return usual, error.problems
    early = too_early(there, on)
    return (max(on, there.known_from or on), (early,) if early else ())
