"""What pages know of calls: the library, read once in each process, with what lists sort and search by."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import Any

from utsyn.calls.document import Window
from utsyn.calls.eligibility import Call
from utsyn.calls.library import Library, Status, library, status
from utsyn.calls.proposal import Proposal
from utsyn.organisations.countries import CountryList
from utsyn.problems import Problems
from utsyn.text import LANGUAGES
from utsyn.web.calls.models import Asked

LOOKED_AT_EVERY = (
    2.0  # seconds: how soon a changed document is seen; a thousand files take longer to stat than to list
)
DAYS_KEPT = 16
COUNTRIES = "countries"  # how calls name the parameter with their partner countries


class Entry:
    """A call with what lists ask of it on a day, found once and kept."""

    def __init__(self, call: Call) -> None:
        self.call, self.text = call, call.text
        self._days: dict[date, tuple[Window, Status]] = {}

    def stood(self, on: date) -> tuple[Window, Status]:
        """Return the window that surely held on a day, and how the call stood; kept for the days asked of late."""
        if on not in self._days:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[on] = self.call.reading(on=on).window, status(self.call, on=on)
        return self._days[on]

    @cached_property
    def known_from(self) -> date | None:
        """The first day on which anything is known of the call."""
        return self.text.known_from or self.text.window.opens

    @cached_property
    def last_day(self) -> date | None:
        """The last day on which one may apply, as far as it is known; a day before it had surely closed, if that is all."""
        window = self.text.window
        if window.closes:
            return window.closes.day
        return window.closed_by - timedelta(days=1) if window.closed_by else None

    @cached_property
    def year(self) -> int | None:
        """The year that the call belongs to: that of its deadline, else of its opening, else of its key."""
        window = self.text.window
        day = window.closes.day if window.closes else window.opens or self.text.known_from
        last = self.text.key.rpartition("-")[2]
        return day.year if day else int(last) if last.isdigit() and len(last) == 4 else None

    @cached_property
    def words(self) -> str:
        """All words one may search for, in all languages."""
        texts = (self.text.title, self.text.about, self.text.funder, *(lot.title for lot in self.text.lots))
        said = [text.in_(language) for text in texts if text for language in LANGUAGES]
        return " ".join([self.text.key, self.text.programme, *said]).casefold()

    @cached_property
    def countries(self) -> frozenset[str]:
        """The partner countries that the call names, its parts and its versions included."""
        given = [
            p[COUNTRIES]
            for p in (self.text.parameters, *(lot.parameters for lot in self.text.lots))
            if COUNTRIES in p
        ]
        added = [
            a.change.parameters[COUNTRIES].add
            for a in self.text.amendments
            if COUNTRIES in a.change.parameters
        ]
        return frozenset().union(*(_codes(value, self.known_from) for value in (*given, *added)))


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All calls, and the stamp of the documents they were read from."""

    entries: Mapping[str, Entry]
    problems: tuple[Problems, ...]
    stamp: str
    library: Library

    @property
    def count(self) -> int:
        """How many calls there are."""
        return len(self.entries)


class _Kept:
    shelf: Shelf | None = None
    looked = 0.0
    lock = Lock()


def shelf() -> Shelf:
    """Return all calls, as the documents stood at most two seconds ago."""
    if _Kept.shelf and time.monotonic() - _Kept.looked < LOOKED_AT_EVERY:
        return _Kept.shelf
    if not _Kept.lock.acquire(blocking=_Kept.shelf is None) and _Kept.shelf:
        return _Kept.shelf  # another thread is looking; what it finds is for those who come after
    try:
        read = library()
        if _Kept.shelf is None or _Kept.shelf.library is not read:
            _Kept.shelf = _shelf(read)
        _Kept.looked = time.monotonic()
        return _Kept.shelf
    finally:
        _Kept.lock.release()


def forget_shelf() -> None:
    """Look at the documents again at the next question, however soon."""
    _Kept.looked = 0.0


def _shelf(read: Library) -> Shelf:
    entries = {key: Entry(call) for key, call in read.calls.items()}
    hashes = "".join(sorted(call.file.sha256 for call in read.calls.values()))
    return Shelf(entries, read.problems, hashlib.sha256(hashes.encode()).hexdigest()[:8], read)


def _codes(value: Any, on: date | None) -> frozenset[str]:
    try:
        return CountryList.model_validate(value, context={"on": on}).codes
    except ValueError:
        return frozenset()


def proposal(row: Asked) -> Proposal:
    """Return the proposal that a row tells of."""
    return Proposal.model_validate(row.told)
