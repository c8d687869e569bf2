"""What a copy of a call has otherwise than the call: parameters and lines of the same name, and the deadline."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from utsyn.calls.amendments import Reading
from utsyn.calls.check.countries import items_said
from utsyn.calls.document import CallDocument
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.text import Words, say


def differing(copy: CallDocument, text: Reading) -> Iterator[Words]:
    """Walk what a copy says otherwise than a text of the call."""
    on = copy.copy_of.as_of if copy.copy_of else None
    for name, mine, theirs in _pairs(copy, text):
        yield from _between(name, mine, theirs, on)
    if copy.window.closes and text.window.closes and copy.window.closes.day > text.window.closes.day:
        yield say("the deadline, {day} after {last}", day=copy.window.closes.day, last=text.window.closes.day)


def _pairs(copy: CallDocument, text: Reading) -> Iterator[tuple[str, Any, Any]]:
    """Walk the values that both have under the same name: parameters, and what lines with the same key are given."""
    yield from ((n, v, text.parameters[n]) for n, v in copy.parameters.items() if n in text.parameters)
    theirs = {line.key: line for line in text.rules if line.key}
    for line in copy.rules:
        other = theirs.get(line.key)
        if other is None or other.rule != line.rule:
            continue
        for name in (name for name in line.given if name in other.given):
            if line.given[name] != other.given[name] or not str(line.given[name]).startswith("$"):
                mine = _resolved(line.given[name], copy.parameters)
                yield f"{line.key}.{name}", mine, _resolved(other.given[name], text.parameters)


def _resolved(value: Any, parameters: Mapping[str, Any]) -> Any:
    return parameters.get(value[1:], value) if isinstance(value, str) and value.startswith("$") else value


def _between(name: str, mine: Any, theirs: Any, on: date | None) -> Iterator[Words]:
    have, want = _items(mine, on), _items(theirs, on)
    if have is None or want is None:
        if mine != theirs:
            yield say("“{name}” ({mine}, not {theirs})", name=name, mine=str(mine), theirs=str(theirs))
        return
    more, fewer = items_said(have - want), items_said(want - have)
    if have - want and want - have:
        yield say("“{name}” (has {more}, lacks {fewer})", name=name, more=more, fewer=fewer)
    elif have - want:
        yield say("“{name}” (has {more})", name=name, more=more)
    elif want - have:
        yield say("“{name}” (lacks {fewer})", name=name, fewer=fewer)


def _items(value: Any, on: date | None) -> frozenset[str] | None:
    """Return the items of a list, groups of countries written out; None where it is no list."""
    if not isinstance(value, (list, Mapping)):
        return None
    for shape in (CountryList, Listing):
        try:
            listing = shape.model_validate(value, context={"on": on})
        except ValidationError:
            continue
        return listing.codes if isinstance(listing, CountryList) else frozenset(listing.known)
    return None
