"""What `utsyn check` finds: a code, how grave it is, the place, what is wrong, and how to mend it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from utsyn.text import Said, Words, say


class Severity(StrEnum):
    """How grave a finding is; only an error that nobody has acknowledged makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """The kinds of finding; docs/reference/findings.md says what each means and how it is mended."""

    UNREADABLE = "unreadable"
    NO_DOCUMENTS = "no-documents"
    SHAPE = "shape"
    RULE = "rule"
    UNKNOWN_PARAMETER = "unknown-parameter"
    UNUSED_PARAMETER = "unused-parameter"
    DEAD_GIVEN = "dead-given"
    DOUBLE_KEY = "double-key"
    KEY_NOT_FILE = "key-not-file"
    ZONE_ABBREVIATION = "zone-abbreviation"
    ZONE_UNKNOWN = "zone-unknown"
    DEADLINE_WITHOUT_ZONE = "deadline-without-zone"
    TIME_MISSING = "time-missing"
    WINDOW_ORDER = "window-order"
    DURATION_WINDOW = "duration-window"
    LIMITS_CROSSED = "limits-crossed"
    CAP_WITHOUT_UNIT = "cap-without-unit"
    AMOUNT_UNREACHABLE = "amount-unreachable"
    COUNTRY_IN_AND_OUT = "country-in-and-out"
    ITEM_IN_AND_OUT = "item-in-and-out"
    NO_CITATION = "no-citation"
    UNKNOWN_SOURCE = "unknown-source"
    SOURCE_UNUSED = "source-unused"
    QUOTE_NOT_IN_SOURCE = "quote-not-in-source"
    QUOTE_UNCHECKED = "quote-unchecked"
    MISSING_LANGUAGE = "missing-language"
    AMENDMENT_OUTSIDE = "amendment-outside"
    AMENDMENT_ORDER = "amendment-order"
    AMENDMENT_EMPTY = "amendment-empty"
    AMENDMENT_KIND = "amendment-kind"
    RULE_REFERENCE = "rule-reference"
    STALE_COPY = "stale-copy"
    COPY_DIFFERS = "copy-differs"
    COPY_UNKNOWN = "copy-unknown"
    CASE_FAILS = "case-fails"
    NO_CASES = "no-cases"
    DOUBT_IDLE = "doubt-idle"


WARNINGS = {
    Code.UNUSED_PARAMETER,
    Code.AMENDMENT_ORDER,
    Code.AMENDMENT_EMPTY,
    Code.COPY_DIFFERS,
    Code.DOUBT_IDLE,
}
NOTES = {
    Code.TIME_MISSING,
    Code.AMOUNT_UNREACHABLE,
    Code.SOURCE_UNUSED,
    Code.QUOTE_UNCHECKED,
    Code.NO_CASES,
}
# A document that cannot be used is mended; no reason for leaving it so would help those who ask it.
NEVER_ACKNOWLEDGED = {Code.UNREADABLE, Code.NO_DOCUMENTS, Code.SHAPE, Code.RULE, Code.DOUBT_IDLE}
NAMES: Mapping[Severity, Said] = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}


def severity_of(code: Code) -> Severity:
    """Return how grave a kind of finding is where nothing else is said."""
    return Severity.WARNING if code in WARNINGS else Severity.NOTE if code in NOTES else Severity.ERROR


class Found(NamedTuple):
    """One finding. `acknowledged` is the author's reason for letting it stand; `path` names the part of the document."""

    code: Code
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
