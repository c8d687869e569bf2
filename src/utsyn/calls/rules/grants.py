"""The running grant that a proposal builds on: an as-of join of scheme, role and period, and shared key people."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Literal

from utsyn.calls.kinds import GrantRole, named
from utsyn.calls.proposal import Grant, Proposal
from utsyn.calls.rules import rule
from utsyn.listings import Listing
from utsyn.periods import Day, Deadline
from utsyn.reasons import Finding, Mend, every, finding, some
from utsyn.text import Listed, Words, later, say

HOLDER = (GrantRole.HOST, GrantRole.FORMAL_PARTNER)
SHARED = {
    "all": say("All key people here have a key role in the qualifying grant"),
    "one": say("A key person here has a key role in the qualifying grant"),
}
FACTS = ("scheme", "role", "active_from", "active_to")


def qualifies(
    grant: Grant, schemes: Listing, roles: tuple[GrantRole, ...], on: date | None, peer_reviewed: bool
) -> bool | None:
    """Tell whether one grant qualifies: right scheme, right role, running on the day, peer reviewed where asked."""
    listed, role = schemes.holds(grant.scheme), grant.role in roles if grant.role else None
    if listed is False or role is False:
        return False
    first, last = grant.active_from, grant.active_to
    begun = None if on is None or first is None else first <= on
    lasts = None if on is None or last is None else on <= last
    return every((listed, role, begun, lasts, grant.peer_reviewed if peer_reviewed else True))


@rule
def holds_grant(
    proposal: Proposal,
    *,
    schemes: Listing,
    closes: Deadline | None,
    roles: tuple[GrantRole, ...] = HOLDER,
    active_on: Day | None = None,
    peer_reviewed: bool = False,
) -> Finding:
    """On the day (the deadline where none is given) the applicant holds a role in an active grant of a listed scheme.

    A grant whose last day nobody has told may have ended: it is unknown whether it still runs.
    """
    day, grants = active_on or (closes.day if closes else None), proposal.grants
    claim = later(_running, roles, schemes, day)
    each = [qualifies(grant, schemes, roles, day, peer_reviewed) for grant in grants or ()]
    holds = None if grants is None else some(each)
    about = _about(grants, each, holds, peer_reviewed=peer_reviewed) if grants else ("grants",)
    found = None if grants is None else later(_told, grants)
    mends = partial(_build_on, schemes, roles, day, peer_reviewed=peer_reviewed) if holds is False else None
    return finding(holds, claim, found=found, about=about, mends=mends)


def _running(roles: tuple[GrantRole, ...], schemes: Listing, day: date | None) -> Words:
    return say("The applicant is {roles} in a running grant from {schemes} on {day}", roles=named(roles),
               schemes=schemes, day=day or say("a day that no source states"))  # fmt: skip


def _told(grants: tuple[Grant, ...]) -> Words:
    if not grants:
        return say("no grants")
    return Listed(tuple(grant.scheme or say("a grant from an unknown scheme") for grant in grants))


def _about(
    grants: tuple[Grant, ...], each: list[bool | None], holds: bool | None, *, peer_reviewed: bool
) -> tuple[str, ...]:
    """Name the grants that decide, or what is untold of those that may yet qualify."""
    if holds is not None:
        return tuple([f"grants[{n}]" for n, met in enumerate(each) if met is holds])
    wanted = (*FACTS, "peer_reviewed") if peer_reviewed else FACTS
    asked = [(n, grant) for n, (grant, met) in enumerate(zip(grants, each, strict=True)) if met is None]
    untold = [f"grants[{n}].{name}" for n, grant in asked for name in wanted if getattr(grant, name) is None]
    return tuple(untold or (f"grants[{n}]" for n, _ in asked))


def _build_on(
    schemes: Listing, roles: tuple[GrantRole, ...], day: date | None, *, peer_reviewed: bool
) -> Iterator[Mend]:
    if schemes.known and roles and day:
        grant: dict[str, object] = {
            "scheme": schemes.known[0],
            "role": roles[0].value,
            "active_from": day,
            "active_to": day,
        }
        grant |= {"peer_reviewed": True} if peer_reviewed else {}
        words = say("Build on a grant from {schemes} that runs on {day}", schemes=schemes, day=day)
        yield Mend("grants[+]", grant, words)


@rule
def key_people_shared(
    proposal: Proposal,
    *,
    closes: Deadline | None,
    schemes: Listing | None = None,
    roles: tuple[GrantRole, ...] = HOLDER,
    active_on: Day | None = None,
    peer_reviewed: bool = False,
    how_many: Literal["all", "one"] = "one",
) -> Finding:
    """Key people here have a key role in a grant that itself qualifies (where schemes are given), by pseudonymous key."""
    here, grants, day = proposal.key_people, proposal.grants, active_on or (closes.day if closes else None)
    # The same grant must both qualify and be shared: two grants that do half each are none.
    each = [
        every((
            _shared(grant.key_people, here, how_many),
            schemes is None or qualifies(grant, schemes, roles, day, peer_reviewed),
        ))
        for grant in grants or ()
    ]  # fmt: skip
    holds = None if grants is None and here != () else some(each)
    if holds:
        return finding(True, SHARED[how_many], about=("key_people",))
    counts = [
        schemes is None or qualifies(grant, schemes, roles, day, peer_reviewed) for grant in grants or ()
    ]
    about = _people_untold(grants)
    if holds is None and schemes and grants:
        about += _about(grants, counts, None, peer_reviewed=peer_reviewed)
    found = say("no grant told of qualifies") if grants is not None and not _any_may(counts) else None
    mends = partial(_share, grants or (), counts, how_many) if holds is False else None
    return finding(holds, SHARED[how_many], found=found, about=about, mends=mends)


def _any_may(counts: list[bool | None]) -> bool:
    return len(counts) > counts.count(False)


def _people_untold(grants: tuple[Grant, ...] | None) -> tuple[str, ...]:
    there = (f"grants[{n}].key_people" for n, grant in enumerate(grants or ()) if grant.key_people is None)
    return ("key_people", *(("grants",) if grants is None else ()), *there)


def _shared(
    there: tuple[str, ...] | None, here: tuple[str, ...] | None, how_many: Literal["all", "one"]
) -> bool | None:
    if there == () or here == ():
        return False
    if there is None or here is None:
        return None
    return set(here) <= set(there) if how_many == "all" else not set(here).isdisjoint(there)


def _share(
    grants: tuple[Grant, ...], counts: list[bool | None], how_many: Literal["all", "one"]
) -> Iterator[Mend]:
    """Find somebody who has a key role in a grant that qualifies."""
    pairs = zip(grants, counts, strict=True)
    people = (grant.key_people[0] for grant, ok in pairs if ok and grant.key_people)
    if how_many == "one" and (person := next(people, None)):
        words = say("Give somebody with a key role in the qualifying grant a key role here")
        yield Mend("key_people[+]", person, words)
