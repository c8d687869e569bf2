"""People by pseudonymous key: time since the doctorate, residence, and blocking by earlier applications."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from utsyn.calls.proposal import Earlier, Leave, Proposal, Stay
from utsyn.calls.rules import rule
from utsyn.calls.rules.partners import Place
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.periods import add_months
from utsyn.reasons import Finding, every, finding
from utsyn.text import say


@rule
def years_since_doctorate(
    proposal: Proposal,
    *,
    counted_to: date,
    more_than: int | None = None,
    up_to: int | None = None,
    months_per_child: int = 0,
    leave_counts: bool = True,
) -> Finding:
    """The first doctoral defence lies in the window; documented leave moves its far end, never its near one."""
    leader = proposal.leader
    defended = leader.doctorate_on if leader else None
    claim = say("The doctorate was defended more than {more} and up to {most} years before {day}",
                more=more_than or 0, most=up_to or say("any number of"), day=counted_to)  # fmt: skip
    if defended is None:
        return finding(None, claim, about=("leader.doctorate_on",))
    old_enough = more_than is None or defended <= _years_before(counted_to, more_than)
    young = True if up_to is None else _young(defended, counted_to, up_to, leader.leave if leader else None,
                                              months_per_child if leave_counts else None)  # fmt: skip
    about = ("leader.doctorate_on", *(("leader.leave",) if young is None else ()))
    return finding(every([old_enough, young]), claim, found=say("{day}", day=defended), about=about)


def _years_before(day: date, years: int) -> date:
    """The last day that lies more than so many years before: 2022-12-31 for 2 years before 2025-01-01."""
    return add_months(day, -12 * years) - timedelta(days=1)


def _young(
    defended: date, counted_to: date, up_to: int, leave: tuple[Leave, ...] | None, per_child: int | None
) -> bool | None:
    limit = add_months(counted_to, -12 * up_to)
    if defended >= limit:
        return True
    if per_child is None:
        return False
    if leave is None:
        return None
    sure = sum((extension(item, per_child) or Decimal(0) for item in leave), Decimal(0))
    if defended >= add_months(limit, -int(sure)):
        return True
    return None if any(extension(item, per_child) is None for item in leave) else False


def extension(leave: Leave, per_child: int) -> Decimal | None:
    """Return the months a leave adds: the fixed months per child or the documented ones, whichever is longer."""
    if leave.kind == "maternity" and per_child:
        fixed = None if leave.children is None else Decimal(per_child * leave.children)
        if leave.documented and leave.months is not None:
            return max(leave.months, fixed or Decimal(0))
        return fixed
    if leave.documented is False:
        return Decimal(0)
    return leave.months if leave.documented else None


@rule
def residence_at_most(
    proposal: Proposal,
    *,
    before: date,
    months: int = 12,
    within_months: int = 36,
    countries: CountryList | None = None,
) -> Finding:
    """The leader has not lived or worked in the host country more than so many months just before the day."""
    host = proposal.applicant.country if proposal.applicant else None
    where = countries or (Place((host,)) if host else say("the host country"))
    claim = say("At most {n} of the last {m} months before {day} were spent in {where}",
                n=months, m=within_months, day=before, where=where)  # fmt: skip
    stays = proposal.leader.stays if proposal.leader else None
    if stays is None or (host is None and countries is None):
        return finding(None, claim, about=("leader.stays",) if stays is None else ("applicant.country",))
    first = add_months(before, -within_months)
    allowed = (before - add_months(before, -months)).days
    here = [(s, countries.holds(s.country) if countries else _same(s.country, host)) for s in stays]
    sure = len(_days(((s) for s, at in here if at and s.since), first, before))
    possible = len(_days((_widest(s, first) for s, at in here if at is not False), first, before))
    holds = True if possible <= allowed else False if sure > allowed else None
    return finding(
        holds, claim, found=say("{n} days, of at most {m}", n=sure, m=allowed), about=("leader.stays",)
    )


def _same(country: str | None, host: str | None) -> bool | None:
    return None if country is None else country == host


def _widest(stay: Stay, first: date) -> Stay:
    return Stay(country=stay.country, since=stay.since or first, until=stay.until)


def _days(stays: Iterable[Stay], first: date, before: date) -> set[date]:
    """Return the days inside the window, each counted once however many stays cover it."""
    days: set[date] = set()
    for stay in stays:
        start, end = max(stay.since or first, first), min(stay.until or before, before - timedelta(days=1))
        days.update(start + timedelta(days=n) for n in range((end - start).days + 1))
    return days


class Band(BaseModel):
    """An earlier mark from `at_least` to `at_most` (both included) and the months it adds to the waiting time."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    at_least: Decimal = Decimal(0)
    at_most: Decimal
    months: int


@rule
def not_blocked(
    proposal: Proposal, *, on: date, schemes: Listing, waiting_months: int = 0, bands: tuple[Band, ...] = ()
) -> Finding:
    """No earlier application of the leader still blocks a new one, by its date and its mark."""
    claim = say("No earlier application blocks this one on {day}", day=on)
    earlier = proposal.leader.earlier if proposal.leader else None
    if earlier is None:
        return finding(None, claim, about=("leader.earlier",))
    each = [_free(item, on, schemes, waiting_months, bands) for item in earlier]
    about = tuple(f"leader.earlier[{n}]" for n, free in enumerate(each) if free is not True) or (
        "leader.earlier",
    )
    blocked = [item for item, free in zip(earlier, each, strict=True) if free is False]
    found = (
        say("an application of {day} with mark {mark}", day=blocked[0].sent_on, mark=blocked[0].mark or "–")
        if blocked
        else None
    )
    return finding(every(each), claim, found=found, about=about)


def _free(item: Earlier, on: date, schemes: Listing, waiting: int, bands: tuple[Band, ...]) -> bool | None:
    counts = schemes.holds(item.scheme)
    if counts is False:
        return True
    extra = [b.months for b in bands if item.mark is not None and b.at_least <= item.mark <= b.at_most]
    possible = extra or [0, *(band.months for band in bands)] if item.mark is None or not extra else extra
    if item.sent_on is None:
        return None if waiting + max(possible, default=0) > 0 else True
    free = {on >= add_months(item.sent_on, waiting + more) for more in (possible or [0])}
    certain = free.pop() if len(free) == 1 else None
    return certain if counts or certain else None
