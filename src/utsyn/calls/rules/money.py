"""Money: limits, yearly limits, own share, lump-sum menus, unit amounts, fixed add-ons, and amounts pro rata."""

from decimal import Decimal

from utsyn.calls.kinds import NAMES, Cost
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.periods import months
from utsyn.reasons import Finding, Mend, every, finding
from utsyn.text import Listed, Money, Percent, say


def sought(proposal: Proposal, currency: str) -> Decimal | None:
    """Return the amount sought, where it is told in the call's currency; another currency is not converted."""
    return proposal.amount if proposal.currency == currency else None


def _money(amount: Decimal | None, proposal: Proposal) -> Money | None:
    return None if amount is None or proposal.currency is None else Money(amount, proposal.currency)


def _about(*paths: str) -> tuple[str, ...]:
    return (*paths, "currency")


@rule
def amount_at_most(proposal: Proposal, *, amount: Decimal, currency: str) -> Finding:
    """The amount sought is not above the call's maximum."""
    told = sought(proposal, currency)
    limit = Money(amount, currency)
    mend = Mend("amount", amount, say("Seek {limit} or less", limit=limit))
    return finding(None if told is None else told <= amount, say("The amount sought is at most {limit}", limit=limit),
                   found=_money(proposal.amount, proposal), about=_about("amount"), mends=(mend,))  # fmt: skip


@rule
def amount_at_least(proposal: Proposal, *, amount: Decimal, currency: str) -> Finding:
    """The amount sought is not below the call's minimum."""
    told = sought(proposal, currency)
    limit = Money(amount, currency)
    mend = Mend("amount", amount, say("Seek {limit} or more", limit=limit))
    return finding(None if told is None else told >= amount, say("The amount sought is at least {limit}", limit=limit),
                   found=_money(proposal.amount, proposal), about=_about("amount"), mends=(mend,))  # fmt: skip


@rule
def amount_per_year_at_most(proposal: Proposal, *, amount: Decimal, currency: str) -> Finding:
    """No year's amount is above the yearly maximum; while years are untold, the total can only rule it out."""
    claim = say("At most {limit} is sought for any year", limit=Money(amount, currency))
    years, total = proposal.amounts_by_year, sought(proposal, currency)
    about = _about("amounts_by_year")
    if years and proposal.currency == currency:
        worst = max(years, key=lambda year: years[year])
        found = say("{amount} in {year}", amount=Money(years[worst], currency), year=str(worst))
        mend = Mend(f"amounts_by_year.{worst}", amount, say("Seek less for {year}", year=str(worst)))
        return finding(years[worst] <= amount, claim, found=found, about=about, mends=(mend,))
    if total is not None and proposal.starts and proposal.ends and proposal.starts <= proposal.ends:
        spread = proposal.ends.year - proposal.starts.year + 1  # calendar years the project touches
        if total > amount * spread:
            return finding(False, claim, found=_money(total, proposal), about=_about("amount"))
    return finding(None, claim, found=say("the amounts by year are not told"), about=about)


@rule
def own_share_at_least(proposal: Proposal, *, share: Decimal, currency: str) -> Finding:
    """Own contribution is at least this share of the whole budget (sum sought and own contribution)."""
    claim = say("Own contribution is at least {share} of the budget", share=Percent(share))
    grant, own = sought(proposal, currency), proposal.own_contribution
    about = _about("own_contribution", "amount")
    if grant is None or own is None or grant + own == 0:
        return finding(None, claim, about=about)
    needed = (grant * share / (1 - share)).quantize(Decimal(1), rounding="ROUND_CEILING")
    mend = Mend(
        "own_contribution", needed, say("Put in {amount} of your own", amount=Money(needed, currency))
    )
    found = say("{own} of {budget}", own=Money(own, currency), budget=Money(grant + own, currency))
    return finding(own >= share * (grant + own), claim, found=found, about=about, mends=(mend,))


