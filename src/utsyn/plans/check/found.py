"""The kinds of finding that `utsyn check` has for plans and indicators, and how grave each is."""

from enum import StrEnum

from utsyn.checking.found import Found, Kinds, Severity


class Code(StrEnum):
    """The kinds of finding; docs/reference/findings-of-plans.md says what each means and how it is mended."""

    UNREADABLE = "unreadable"
    SHAPE = "shape"
    KEY_NOT_FILE = "key-not-file"
    DOUBLE_KEY = "double-key"
    UNKNOWN_NAME = "unknown-name"
    RING = "ring"
    UNKNOWN_KIND = "unknown-kind"
    PARAMETER = "parameter"
    UNKNOWN_INDICATOR = "unknown-indicator"
    WRONG_SORT = "wrong-sort"
    NO_BASE = "no-base"
    BASE_PERIOD = "base-period"
    BASE_WITHOUT_FIGURE = "base-without-figure"
    NO_POPULATION = "no-population"
    SHARE_ABOVE_ONE = "share-above-one"
    SHARE_OF_ZERO = "share-of-zero"
    TWO_DEFINITIONS = "two-definitions"
    DUE_OUTSIDE = "due-outside"
    MILESTONE_OUTSIDE = "milestone-outside"
    MILESTONE_WAY = "milestone-way"
    MAPPING_UNKNOWN = "mapping-unknown"
    MAPPING_LEFT_OUT = "mapping-left-out"
    MAPPING_TWICE = "mapping-twice"
    NO_CITATION = "no-citation"
    UNKNOWN_SOURCE = "unknown-source"
    SOURCE_UNUSED = "source-unused"
    QUOTE_NOT_IN_SOURCE = "quote-not-in-source"
    QUOTE_UNCHECKED = "quote-unchecked"
    MISSING_LANGUAGE = "missing-language"
    UNWRITTEN = "unwritten"
    NO_PARTS = "no-parts"
    NO_NEEDS = "no-needs"
    NO_WEAKNESSES = "no-weaknesses"
    DOUBT_IDLE = "doubt-idle"


WARNINGS = {Code.UNWRITTEN, Code.BASE_WITHOUT_FIGURE, Code.DOUBT_IDLE}
NOTES = {Code.SOURCE_UNUSED, Code.QUOTE_UNCHECKED, Code.NO_NEEDS, Code.NO_WEAKNESSES}
# A document that cannot be used is mended; no reason for leaving it so would help those who follow the plan.
NEVER_ACKNOWLEDGED = {
    Code.UNREADABLE,
    Code.SHAPE,
    Code.DOUBLE_KEY,
    Code.UNKNOWN_KIND,
    Code.PARAMETER,
    Code.DOUBT_IDLE,
}
KINDS = Kinds(Code, WARNINGS, NOTES, NEVER_ACKNOWLEDGED)

__all__ = ["KINDS", "NEVER_ACKNOWLEDGED", "Code", "Found", "Severity"]
