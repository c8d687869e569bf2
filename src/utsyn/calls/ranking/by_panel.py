"""The routes in which a panel ranks all: alone, or after each faculty's own first have their guaranteed places."""

from collections.abc import Iterator, Sequence

from utsyn.calls.ranking.counted import Counted, Decided, Decision
from utsyn.calls.ranking.grounds import Guaranteed, InPanel
from utsyn.calls.ranking.own import own_ties
from utsyn.calls.ranking.promises import Promises, competing, promises
from utsyn.calls.ranking.shapes import Consensus, Standing, Status, Tie


def by_panel(given: Counted, *, guaranteed: int) -> Decided:
    """Decide by the panel's order, after `guaranteed` places (0: none) for each faculty's own first."""
    panel, made = given.consensus(), promises(given, guaranteed)
    first = {d.nomination: d for d in _promised(given, made)}
    decisions = []
    for decision in _ranked(given, made, panel):
        sure = decision.nomination in made.sure
        open_ = decision.status == "undecided" and made.possible(decision.nomination)
        decisions.append(first[decision.nomination] if sure or open_ else decision)
    ties = [t for f, own in given.own.items() if guaranteed for t in own_ties(f, own, made.places[f])]
    ties += _panel_ties(panel, decisions)
    return Decided(tuple(_numbered(decisions, panel, made)), tuple(ties), {}, panel)


def _promised(given: Counted, made: Promises) -> Iterator[Decision]:
    """Walk those who have or may have a guaranteed place."""
    for faculty, own in given.own.items():
        for key, standing in own.each():
            grounds = Guaranteed(
                name=given.faculties[faculty].name,
                nominated=own.size,
                guaranteed=made.places[faculty],
                place=standing.place if standing else None,
                first=standing.first if standing else None,
                last=standing.last if standing else None,
                unplaced=len(own.unplaced),
                announced=given.lists.seed.announced,
            )
            yield Decision(key, "forward" if key in made.sure else "undecided", None, grounds)


def _ranked(given: Counted, made: Promises, panel: Consensus) -> Iterator[Decision]:
    """Walk all as if each competed: the panel's order, then those whom nobody could rank."""
    promised = sum(made.places.values())
    places = min(given.cap, given.nominated) - promised
    each: list[tuple[str, Standing | None]] = [(standing.key, standing) for standing in panel.standings]
    each += [(key, None) for key in panel.unplaced]
    for key, standing in each:
        best, worst = competing(key, order=panel.order, unplaced=panel.unplaced, made=made)
        status: Status = "forward" if worst <= places else "waiting" if best > places else "undecided"
        if status == "waiting" and made.possible(key):
            status = "undecided"
        grounds = InPanel(
            place=standing.place if standing else None,
            first=standing.first if standing else None,
            last=standing.last if standing else None,
            best=best,
            worst=worst,
            places=places,
            guaranteed=promised,
            unplaced=len(panel.unplaced),
            proved=panel.exact,
            ranges_exact=standing.exact if standing else True,
            announced=given.lists.seed.announced,
        )
        number = promised + best if status == "waiting" and best == worst else None
        yield Decision(key, status, number, grounds)


def _numbered(decisions: Sequence[Decision], panel: Consensus, made: Promises) -> Iterator[Decision]:
    """Number those who go by the panel's order, where all of it is known."""
    known = not panel.unplaced and not any(made.open.values())
    number = 0
    for decision in decisions:
        number += decision.status == "forward"
        yield decision._replace(number=number) if known and decision.status == "forward" else decision


def _panel_ties(panel: Consensus, decisions: Sequence[Decision]) -> Iterator[Tie]:
    """Walk the stretches of the panel's order that equally good orders shuffle."""
    status = {d.nomination: d.status for d in decisions if isinstance(d.grounds, InPanel)}
    stretch: list[str] = []
    end = 0
    for standing in panel.standings:
        stretch.append(standing.key)
        end = max(end, standing.last)
        if end == standing.place:
            met = {status.get(key) for key in stretch}
            if len(stretch) > 1:
                yield Tie(where="panel", keys=tuple(stretch), at_cap={"forward", "waiting"} <= met)
            stretch = []
