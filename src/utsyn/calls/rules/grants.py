"""The running grant that a proposal builds on: an as-of join of scheme, role and period, and shared key people."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from utsyn.calls.kinds import NAMES, GrantRole
from utsyn.calls.proposal import Grant, Proposal
from utsyn.calls.rules import rule
from utsyn.listings import Listing
from utsyn.periods import Deadline
from utsyn.reasons import Finding, Mend, every, finding, some
from utsyn.text import Listed, say


def qualifies(
    grant: Grant, *, schemes: Listing, roles: tuple[GrantRole, ...], on: date | None, peer_reviewed: bool
) -> bool | None:
    """Tell whether one grant qualifies: right scheme, right role, running on the day, peer reviewed where asked."""
    parts = [schemes.holds(grant.scheme), grant.role in roles if grant.role else None, _running(grant, on)]
    return every([*parts, grant.peer_reviewed] if peer_reviewed else parts)


def _running(grant: Grant, on: date | None) -> bool | None:
    if on is None:
        return None
    begun = None if grant.active_from is None else grant.active_from <= on
    lasts = None if grant.active_to is None else on <= grant.active_to
    return every([begun, lasts])


@rule
def holds_grant(
    proposal: Proposal,
    *,
    schemes: Listing,
    closes: Deadline | None,
    roles: tuple[GrantRole, ...] = (GrantRole.HOST, GrantRole.FORMAL_PARTNER),
    active_on: date | None = None,
    peer_reviewed: bool = False,
) -> Finding:
    """On the day (the deadline where none is given) the applicant holds a role in an active grant of a listed scheme."""
    day = active_on or (closes.day if closes else None)
    held = Listed(tuple(NAMES[role] for role in roles), "or")
    claim = say("The applicant is {roles} in a running grant from {schemes} on {day}", roles=held, schemes=schemes,
                day=day or say("a day that no source states"))  # fmt: skip
    grants = proposal.grants
    each = [
        qualifies(g, schemes=schemes, roles=roles, on=day, peer_reviewed=peer_reviewed) for g in grants or ()
    ]
    holds = None if grants is None else some(each)
    return finding(
        holds, claim, found=_told(grants), about=tuple(_open(grants, each)), mends=_mends(schemes, roles, day)
    )


def _told(grants: tuple[Grant, ...] | None) -> Listed | None:
    if grants is None:
        return None
    return Listed(
        tuple(g.scheme or say("a grant from an unknown scheme") for g in grants) or (say("no grants"),)
    )


def _open(grants: tuple[Grant, ...] | None, each: list[bool | None]) -> Iterator[str]:
    """Walk the facts that are untold in grants that may yet qualify."""
    if not grants:
        yield "grants"
    for index, (grant, holds) in enumerate(zip(grants or (), each, strict=True)):
        if holds is None:
            untold = (
                n
                for n in ("scheme", "role", "active_from", "active_to", "peer_reviewed")
                if getattr(grant, n) is None
            )
            yield from (f"grants[{index}].{name}" for name in untold)
        else:
            yield f"grants[{index}]"


def _mends(schemes: Listing, roles: tuple[GrantRole, ...], day: date | None) -> tuple[Mend, ...]:
    if not schemes.known or day is None:
        return ()
    grant = {
        "scheme": schemes.known[0],
        "role": roles[0],
        "active_from": day,
        "active_to": day,
        "peer_reviewed": True,
    }
    words = say("Build on a grant from {schemes} that runs on {day}", schemes=schemes, day=day)
    return (Mend("grants[+]", grant, words),)


@rule
def key_people_shared(
    proposal: Proposal,
    *,
    closes: Deadline | None,
    schemes: Listing | None = None,
    roles: tuple[GrantRole, ...] = (GrantRole.HOST, GrantRole.FORMAL_PARTNER),
    active_on: date | None = None,
    peer_reviewed: bool = False,
    how_many: Literal["all", "one"] = "one",
) -> Finding:
    """Key people here have a key role in a grant that itself qualifies (where schemes are given), by pseudonymous key."""
    claim = (
        say("All key people here have a key role in the qualifying grant")
        if how_many == "all"
        else say("A key person here has a key role in the qualifying grant")
    )
    about = (
        "key_people",
        *(f"grants[{n}].key_people" for n, g in enumerate(proposal.grants or ()) if g.key_people is None),
    )
    here, grants = proposal.key_people, proposal.grants
    if here is None or grants is None:
        return finding(None, claim, about=(*about, "grants") if grants is None else about)
    join, day = every if how_many == "all" else some, active_on or (closes.day if closes else None)
    counts = [
        qualifies(g, schemes=schemes, roles=roles, on=day, peer_reviewed=peer_reviewed) if schemes else True
        for g in grants
    ]
    # The same grant must both qualify and be shared: two grants that do half each are none.
    each = [every([ok, _shared(grant, here, join)]) for ok, grant in zip(counts, grants, strict=True)]
    found = say("no grant told of qualifies") if set(counts) <= {False} else None
    return finding(some(each), claim, found=found, about=about)


def _shared(grant: Grant, here: tuple[str, ...], join: object) -> bool | None:
    there = grant.key_people
    if there is None:
        return None
    return bool(here) and (set(here) <= set(there) if join is every else bool(set(here) & set(there)))
