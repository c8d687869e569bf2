"""Earlier applications: whether one still blocks a new one, by its date or by its mark."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from utsyn.calls.proposal import Earlier, Proposal
from utsyn.calls.rules import rule
from utsyn.calls.rules.people import Months
from utsyn.listings import Listing
from utsyn.periods import Day, add_months
from utsyn.reasons import Finding, every, finding, opposite, some
from utsyn.text import Words, say


class Band(BaseModel):
    """Earlier marks from `at_least` to `at_most`, both included: the months they add to the wait, or the last day of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    at_least: Decimal = Decimal(0)
    at_most: Decimal
    months: Months = 0
    until: Day | None = None

    def holds(self, mark: Decimal | None) -> bool | None:
        """Tell whether a mark lies in the band."""
        return None if mark is None else self.at_least <= mark <= self.at_most


@rule
def not_blocked(
    proposal: Proposal,
    *,
    on: date,
    schemes: Listing,
    waiting_months: Months = 0,
    bands: tuple[Band, ...] = (),
) -> Finding:
    """No earlier application of the leader to one of the schemes still blocks a new one, by its date or by its mark.

    The day is that on which the proposal was sent, where that is told. A mark that lies in no band adds nothing.
    """
    day = proposal.sent_at.date() if proposal.sent_at else on
    claim = say("No earlier application blocks this one on {day}", day=day)
    earlier = proposal.leader.earlier if proposal.leader else None
    if earlier is None:
        return finding(None, claim, about=("leader.earlier",))
    each = [_free(item, day, schemes, waiting_months, bands) for item in earlier]
    holds = every(each)
    if holds is None:
        return finding(None, claim, about=tuple(_untold(earlier, each)))
    blocking = [(n, item) for n, (item, free) in enumerate(zip(earlier, each, strict=True)) if free is False]
    about = tuple(f"leader.earlier[{n}]" for n, _ in blocking) or ("leader.earlier",)
    return finding(holds, claim, found=_blocking(blocking[0][1]) if blocking else None, about=about)


def _free(item: Earlier, day: date, schemes: Listing, waiting: int, bands: tuple[Band, ...]) -> bool | None:
    """Tell whether an earlier application is none of the scheme's, or old enough, or good enough."""
    waits = [_over(item, day, waiting)]
    waits += [some((opposite(band.holds(item.mark)), _band_over(band, item, day, waiting))) for band in bands]
    return some((opposite(schemes.holds(item.scheme)), every(waits)))


def _over(item: Earlier, day: date, months: int) -> bool | None:
    if months == 0:
        return True
    return None if item.sent_on is None else day >= add_months(item.sent_on, months)


def _band_over(band: Band, item: Earlier, day: date, waiting: int) -> bool | None:
    return every((_over(item, day, waiting + band.months), band.until is None or day > band.until))


def _untold(earlier: tuple[Earlier, ...], each: list[bool | None]) -> Iterator[str]:
    for n, (item, free) in enumerate(zip(earlier, each, strict=True)):
        if free is None:
            untold = [name for name in ("scheme", "sent_on", "mark") if getattr(item, name) is None]
            yield from (
                (f"leader.earlier[{n}].{name}" for name in untold) if untold else (f"leader.earlier[{n}]",)
            )


def _blocking(item: Earlier) -> Words:
    sent = item.sent_on or say("a day that is not told")
    if item.mark is None:
        return say("an application of {day}", day=sent)
    return say("an application of {day} with mark {mark}", day=sent, mark=item.mark)
