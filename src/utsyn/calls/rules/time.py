"""Time: the call's window with its deadline in a named zone, the project's first and last day, its length."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.periods import Deadline, add_months, months
from utsyn.reasons import Finding, Mend, all_of, every, finding
from utsyn.text import Words, say


@rule
def open_for_proposals(
    proposal: Proposal,
    *,
    on: date,
    opens: date | None,
    closes: Deadline | None,
    closed_by: date | None = None,
) -> Finding:
    """The call is open on the day asked about, or was when the proposal was sent, where that is told."""
    sent = proposal.sent_at
    day = _day(sent, closes) if sent else on
    last = closes.met(on=day, at=sent if sent and sent.tzinfo else None) if closes else _over(day, closed_by)
    if closes and last is None and not sent:
        last = True  # on the last day, until the hour that `found` tells
    begun = opens <= day if opens else (True if closes and day == closes.day else None)
    until = _until(closes) if closes else _some_day(closed_by)
    claim = say("The call is open from {opens} until {closes}", closes=until,
                opens=opens or say("a day that no source states"))  # fmt: skip
    about = ("sent_at",) if sent else ()
    words = say("sent {at}", at=sent) if sent else say("asked for {on}", on=on)
    return finding(every([begun, last]), claim, found=words, about=about)


def _day(sent: datetime, closes: Deadline | None) -> date:
    """The calendar day on which it was sent, where the deadline's clock hangs."""
    return (
        sent.astimezone(ZoneInfo(closes.zone))
        if closes and closes.instant and closes.zone and sent.tzinfo
        else sent
    ).date()


def _over(day: date, closed_by: date | None) -> bool | None:
    return False if closed_by and day >= closed_by else None


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


@rule
def starts_between(
    proposal: Proposal, *, earliest: date | None = None, latest: date | None = None
) -> Finding:
    """The project's first day is not before `earliest` nor after `latest`."""
    day, parts = proposal.starts, []
    if earliest:
        mend = Mend("starts", earliest, say("Start on {day} or later", day=earliest))
        claim = say("The project starts on {day} or later", day=earliest)
        parts.append(_dated(None if day is None else day >= earliest, claim, day, "starts", mend))
    if latest:
        mend = Mend("starts", latest, say("Start on {day} or earlier", day=latest))
        claim = say("The project starts on {day} or earlier", day=latest)
        parts.append(_dated(None if day is None else day <= latest, claim, day, "starts", mend))
    return parts[0] if len(parts) == 1 else all_of(say("The project starts within the window"), parts)


@rule
def ends_by(proposal: Proposal, *, latest: date) -> Finding:
    """The project's last day is not after `latest`."""
    mend = Mend("ends", latest, say("End on {day} or earlier", day=latest))
    holds = None if proposal.ends is None else proposal.ends <= latest
    return _dated(holds, say("The project ends on {day} or earlier", day=latest), proposal.ends, "ends", mend)


def _dated(holds: bool | None, claim: Words, day: date | None, path: str, mend: Mend) -> Finding:
    found = say("{day}", day=day) if day else None
    return finding(holds, claim, found=found, about=(path,), mends=(mend,))


@rule
def duration_between(
    proposal: Proposal, *, at_least: int | None = None, at_most: int | None = None
) -> Finding:
    """The project lasts so many whole months, first and last day included; a begun month counts against the maximum."""
    claim = _length(at_least, at_most)
    first, last = proposal.starts, proposal.ends
    if first is None or last is None:
        return finding(None, claim, about=("starts", "ends"))
    if last < first:
        return finding(False, claim, found=say("it ends before it starts"), about=("starts", "ends"))
    n = months(first, last)
    begun = n + (add_months(first, n) <= last)
    holds = (at_least is None or n >= at_least) and (at_most is None or begun <= at_most)
    wanted = at_most if at_most is not None and begun > at_most else at_least
    mends = (_lasting(first, wanted),) if wanted is not None else ()
    return finding(holds, claim, found=say("{n} months", n=n), about=("starts", "ends"), mends=mends)


def _lasting(first: date, count: int) -> Mend:
    last = date.fromordinal(add_months(first, count).toordinal() - 1)
    return Mend("ends", last, say("End on {day}, after {n} months", day=last, n=count))


def _length(at_least: int | None, at_most: int | None) -> Words:
    if at_least is not None and at_least == at_most:
        return say("The project lasts {n} months", n=at_least)
    if at_least is not None and at_most is not None:
        return say("The project lasts from {n} to {m} months", n=at_least, m=at_most)
    if at_least is not None:
        return say("The project lasts at least {n} months", n=at_least)
    return say("The project lasts at most {m} months", m=at_most)
