"""`utsyn check`: everything that is wrong with call documents, with file, line and mend."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from utsyn.calls import binding
from utsyn.calls.check.amending import amending, unamendable
from utsyn.calls.check.citations import citations
from utsyn.calls.check.clocks import clocks
from utsyn.calls.check.copies import copies
from utsyn.calls.check.countries import countries
from utsyn.calls.check.direction import direction
from utsyn.calls.check.examples import examples
from utsyn.calls.check.found import KINDS, Code, Found, Severity
from utsyn.calls.check.languages import languages
from utsyn.calls.check.limits import caps, limits
from utsyn.calls.check.names import names, top_level
from utsyn.calls.check.scopes import Bench, Scope
from utsyn.calls.check.spans import spans, windows
from utsyn.calls.check.subject import Subject, of_problem, opened
from utsyn.calls.check.wordings import wordings
from utsyn.calls.check.zones import zones
from utsyn.calls.document import CallDocument
from utsyn.checking.quotes import quotes
from utsyn.checking.reading import findings
from utsyn.checking.sorts import CASES, inside, is_folder
from utsyn.home import documents
from utsyn.problems import Problem
from utsyn.text import say

OF_THE_DOCUMENT: tuple[Callable[[Subject], Iterator[Found]], ...] = (
    languages, citations, zones, clocks, windows, caps, names, copies
)  # fmt: skip
OF_A_SCOPE: tuple[Callable[[Subject, Scope], Iterator[Found]], ...] = (spans, countries, limits)


def check(path: Path, *, texts: Sequence[Path] = ()) -> list[Found]:
    """Check a call document, or all of them in a folder; `texts` are folders with the texts of sources."""
    if not is_folder(path):
        call = path.with_name(path.name.removesuffix(CASES) + ".yaml") if path.name.endswith(CASES) else path
        return _document(call, texts)
    files = inside(path, "calls")
    calls = [file for file in files if not file.name.endswith(CASES)]
    if not calls:
        what = say("There is no call, plan or indicator in the folder")
        problem = Problem(what, say("Documents end in .yaml"), file=str(path))
        return [of_problem(problem, Code.NO_DOCUMENTS)._replace(line=None)]
    alone = [file for file in files if file not in calls and _call_of(file) not in calls]
    return [item for call in calls for item in _document(call, texts)] + [_alone(file) for file in alone]


def check_library(*, texts: Sequence[Path] = ()) -> list[Found]:
    """Check every call at hand: those shipped, and those of the institution's own folder that are laid over them."""
    return [item for path in documents("calls") for item in _document(path, texts)]


def _call_of(cases: Path) -> Path:
    return cases.with_name(cases.name.removesuffix(CASES) + ".yaml")


def _alone(file: Path) -> Found:
    what = say("The cases belong to no call")
    problem = Problem(
        what, say("Lay them beside {name}, or delete them", name=_call_of(file).name), file=str(file)
    )
    return of_problem(problem, Code.NO_DOCUMENTS)


def _document(path: Path, texts: Sequence[Path]) -> list[Found]:
    """Return what is wrong with one document, in the order of its lines."""
    return findings(
        lambda: opened(path),
        CallDocument,
        kinds=KINDS,
        subject=lambda file, call: Subject(path, file, call),
        found=lambda subject: _found(subject, texts),
        empty=say("Write a call, or delete the file"),
    )


def _found(subject: Subject, texts: Sequence[Path]) -> Iterator[Found]:
    for family in OF_THE_DOCUMENT:
        yield from family(subject)
    yield from quotes(subject, texts)
    if broken := list(unamendable(subject)):
        yield from broken
        return
    bench = Bench(subject)
    seen = set[tuple[object, ...]]()
    for wording in wordings(subject.call):
        yield from top_level(subject, wording)
        for scope in bench.scopes(wording):
            same = (wording.text.window, *map(id, scope.leaves))  # the bench makes each leaf once
            if same not in seen:
                seen.add(same)
                for of_a_scope in OF_A_SCOPE:
                    yield from of_a_scope(subject, scope)
    yield from amending(subject)
    yield from direction(subject, bench)
    if not bench.found:
        yield from (subject.found(Code.RULE, p.path, p.what, p.mend) for p in binding.problems(subject.call))
        yield from examples(subject)
    yield from bench.found.values()


__all__ = ["Code", "Found", "Severity", "check", "check_library"]
