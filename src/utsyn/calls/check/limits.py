"""Limits: caps without what they count, a least above a most, sums out of reach."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from utsyn.calls.check.found import Code, Found, Severity
from utsyn.calls.check.scopes import Leaf, Scope
from utsyn.calls.check.spans import longest
from utsyn.calls.check.subject import Subject, parts
from utsyn.calls.document import Fact
from utsyn.problems import Path as Steps
from utsyn.text import Money, say

# A share says in its name of what it is one.
SHARE = re.compile(r"(^|[_-])(share|percent|pct|rate|andel|prosent)([_-]|$)", re.IGNORECASE)
CAP = re.compile(
    r"(^|[_-])(caps?|max|maximum|limit|limits|ceiling|quota|at_most|tak|kvote|grense)([_-]|$)", re.IGNORECASE
)
CROSSING = (("at_least", "at_most"), ("earliest", "latest"), ("more_than", "up_to"))


def caps(subject: Subject) -> Iterator[Found]:
    """Find numbers called a cap that do not say what they count: in facts without a unit, in parameters no rule reads."""
    call = subject.call
    facts = [
        (("facts",), call.facts),
        *((("lots", n, "facts"), lot.facts) for n, lot in enumerate(call.lots)),
    ]
    facts += [(("amendments", n, "change", "facts"), a.change.facts) for n, a in enumerate(call.amendments)]
    for path, known in facts:
        for name, fact in known.items():
            yield from _fact(subject, (*path, name), name, fact)
    read = {value[1:] for _, value in parts(subject.file.data) if isinstance(value, str) and value[:1] == "$"}
    for path, value in parts(subject.file.data):
        name = str(path[-1]) if len(path) > 1 and path[-2] == "parameters" else ""
        if name and _is_cap(name, value) and name not in read:
            yield _without_unit(subject, path, name)


def _fact(subject: Subject, path: Steps, name: str, fact: Fact) -> Iterator[Found]:
    value = subject.written((*path, "value"))
    nested = (p for p, v in parts(value) if p and _is_cap(str(p[-1]), v))
    if fact.unit.strip():
        return
    if _is_cap(name, value):
        yield _without_unit(subject, (*path, "value"), name)
    for inner in nested:
        yield _without_unit(subject, (*path, "value", *inner), f"{name}.{inner[-1]}")


def _without_unit(subject: Subject, path: Steps, name: str) -> Found:
    what = say("“{name}” does not say what it counts", name=name)
    mend = say(
        "Give the fact a unit, such as “applications per institution”, or read it in a rule that counts"
    )
    return subject.found(Code.CAP_WITHOUT_UNIT, path, what, mend)


def _is_cap(name: str, value: Any) -> bool:
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return is_number and bool(CAP.search(name)) and not SHARE.search(name)


def limits(subject: Subject, scope: Scope) -> Iterator[Found]:
    """Find limits that are missing, that cross each other, or that cannot be reached."""
    for leaf in scope.leaves:
        yield from _missing(subject, leaf)
        for low, high in CROSSING:
            yield from _crossed(subject, leaf, low, leaf, high)
    for least in scope.of("amount_at_least"):
        for most in scope.of("amount_at_most"):
            yield from _crossed(subject, least, "amount", most, "amount")
    yield from _unreachable(subject, scope)


def _missing(subject: Subject, leaf: Leaf) -> Iterator[Found]:
    """Find rules that count, and are not told to what; a number that a source leaves open is written as null."""
    values = leaf.values
    if leaf.rule == "at_most_per_institution" and values["at_most"] is None and not values["tiers"]:
        left_open = {"at_most", "tiers"} & set(leaf.origins)
        what = say("A number of applications per institution is asked for, and no number is given")
        mend = say("Give at_most or tiers; write at_most: null where no source states the number")
        severity = Severity.NOTE if left_open else None
        yield subject.found(Code.CAP_WITHOUT_UNIT, leaf.path, what, mend, severity=severity)
    if leaf.rule == "ranking" and values["policy"] == "on_overflow" and values["at_most"] is None:
        what = say("Ranking is asked for on overflow, and the number that may not be passed is missing")
        yield subject.found(Code.CAP_WITHOUT_UNIT, leaf.path, what, say("Give at_most"))


def _crossed(subject: Subject, least: Leaf, low: str, most: Leaf, high: str) -> Iterator[Found]:
    smallest, largest = least.values.get(low), most.values.get(high)
    if smallest is not None and largest is not None and smallest > largest:
        what = say("Nothing is at least {least} and at most {most}", least=smallest, most=largest)
        mend = say("Read both limits again in the source")
        yield subject.found(Code.LIMITS_CROSSED, most.at(high), what, mend)


def _unreachable(subject: Subject, scope: Scope) -> Iterator[Found]:
    """Note a maximum that the yearly maximum never adds up to in the years a project may last."""
    lasts = longest(scope)
    if lasts is None:
        return
    years = -(-lasts // 12)
    for total in scope.of("amount_at_most"):
        for yearly in scope.of("amount_per_year_at_most"):
            most, each = total.values["amount"], yearly.values["amount"]
            currency = total.values["currency"] or subject.call.currency
            if each * years < most:
                what = say("{most} cannot be reached with {each} a year in {years} years",
                           most=Money(most, currency), each=Money(each, currency), years=years)  # fmt: skip
                mend = say("Read the maximum, the yearly maximum and the length again in the source")
                yield subject.found(Code.AMOUNT_UNREACHABLE, total.at("amount"), what, mend)
