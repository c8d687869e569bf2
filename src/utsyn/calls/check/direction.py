"""Amendments that say they widen and narrow instead: which way each parameter of a rule moves the answer."""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime, time
from typing import Any

from utsyn.calls.check.found import Code, Found, Severity
from utsyn.calls.check.scopes import Bench, Leaf
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import Wording, wording
from utsyn.calls.document import Window
from utsyn.listings import Listing
from utsyn.organisations.countries import CountryList
from utsyn.periods import Deadline
from utsyn.problems import Path as Steps
from utsyn.text import say

WIDENS, NARROWS = "widens", "narrows"
# More of a parameter (a higher limit, a later day, a longer list, true) lets more proposals in (+1) or fewer (-1).
MORE: Mapping[str, Mapping[str, int]] = {
    "applicant_is": {"kinds": 1, "countries": 1, "accredited": -1, "eche": -1},
    "applicant_listed": {"institutions": 1},
    "holds_grant": {"schemes": 1, "roles": 1, "peer_reviewed": -1},
    "key_people_shared": {"schemes": 1, "roles": 1, "peer_reviewed": -1},
    "partner_in": {"countries": 1, "at_least": -1, "kinds": 1, "accredited": -1},
    "no_partner_in": {"countries": -1},
    "partners_only_in": {"countries": 1},
    "partners_are": {"kinds": 1, "accredited": -1, "eche": -1},
    "consortium_size": {"at_least": -1, "at_most": 1, "countries": 1, "in_different_countries": -1,
                        "at_least_one_in": 1, "kinds": 1, "independent": -1},
    "partner_listed": {"institutions": 1, "at_least": -1},
    "amount_at_most": {"amount": 1},
    "amount_at_least": {"amount": -1},
    "amount_per_year_at_most": {"amount": 1},
    "own_share_at_least": {"share": -1},
    "amount_from_menu": {"menu": 1},
    "amount_by_units": {"at_least": -1, "at_most": 1},
    "amount_pro_rata": {"amount": 1, "full_months": -1, "on_top": 1},
    "starts_between": {"earliest": -1, "latest": 1},
    "ends_by": {"latest": 1},
    "duration_between": {"at_least": -1, "at_most": 1},
    "years_since_doctorate": {"more_than": -1, "up_to": 1, "months_per_child": 1, "leave_counts": 1},
    "residence_at_most": {"months": 1, "within_months": -1},
    "not_blocked": {"schemes": -1, "waiting_months": -1},
    "activities_among": {"allowed": 1, "never": -1},
    "costs_allowed": {"never": -1, "not_even_own": -1},
    "no_transfer_to": {"countries": -1},
    "number_between": {"at_least": -1, "at_most": 1},
    "at_most_per_institution": {"at_most": 1},
    "at_most_per_person": {"at_most": 1},
}  # fmt: skip
# What may let in some and keep out others, or is not what decides.
UNDECIDED: Mapping[str, frozenset[str]] = {rule: frozenset(names.split()) for rule, names in {
    "holds_grant": "active_on", "key_people_shared": "active_on how_many", "partners_only_in": "home",
    "consortium_size": "associated_count", "amount_at_most": "currency", "amount_at_least": "currency",
    "amount_per_year_at_most": "currency", "amount_from_menu": "currency", "amount_by_units": "amount currency",
    "amount_pro_rata": "currency", "own_share_at_least": "currency", "add_on_fixed": "cost amount currency",
    "years_since_doctorate": "counted_to", "residence_at_most": "before countries", "not_blocked": "bands",
    "stated": "what statement wanted", "number_between": "what number", "papers_complete": "papers",
    "judged": "criterion decided_by evidence", "not_stated": "what", "at_most_per_institution": "tiers",
    "at_most_per_person": "calls", "ranking": "policy at_most decided_by",
}.items()}  # fmt: skip
EMPTY_IS_ANY = {"kinds"}  # an empty list of these asks for nothing


