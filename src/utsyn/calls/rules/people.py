"""The leader by pseudonymous key: time since the doctorate with leave, and residence in the host country."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Annotated, NamedTuple

from pydantic import Field

from utsyn.calls.proposal import Leader, Leave, Proposal, Stay
from utsyn.calls.rules import rule, rule_asking
from utsyn.organisations.countries import CountryList, Places
from utsyn.periods import Day, add_months
from utsyn.reasons import Finding, every, finding
from utsyn.text import Words, later, say, say_n

Months = Annotated[int, Field(ge=0, le=600)]
Years = Annotated[int, Field(ge=0, le=50)]
UNTOLD = Leader()
MOST_LEAVE = Decimal(1200)  # months; more than a life's work, so that no date is out of reach
DAY = timedelta(days=1)


class Extension(NamedTuple):
    """The months that leave adds for sure, and those that it may add; None where there is no telling."""

    sure: Decimal
    possible: Decimal | None


@rule_asking("more_than", "up_to")
def years_since_doctorate(
    proposal: Proposal,
    *,
    counted_to: Day,
    more_than: Years | None = None,
    up_to: Years | None = None,
    months_per_child: Months = 0,
    leave_counts: bool = True,
) -> Finding:
    """The first doctoral defence lies in the window; leave moves its far end, never its near one.

    Maternity counts a fixed number of months for each child, or the documented months where they are more.
    Other leave counts where it is documented.
    """
    leader = proposal.leader or UNTOLD
    leave_counts = leave_counts and up_to is not None
    claim, defended = later(_window, more_than, up_to, counted_to, leave_counts), leader.doctorate_on
    if defended is None:
        return finding(None, claim, about=("leader.doctorate_on",))
    last = counted_to if more_than is None else add_months(counted_to, -12 * more_than) - DAY
    young: bool | None = True
    if up_to is not None:
        first = add_months(counted_to, -12 * up_to)
        extension = (
            added(leader.leave, months_per_child) if leave_counts else Extension(Decimal(0), Decimal(0))
        )
        young = _young(defended, first, extension)
    about = ("leader.doctorate_on", "leader.leave") if young is None else ("leader.doctorate_on",)
    found = say("defended on {day}", day=defended)
    return finding(every((defended <= last, young)), claim, found=found, about=about)


def _window(more_than: int | None, up_to: int | None, day: date, leave_counts: bool) -> Words:
    claim = _years(more_than, up_to, day)
    return say("{so_far}, not counting leave", so_far=claim) if leave_counts else claim


def _years(more_than: int | None, up_to: int | None, day: date) -> Words:
    if up_to is None:
        return say_n("The doctorate was defended more than {n} year before {day}",
                     "The doctorate was defended more than {n} years before {day}", more_than or 0, day=day)  # fmt: skip
    if more_than is None:
        return say_n("The doctorate was defended at most {n} year before {day}",
                     "The doctorate was defended at most {n} years before {day}", up_to, day=day)  # fmt: skip
    return say_n("The doctorate was defended more than {more} and at most {n} year before {day}",
                 "The doctorate was defended more than {more} and at most {n} years before {day}",
                 up_to, more=more_than, day=day)  # fmt: skip


def _young(defended: date, first: date, extension: Extension) -> bool | None:
    """Compare with the first day of the window; a begun month of leave may or may not count."""
    if defended >= add_months(first, -floor(min(extension.sure, MOST_LEAVE))):
        return True
    if extension.possible is None:
        return None
    return None if defended >= add_months(first, -ceil(min(extension.possible, MOST_LEAVE))) else False


def added(leave: Iterable[Leave] | None, per_child: int) -> Extension:
    """Return the months that all leave adds."""
    if leave is None:
        return Extension(Decimal(0), None)
    each = [extension(item, per_child) for item in leave]
    possible = [item.possible for item in each if item.possible is not None]
    sure = sum((item.sure for item in each), Decimal(0))
    return Extension(sure, sum(possible, Decimal(0)) if len(possible) == len(each) else None)


def extension(leave: Leave, per_child: int) -> Extension:
    """Return the months that one leave adds: those documented or, for maternity, the fixed ones for each child."""
    documented = Decimal(0) if leave.documented is False else leave.months
    sure = documented if leave.documented and documented is not None else Decimal(0)
    fixed = None if leave.children is None else Decimal(per_child * leave.children)
    if not per_child or leave.kind not in ("maternity", None):
        return Extension(sure, documented)
    possible = None if documented is None or fixed is None else max(documented, fixed)
    return Extension(max(sure, fixed or Decimal(0)) if leave.kind else sure, possible)


@rule
def residence_at_most(
    proposal: Proposal,
    *,
    before: Day,
    months: Months = 12,
    within_months: Months = 36,
    countries: CountryList | None = None,
) -> Finding:
    """The leader has not lived or worked in the host country more than so many months just before the day.

    The host country is that of the applicant, unless countries are given. A stay whose first or last day is
    untold may have lasted the whole time.
    """
    host = proposal.applicant.country if proposal.applicant else None
    where = countries or (Places((host,)) if host else say("the host country"))
    claim = say("At most {n} of the last {m} months before {day} were spent in {where}",
                n=months, m=within_months, day=before, where=where)  # fmt: skip
    about = ("leader.stays",) if countries else ("leader.stays", "applicant.country")
    stays = proposal.leader.stays if proposal.leader else None
    if stays is None:
        return finding(None, claim, about=about)
    first, last = add_months(before, -within_months), before - DAY
    allowed = (before - add_months(before, -months)).days
    here = [
        (stay, countries.holds(stay.country) if countries else _same(stay.country, host)) for stay in stays
    ]
    sure = _days((_surely(stay) for stay, at in here if at), first, last)
    possible = _days((_possibly(stay) for stay, at in here if at is not False), first, last)
    holds = True if possible <= allowed else False if sure > allowed else None
    found = say_n("{n} day for sure, of at most {m}", "{n} days for sure, of at most {m}", sure, m=allowed)
    return finding(holds, claim, found=found, about=about)


def _same(country: str | None, host: str | None) -> bool | None:
    return None if country is None or host is None else country == host


def _surely(stay: Stay) -> tuple[date, date]:
    """Return the days on which it surely went on: one day where only one end is told, none where neither is."""
    return stay.since or stay.until or date.max, stay.until or stay.since or date.min


def _possibly(stay: Stay) -> tuple[date, date]:
    return stay.since or date.min, stay.until or date.max


def _days(stays: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """Count the days from first to last that any stay covers, each once."""
    count, counted_to = 0, first.toordinal() - 1
    for since, until in sorted(stays):
        begin, end = max(since.toordinal(), counted_to + 1), min(until, last).toordinal()
        if begin <= end:
            count, counted_to = count + end - begin + 1, end
    return count
