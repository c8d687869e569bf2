"""Who goes forward: the routes by name, from lists to an outcome."""

from collections import Counter

from utsyn.calls.ranking.by_apportionment import by_apportionment
from utsyn.calls.ranking.by_panel import by_panel
from utsyn.calls.ranking.checked import refuse_unusable
from utsyn.calls.ranking.counted import Counted, Decided, Decision, counted
from utsyn.calls.ranking.grounds import Fits, Undecidable
from utsyn.calls.ranking.outcome import Outcome, Place, Share
from utsyn.calls.ranking.shapes import Conflict, Lists, Route, Status

RANKS = {"forward": 0, "waiting": 1, "undecided": 2}


def going_forward(lists: Lists, *, route: Route) -> Outcome:
    """Decide by a route who goes forward and who waits, each with its reason.

    Raises:
        Problems: The lists contradict themselves, or lack what the route rests on.
    """
    refuse_unusable(lists, route)
    given = counted(lists, route, cap=lists.cap or 0)
    return _outcome(given, _decided(given))


def _decided(given: Counted) -> Decided:
    lists, kind = given.lists, given.route.kind
    if lists.cap is None:
        return _all(given, Undecidable(count=given.nominated, cap=None))
    fits = given.nominated <= lists.cap
    if kind == "none" or (fits and not _can_number(given)):
        return _all(given, (Fits if fits else Undecidable)(count=given.nominated, cap=lists.cap))
    if kind == "apportionment":
        made = by_apportionment(given)
    else:
        made = by_panel(given, guaranteed=given.route.guaranteed if kind == "guarantee" else 0)
    return _fitting(made, Fits(count=given.nominated, cap=lists.cap)) if fits else made


def _can_number(given: Counted) -> bool:
    return given.route.kind != "apportionment" or all(given.weight(f, given.route.by) for f in given.own)


def _all(given: Counted, grounds: Fits | Undecidable) -> Decided:
    status: Status = "forward" if isinstance(grounds, Fits) else "undecided"
    return Decided(tuple(Decision(key, status, None, grounds) for key in given.lots), (), {})


def _fitting(made: Decided, grounds: Fits) -> Decided:
    """Let all go, in the order that the route gives them."""
    decisions = tuple(Decision(d.nomination, "forward", d.number, grounds) for d in made.decisions)
    return made._replace(decisions=decisions, left_over=0)


def _outcome(given: Counted, made: Decided) -> Outcome:
    lists, owner = given.lists, given.owner
    lot = {key: number for number, key in enumerate(given.lots)}
    last = len(lot) + 1
    ordered = sorted(made.decisions, key=lambda d: (RANKS[d.status], d.number or last, lot[d.nomination]))
    return Outcome(
        route=given.route,
        cap=lists.cap,
        seed=lists.seed,
        places=tuple(_place(d, owner[d.nomination], given.cap) for d in ordered),
        shares=_shares(given, made),
        ties=made.ties,
        removed=_removed(lists) if made.panel else (),
        panel=made.panel,
        left_over=made.left_over,
    )


def _place(decision: Decision, faculty: str, cap: int) -> Place:
    key, status, number, grounds = decision
    waiting = number - cap if status == "waiting" and number else None
    return Place(
        nomination=key, faculty=faculty, status=status, number=number, waiting=waiting, grounds=grounds
    )


def _shares(given: Counted, made: Decided) -> tuple[Share, ...]:
    count = Counter((given.owner[d.nomination], d.status) for d in made.decisions)
    return tuple(
        Share(
            faculty=key,
            name=given.faculties[key].name,
            weight=given.faculties[key].weight,
            nominated=own.size,
            granted=made.granted.get(key),
            forward=count[key, "forward"],
            undecided=count[key, "undecided"],
            unplaced=len(own.unplaced),
        )
        for key, own in sorted(given.own.items())
    )


def _removed(lists: Lists) -> tuple[Conflict, ...]:
    """Return the conflicts that took something off a ballot, in the order of their keys."""
    said = {(b.panellist, key) for b in lists.ballots for group in b.order for key in group}
    taken = {(c.panellist, c.nomination) for c in lists.conflicts} & said
    return tuple(Conflict(panellist=who, nomination=key) for who, key in sorted(taken))
