"""What a target is compared with: a base that is missing, has no figure, is nothing, or is measured differently."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter, ValidationError

from utsyn.periods import Day
from utsyn.plans.check.found import Code, Found, Severity
from utsyn.plans.check.subject import Put, Subject, put
from utsyn.plans.document import PlanDocument
from utsyn.text import say

DAY: TypeAdapter[date] = TypeAdapter(Day)
# Kinds that compare with a base; what else they ask for is found where parameters are.
COMPARING = ("increase", "increase_share", "multiplied", "breadth")


def bases(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Look at the base of every target that has one or should have one."""
    for one in put(subject, plan):
        if one.target.kind in COMPARING and not one.base:
            what = say("The target “{key}” has nothing that it is compared with", key=one.target.key)
            mend = say(
                "Give base under given, with since and until: the first and last day of the time before"
            )
            yield subject.found(Code.NO_BASE, one.at("given"), what, mend)
        if one.base:
            yield from _period(subject, one)
            yield from _figure(subject, one)
        yield from _definitions(subject, one, plan.lasts.since)


def _period(subject: Subject, one: Put) -> Iterator[Found]:
    since = day(one.base.get("since"))
    if since and since > one.due:
        what = say("The base begins on {since}, after the target is due, on {due}", since=since, due=one.due)
        mend = say("Name the time that the target is compared with, which lies before")
        yield subject.found(Code.BASE_PERIOD, one.at("given", "base", "since"), what, mend)


def _figure(subject: Subject, one: Put) -> Iterator[Found]:
    value, indicator = number(one.base.get("value")), one.indicator
    at = one.at("given", "base")
    if one.base.get("value") is None and indicator and not indicator.providers:
        what = say("The base has no figure, and nobody provides one for “{indicator}”",
                   indicator=indicator.title)  # fmt: skip
        mend = say(
            "Write value, with cite, where a source states it; else enter the figure before progress is asked for"
        )
        yield subject.found(Code.BASE_WITHOUT_FIGURE, at, what, mend)
    elif value == 0 and (one.target.kind == "multiplied" or one.given.get("by") is not None):
        what = say("This would be a percentage of zero: the base is 0")
        mend = say("Ask for any increase, without by; or for a level, with at_least")
        yield subject.found(Code.SHARE_OF_ZERO, (*at, "value"), what, mend)


def _definitions(subject: Subject, one: Put, begins: date) -> Iterator[Found]:
    """Find a target whose base and whose last figures are made by definitions that do not go together."""
    indicator, compared = one.indicator, bool(one.base)
    if indicator is None:
        return
    start = day(one.base.get("since")) or begins
    first, at = indicator.definition(on=start), one.at("indicator")
    if first is None and compared and one.base.get("value") is None:
        what = say("The base begins on {day}, and “{indicator}” is defined from {since} on", day=start,
                   indicator=indicator.title, since=indicator.definitions[0].since)  # fmt: skip
        mend = say("Write down how it was defined before, or take a later base")
        yield subject.found(Code.TWO_DEFINITIONS, at, what, mend)
    for later in indicator.definitions if first else ():
        if (
            start < later.since <= one.due
            and first
            and first.version not in indicator.comparable(later.version)
        ):
            what = say("Two definitions of “{indicator}” would stand in one series: version {old}, and from {day} version {new}",
                       indicator=indicator.title, old=first.version, day=later.since, new=later.version)  # fmt: skip
            mend = say("Name version {old} under comparable_with of version {new} if their figures can be compared; else take a base from {day} on",
                       old=first.version, new=later.version, day=later.since)  # fmt: skip
            severity = Severity.ERROR if compared else Severity.WARNING
            yield subject.found(Code.TWO_DEFINITIONS, at, what, mend, severity=severity)


def day(written: Any) -> date | None:
    """Return a day as it was written; None for what is none, which its own check says."""
    try:
        return DAY.validate_python(written)
    except ValidationError:
        return None


def number(written: Any) -> Decimal | None:
    """Return a number as it was written; None for what is none, which its own check says."""
    if isinstance(written, bool) or not isinstance(written, (int, Decimal, str)):
        return None
    try:
        made = Decimal(written)
    except InvalidOperation:
        return None
    return made if made.is_finite() else None
