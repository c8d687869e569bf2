"""The nominations of a round as a table: read in one query, narrowed, counted and put in order here, without names of persons."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, TextField, When
from django.db.models.functions import Cast
from django.utils.translation import get_language

from utsyn.organisations.countries import names
from utsyn.reasons import Verdict
from utsyn.text import sort_key
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Named, Tree
from utsyn.web.rounds.models import Nomination, Round, State

PAGE = 50
COUNTED = (State.NOMINATED, State.APPROVED, State.WAITING)
COLUMNS = (
    "number", "title", "unit_id", "faculty_id", "state", "countries", "verdict", "day", "checked_version", "was_late",
    "noticed", "adviser__first_name", "adviser__last_name",
)  # fmt: skip
# As text and numbers: what is not shown need not be made into days and truths, five hundred times a page.
PLAIN = {
    "day": Cast("checked_on", TextField()),
    "was_late": Cast("late", IntegerField()),
    "noticed": Case(When(noticed_at=None, then=0), default=1, output_field=IntegerField()),
}


class Row(NamedTuple):
    """A nomination in the table; `day` is that of its last check, year-month-day."""

    number: int
    title: str
    unit: int
    faculty: int
    state: str
    countries: str
    verdict: str
    day: str | None
    checked_version: int | None
    late: int
    noticed: int
    first: str | None
    last: str | None

    @property
    def initials(self) -> str:
        """The adviser's initials: names stay out of tables."""
        return "".join(part[0] for part in f"{self.first or ''} {self.last or ''}".split())


class Sought(NamedTuple):
    """What a reader of the table is looking for."""

    words: str = ""
    faculty: str = ""
    state: str = ""
    verdict: str = ""
    sort: str = ""
    page: int = 1

    @property
    def address(self) -> str:
        """The question as the end of an address, without the page."""
        told = {
            "q": self.words,
            "faculty": self.faculty,
            "state": self.state,
            "verdict": self.verdict,
            "sort": self.sort,
        }
        return urlencode({name: value for name, value in told.items() if value})


class Found(NamedTuple):
    """All nominations that a person may see, those of them that were sought, and one page of these."""

    all: Sequence[Row]
    total: int
    rows: Sequence[Row]
    page: int
    pages: int
    faculties: Sequence[Named]

    @property
    def before(self) -> int:
        """The number of the page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the page after this one."""
        return self.page + 1


Key = Callable[[Row], tuple[object, ...]]
VERDICTS = (Verdict.NO, Verdict.UNKNOWN, Verdict.JUDGEMENT, Verdict.YES)
PLACES: Mapping[str, int] = {verdict.value: n for n, verdict in enumerate(VERDICTS)}
STATES: Mapping[str, int] = {state: n for n, state in enumerate(State)}
SORTS: Mapping[str, Key] = {
    "number": lambda row: (row.number,),
    "title": lambda row: (sort_key(row.title), row.number),
    "state": lambda row: (STATES[row.state], row.number),
    "verdict": lambda row: (PLACES.get(row.verdict, len(PLACES)), row.number),
    "checked": lambda row: (row.day or "", row.number),
}


def found(user: Person, row: Round, sought: Sought, *, units: Tree) -> Found:
    """Return the nominations of a round that a person may see, and the page sought: by faculty, unless otherwise asked."""
    read = visible(user, Nomination).filter(round=row).annotate(**PLAIN)
    rows = [Row._make(one) for one in read.order_by().values_list(*COLUMNS)]
    there = {one.faculty for one in rows}
    faculties = sorted((pk for pk in there if pk in units), key=lambda pk: _called(units, pk))
    fits = sorted(_fitting(rows, sought, units), key=SORTS.get(sought.sort) or _by_faculty(faculties))
    pages = max(1, -(-len(fits) // PAGE))
    here = min(max(1, sought.page), pages)
    return Found(
        rows, len(fits), fits[(here - 1) * PAGE : here * PAGE], here, pages, [units[pk] for pk in faculties]
    )


def _by_faculty(order: Sequence[int]) -> Key:
    places = {pk: n for n, pk in enumerate(order)}
    return lambda row: (places.get(row.faculty, len(places)), row.number)


def _called(units: Tree, pk: int) -> str:
    return sort_key(units[pk].in_(get_language() or "nb"))


def _fitting(rows: Sequence[Row], sought: Sought, units: Tree) -> Sequence[Row]:
    """Leave out what is not sought, one question after another, so that the last are asked of few."""
    if sought.state:
        rows = [one for one in rows if one.state == sought.state]
    if sought.verdict:
        rows = [one for one in rows if one.verdict == sought.verdict]
    if sought.faculty:
        meant = {pk for pk, unit in units.units.items() if unit.key == sought.faculty}
        rows = [one for one in rows if one.faculty in meant]
    if words := sought.words.casefold().split():
        named = _in_words({one.countries for one in rows})
        rows = [one for one in rows if _holds(one, words, named[one.countries])]
    return rows


def _in_words(countries: Iterable[str]) -> Mapping[str, str]:
    """Name countries that are told by their codes, in small letters; many nominations tell the same."""
    called = names(get_language() or "nb")
    return {told: " ".join(called.get(code, code) for code in told.split()).casefold() for told in countries}


def _holds(row: Row, words: Sequence[str], where: str) -> bool:
    said = f"{row.number} {row.title.casefold()} {where}"
    return all(word in said for word in words)


class Numbers(NamedTuple):
    """How many nominations stand where; `counted` are those that compete for places, `noticed` all that were told of."""

    states: Mapping[str, int]
    noticed: int
    counted: int
    apart: int
    cap: int
    late: int
    unchecked: int

    @property
    def free(self) -> int:
        """How many places are left."""
        return max(0, self.cap - self.states.get(State.APPROVED, 0))

    @property
    def too_many(self) -> bool:
        """Whether more compete than there are places."""
        return self.counted > self.cap


def numbers(row: Round, rows: Sequence[Row], *, version: int) -> Numbers:
    """Count the nominations; those to which the rules say no stand apart from those that compete, unless approved."""
    states = Counter([one.state for one in rows])
    there = [one for one in rows if one.state in COUNTED]
    apart = sum([one.verdict == Verdict.NO and one.state != State.APPROVED for one in there])
    stale = sum([one.checked_version not in (None, version) and stands(one) for one in rows])
    noticed, late = sum([one.noticed for one in rows]), sum([one.late for one in there])
    return Numbers(states, noticed, len(there) - apart, apart, row.cap, late, stale)


def stands(row: Row) -> bool:
    """Tell whether a nomination is still in the running."""
    return row.state not in (State.WITHDRAWN, State.REFUSED)