@rule
def amount_from_menu(proposal: Proposal, *, menu: tuple[Decimal, ...], currency: str) -> Finding:
    """The amount sought is one of the call's lump sums."""
    told = sought(proposal, currency)
    sums = Listed(tuple(Money(amount, currency) for amount in menu), "or")
    mends = tuple(
        Mend("amount", amount, say("Seek {limit}", limit=Money(amount, currency))) for amount in menu
    )
    return finding(None if told is None else told in menu, say("The amount sought is {sums}", sums=sums),
                   found=_money(proposal.amount, proposal), about=_about("amount"), mends=mends)  # fmt: skip


@rule
def amount_by_units(
    proposal: Proposal, *, amount: Decimal, currency: str, at_least: int = 1, at_most: int | None = None
) -> Finding:
    """The amount sought is a number of units times the amount for each."""
    told, units = sought(proposal, currency), proposal.units
    claim = say("The amount sought is {amount} for each unit", amount=Money(amount, currency))
    if told is None or units is None:
        return finding(None, claim, about=_about("amount", "units"))
    right = units >= at_least and (at_most is None or units <= at_most) and told == units * amount
    mend = Mend("amount", units * amount, say("Seek {limit}", limit=Money(units * amount, currency)))
    found = say("{amount} for {units} units", amount=Money(told, currency), units=units)
    return finding(right, claim, found=found, about=_about("amount", "units"), mends=(mend,))


@rule
def add_on_fixed(proposal: Proposal, *, cost: Cost, amount: Decimal, currency: str) -> Finding:
    """Budget lines for this cost are paid at a fixed amount for each unit sought, no more and no less."""
    lines = None if proposal.budget is None else [line for line in proposal.budget if line.cost is cost]
    claim = say("{cost} is budgeted at {amount} each", cost=NAMES[cost], amount=Money(amount, currency))
    about = _about("budget", "units")
    if lines is None or any(line.cost is None for line in proposal.budget or ()):
        return finding(None, claim, about=about)
    known = [line.amount for line in lines if line.amount is not None]
    if not lines:
        return finding(True, claim, found=say("no such budget line"), about=about)
    if len(known) < len(lines) or proposal.units is None or proposal.currency != currency:
        return finding(None, claim, about=about)
    found = say("{amount} for {units} units", amount=Money(sum(known), currency), units=proposal.units)
    return finding(sum(known) == proposal.units * amount, claim, found=found, about=about)


@rule
def amount_pro_rata(
    proposal: Proposal, *, amount: Decimal, full_months: int, currency: str, on_top: Decimal = Decimal(0)
) -> Finding:
    """The maximum shrinks with the months of the project below the full length; what is on top does not."""
    told, first, last = sought(proposal, currency), proposal.starts, proposal.ends
    about = _about("amount", "starts", "ends")
    if told is None or first is None or last is None or last < first:
        claim = say("The amount sought is within the maximum for the project's length")
        return finding(None, claim, about=about)
    share = Decimal(min(months(first, last), full_months)) / full_months
    limit = amount * share + on_top
    whole = limit.quantize(Decimal(1), rounding="ROUND_FLOOR")
    claim = say(
        "The amount sought is at most {limit} for {n} months",
        limit=Money(whole, currency),
        n=months(first, last),
    )
    mend = Mend("amount", whole, say("Seek {limit} or less", limit=Money(whole, currency)))
    return finding(told <= limit, claim, found=Money(told, currency), about=about, mends=(mend,))


@rule
def budget_adds_up(proposal: Proposal) -> Finding:
    """Budget lines paid by the grant add up to the amount sought, and own lines to the own contribution."""
    claim = say("The budget lines add up to the amount sought and the own contribution")
    lines = proposal.budget
    if lines is None or any(line.amount is None or line.paid_by is None for line in lines):
        return finding(None, claim, about=("budget",))
    sums = {"grant": Decimal(0), "own_contribution": Decimal(0)}
    for line in lines:
        if line.amount is not None and line.paid_by is not None:
            sums[line.paid_by.value] += line.amount
    told = {"grant": proposal.amount, "own_contribution": proposal.own_contribution}
    each = [None if told[name] is None else told[name] == sums[name] for name in sums]
    found = Listed(tuple(Money(amount, proposal.currency or "") for amount in sums.values()))
    return finding(every(each), claim, found=found, about=("budget", "amount", "own_contribution"))
