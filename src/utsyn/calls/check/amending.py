"""Amendments: dated outside the call, out of order, or of what is no list."""

from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from utsyn.calls.amendments import amended_value, effective
from utsyn.calls.check.effects import effects
from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import MOST_UNSETTLED, Wording, overlapping, wording
from utsyn.calls.document import Amendment
from utsyn.calls.kinds import Stage
from utsyn.problems import Problems
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
            except (ValidationError, TypeError, Problems):
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
        yield from effects(subject, index, before)


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
