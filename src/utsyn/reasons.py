"""Answers that carry their reasons, and figures that carry their sources.

A `Finding` says whether something holds, and because of what. A `Figure` says how much, and from what.
Verdicts are Kleene's three and one more: what a named person must decide.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, NoReturn

from utsyn.text import Words

# Makes a named tuple of all its fields in half the time of its own constructor: an answer makes a hundred of them.
new = tuple.__new__


class Verdict(StrEnum):
    """What is true: yes, no, nobody has told us, or a person must judge."""

    __hash__ = str.__hash__  # Enum's own is slow

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"


class Source(NamedTuple):
    """Where a rule or a number comes from, precisely enough to go and look."""

    title: Words | str
    url: str = ""
    place: str = ""
    quote: str = ""
    language: str = ""
    derived: Words | str = ""
    doubt: Words | str = ""
    partial: bool = False
    accessed: date | None = None
    licence: str = ""
    sha256: str = ""


class Mend(NamedTuple):
    """One fact that, told otherwise, might turn a *no*: `path` in the proposal, the value, and the words for it."""

    path: str
    value: object
    words: Words


def mend(path: str, value: object, words: Words) -> Callable[[], tuple[Mend]]:
    """Return the one mend that would do, for a finding to give when somebody asks."""
    return lambda: (Mend(path, value, words),)


class Ask(NamedTuple):
    """Who must judge, and the evidence that she will want to see."""

    decided_by: Words | str
    evidence: Words | None = None


class Finding(NamedTuple):
    """A verdict on a claim, what was found, and the findings, facts and sources it rests on."""

    verdict: Verdict
    claim: Words
    because: tuple["Finding", ...] = ()
    found: Words | None = None
    about: tuple[str, ...] = ()
    mends: Callable[[], Iterable[Mend]] | None = None
    ask: Ask | None = None
    one_is_enough: bool = False
    key: str = ""
    sources: tuple[Source, ...] = ()
    since: date | None = None

    def placed(self, place: tuple[object, ...], claim: Words | None = None) -> "Finding":
        """Return the finding as that of a line: in its words, with its key, where it is written, and since when."""
        return new(Finding, (self[:8] if claim is None else (self[0], claim, *self[2:8])) + place)

    def __bool__(self) -> NoReturn:
        """Refuse: a finding may be unknown; compare `.verdict` instead."""
        raise TypeError("a finding may be unknown: compare .verdict instead")

    def leaves(self) -> Iterator["Finding"]:
        """Walk the findings that rest on facts alone."""
        if not self.because:
            yield self
        for part in self.because:
            yield from part.leaves()

    def decisive(self) -> Iterator["Finding"]:
        """Walk the leaves that the verdict rests on: whatever the others were, a *yes* or a *no* would stand.

        A *no* turns once all of them do. An *unknown* is settled once they are, in whichever way.
        """
        if not self.because:
            yield self
            return
        same = [part for part in self.because if part.verdict is self.verdict]
        if self.one_is_enough and self.verdict is Verdict.YES:
            same = same[:1]
        for part in same:
            yield from part.decisive()

    def missing(self) -> tuple["Finding", ...]:
        """List what we would have to learn before an unknown could be settled."""
        return tuple(leaf for leaf in self.leaves() if leaf.verdict is Verdict.UNKNOWN)

    def mended(self) -> Iterator[Mend]:
        """Walk the single facts that the failing leaves would want otherwise, worked out only now that someone asks."""
        for leaf in self.leaves():
            if leaf.mends and leaf.verdict is Verdict.NO:
                yield from leaf.mends()


class Figure(NamedTuple):
    """A number with its unit and period, the recipe that made it, its parts, and the sources it was made from."""

    value: Decimal | None
    unit: str
    period: str
    recipe: str
    sources: tuple[Source, ...]
    parts: Mapping[str, Decimal] = {}
    precision: Decimal | None = None
    caveats: tuple[Words, ...] = ()

    def __bool__(self) -> NoReturn:
        """Refuse: a figure may be unknown, and zero is a figure."""
        raise TypeError("a figure may be unknown or zero: compare .value instead")


HOLDS = {True: Verdict.YES, False: Verdict.NO, None: Verdict.UNKNOWN}
ALL_OF = (Verdict.NO, Verdict.UNKNOWN, Verdict.JUDGEMENT)
ANY_OF = (Verdict.YES, Verdict.UNKNOWN, Verdict.JUDGEMENT)


def finding(
    holds: bool | None,
    claim: Words,
    *,
    found: Words | None = None,
    about: tuple[str, ...] = (),
    mends: Callable[[], Iterable[Mend]] | None = None,
    ask: Ask | None = None,
) -> Finding:
    """State a claim that holds, does not, or cannot be told (None); `mends` are worked out only for a *no*."""
    return new(Finding, (HOLDS[holds], claim, (), found, about, mends, ask, False, "", (), None))


def strongest(verdicts: Iterable[Verdict], order: tuple[Verdict, ...], otherwise: Verdict) -> Verdict:
    """Return the first verdict of `order` that occurs, else `otherwise`."""
    met = set(verdicts)
    for verdict in order:
        if verdict in met:
            return verdict
    return otherwise


def all_of(
    claim: Words, parts: Iterable[Finding], *, key: str = "", sources: tuple[Source, ...] = ()
) -> Finding:
    """No if any part is no; else unknown if any is unknown; else judgement if any is; else yes."""
    because = tuple(parts)
    verdict = strongest([part.verdict for part in because], ALL_OF, Verdict.YES)
    return new(Finding, (verdict, claim, because, None, (), None, None, False, key, sources, None))


def any_of(
    claim: Words, parts: Iterable[Finding], *, key: str = "", sources: tuple[Source, ...] = ()
) -> Finding:
    """Yes if any part is yes; else unknown if any is unknown; else judgement if any is; else no."""
    because = tuple(parts)
    verdict = strongest([part.verdict for part in because], ANY_OF, Verdict.NO)
    return new(Finding, (verdict, claim, because, None, (), None, None, True, key, sources, None))


def every(parts: Iterable[bool | None]) -> bool | None:
    """Kleene's and: False if any is False, else None if any is None, else True."""
    met = parts if isinstance(parts, (tuple, list)) else tuple(parts)
    return False if False in met else None if None in met else True


def some(parts: Iterable[bool | None]) -> bool | None:
    """Kleene's or: True if any is True, else None if any is None, else False."""
    met = parts if isinstance(parts, (tuple, list)) else tuple(parts)
    return True if True in met else None if None in met else False


def enough(count: int, parts: Iterable[bool | None]) -> bool | None:
    """Tell whether at least `count` parts hold; None where the unknown ones could make the difference."""
    met = parts if isinstance(parts, (tuple, list)) else tuple(parts)
    sure = met.count(True)
    return True if sure >= count else None if sure + met.count(None) >= count else False


def few(count: int, parts: Iterable[bool | None]) -> bool | None:
    """Tell whether at most `count` parts hold; None where the unknown ones could make the difference."""
    return opposite(enough(count + 1, parts))


def opposite(holds: bool | None) -> bool | None:
    """Kleene's not: what is unknown stays so."""
    return None if holds is None else not holds


def agreed(verdicts: Iterable[bool | None]) -> bool | None:
    """Return the verdict on which all agree; None where they do not."""
    met = set(verdicts)
    return met.pop() if len(met) == 1 else None
