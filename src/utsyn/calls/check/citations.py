"""What rests on no source, on one that is not named, and sources on which nothing rests."""

from collections.abc import Iterator, Mapping

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.document import Fact, Line
from utsyn.checking.sources import sources
from utsyn.problems import Path as Steps
from utsyn.text import Words, say


def citations(subject: Subject) -> Iterator[Found]:
    """Find rules, windows, amendments and facts without a citation, and citations and sources that do not meet."""
    yield from _uncited(subject)
    yield from sources(subject)


def _uncited(subject: Subject) -> Iterator[Found]:
    call = subject.call
    if (call.window.opens or call.window.closes) and not call.window.cite:
        yield _found(subject, ("window",), say("The window of the call has no citation"))
    for place, line in _lines(subject):
        yield from _line(subject, place, line, cited=False)
    yield from _facts(subject, ("facts",), call.facts)
    for index, lot in enumerate(call.lots):
        yield from _facts(subject, ("lots", index, "facts"), lot.facts)
    for index, amendment in enumerate(call.amendments):
        at = ("amendments", index)
        if not amendment.cite:
            yield _found(subject, at, say("The amendment has no citation"))
            yield from _facts(subject, (*at, "change", "facts"), amendment.change.facts)
        for n, line in enumerate(amendment.change.rules.add):
            place = (*at, "change", "rules", "add", n)
            yield from _line(subject, place, line, cited=bool(amendment.cite))


def _lines(subject: Subject) -> Iterator[tuple[Steps, Line]]:
    yield from ((("rules", n), line) for n, line in enumerate(subject.call.rules))
    for index, lot in enumerate(subject.call.lots):
        yield from ((("lots", index, "rules", n), line) for n, line in enumerate(lot.rules))


def _line(subject: Subject, path: Steps, line: Line, *, cited: bool) -> Iterator[Found]:
    """Find the rules that neither have a citation nor stand in a line that has."""
    cited = cited or bool(line.cite)
    if line.rule and not cited:
        name = line.key or line.rule
        yield _found(subject, path, say("The rule “{name}” has no citation", name=name))
    for step, within in (("all_of", line.all_of), ("any_of", line.any_of)):
        for n, part in enumerate(within):
            yield from _line(subject, (*path, step, n), part, cited=cited)
    if line.unless:
        yield from _line(subject, (*path, "unless"), line.unless, cited=cited)


def _facts(subject: Subject, path: Steps, facts: Mapping[str, Fact]) -> Iterator[Found]:
    for name, fact in facts.items():
        if fact.value is not None and not fact.cite:
            yield _found(
                subject, (*path, name), say("The fact “{name}” has a value and no citation", name=name)
            )


def _found(subject: Subject, path: Steps, what: Words) -> Found:
    mend = say("Add cite, with the source and the place in it")
    return subject.found(Code.NO_CITATION, path, what, mend)
