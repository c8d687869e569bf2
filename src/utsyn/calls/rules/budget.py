"""The budget: own share, costs that are not paid for, transfers, fixed add-ons, and lines that add up."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from utsyn.calls.kinds import NAMES, Cost, PaidBy, named
from utsyn.calls.proposal import BudgetLine, Proposal
from utsyn.calls.rules import rule
from utsyn.calls.rules.money import WHOLE, Sum, known, told_as, untold
from utsyn.organisations.countries import CountryList
from utsyn.reasons import Finding, Mend, every, finding, opposite, some
from utsyn.text import Listed, Money, Percent, Words, later, say, say_n

PATHS: Mapping[PaidBy, str] = {PaidBy.GRANT: "amount", PaidBy.OWN: "own_contribution"}
Share = Annotated[Decimal, Field(gt=0, lt=1)]  # 0.20, never 20


@rule
def own_share_at_least(proposal: Proposal, *, share: Share, currency: str) -> Finding:
    """Own contribution is at least this share of the whole budget (amount sought and own contribution)."""
    claim = say("Own contribution is at least {share} of the budget", share=Percent(share))
    grant = known(proposal.amount, proposal, currency)
    own = known(proposal.own_contribution, proposal, currency)
    about = ("own_contribution", "amount", "currency")
    if grant is None or own is None:
        told = proposal.own_contribution if own is None else proposal.amount
        found = told_as(told, proposal, currency)
        return finding(None, claim, found=found, about=untold(proposal, about))
    budget = grant + own
    if not budget:
        return finding(None, claim, found=say("the budget is nothing"), about=about)
    holds = own >= share * budget
    mends = None if holds else partial(_put_in, grant, share, currency)
    return finding(holds, claim, found=later(_part, own, budget, currency), about=about, mends=mends)


def _part(own: Decimal, budget: Decimal, currency: str) -> Words:
    return say("{own} of {budget}", own=Money(own, currency), budget=Money(budget, currency))


def _put_in(grant: Decimal, share: Decimal, currency: str) -> Iterator[Mend]:
    needed = (grant * share / (1 - share)).quantize(WHOLE, ROUND_CEILING)
    yield Mend("own_contribution", needed, say("Put in {amount} of your own", amount=Money(needed, currency)))


@rule
def costs_allowed(proposal: Proposal, *, never: tuple[Cost, ...], not_even_own: bool = False) -> Finding:
    """No budget line pays for these costs: not from the grant, and where it says so not as own contribution either."""
    claim, lines = later(_not_paid, never, not_even_own), proposal.budget
    if lines is None:
        return finding(None, claim, about=("budget",))
    costs = {line.cost for line in lines}
    if None not in costs and costs.isdisjoint(never):
        return finding(True, claim, about=("budget",))
    each = [_free_of(line, never, not_even_own=not_even_own) for line in lines]
    facts = ("cost",) if not_even_own else ("cost", "paid_by")
    return _line_by_line(lines, each, claim, facts, later(_without_costs, never))


def _free_of(line: BudgetLine, never: tuple[Cost, ...], *, not_even_own: bool) -> bool | None:
    other = None if line.cost is None else line.cost not in never
    if not_even_own or other:
        return other
    return some((other, None if line.paid_by is None else line.paid_by is PaidBy.OWN))


def _not_paid(never: tuple[Cost, ...], not_even_own: bool) -> Words:
    if not_even_own:
        return say("No budget line pays for {costs}, not even as own contribution", costs=named(never))
    return say("The grant does not pay for {costs}", costs=named(never))


def _without_costs(never: tuple[Cost, ...]) -> Words:
    return say("Take the budget lines for {costs} out", costs=named(never))


@rule
def no_transfer_to(proposal: Proposal, *, countries: CountryList) -> Finding:
    """No project money goes to partners in the countries."""
    claim, lines = (
        say("No project money goes to partners in {countries}", countries=countries),
        proposal.budget,
    )
    if lines is None:
        return finding(None, claim, about=("budget",))
    each = [some((_no_transfer(line), opposite(countries.holds(line.country)))) for line in lines]
    words = say("Take the transfers to {countries} out of the budget", countries=countries)
    return _line_by_line(lines, each, claim, ("cost", "country"), words)


def _no_transfer(line: BudgetLine) -> bool | None:
    return None if line.cost is None else line.cost is not Cost.TRANSFER


def _line_by_line(
    lines: tuple[BudgetLine, ...], each: list[bool | None], claim: Words, facts: tuple[str, ...], words: Words
) -> Finding:
    """Find whether every budget line fits, by these facts; those that do not could be taken out."""
    holds = every(each)
    if holds:
        return finding(True, claim, about=("budget",))
    if holds is None:
        unsure = [(n, line) for n, (line, ok) in enumerate(zip(lines, each, strict=True)) if ok is None]
        unknown = [
            f"budget[{n}].{fact}" for n, line in unsure for fact in facts if getattr(line, fact) is None
        ]
        return finding(None, claim, about=tuple(unknown) or ("budget",))
    about = tuple(f"budget[{n}]" for n, ok in enumerate(each) if ok is False)
    return finding(False, claim, about=about, mends=partial(_without, lines, each, words))


def _without(lines: tuple[BudgetLine, ...], each: list[bool | None], words: Words) -> Iterator[Mend]:
    kept = [line for line, ok in zip(lines, each, strict=True) if ok is not False]
    yield Mend("budget", [line.model_dump(mode="json", exclude_none=True) for line in kept], words)


@rule
def add_on_fixed(proposal: Proposal, *, cost: Cost, amount: Sum, currency: str) -> Finding:
    """Budget lines for this cost come to a fixed amount for each unit sought, no more and no less; none is right too."""
    claim = say(
        "For each unit, {amount} is budgeted for {cost}", amount=Money(amount, currency), cost=NAMES[cost]
    )
    lines, units = proposal.budget, proposal.units
    about = ("budget", "units", "currency")
    if lines is None:
        return finding(None, claim, about=about)
    mine = [line.amount for line in lines if line.cost is cost]
    settled = None not in mine and all(line.cost is not None for line in lines)
    if not mine and settled:
        return finding(True, claim, found=say("no such budget line"), about=("budget",))
    sure = sum((told for told in mine if told is not None), Decimal(0))
    if units is None or proposal.currency != currency:
        found = told_as(sure, proposal, currency)
        return finding(None, claim, found=found, about=untold(proposal, about))
    right = units * amount
    holds = sure == right if settled else False if sure > right else None
    found = say_n("{amount} for {n} unit", "{amount} for {n} units", units, amount=Money(sure, currency))
    return finding(holds, claim, found=found, about=about)


@rule
def budget_adds_up(proposal: Proposal) -> Finding:
    """Budget lines paid by the grant add up to the amount sought, and own lines to the own contribution."""
    claim = say("The budget lines add up to the amount sought and the own contribution")
    lines = proposal.budget
    if lines is None:
        return finding(None, claim, about=("budget", "amount", "own_contribution"))
    settled = all(line.amount is not None and line.paid_by for line in lines)
    sums = {PaidBy.GRANT: Decimal(0), PaidBy.OWN: Decimal(0)}
    for line in lines:
        if line.amount is not None and line.paid_by:
            sums[line.paid_by] += line.amount
    told = {PaidBy.GRANT: proposal.amount, PaidBy.OWN: proposal.own_contribution}
    each = {payer: _adds_up(told[payer], sums[payer], settled=settled) for payer in sums}
    found = later(_both, sums, proposal)
    mends = partial(_make_it, each, sums, proposal) if settled else None
    return finding(
        every(tuple(each.values())), claim, found=found, about=("budget", *PATHS.values()), mends=mends
    )


def _both(sums: Mapping[PaidBy, Decimal], proposal: Proposal) -> Words:
    return Listed(tuple(_plain(added, proposal) for added in sums.values()))


def _make_it(
    each: Mapping[PaidBy, bool | None], sums: Mapping[PaidBy, Decimal], proposal: Proposal
) -> Iterator[Mend]:
    wrong = [payer for payer, holds in each.items() if holds is False]
    if len(wrong) == 1:
        added = sums[wrong[0]]
        words = say("Make it {amount}, which the budget lines add up to", amount=_plain(added, proposal))
        yield Mend(PATHS[wrong[0]], added, words)


def _adds_up(told: Decimal | None, added: Decimal, *, settled: bool) -> bool | None:
    """Lines of which something is untold may only add more."""
    if told is None:
        return None
    return added == told if settled else False if added > told else None


def _plain(amount: Decimal, proposal: Proposal) -> Money | Decimal:
    return Money(amount, proposal.currency) if proposal.currency else amount
