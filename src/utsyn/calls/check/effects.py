"""What an amendment changes: lines and parameters that do not exist, and parts after which the text is as before."""

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from pydantic import ValidationError

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import Wording
from utsyn.calls.document import Change, ParameterChange
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.problems import Path as Steps
from utsyn.text import Said, say


def effects(subject: Subject, index: int, before: Wording) -> Iterator[Found]:
    """Put the parts of an amendment to the text before it: is it there, and does it become another?"""
    amendment, at = subject.call.amendments[index], ("amendments", index, "change")
    change = amendment.change
    yield from _lines(subject, change, at, before)
    yield from _parameters(subject, change, at, before)
    for path, item, name in _idle(change, before):
        what = say("“{item}” makes no difference: “{name}” is as before", item=item, name=name)
        mend = say("Correct it, or leave it out; what changes no rule is of the kind notice")
        yield subject.found(Code.AMENDMENT_EMPTY, (*at, *path), what, mend)
    rules = change.rules.add or change.rules.remove or change.rules.given
    if amendment.kind in ("widens", "narrows") and not (change.parameters or rules or change.window):
        what = say("The amendment widens or narrows, and changes no rule, parameter or day")
        mend = say("Write what it changes, or make it a notice")
        yield subject.found(Code.AMENDMENT_EMPTY, ("amendments", index), what, mend)


def _lines(subject: Subject, change: Change, at: Steps, before: Wording) -> Iterator[Found]:
    """Find lines that are removed or given other parameters and are not there, directly under rules."""
    keys = [placed.line.key for placed in before.lines if placed.line.key]
    named: list[tuple[Steps, str]] = [(("remove", n), key) for n, key in enumerate(change.rules.remove)]
    named += [(("given", key), key) for key in change.rules.given]
    for path, key in named:
        if key not in keys:
            what = say("There is no line “{key}” outside lots to change on that day", key=key)
            other = say("Name a line that stands directly under rules: {keys}", keys=", ".join(keys) or "–")
            mend = _meant(key, keys) or other
            yield subject.found(Code.RULE_REFERENCE, (*at, "rules", *path), what, mend)


def _parameters(subject: Subject, change: Change, at: Steps, before: Wording) -> Iterator[Found]:
    """Find lists that are added to or taken from and are not there."""
    known = before.text.parameters
    for name, parameter in change.parameters.items():
        if name not in known and "set" not in parameter.model_fields_set:
            what = say("There is no parameter “{name}” to change on that day", name=name)
            mend = _meant(name, known) or say("Set it, or declare it in parameters")
            yield subject.found(Code.UNKNOWN_PARAMETER, (*at, "parameters", name), what, mend)


def _meant(name: str, known: Iterable[str]) -> Said | None:
    near = get_close_matches(name, known, n=1)
    return say("Did you mean “{near}”?", near=near[0]) if near else None


def _idle(change: Change, before: Wording) -> Iterator[tuple[Steps, str, str]]:
    """Walk the parts of a change that make no difference: where, what, and of which part of the call."""
    for name, parameter in change.parameters.items():
        yield from (
            (("parameters", name, *at), item, name) for at, item in _without_effect(before, name, parameter)
        )
    for placed in before.lines:
        line = placed.line
        for name, value in change.rules.given.get(line.key, {}).items() if line.key else ():
            if name in line.given and line.given[name] == value:
                yield ("rules", "given", line.key, name), str(value), name
    if change.window:
        for name in sorted(change.window.model_fields_set - {"cite"}):
            day = getattr(change.window, name)
            if day == getattr(before.text.window, name):
                yield ("window", name), str(day), name


def _without_effect(before: Wording, name: str, change: ParameterChange) -> Iterator[tuple[Steps, str]]:
    """Walk what a change of a parameter sets, adds or removes without effect."""
    value = before.text.parameters.get(name)
    if "set" in change.model_fields_set:
        if name in before.text.parameters and value == change.set:
            yield ("set",), str(value)
        return
    listing = _listing(value, before.reference)
    if name not in before.text.parameters or listing is None:
        return
    yield from ((("add", n), item) for n, item in enumerate(change.add) if listing.holds(item) is True)
    yield from ((("remove", n), item) for n, item in enumerate(change.remove) if listing.holds(item) is False)


def _listing(value: object, reference: date | None) -> Listing | None:
    """Read a parameter as a list of countries, else of anything."""
    for shape in (CountryList, Listing):
        try:
            return shape.model_validate(value, context={"on": reference})
        except ValidationError:
            continue
    return None
