"""What the project does and pays for: activity lists, cost lists, transfers, statements and numbers."""

from decimal import Decimal

from utsyn.calls.kinds import NAMES, Activity, Cost, PaidBy
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule
from utsyn.organisations.countries import CountryList
from utsyn.reasons import Finding, Mend, every, finding
from utsyn.text import Listed, Text, Words, say


@rule
def activities_among(
    proposal: Proposal, *, allowed: tuple[Activity, ...] = (), never: tuple[Activity, ...] = ()
) -> Finding:
    """Only activities that the call supports, and none that it rules out; one it does not name is unknown."""
    told = proposal.activities
    out = Listed(tuple(NAMES[a] for a in never), "or")
    claim = say("The activities are among those supported, and none is {never}", never=out)
    if told is None:
        return finding(None, claim, about=("activities",))
    each = [False if a in never else True if a in allowed else None for a in sorted(told)]
    found = Listed(tuple(NAMES[a] for a in sorted(told)))
    rest = frozenset(told) - set(never)
    mend = Mend(
        "activities",
        sorted(rest),
        say("Leave out {never}", never=Listed(tuple(NAMES[a] for a in sorted(told & set(never))))),
    )
    return finding(every(each), claim, found=found, about=("activities",), mends=(mend,))


@rule
def costs_allowed(proposal: Proposal, *, never: tuple[Cost, ...], not_even_own: bool = False) -> Finding:
    """No budget line pays for these costs: not from the grant, and where it says so not as own contribution either."""
    costs = Listed(tuple(NAMES[c] for c in never), "or")
    claim = (
        say("No budget line pays for {costs}, not even as own contribution", costs=costs)
        if not_even_own
        else say("The grant does not pay for {costs}", costs=costs)
    )
    lines = proposal.budget
    if lines is None:
        return finding(None, claim, about=("budget",))
    each = [None if line.cost is None else line.cost not in never for line in lines]
    if not not_even_own:
        each = [
            True
            if ok or line.paid_by is PaidBy.OWN
            else None
            if ok is None or line.paid_by is None
            else False
            for ok, line in zip(each, lines, strict=True)
        ]
    about = tuple(f"budget[{n}]" for n, ok in enumerate(each) if ok is not True) or ("budget",)
    kept = [
        line.model_dump(exclude_none=True) for ok, line in zip(each, lines, strict=True) if ok is not False
    ]
    mend = Mend("budget", kept, say("Take the budget lines for {costs} out", costs=costs))
    return finding(every(each), claim, about=about, mends=(mend,))


@rule
def no_transfer_to(proposal: Proposal, *, countries: CountryList) -> Finding:
    """No project money goes to partners in the countries."""
    claim = say("No project money goes to partners in {countries}", countries=countries)
    lines = proposal.budget
    if lines is None:
        return finding(None, claim, about=("budget",))
    each = []
    for line in lines:
        there = countries.holds(line.country)
        transfer = None if line.cost is None else line.cost is Cost.TRANSFER
        each.append(True if there is False or transfer is False else False if there and transfer else None)
    about = tuple(f"budget[{n}]" for n, ok in enumerate(each) if ok is not True) or ("budget",)
    return finding(every(each), claim, about=about)


@rule
def stated(proposal: Proposal, *, key: str, what: Text, wanted: bool = True, statement: str = "") -> Finding:
    """The applicant states that something is so (or, with `wanted: false`, that it is not)."""
    name = statement or key
    told = proposal.statements.get(name)
    path = f"statements.{name}"
    mend = Mend(path, wanted, what)
    return finding(None if told is None else told is wanted, what, about=(path,), mends=(mend,))


@rule
def number_between(
    proposal: Proposal,
    *,
    key: str,
    what: Text,
    at_least: Decimal | None = None,
    at_most: Decimal | None = None,
    number: str = "",
) -> Finding:
    """A number told of the project (days, credits, participants, person-months) lies within the limits."""
    name = number or key
    told = proposal.numbers.get(name)
    path = f"numbers.{name}"
    holds = (
        None
        if told is None
        else (at_least is None or told >= at_least) and (at_most is None or told <= at_most)
    )
    limits = [limit for limit in (at_least, at_most) if limit is not None]
    near = min(limits, key=lambda limit: abs(limit - (told or 0)))
    mend = Mend(path, near, say("{what}: {limit}", what=what, limit=near))
    claim = _limits(what, at_least, at_most)
    return finding(
        holds, claim, found=None if told is None else say("{n}", n=told), about=(path,), mends=(mend,)
    )


def _limits(what: Text, at_least: Decimal | None, at_most: Decimal | None) -> Words:
    if at_least is not None and at_most is not None:
        return say("{what}: from {least} to {most}", what=what, least=at_least, most=at_most)
    if at_least is not None:
        return say("{what}: at least {least}", what=what, least=at_least)
    return say("{what}: at most {most}", what=what, most=at_most)
