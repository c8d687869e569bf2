"""The amount sought: limits, yearly limits, lump-sum menus, amounts by unit, and limits pro rata.

Amounts are compared in the call's currency alone. What is told in another currency is not converted: it is unknown.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Annotated

from pydantic import Field

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.periods import months
from utsyn.reasons import Finding, Mend, every, finding
from utsyn.text import Listed, Money, Words, say, say_n

Sum = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
Months = Annotated[int, Field(ge=1, le=600)]
WHOLE = Decimal(1)


def known(amount: Decimal | None, proposal: Proposal, currency: str) -> Decimal | None:
    """Return an amount where it is told in the call's currency."""
    return amount if proposal.currency == currency else None


def told_as(amount: Decimal | None, proposal: Proposal, currency: str) -> Words | None:
    """Say an amount as it was told, and why it cannot be compared where it cannot."""
    if amount is None:
        return None
    if proposal.currency is None:
        return say("{amount} in a currency that is not told", amount=amount)
    money = Money(amount, proposal.currency)
    if proposal.currency == currency:
        return money
    return say("{amount}, which is not converted into {currency}", amount=money, currency=currency)


def untold(proposal: Proposal, facts: tuple[str, ...]) -> tuple[str, ...]:
    """Name those facts that are not told; where all are, it is the currency that is another."""
    return tuple(fact for fact in facts if getattr(proposal, fact) is None) or ("currency",)


def _sought(
    proposal: Proposal,
    currency: str,
    holds: bool | None,
    claim: Words,
    mends: Callable[[], Iterable[Mend]],
    *,
    about: tuple[str, ...] = ("amount", "currency"),
) -> Finding:
    """Find something of the amount sought."""
    found = told_as(proposal.amount, proposal, currency)
    about = untold(proposal, about) if holds is None else about
    return finding(holds, claim, found=found, about=about, mends=mends)


