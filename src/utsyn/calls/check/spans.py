"""Time that does not fit: a window closed before it opens, and a project longer than the days it may take."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.scopes import Scope
from utsyn.calls.check.subject import Subject
from utsyn.calls.document import Window
from utsyn.periods import months
from utsyn.problems import Path as Steps
from utsyn.text import say

AGAIN = say("Read the dates again in the source")


class Limit(NamedTuple):
    """A day that a rule sets as a limit, and where it is written."""

    day: date
    path: Steps


def windows(subject: Subject) -> Iterator[Found]:
    """Find a window that closes before it opens, or before the call was known."""
    call = subject.call
    yield from _window(subject, call.window, ("window", "closes"))
    for index, amendment in enumerate(call.amendments):
        if new := amendment.change.window:
            both = {name: getattr(new, name) for name in new.model_fields_set}
            changed = "closes" if new.closes else "opens"
            path = ("amendments", index, "change", "window", changed)
            yield from _window(subject, call.window.model_copy(update=both), path)


def _window(subject: Subject, window: Window, path: Steps) -> Iterator[Found]:
    if not window.closes:
        return
    last, known = window.closes.day, subject.call.known_from
    if window.opens and last < window.opens:
        what = say("The call closes on {last}, before it opens on {first}", last=last, first=window.opens)
        yield subject.found(Code.WINDOW_ORDER, path, what, AGAIN)
    elif known and last < known:
        what = say("The call closes on {last}, before it is known, from {first}", last=last, first=known)
        yield subject.found(Code.WINDOW_ORDER, path, what, AGAIN)


def spans(subject: Subject, scope: Scope) -> Iterator[Found]:
    """Find what the days leave no room for: limits that exclude each other, and lengths that do not fit."""
    first, start_by, end_by = first_day(scope), _last(scope, "starts_between"), _last(scope, "ends_by")
    closes = scope.wording.text.window.closes
    for last in (start_by, end_by):
        if last and first and last.day < first.day:
            what = say("{last} is before the earliest start, {first}", last=last.day, first=first.day)
            yield subject.found(Code.DURATION_WINDOW, last.path, what, AGAIN)
        elif last and closes and last.day < closes.day:
            what = say("{last} is before the call closes, on {day}", last=last.day, day=closes.day)
            yield subject.found(Code.WINDOW_ORDER, last.path, what, AGAIN)
    if first and end_by and first.day <= end_by.day:
        yield from _too_long(subject, scope, first.day, end_by.day)


def _too_long(subject: Subject, scope: Scope, first: date, last: date) -> Iterator[Found]:
    room = months(first, last)
    for leaf in scope.of("duration_between", "amount_pro_rata"):
        for name in ("at_least", "at_most", "full_months"):
            asked = leaf.values.get(name)
            if asked is not None and asked > room:
                what = say("{n} months do not fit: from {first} to {last} there are {room}",
                           n=asked, first=first, last=last, room=room)  # fmt: skip
                mend = say("Read both again in the source; if it says so itself, acknowledge it under doubts")
                yield subject.found(Code.DURATION_WINDOW, leaf.at(name), what, mend)


def longest(scope: Scope) -> int | None:
    """Return the months that a project may last at most, by its length and by its days; None where nothing limits it."""
    first, end_by = first_day(scope), _last(scope, "ends_by")
    limits = [leaf.values["at_most"] for leaf in scope.of("duration_between")]
    if first and end_by and first.day <= end_by.day:
        limits.append(months(first.day, end_by.day))
    return min((limit for limit in limits if limit is not None), default=None)


def first_day(scope: Scope) -> Limit | None:
    """Return the latest of the earliest starts."""
    days = [
        Limit(leaf.values["earliest"], leaf.at("earliest"))
        for leaf in scope.of("starts_between")
        if leaf.values["earliest"]
    ]
    return max(days, key=lambda limit: limit.day, default=None)


def _last(scope: Scope, rule: str) -> Limit | None:
    days = [
        Limit(leaf.values["latest"], leaf.at("latest")) for leaf in scope.of(rule) if leaf.values["latest"]
    ]
    return min(days, key=lambda limit: limit.day, default=None)
