"""From a file to its findings: opened, read into its shape, looked through, acknowledged, in the order of its lines."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from utsyn.checking.doubts import acknowledged
from utsyn.checking.found import Found, Kinds
from utsyn.checking.subject import Checked, of_problem
from utsyn.documents import Document
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say

T = TypeVar("T")
S = TypeVar("S", bound=Checked)


def findings(
    opening: Callable[[], Document],
    shape: type[T],
    *,
    kinds: Kinds,
    subject: Callable[[Document, T], S],
    found: Callable[[S], Iterable[Found]],
    empty: Words,
) -> list[Found]:
    """Return what is wrong with one document; `empty` is how to mend one in which nothing is written."""
    try:
        file = opening()
    except Problems as error:
        return [of_problem(kinds, problem, "unreadable") for problem in error.problems]
    if file.data is None:
        problem = Problem(say("The document is empty"), empty, file=file.file)
        return [of_problem(kinds, problem, "unreadable")]
    try:
        made = subject(file, file.shaped(shape))
    except Problems as error:
        return [of_problem(kinds, problem, "shape", data=file.data) for problem in error.problems]
    met = acknowledged(made, found(made))
    once = {(item.file, item.line, item.code, item.what.in_("en")): item for item in met}
    return sorted(once.values(), key=lambda item: (item.file, item.line or 0, item.code))
