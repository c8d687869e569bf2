"""The kinds of finding that `utsyn check` has for calls, and how grave each is."""

from enum import StrEnum

from utsyn.checking.found import Found, Kinds, Severity


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
KINDS = Kinds(Code, WARNINGS, NOTES, NEVER_ACKNOWLEDGED)


def severity_of(code: Code) -> Severity:
    """Return how grave a kind of finding is where nothing else is said."""
    return KINDS.severity_of(code)


__all__ = ["KINDS", "NEVER_ACKNOWLEDGED", "Code", "Found", "Severity", "severity_of"]
