"""What is wrong with the definition of an indicator: versions that are not there, no weaknesses, no way to a figure."""

from collections.abc import Iterator

from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.names import double, file_key
from utsyn.plans.check.subject import Subject
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.text import say


def indicator(subject: Subject, text: IndicatorDocument) -> Iterator[Found]:
    """Look through one indicator."""
    yield from file_key(subject)
    yield from double(subject, "providers", [one.key for one in text.providers])
    yield from _versions(subject, text)
    if not text.providers and text.needs is None:
        what = say("Nobody provides the figure, and nothing says what would be needed")
        mend = say("Name a provider, or write under needs what must be at hand first")
        yield subject.found(Code.NO_NEEDS, ("key",), what, mend)
    if text.sort is Sort.AMOUNT and not text.currency:
        what = say("It is not said in which currency the amounts are")
        yield subject.found(Code.NO_PARTS, ("sort",), what, say("Write currency: NOK"))


def _versions(subject: Subject, text: IndicatorDocument) -> Iterator[Found]:
    numbers = [one.version for one in text.definitions]
    for n, one in enumerate(text.definitions):
        at = ("definitions", n)
        if not one.weaknesses:
            what = say("Version {n} of the definition names no weaknesses", n=one.version)
            mend = say("Say under weaknesses what the figure does not see, or sees wrongly")
            yield subject.found(Code.NO_WEAKNESSES, at, what, mend)
        if text.sort is Sort.SHARE and not (one.numerator and one.denominator):
            what = say("A share is defined without what is counted and out of what")
            yield subject.found(Code.NO_PARTS, at, what, say("Write numerator and denominator"))
        for m, other in enumerate(one.comparable_with):
            if other not in numbers:
                what = say("There is no earlier version {n} of the definition", n=other)
                mend = say("Name versions that come before this one")
                yield subject.found(Code.UNKNOWN_NAME, (*at, "comparable_with", m), what, mend)
