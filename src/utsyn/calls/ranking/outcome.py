"""Who goes forward, who waits, and what people must decide: the answer of a route, frozen, with the reason of each."""

from collections.abc import Iterator

from utsyn.calls.ranking.grounds import Grounds, InFaculty, InPanel, Undecidable
from utsyn.calls.ranking.sentences import Sentences
from utsyn.calls.ranking.shapes import (
    Conflict,
    Consensus,
    Count,
    Frozen,
    Key,
    Route,
    Seed,
    Status,
    Tie,
    Weight,
)
from utsyn.reasons import Ask, Finding, Verdict, finding
from utsyn.text import Listed, Text, Words, say, say_n

VERSION = "ranking 1"  # changes when the same lists could give another outcome


class Place(Frozen):
    """One nomination: its number in the final order, its number among those that wait; null where that is not known.

    The waiting number is the order in which further places would be given; who steps in for one that
    withdraws may be another, as the place may stay in the faculty.
    """

    nomination: Key
    faculty: Key
    status: Status
    number: int | None
    waiting: int | None
    grounds: Grounds

    @property
    def because(self) -> Finding:
        """Answer whether it goes forward; `.found` holds the sentences that can be sent."""
        claim, found = say("The nomination goes forward"), Sentences(tuple(self.grounds.said()))
        if self.status != "undecided":
            return finding(self.status == "forward", claim, found=found)
        if self._for_people():
            return Finding(Verdict.JUDGEMENT, claim, found=found, ask=Ask(say("the leadership")))
        return Finding(Verdict.UNKNOWN, claim, found=found, about=(self._missing(),))

    def _for_people(self) -> bool:
        grounds = self.grounds
        if isinstance(grounds, InFaculty):
            return grounds.left_over > 0
        return isinstance(grounds, InPanel) or (isinstance(grounds, Undecidable) and grounds.cap is not None)

    def _missing(self) -> str:
        return "cap" if isinstance(self.grounds, Undecidable) else f"faculties.{self.faculty}.order"


class Share(Frozen):
    """What a faculty gets: how many it nominated, how many go or are undecided, and places `granted` by apportionment.

    `unplaced`: how many of its nominations it has not put in order.
    """

    faculty: Key
    name: Text | str
    weight: Weight | None
    nominated: int
    granted: int | None
    forward: int
    undecided: int
    unplaced: int

    @property
    def places(self) -> int | None:
        """Return how many places the faculty has, also where it is not decided who fills them; None: not known."""
        if self.granted is not None:
            return self.granted
        return None if self.undecided else self.forward


class Outcome(Frozen):
    """The whole answer: every nomination in final order, what each faculty gets, ties, conflicts removed, the panel."""

    version: str = VERSION
    route: Route
    cap: Count | None
    seed: Seed
    places: tuple[Place, ...]
    shares: tuple[Share, ...]
    ties: tuple[Tie, ...]
    removed: tuple[Conflict, ...]
    panel: Consensus | None
    left_over: int

    @property
    def forward(self) -> tuple[str, ...]:
        """Return those who go, in final order."""
        return self._with("forward")

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return those who wait, in the order in which further places would be given."""
        return self._with("waiting")

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return those of whom nothing can be said until people have told or decided more."""
        return self._with("undecided")

    def place(self, nomination: str) -> Place:
        """Return what became of one nomination; KeyError where it is not there."""
        for place in self.places:
            if place.nomination == nomination:
                return place
        raise KeyError(nomination)

    def _with(self, status: Status) -> tuple[str, ...]:
        return tuple(place.nomination for place in self.places if place.status == status)

    def notes(self) -> tuple[Finding, ...]:
        """List what people must know, tell or decide before they approve."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[Finding]:
        if self.cap is None:
            yield finding(None, say("It is known how many may be sent"), about=("cap",))
        if self.route.kind in ("apportionment", "guarantee"):
            yield from (_order_note(share) for share in self.shares if share.unplaced)
        if self.left_over:
            claim = say_n(
                "{n} place is left that no faculty has a claim to: people must decide",
                "{n} places are left that no faculty has a claim to: people must decide",
                self.left_over,
            )
            yield Finding(Verdict.JUDGEMENT, claim, ask=Ask(say("the leadership")))
        if self.panel:
            yield from _panel_notes(self.panel)
        names = {share.faculty: share.name for share in self.shares}
        for tie in self.ties:
            if tie.at_cap:
                tied = tuple(names[key] if tie.where == "apportionment" else key for key in tie.keys)
                yield finding(
                    True, _tie_claim(tie), found=say("in the order drawn: {keys}", keys=Listed(tied))
                )


def _order_note(share: Share) -> Finding:
    claim = say("{faculty} has put all its nominations in order", faculty=share.name)
    found = say_n("{n} nomination without a place", "{n} nominations without a place", share.unplaced)
    return finding(False, claim, found=found, about=(f"faculties.{share.faculty}.order",))


def _panel_notes(panel: Consensus) -> Iterator[Finding]:
    if panel.unplaced:
        claim = say_n(
            "Nobody in the panel could rank {n} nomination: people must decide where it belongs",
            "Nobody in the panel could rank {n} nominations: people must decide where they belong",
            len(panel.unplaced),
        )
        yield Finding(
            Verdict.JUDGEMENT,
            claim,
            found=Listed(panel.unplaced),
            ask=Ask(say("the leadership")),
        )
    if not panel.exact:
        claim = say("No order agrees more with the panel's ballots")
        found = say(
            "{cost} disagreements in the best order found, and it is proved only that there are at least {least}",
            cost=panel.cost,
            least=panel.at_least,
        )
        yield finding(None, claim, found=found)


def _tie_claim(tie: Tie) -> Words:
    if tie.where == "apportionment":
        return say("The seed decided between faculties with equal claims to a place")
    if tie.where == "faculty":
        return say("The seed decided between nominations that their faculty put equal")
    return say("The seed had a say between orders of the panel that are equally good")
