"""Amendments: dated outside the call, out of order, of parts that do not exist, and such as change nothing."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from pydantic import ValidationError

from utsyn.calls.amendments import amended_value, effective
from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import MOST_UNSETTLED, Wording, overlapping, wording
from utsyn.calls.document import Amendment, ParameterChange
from utsyn.calls.kinds import Stage
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.problems import Path as Steps
from utsyn.text import say


def unamendable(subject: Subject) -> Iterator[Found]:
    """Find what no text of the call can be made with: changes of a list that is none, too many silent changes at once."""
    if (count := overlapping(subject.call)) > MOST_UNSETTLED:
        what = say(
            "{n} changes without a day overlap; an answer would have to compare {m} texts",
            n=count,
            m=2**count,
        )
        mend = say("Find the day of some of them, or write those seen on the same days as one amendment")
        yield subject.found(Code.RULE, ("amendments",), what, mend)
    parameters = dict(subject.call.parameters)
    for index, amendment in enumerate(subject.call.amendments):
        for name, change in amendment.change.parameters.items():
            try:
                parameters[name] = amended_value(parameters.get(name), change)
            except (ValidationError, TypeError):
                what = say("“{name}” is no list, so nothing can be added to it or removed from it", name=name)
                path = ("amendments", index, "change", "parameters", name)
                yield subject.found(Code.RULE, path, what, say("Give the whole value anew, with set"))
                return


def amending(subject: Subject) -> Iterator[Found]:
    """Walk the amendments in the order of the document, each against the text before it."""
    latest = date.min
    for index, amendment in enumerate(subject.call.amendments):
        before = wording(subject.call, tuple(range(index)))
        after = wording(subject.call, tuple(range(index + 1)))
        yield from _dated(subject, index, amendment, after)
        if effective(amendment) < latest:
            what = say("The amendment stands after a later one, of {day}", day=latest)
            mend = say(
                "Write amendments in the order in which they were made: they are applied in that order"
            )
            yield subject.found(Code.AMENDMENT_ORDER, ("amendments", index), what, mend)
        latest = max(latest, _earliest(amendment))
        yield from _references(subject, index, amendment, before)
        yield from _idle(subject, index, amendment, before)


def _earliest(amendment: Amendment) -> date:
    """Return the first day on which the amendment may have been made."""
    return amendment.between.after if amendment.between else effective(amendment)


def _dated(subject: Subject, index: int, amendment: Amendment, after: Wording) -> Iterator[Found]:
    call, path = subject.call, ("amendments", index, "between" if amendment.between else "on")
    if amendment.between and amendment.between.after >= amendment.between.before:
        what = say("The change cannot be seen after {after} and before {before}",
                   after=amendment.between.after, before=amendment.between.before)  # fmt: skip
        mend = say("Write the last day with the old text as after, the first with the new one as before")
        yield subject.found(Code.AMENDMENT_OUTSIDE, path, what, mend)
        return
    known, day = call.known_from or call.window.opens, effective(amendment)
    if known and day < known:
        what = say(
            "The amendment of {day} is older than the call, which is known from {known}", day=day, known=known
        )
        mend = say("Correct the day, or write known_from if the call was announced before it opened")
        yield subject.found(Code.AMENDMENT_OUTSIDE, path, what, mend)
    closes, first = after.text.window.closes, _earliest(amendment)
    reaches_new = Stage.NEW in amendment.applies_to and amendment.kind in ("narrows", "widens")
    if closes and first > closes.day and reaches_new:
        what = say("The amendment of {day} reaches new proposals after the call closed on {last}",
                   day=first, last=closes.day)  # fmt: skip
        mend = say("Correct the day, or say whom it reaches: applies_to: [undecided, running]")
        yield subject.found(Code.AMENDMENT_OUTSIDE, path, what, mend)


def _references(subject: Subject, index: int, amendment: Amendment, before: Wording) -> Iterator[Found]:
    change, at = amendment.change.rules, ("amendments", index, "change", "rules")
    keys = [placed.line.key for placed in before.lines if placed.line.key]
    named: list[tuple[Steps, str]] = [((*at, "remove", n), key) for n, key in enumerate(change.remove)]
    named += [((*at, "given", key), key) for key in change.given]
    for path, key in named:
        if key not in keys:
            near = get_close_matches(key, keys, n=1)
            what = say("There is no line “{key}” outside lots to change on that day", key=key)
            mend = (
                say("Did you mean “{near}”?", near=near[0])
                if near
                else say(
                    "Name the key of a line that stands directly under rules: {keys}",
                    keys=", ".join(keys) or "–",
                )
            )
            yield subject.found(Code.RULE_REFERENCE, path, what, mend)
    known = before.text.parameters
    for name, parameter in amendment.change.parameters.items():
        if name not in known and "set" not in parameter.model_fields_set:
            near = get_close_matches(name, known, n=1)
            what = say("There is no parameter “{name}” to change on that day", name=name)
            mend = (
                say("Did you mean “{near}”?", near=near[0])
                if near
                else say("Set it, or declare it in parameters")
            )
            path = ("amendments", index, "change", "parameters", name)
            yield subject.found(Code.UNKNOWN_PARAMETER, path, what, mend)


def _idle(subject: Subject, index: int, amendment: Amendment, before: Wording) -> Iterator[Found]:
    """Find the parts of an amendment after which the text is as before."""
    change, at = amendment.change, ("amendments", index, "change")
    mend = say("Correct it, or leave it out; what changes no rule is of the kind notice")
    for name, parameter in change.parameters.items():
        for step, item in _without_effect(before, name, parameter):
            path = (*at, "parameters", name, *step)
            what = say("“{item}” makes no difference: “{name}” is as before", item=item, name=name)
            yield subject.found(Code.AMENDMENT_EMPTY, path, what, mend)
    for line in before.lines:
        for name, value in change.rules.given.get(line.line.key, {}).items() if line.line.key else ():
            if name in line.line.given and line.line.given[name] == value:
                path = (*at, "rules", "given", line.line.key, name)
                what = say("“{item}” makes no difference: “{name}” is as before", item=str(value), name=name)
                yield subject.found(Code.AMENDMENT_EMPTY, path, what, mend)
    if change.window:
        for name in sorted(change.window.model_fields_set - {"cite"}):
            if getattr(change.window, name) == getattr(before.text.window, name):
                what = say("The day makes no difference: “{name}” is as before", name=name)
                yield subject.found(Code.AMENDMENT_EMPTY, (*at, "window", name), what, mend)
    rules = change.rules.add or change.rules.remove or change.rules.given
    if amendment.kind in ("widens", "narrows") and not (change.parameters or rules or change.window):
        what = say("The amendment widens or narrows, and changes no rule, parameter or day")
        yield subject.found(Code.AMENDMENT_EMPTY, ("amendments", index), what, mend)


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