def direction(subject: Subject, bench: Bench) -> Iterator[Found]:
    """Find amendments whose kind is not what they do, as far as that can be told from lists, limits and lines."""
    for index, amendment in enumerate(subject.call.amendments):
        before = wording(subject.call, tuple(range(index)))
        after = wording(subject.call, tuple(range(index + 1)))
        steps = {*_lines((before, bench.leaves(before)), (after, bench.leaves(after))),
                 *_window(before.text.window, after.text.window)}  # fmt: skip
        yield from _said(subject, index, amendment.kind, {WIDENS if step > 0 else NARROWS for step in steps})


def _said(subject: Subject, index: int, kind: str, ways: set[str]) -> Iterator[Found]:
    path = ("amendments", index, "kind")
    if not ways or kind == "corrects" or ways == {kind}:
        return
    does = (
        say("it widens and narrows")
        if len(ways) == 2
        else say("it widens")
        if WIDENS in ways
        else say("it narrows")
    )
    what = say("The amendment is of the kind “{kind}”, but {does}", kind=kind, does=does)
    if len(ways) == 2 and kind != "notice":
        mend = say("Write two amendments of the same day, one for each way")
        yield subject.found(Code.AMENDMENT_KIND, path, what, mend, severity=Severity.WARNING)
        return
    mend = say("Write the kind that it is, or correct the change")
    yield subject.found(Code.AMENDMENT_KIND, path, what, mend)


def _lines(
    before: tuple[Wording, Mapping[Steps, Leaf]], after: tuple[Wording, Mapping[Steps, Leaf]]
) -> Iterator[int]:
    """Walk which way each line moved: a line that came narrows, one that went widens, unless it took one's place."""
    (old, was), (new, now) = before, after
    for path in was.keys() & now.keys():
        yield from moves(was[path].rule, was[path].values, now[path].values)
    came, went = _paths(new) - _paths(old), _paths(old) - _paths(new)
    for path in sorted(came, key=str):
        instead = next((p for p in went if p in was and path in now and was[p].rule == now[path].rule), None)
        if instead is not None:
            came, went = came - {path}, went - {instead}
            yield from moves(now[path].rule, was[instead].values, now[path].values)
    if not (came and went):  # lines of other kinds in the place of old ones cannot be compared with them
        yield from ([-1] if came else []) + ([1] if went else [])


def _paths(wording: Wording) -> set[Steps]:
    return {placed.path for placed in wording.lines}


def moves(rule: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[int]:
    """Walk which way (1 widens, -1 narrows) each changed parameter of a rule moves it, where that can be told."""
    for name, more in MORE.get(rule, {}).items():
        old, new = (
            None if name in EMPTY_IS_ANY and not values[name] else values[name] for values in (before, after)
        )
        if old == new:
            continue
        if old is None or new is None:
            yield 1 if new is None else -1
        elif isinstance(old, Listing):
            yield from (more * way for way in _listed(old, new))
        elif isinstance(old, (tuple, frozenset)):
            yield from (more * way for way in _longer(set(old), set(new)))
        else:
            yield more if new > old else -more


def _listed(old: Listing, new: Listing) -> Iterator[int]:
    """Walk 1 where a list lets in what it did not, -1 where it keeps out what it did not."""
    if isinstance(old, CountryList) and isinstance(new, CountryList):
        (was, was_out), (now, now_out) = (old.codes, old.never), (new.codes, new.never)
    else:
        (was, was_out), (now, now_out) = [
            (frozenset(one.known), frozenset(one.excluded)) for one in (old, new)
        ]
    yield from _longer(was, now)
    if not new.complete and now_out - was_out - was:
        yield -1


def _longer(old: Set[Any], new: Set[Any]) -> Iterator[int]:
    yield from ([1] if new - old else []) + ([-1] if old - new else [])


def _window(old: Window, new: Window) -> Iterator[int]:
    """Walk which way the window moved; a day that was not known cannot be compared."""
    if old.opens and new.opens and old.opens != new.opens:
        yield 1 if new.opens < old.opens else -1
    if old.closes and new.closes and (was := _moment(old.closes)) != (now := _moment(new.closes)):
        yield 1 if now > was else -1


def _moment(deadline: Deadline) -> datetime:
    return datetime.combine(deadline.day, deadline.time or time.max)
