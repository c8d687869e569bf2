"""One withdraws: who steps in, by the same route, lists and seed, without anybody losing a place.

The route is run again without those who withdrew. Of the order that this gives, the first who are not approved
already step in, as many as there are free places. Approved ones stay, also where the new run alone would give their
place to another: by nominations, one list that grows shorter changes every faculty's claim.
"""

from collections.abc import Collection, Iterable

from utsyn.calls.ranking.outcome import Outcome
from utsyn.calls.ranking.routes import going_forward
from utsyn.calls.ranking.sentences import Sentences
from utsyn.calls.ranking.shapes import Ballot, Faculty, Frozen, Group, Key, Lists, Route
from utsyn.reasons import Ask, Finding, Verdict, finding
from utsyn.text import Words, say, say_n


class Next(Frozen):
    """Who may step in, in order; who keeps a place that the new run gives to another; whom people must decide between."""

    free: int
    proposed: tuple[Key, ...]
    kept: tuple[Key, ...]
    undecided: tuple[Key, ...]
    outcome: Outcome

    @property
    def because(self) -> Finding:
        """Answer whether somebody steps in, and why these."""
        claim, found = say("Another nomination takes a free place"), Sentences(tuple(self._said()))
        if self.undecided:
            return Finding(Verdict.JUDGEMENT, claim, found=found, ask=Ask(say("the leadership")))
        return finding(bool(self.proposed), claim, found=found)

    def _said(self) -> Iterable[Words]:
        yield say_n("{n} place is free", "{n} places are free", self.free)
        if self.proposed:
            keys = ", ".join(self.proposed)
            yield say(
                "The same route and seed, without those who withdrew, put first of the others: {keys}",
                keys=keys,
            )
        if self.kept:
            keys = ", ".join(self.kept)
            yield say(
                "These keep their place although the route alone would now give it to another: {keys}",
                keys=keys,
            )
        if self.undecided:
            yield say("It is not known who of these comes first: {keys}", keys=", ".join(self.undecided))


def next_after(
    lists: Lists, *, route: Route, withdrawn: Collection[str], approved: Collection[str] | None = None
) -> Next:
    """Propose who takes the places that are free; `approved` (default: those who went forward) keep theirs.

    `withdrawn` are all who have withdrawn so far. Without a stated cap no place is known to be free.

    Raises:
        Problems: The lists contradict themselves, or lack what the route rests on.
    """
    held = going_forward(lists, route=route).forward if approved is None else approved
    staying = set(held) - set(withdrawn)
    outcome = going_forward(without(lists, withdrawn), route=route)
    free = max(0, (lists.cap or 0) - len(staying))
    unsure = tuple(key for key in outcome.undecided if key not in staying)
    # A nomination that waits is next only if none of those who are undecided may come before it.
    ready = outcome.forward if unsure else outcome.forward + outcome.waiting
    proposed = tuple(key for key in ready if key not in staying)[:free]
    return Next(
        free=free,
        proposed=proposed,
        kept=tuple(key for key in outcome.waiting if key in staying),
        undecided=unsure if len(proposed) < free else (),
        outcome=outcome,
    )


def without(lists: Lists, gone: Collection[str]) -> Lists:
    """Return the lists as if some nominations had never been there."""
    return lists.model_copy(
        update={
            "nominations": tuple(n for n in lists.nominations if n.key not in gone),
            "faculties": tuple(_without(f, gone) for f in lists.faculties),
            "ballots": tuple(
                Ballot(panellist=b.panellist, order=_kept(b.order, gone)) for b in lists.ballots
            ),
            "conflicts": tuple(c for c in lists.conflicts if c.nomination not in gone),
        }
    )


def _without(faculty: Faculty, gone: Collection[str]) -> Faculty:
    order = None if faculty.order is None else _kept(faculty.order, gone)
    return faculty.model_copy(update={"order": order})


def _kept(order: tuple[Group, ...], gone: Collection[str]) -> tuple[Group, ...]:
    groups = (tuple(key for key in group if key not in gone) for group in order)
    return tuple(group for group in groups if group)
