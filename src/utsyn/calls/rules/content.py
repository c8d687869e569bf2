"""What the project does: activity lists, statements and numbers."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from utsyn.calls.kinds import Activity, named
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import rule, rule_asking
from utsyn.reasons import Finding, Mend, finding, mend
from utsyn.text import Text, Words, later, say


@rule_asking("allowed", "never")
def activities_among(
    proposal: Proposal, *, allowed: tuple[Activity, ...] = (), never: tuple[Activity, ...] = ()
) -> Finding:
    """Only activities that the call supports, and none that it rules out; one that it does not name is unknown."""
    claim, told = later(_activities, allowed, never), proposal.activities
    if told is None:
        return finding(None, claim, about=("activities",))
    holds = False if not told.isdisjoint(never) else True if not allowed or told.issubset(allowed) else None
    mends = partial(_leave_out, told, never) if holds is False else None
    return finding(holds, claim, found=later(_told, told), about=("activities",), mends=mends)


def _told(activities: frozenset[Activity]) -> Words:
    return named(tuple(sorted(activities)), "and") if activities else say("no activities")


def _leave_out(told: frozenset[Activity], never: tuple[Activity, ...]) -> Iterator[Mend]:
    words = say("Leave out {never}", never=named(tuple(sorted(told & set(never))), "and"))
    yield Mend("activities", sorted(a.value for a in told - set(never)), words)


def _activities(allowed: tuple[Activity, ...], never: tuple[Activity, ...]) -> Words:
    if not allowed:
        return say("None of the activities is {never}", never=named(never))
    if not never:
        return say("The activities are among those that the call supports")
    return say(
        "The activities are among those that the call supports, and none is {never}", never=named(never)
    )


@rule
def stated(proposal: Proposal, *, key: str, what: Text, wanted: bool = True, statement: str = "") -> Finding:
    """The applicant states that something is so, or with `wanted: false` that it is not; `what` is the claim in words."""
    name = statement or key
    told, path = proposal.statements.get(name), f"statements.{name}"
    holds = None if told is None else told is wanted
    return finding(holds, what, about=(path,), mends=mend(path, wanted, what) if holds is False else None)


@rule_asking("at_least", "at_most")
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
    name, claim = number or key, later(_limits, what, at_least, at_most)
    told, path = proposal.numbers.get(name), f"numbers.{name}"
    if told is None:
        return finding(None, claim, about=(path,))
    low, high = at_least is not None and told < at_least, at_most is not None and told > at_most
    found, mends = say("{n}", n=told), None
    if low or high:
        near = at_least if low else at_most
        mends = mend(path, near, say("{what}: {limit}", what=what, limit=near))
    return finding(not (low or high), claim, found=found, about=(path,), mends=mends)


def _limits(what: Text, at_least: Decimal | None, at_most: Decimal | None) -> Words:
    if at_most is None:
        return say("{what}: at least {least}", what=what, least=at_least)
    if at_least is None:
        return say("{what}: at most {most}", what=what, most=at_most)
    if at_least == at_most:
        return say("{what}: {limit}", what=what, limit=at_most)
    return say("{what}: from {least} to {most}", what=what, least=at_least, most=at_most)
