"""A call document under check, and every finding placed on its line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from utsyn.calls.check.found import KINDS, Found, Severity
from utsyn.calls.document import CallDocument, Doubt
from utsyn.checking import subject as checking
from utsyn.checking.found import Kinds
from utsyn.checking.subject import citations, held, named, opened, parts
from utsyn.cited import SourceEntry
from utsyn.documents import Document
from utsyn.problems import Path as Steps
from utsyn.problems import Problem
from utsyn.text import Words


class Subject(NamedTuple):
    """A call document that could be read, with what the file says as it was written."""

    path: Path
    file: Document
    call: CallDocument

    @property
    def kinds(self) -> Kinds:
        """The kinds of finding that a call can have."""
        return KINDS

    @property
    def sources(self) -> Mapping[str, SourceEntry]:
        """What the call was read from."""
        return self.call.sources

    @property
    def doubts(self) -> Sequence[Doubt]:
        """The findings that its author knows of."""
        return self.call.doubts

    def found(
        self, code: str, path: Steps, what: Words, mend: Words, *, severity: Severity | None = None
    ) -> Found:
        """Place a finding on the line of a part of the document."""
        return checking.placed(
            KINDS, code, file=self.file, path=path, what=what, mend=mend, severity=severity
        )

    def written(self, path: Steps) -> Any:
        """Return what is written at a path, or None."""
        value = self.file.data
        for step in path:
            value = held(value, step)
        return value


def of_problem(problem: Problem, code: str, data: Any = None) -> Found:
    """Turn a problem met while reading into a finding."""
    return checking.of_problem(KINDS, problem, code, data=data)


__all__ = ["Subject", "citations", "named", "of_problem", "opened", "parts"]
