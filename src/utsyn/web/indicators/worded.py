"""Figures in words: a value as its sort is read, its parts by name, how far it may be off, how two of them differ."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import BY_HAND
from utsyn.plans.spoken import Level, Plain
from utsyn.text import Said, Words, say
from utsyn.web.indicators.models import Observed

SHOWN_AS: Mapping[Sort, str] = {Sort.SHARE: "share", Sort.AMOUNT: "money", Sort.RANK: "rank"}
SORT_NAMES: Mapping[Sort, Said] = {
    Sort.COUNT: say("a count"),
    Sort.SHARE: say("a share"),
    Sort.AMOUNT: say("an amount of money"),
    Sort.RANK: say("a place among others"),
    Sort.FLOWS: say("two flows, in and out"),
    Sort.MEMBERS: say("a number for each member"),
    Sort.ARRANGEMENT: say("an arrangement that is in force or not"),
}
NOT_KNOWN, TOO_FEW = say("not known"), say("too few for a percentage")
Named = Callable[[str], Words]


class Part(NamedTuple):
    """A part of a figure: what it is, and how many."""

    name: Words
    value: Words


def parts_of(row: Observed) -> dict[str, Decimal | None]:
    """Return the parts of a figure as numbers."""
    return {name: None if part is None else Decimal(part) for name, part in row.parts.items()}


def too_few(document: IndicatorDocument, row: Observed) -> bool:
    """Tell whether a share rests on fewer than the indicator allows to be shown as a percentage."""
    whole = parts_of(row).get("denominator")
    return document.sort is Sort.SHARE and whole is not None and whole < document.smallest


def level(document: IndicatorDocument, value: Decimal) -> Words:
    """Say a number as the sort of the indicator is read."""
    return Level(value, SHOWN_AS.get(document.sort, "number"), document.currency or "")  # type: ignore[arg-type]


def value(document: IndicatorDocument, row: Observed) -> Words:
    """Say what a figure comes to, or that it is not known."""
    if document.sort is Sort.FLOWS and {"in", "out"} <= row.parts.keys():
        into, out = (parts_of(row)[name] for name in ("in", "out"))
        return say("{into} in, {out} out", into=_number(into), out=_number(out))
    if row.value is None:
        return NOT_KNOWN
    if too_few(document, row):
        return TOO_FEW
    if document.sort is Sort.ARRANGEMENT:
        return say("in force") if row.value else say("not in force")
    return level(document, row.value)


def parts(document: IndicatorDocument, row: Observed, named: Named) -> Iterator[Part]:
    """Walk the parts of a figure; `named` tells what a member is called."""
    definition = document.version(row.version)
    of_share = {
        "numerator": (definition and definition.numerator) or say("numerator"),
        "denominator": (definition and definition.denominator) or say("denominator"),
    }
    own: Mapping[str, Words] = (
        of_share if document.sort is Sort.SHARE else {"in": say("in"), "out": say("out")}
    )
    for name, part in parts_of(row).items():
        yield Part(own.get(name) or named(name), _part(document, part))


def ratio(document: IndicatorDocument, row: Observed) -> Words | None:
    """Say a share as so many of so many; None for other sorts, and where the source gives the share alone."""
    if document.sort is not Sort.SHARE or not row.parts:
        return None
    part, whole = (parts_of(row).get(name) for name in ("numerator", "denominator"))
    return say("{part} of {whole}", part=_number(part), whole=_number(whole))


def _part(document: IndicatorDocument, part: Decimal | None) -> Words:
    if part is None:
        return NOT_KNOWN
    return Level(part, "money", document.currency) if document.currency else Plain(part)


def off(document: IndicatorDocument, row: Observed) -> Words | None:
    """Say how far a figure may be off."""
    if row.precision is None:
        return None
    if document.sort is Sort.SHARE:
        return say("± {n} percentage points", n=Plain((row.precision * 100).normalize()))
    return say("± {n}", n=level(document, row.precision) if document.currency else Plain(row.precision))


def provider(document: IndicatorDocument, key: str) -> Words:
    """Name a provider; one that the indicator knows no more is named by its key."""
    if key == BY_HAND:
        return say("entered by the office")
    found = document.provider(key)
    return found.title if found else Key(key)


class Key(NamedTuple):
    """Something that has no name but its key."""

    key: str

    def in_(self, language: str) -> str:
        """Say the key, the same in every language."""
        del language
        return self.key


def differ(document: IndicatorDocument, first: Observed, second: Observed) -> Words | None:
    """Say by how much two figures for the same period differ; None where they agree, or one is not known."""
    if first.value is None or second.value is None or first.value == second.value:
        return None
    apart = abs(first.value - second.value)
    much: Words = Plain(apart.normalize())
    if document.sort is Sort.SHARE:
        much = say("{n} percentage points", n=Plain((apart * 100).normalize()))
    elif document.sort is Sort.AMOUNT:
        much = level(document, apart)
    pair = {
        "first": provider(document, first.provider),
        "second": provider(document, second.provider),
        "much": much,
    }
    return _within(apart <= (first.precision or 0) + (second.precision or 0))._replace(values=pair)


def _within(holds: bool) -> Said:
    if holds:
        return say("{first} and {second} differ by {much}, which is within what they may be off by")
    return say("{first} and {second} differ by {much}")


def _number(number: Decimal | None) -> Words:
    return NOT_KNOWN if number is None else Plain(number)
