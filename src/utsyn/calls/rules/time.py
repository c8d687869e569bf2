"""Time: the call's window with its deadline in a named zone, the project's first and last day, its length."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule, rule_asking
from utsyn.periods import ONE_DAY, Day, Deadline, add_months, begun_months
from utsyn.reasons import Finding, Mend, every, finding, mend
from utsyn.text import Words, later, say, say_n

Months = Annotated[int, Field(ge=1, le=600)]


@rule
def open_for_proposals(
    proposal: Proposal,
    *,
    on: date,
    opens: Day | None,
    closes: Deadline | None,
    closed_by: Day | None = None,
    open_ended: bool = False,
) -> Finding:
    """The call is open on the day asked about, or was when the proposal was sent, where that is told.

    On the last day it is open until its hour; where the hour is not known, what was sent that day is unknown.
    A call that a source says has no deadline is open from its first day on.
    """
    sent = proposal.sent_at
    if open_ended:
        return _without_end(sent.date() if sent else on, opens, told=sent is not None)
    if sent is None:
        claim, found = later(_window, opens, closes, closed_by), say("asked for {on}", on=on)
        return finding(_open(on, opens, closes, closed_by), claim, found=found)
    day = closes.day_of(sent) if closes else sent.date()
    in_time = closes.met(on=day, at=sent) if closes else _over(day, closed_by)
    holds = every((in_time, _begun(day, opens, closes)))
    found = say("sent {at}", at=sent)
    return finding(holds, later(_window, opens, closes, closed_by), found=found, about=("sent_at",))


def _without_end(day: date, opens: date | None, *, told: bool) -> Finding:
    claim = say("The call is open from {opens}, without a deadline",
                opens=opens or say("a day that no source states"))  # fmt: skip
    found = say("sent {at}", at=day) if told else say("asked for {on}", on=day)
    return finding(_begun(day, opens, None), claim, found=found, about=("sent_at",) if told else ())


def _open(on: date, opens: date | None, closes: Deadline | None, closed_by: date | None) -> bool | None:
    if closes and opens:
        return opens <= on <= closes.day
    in_time = on <= closes.day if closes else _over(on, closed_by)
    return every((in_time, _begun(on, opens, closes)))


def _begun(day: date, opens: date | None, closes: Deadline | None) -> bool | None:
    """Tell whether the call has opened; where its first day is not known, on its last day at the latest."""
    if opens is None:
        return True if closes and day == closes.day else None
    return opens <= day


def _over(day: date, closed_by: date | None) -> bool | None:
    return False if closed_by and day >= closed_by else None


def _window(opens: date | None, closes: Deadline | None, closed_by: date | None) -> Words:
    until = _until(closes) if closes else _some_day(closed_by)
    first = opens or say("a day that no source states")
    return say("The call is open from {opens} until {closes}", opens=first, closes=until)


def _some_day(closed_by: date | None) -> Words:
    if closed_by is None:
        return say("a day that no source states")
    return say("some day before {day}", day=closed_by)


def _until(closes: Deadline) -> Words:
    if closes.time is None:
        return say("{day}, at an hour that no source states", day=closes.day)
    clock = f"{closes.time:%H:%M}"
    return say(
        "{day} at {time} ({zone})", day=closes.day, time=clock, zone=closes.zone or say("zone not stated")
    )


@rule_asking("earliest", "latest")
def starts_between(proposal: Proposal, *, earliest: Day | None = None, latest: Day | None = None) -> Finding:
    """The project's first day is not before `earliest` nor after `latest`."""
    day = proposal.starts
    early, late = day and earliest and day < earliest, day and latest and day > latest
    mends = None
    if early:
        mends = mend("starts", earliest, say("Start on {day} or later", day=earliest))
    elif late:
        mends = mend("starts", latest, say("Start on {day} or earlier", day=latest))
    holds = None if day is None else not (early or late)
    return finding(holds, _starts(earliest, latest), found=_day(day), about=("starts",), mends=mends)


def _starts(earliest: date | None, latest: date | None) -> Words:
    if latest is None:
        return say("The project starts on {day} or later", day=earliest)
    if earliest is None:
        return say("The project starts on {day} or earlier", day=latest)
    return say("The project starts from {first} to {last}", first=earliest, last=latest)


@rule
def ends_by(proposal: Proposal, *, latest: Day) -> Finding:
    """The project's last day is not after `latest`."""
    day = proposal.ends
    claim = say("The project ends on {day} or earlier", day=latest)
    if day is None or day <= latest:
        return finding(None if day is None else True, claim, found=_day(day), about=("ends",))
    mends = mend("ends", latest, say("End on {day} or earlier", day=latest))
    return finding(False, claim, found=_day(day), about=("ends",), mends=mends)


def _day(day: date | None) -> Words | None:
    return say("{day}", day=day) if day else None


@rule_asking("at_least", "at_most")
def duration_between(
    proposal: Proposal, *, at_least: Months | None = None, at_most: Months | None = None
) -> Finding:
    """The project lasts so many whole months, first and last day included; a begun month counts against the maximum."""
    claim, first, last = later(_length, at_least, at_most), proposal.starts, proposal.ends
    about = ("starts", "ends")
    if first is None or last is None:
        return finding(None, claim, about=about)
    whole, begun = begun_months(first, last)
    found: Words = later(_lasts, whole, begun)
    wanted: int | None = None
    if last < first:
        found, wanted = say("it ends before it starts"), at_least or at_most or 1
    elif at_least is not None and whole < at_least:
        wanted = at_least
    elif at_most is not None and begun > at_most:
        wanted = at_most
    mends = partial(_lasting, first, wanted) if wanted else None
    return finding(wanted is None, claim, found=found, about=about, mends=mends)


def _lasts(whole: int, begun: int) -> Words:
    if begun > whole:
        return say_n("{n} month and some days", "{n} months and some days", whole)
    return say_n("{n} month", "{n} months", whole)


def _lasting(first: date, count: int) -> Iterator[Mend]:
    last = add_months(first, count) - ONE_DAY
    yield Mend(
        "ends",
        last,
        say_n("End on {day}, after {n} month", "End on {day}, after {n} months", count, day=last),
    )


def _length(at_least: int | None, at_most: int | None) -> Words:
    if at_most is None:
        least = at_least or 0
        return say_n("The project lasts at least {n} month", "The project lasts at least {n} months", least)
    if at_least is None:
        return say_n("The project lasts at most {n} month", "The project lasts at most {n} months", at_most)
    if at_least == at_most:
        return say_n("The project lasts {n} month", "The project lasts {n} months", at_most)
    return say("The project lasts from {n} to {m} months", n=at_least, m=at_most)
