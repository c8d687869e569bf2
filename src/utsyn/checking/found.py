"""What `utsyn check` finds: a code, how grave it is, the place, what is wrong, and how to mend it."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import NamedTuple

from utsyn.text import Said, Words, say


class Severity(StrEnum):
    """How grave a finding is; only an error that nobody has acknowledged makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


NAMES: Mapping[Severity, Said] = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}


class Kinds(NamedTuple):
    """The kinds of finding in one sort of document, how grave they are, and which of them nobody can acknowledge."""

    codes: type[StrEnum]
    warnings: Set[str]
    notes: Set[str]
    never_acknowledged: Set[str]

    def severity_of(self, code: str) -> Severity:
        """Return how grave a kind of finding is where nothing else is said."""
        if code in self.warnings:
            return Severity.WARNING
        return Severity.NOTE if code in self.notes else Severity.ERROR


class Found(NamedTuple):
    """One finding. `acknowledged` is the author's reason for letting it stand; `path` names the part of the document."""

    code: StrEnum
    severity: Severity
    file: str
    line: int | None
    what: Words
    mend: Words
    acknowledged: Words | None = None
    path: str = ""

    @property
    def fails(self) -> bool:
        """Whether the check fails because of it."""
        return self.severity is Severity.ERROR and self.acknowledged is None

    def in_(self, language: str) -> str:
        """Say it in one line, as editors know it: `file:line: error [code]`, then what and mend, or why it stands."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        grave = say("known") if self.acknowledged else NAMES[self.severity]
        then = self.acknowledged or self.mend
        said = f"{_ended(self.what.in_(language))} {_ended(then.in_(language))}"
        return _printable(f"{place}: {grave.in_(language)} [{self.code}] {said}")

    def as_dict(self, language: str) -> dict[str, str | int | bool | None]:
        """Return it in one language, for JSON."""
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "file": self.file,
            "line": self.line,
            "path": _printable(self.path),
            "what": _printable(self.what.in_(language)),
            "mend": _printable(self.mend.in_(language)),
            "acknowledged": _printable(self.acknowledged.in_(language)) if self.acknowledged else None,
            "fails": self.fails,
        }


def _ended(sentence: str) -> str:
    return sentence if sentence.rstrip("”»").endswith((".", "?", "!")) else f"{sentence}."


def _printable(words: str) -> str:
    """Replace half characters, which YAML's escapes can write and no terminal can show, and line ends."""
    return " ".join(words.encode("utf-8", "replace").decode().split())