@rule
def amount_at_most(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """The amount sought is not above the call's maximum."""
    told, limit = known(proposal.amount, proposal, currency), Money(amount, currency)

    def mends() -> Iterator[Mend]:
        yield Mend("amount", amount, say("Seek {limit} or less", limit=limit))

    claim = say("The amount sought is at most {limit}", limit=limit)
    return _sought(proposal, currency, None if told is None else told <= amount, claim, mends)


@rule
def amount_at_least(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """The amount sought is not below the call's minimum."""
    told, limit = known(proposal.amount, proposal, currency), Money(amount, currency)

    def mends() -> Iterator[Mend]:
        yield Mend("amount", amount, say("Seek {limit} or more", limit=limit))

    claim = say("The amount sought is at least {limit}", limit=limit)
    return _sought(proposal, currency, None if told is None else told >= amount, claim, mends)


@rule
def amount_per_year_at_most(proposal: Proposal, *, amount: Sum, currency: str) -> Finding:
    """No year's amount is above the yearly maximum; while the years are untold, the total may still settle it."""
    claim = say("At most {limit} is sought for any year", limit=Money(amount, currency))
    years, total = proposal.amounts_by_year, known(proposal.amount, proposal, currency)
    if years and proposal.currency == currency:
        return _year_by_year(years, total, claim, amount, currency)
    about = ("amounts_by_year", "amount", "starts", "ends", "currency")
    most = _most(amount, proposal.starts, proposal.ends)
    holds = None if total is None else True if total <= amount else False if most and total > most else None

    def mends() -> Iterator[Mend]:
        if most is not None:
            yield Mend("amount", most, say("Seek {limit} or less", limit=Money(most, currency)))

    return _sought(proposal, currency, holds, claim, mends, about=about)


def _most(amount: Decimal, first: date | None, last: date | None) -> Decimal | None:
    """Return a year's maximum for all the calendar years that the project touches."""
    if first is None or last is None or last < first:
        return None
    return amount * (last.year - first.year + 1)


def _year_by_year(
    years: dict[int, Decimal], total: Decimal | None, claim: Words, amount: Decimal, currency: str
) -> Finding:
    """Ask the dearest year; years that do not add up to the total leave a *yes* open."""
    worst = max(years, key=lambda year: years[year])
    added = sum(years.values())
    holds = False if years[worst] > amount else None if total is not None and total != added else True
    if holds is None:
        found = say(
            "the years add up to {added} of {total}",
            added=Money(added, currency),
            total=Money(total or 0, currency),
        )
    else:
        found = say("{amount} in {year}", amount=Money(years[worst], currency), year=str(worst))

    def mends() -> Iterator[Mend]:
        if sum(1 for year in years if years[year] > amount) == 1:
            words = say("Seek {limit} or less for {year}", limit=Money(amount, currency), year=str(worst))
            yield Mend(f"amounts_by_year.{worst}", amount, words)

    about = ("amounts_by_year", "amount", "currency") if holds is None else ("amounts_by_year", "currency")
    return finding(holds, claim, found=found, about=about, mends=mends)


@rule
def amount_from_menu(proposal: Proposal, *, menu: tuple[Sum, ...], currency: str) -> Finding:
    """The amount sought is one of the call's lump sums."""
    told, sums = known(proposal.amount, proposal, currency), [Money(amount, currency) for amount in menu]

    def mends() -> Iterator[Mend]:
        return (Mend("amount", money.amount, say("Seek {limit}", limit=money)) for money in sums)

    claim = say("The amount sought is {sums}", sums=Listed(tuple(sums), "or"))
    return _sought(proposal, currency, None if told is None else told in menu, claim, mends)


@rule
def amount_by_units(
    proposal: Proposal,
    *,
    amount: Annotated[Sum, Field(gt=0)],
    currency: str,
    at_least: int = 1,
    at_most: int | None = None,
) -> Finding:
    """The amount sought is a number of units times the amount for each, and there are so many units."""
    told, units = known(proposal.amount, proposal, currency), proposal.units
    whole = int(told // amount) if told is not None and told % amount == 0 else None
    fits = None if units is None else _within(units, at_least, at_most)
    payable = None if told is None else whole is not None and _within(whole, at_least, at_most)
    equal = None if told is None or units is None else whole == units

    def mends() -> Iterator[Mend]:
        if fits and units is not None:
            yield Mend("amount", units * amount, say("Seek {limit}", limit=Money(units * amount, currency)))
        if payable:
            yield Mend("units", whole, say_n("Seek {n} unit", "Seek {n} units", whole or 0))

    claim = _units(Money(amount, currency), at_least, at_most)
    about = ("amount", "units", "currency")
    return _sought(proposal, currency, every((fits, payable, equal)), claim, mends, about=about)


def _within(units: int, at_least: int, at_most: int | None) -> bool:
    return units >= at_least and (at_most is None or units <= at_most)


def _units(amount: Money, least: int, most: int | None) -> Words:
    if most is None:
        return say_n("{amount} is sought for each unit, and at least {n} unit",
                     "{amount} is sought for each unit, and at least {n} units", least, amount=amount)  # fmt: skip
    return say("{amount} is sought for each unit, and {least} to {most} units",
               amount=amount, least=least, most=most)  # fmt: skip


@rule
def amount_pro_rata(
    proposal: Proposal, *, amount: Sum, full_months: Months, currency: str, on_top: Sum = Decimal(0)
) -> Finding:
    """The maximum shrinks with the months of the project below the full length; what is on top does not."""
    told, first, last = known(proposal.amount, proposal, currency), proposal.starts, proposal.ends
    length = None if first is None or last is None or last < first else months(first, last)
    if length is None:
        limit = amount + on_top
        holds = None if told is None else True if told <= on_top else False if told > limit else None
        claim = say("The amount sought is at most {limit} for {n} months, and in proportion for fewer",
                    limit=Money(limit, currency), n=full_months)  # fmt: skip
    else:
        limit = amount * min(length, full_months) / full_months + on_top
        holds = None if told is None else told <= limit
        claim = say_n("The amount sought is at most {limit} for {n} month",
                      "The amount sought is at most {limit} for {n} months", length, limit=_whole(limit, currency))  # fmt: skip

    def mends() -> Iterator[Mend]:
        whole = _whole(limit, currency)
        yield Mend("amount", whole.amount, say("Seek {limit} or less", limit=whole))

    about = ("amount", "starts", "ends", "currency")
    return _sought(proposal, currency, holds, claim, mends, about=about)


def _whole(limit: Decimal, currency: str) -> Money:
    return Money(limit.quantize(WHOLE, ROUND_FLOOR), currency)
