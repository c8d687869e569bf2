"""The amount sought: the most, the least, and the most for any year.

Amounts are compared in the call's currency alone. What is told in another currency is not converted: it is unknown.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.reasons import Finding, Mend, finding
from utsyn.text import Money, Words, later, say

Sum = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
WHOLE = Decimal(1)
Mends = Callable[[], Iterable[Mend]] | None


def known(amount: Decimal | None, proposal: Proposal, currency: str) -> Decimal | None:
    """Return an amount where it is told in the call's currency."""
    return amount if proposal.currency == currency else None


def told_as(amount: Decimal | None, proposal: Proposal, currency: str) -> Words | None:
    """Say an amount as it was told, and why it cannot be compared where it cannot."""
    return None if amount is None else later(_told_as, amount, proposal.currency, currency)


def _told_as(amount: Decimal, told_in: str | None, currency: str) -> Words:
    if told_in is None:
        return say("{amount} in a currency that is not told", amount=amount)
    money = Money(amount, told_in)
    if told_in == currency:
        return money
    return say("{amount}, which is not converted into {currency}", amount=money, currency=currency)


def untold(proposal: Proposal, facts: tuple[str, ...]) -> tuple[str, ...]:
    """Name those facts that are not told; where all are, it is the currency that is another."""
    return tuple(fact for fact in facts if getattr(proposal, fact) is None) or ("currency",)


def sought(
    proposal: Proposal,
    currency: str,
    holds: bool | None,
    claim: Words,
    mends: Mends = None,
    *,
    about: tuple[str, ...] = ("amount", "currency"),
) -> Finding:
    """Find something of the amount sought."""
    found = told_as(proposal.amount, proposal, currency)
    about = untold(proposal, about) if holds is None else about
    return finding(holds, claim, found=found, about=about, mends=mends if holds is False else None)


@rule
def amount_at_most(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """The amount sought is not above the call's maximum."""
    told, claim = known(proposal.amount, proposal, currency), later(_most_sought, amount, currency)
    if told is None or told <= amount:
        return sought(proposal, currency, None if told is None else True, claim)
    return sought(proposal, currency, False, claim, partial(seek_at_most, amount, currency))


def _most_sought(amount: Decimal, currency: str) -> Words:
    return say("The amount sought is at most {limit}", limit=Money(amount, currency))


def seek_at_most(amount: Decimal, currency: str) -> Iterator[Mend]:
    """Propose to seek no more than an amount."""
    yield Mend("amount", amount, say("Seek {limit} or less", limit=Money(amount, currency)))


@rule
def amount_at_least(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """The amount sought is not below the call's minimum."""
    told, claim = known(proposal.amount, proposal, currency), later(_least_sought, amount, currency)
    if told is None or told >= amount:
        return sought(proposal, currency, None if told is None else True, claim)
    return sought(proposal, currency, False, claim, partial(_seek_at_least, amount, currency))


def _least_sought(amount: Decimal, currency: str) -> Words:
    return say("The amount sought is at least {limit}", limit=Money(amount, currency))


def _seek_at_least(amount: Decimal, currency: str) -> Iterator[Mend]:
    yield Mend("amount", amount, say("Seek {limit} or more", limit=Money(amount, currency)))


@rule
def amount_per_year_at_most(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """No year's amount is above the yearly maximum; while the years are untold, the total may still settle it."""
    years, total = proposal.amounts_by_year, known(proposal.amount, proposal, currency)
    if years and proposal.currency == currency:
        return _year_by_year(years, total, amount, currency)
    most, holds = _most(amount, proposal.starts, proposal.ends), None
    if total is not None:
        holds = True if total <= amount else False if most is not None and total > most else None
    mends = None if most is None else partial(seek_at_most, most, currency)
    about = ("amounts_by_year", "amount", "starts", "ends", "currency")
    return sought(proposal, currency, holds, later(_yearly, amount, currency), mends, about=about)


def _yearly(amount: Decimal, currency: str) -> Words:
    return say("At most {limit} is sought for any year", limit=Money(amount, currency))


def _most(amount: Decimal, first: date | None, last: date | None) -> Decimal | None:
    """Return a year's maximum for all the calendar years that the project touches."""
    if first is None or last is None or last < first:
        return None
    return amount * (last.year - first.year + 1)


def _year_by_year(
    years: dict[int, Decimal], total: Decimal | None, amount: Decimal, currency: str
) -> Finding:
    """Ask the dearest year; years that do not add up to the total leave a *yes* open."""
    claim, dearest, added = later(_yearly, amount, currency), max(years.values()), sum(years.values())
    if dearest > amount:
        mends = partial(_seek_less_for, years, amount, currency)
        found = later(_dearest, years, currency)
        return finding(False, claim, found=found, about=("amounts_by_year", "currency"), mends=mends)
    if total is not None and total != added:
        found = later(_not_added_up, added, total, currency)
        return finding(None, claim, found=found, about=("amounts_by_year", "amount"))
    return finding(True, claim, found=later(_dearest, years, currency), about=("amounts_by_year", "currency"))


def _dearest(years: dict[int, Decimal], currency: str) -> Words:
    year = max(years, key=lambda year: years[year])
    return say("{amount} in {year}", amount=Money(years[year], currency), year=str(year))


def _not_added_up(added: Decimal, total: Decimal, currency: str) -> Words:
    return say("the years add up to {added} of {total}",
               added=Money(added, currency), total=Money(total, currency))  # fmt: skip


def _seek_less_for(years: dict[int, Decimal], amount: Decimal, currency: str) -> Iterator[Mend]:
    dear = [year for year in years if years[year] > amount]
    if len(dear) == 1:
        words = say("Seek {limit} or less for {year}", limit=Money(amount, currency), year=str(dear[0]))
        yield Mend(f"amounts_by_year.{dear[0]}", amount, words)
