"""Amounts that follow a tariff: one of several lump sums, so much for each unit, and a maximum pro rata."""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.calls.rules.money import WHOLE, Sum, known, seek_at_most, sought
from utsyn.periods import months
from utsyn.reasons import Finding, Mend, every
from utsyn.text import Listed, Money, Words, later, say, say_n

Months = Annotated[int, Field(ge=1, le=600)]


@rule
def amount_from_menu(proposal: Proposal, *, menu: tuple[Sum, ...], currency: str) -> Finding:
    """The amount sought is one of the call's lump sums."""
    told = known(proposal.amount, proposal, currency)
    holds, claim = None if told is None else told in menu, later(_menu, menu, currency)
    return sought(proposal, currency, holds, claim, partial(_choose, menu, currency))


def _menu(menu: tuple[Decimal, ...], currency: str) -> Words:
    sums = Listed(tuple(Money(amount, currency) for amount in menu), "or")
    return say("The amount sought is {sums}", sums=sums)


def _choose(menu: tuple[Decimal, ...], currency: str) -> Iterator[Mend]:
    return (Mend("amount", sum_, say("Seek {limit}", limit=Money(sum_, currency))) for sum_ in menu)


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
    mends = partial(_pay_for, units if fits else None, whole if payable else None, amount, currency)
    claim = later(_units, Money(amount, currency), at_least, at_most)
    about = ("amount", "units", "currency")
    return sought(proposal, currency, every((fits, payable, equal)), claim, mends, about=about)


def _pay_for(units: int | None, payable: int | None, amount: Decimal, currency: str) -> Iterator[Mend]:
    if units is not None:
        yield Mend("amount", units * amount, say("Seek {limit}", limit=Money(units * amount, currency)))
    if payable is not None:
        yield Mend("units", payable, say_n("Seek {n} unit", "Seek {n} units", payable))


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
    limit, holds = amount + on_top, None
    if length is not None:
        limit = amount * min(length, full_months) / full_months + on_top
        holds = None if told is None else told <= limit
    elif told is not None:
        holds = True if told <= on_top else False if told > limit else None
    claim = later(_pro_rata, limit, length, full_months, currency)
    mends = partial(seek_at_most, _whole(limit), currency) if holds is False else None
    about = ("amount", "starts", "ends", "currency")
    return sought(proposal, currency, holds, claim, mends, about=about)


def _pro_rata(limit: Decimal, length: int | None, full_months: int, currency: str) -> Words:
    money = Money(_whole(limit), currency)
    if length is None:
        return say("The amount sought is at most {limit} for {n} months, and in proportion for fewer",
                   limit=money, n=full_months)  # fmt: skip
    return say_n("The amount sought is at most {limit} for {n} month",
                 "The amount sought is at most {limit} for {n} months", length, limit=money)  # fmt: skip


def _whole(limit: Decimal) -> Decimal:
    return limit.quantize(WHOLE, ROUND_FLOOR)
