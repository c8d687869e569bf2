"""A round before the leadership: what each route would do, and where everyone stands by the route that was chosen."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from utsyn.calls.ranking.consequences import Consequences, consequences
from utsyn.calls.ranking.consequences import Row as Compared
from utsyn.calls.ranking.outcome import Outcome
from utsyn.calls.ranking.shapes import Lists, Route
from utsyn.problems import Problem
from utsyn.reasons import Finding, Verdict
from utsyn.text import Text, Words
from utsyn.web.log import Line as Logged
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person
from utsyn.web.people.units import Tree
from utsyn.web.rounds import outcomes
from utsyn.web.rounds.models import Nomination, Place, Ranking, Round, State

OUT = (State.WITHDRAWN, State.REFUSED)
LAST = 10**6


class Standing(NamedTuple):
    """A nomination before the leadership: its faculty, its reason by the route, its place, and how it stands.

    `stands` is one of: place, next (the free place is proposed for it), waiting (answered so), apart (the rules say no),
    forward and behind (what the route says, before anybody is answered), open (no route says anything yet).
    """

    row: Nomination
    faculty: Text
    because: Mapping[str, str]
    place: int | None
    stands: str
    otherwise: str


class Decision(NamedTuple):
    """A round before the leadership: the route chosen, everyone in its order, free places, and what is to be done.

    `ready` have no place yet although the route sends them forward; `unanswered` are nominated and have no answer at all.
    """

    chosen: Ranking | None
    by: Words | None
    finding: Finding
    rows: Sequence[Standing]
    gone: Sequence[Nomination]
    free: int
    next: int | None
    ready: int
    unanswered: int

    @property
    def needed(self) -> bool:
        """Tell whether a route must be chosen before places are given; so too while nobody can tell."""
        return self.finding.verdict is not Verdict.NO and self.chosen is None

    @property
    def left(self) -> int:
        """Return how many are nominated, have no answer, and are not sent forward by the route."""
        return sum(
            one.row.state == State.NOMINATED and one.stands not in ("place", "forward", "next")
            for one in self.rows
        )


class Way(NamedTuple):
    """A route as the leadership compares it: its number on the page, what it means, and what it would lead to now."""

    number: int
    key: str
    name: Words
    means: str
    outcome: Outcome | None
    problems: Sequence[Problem]

    @property
    def notes(self) -> Sequence[Finding]:
        """List what people must know or decide before they approve by this route; who has not spoken is said once for all."""
        if self.outcome is None:
            return ()
        told = self.outcome if _spoken(self.outcome) else self.outcome.model_copy(update={"panel": None})
        return [note for note in told.notes() if not any(fact.endswith(".order") for fact in note.about)]

    @property
    def orders(self) -> int:
        """Return how many faculties' orders the route waits for."""
        by_orders = self.outcome and self.outcome.route.kind != "panel"
        return sum(share.unplaced > 0 for share in self.outcome.shares) if self.outcome and by_orders else 0

    @property
    def silent(self) -> bool:
        """Tell whether the route rests on a panel of which nobody has cast a ballot."""
        return self.outcome is not None and not _spoken(self.outcome)


def _spoken(made: Outcome) -> bool:
    return made.panel is None or made.panel.ballots > 0


class Missing(NamedTuple):
    """Who has not spoken yet: the faculties without a whole order, and how many of the panel have cast a ballot."""

    faculties: Sequence[Words]
    cast: int
    seats: int

    def __bool__(self) -> bool:
        return bool(self.faculties) or self.cast < self.seats


def missing(row: Round, lists: Lists, units: Tree) -> Missing:
    """Return who has not spoken yet."""
    ranked = {key for one in lists.faculties for group in one.order or () for key in group}
    left = {one.faculty for one in lists.nominations if one.key not in ranked}
    names = [unit.name for unit in units.units.values() if unit.key in left]
    return Missing(names, len(lists.ballots), row.panel.count())


def disagree(one: Compared) -> bool:
    """Tell whether one route sends a nomination forward and another lets it wait; what is not known yet is no disagreement."""
    return {"forward", "waiting"} <= set(one.statuses)


def ways(row: Round, units: Tree) -> tuple[Consequences, Sequence[Way]]:
    """Return what each route would do with the lists as they are now."""
    keys = [key for key in outcomes.ROUTES if key != "none"]
    made = consequences(outcomes.lists(row, stood=units), routes=[outcomes.route(row, key) for key in keys])
    each = zip(keys, made.variants, strict=True)
    return made, [
        Way(n, key, one.route.name, means(one.route), one.outcome, one.problems)
        for n, (key, one) in enumerate(each, start=1)
    ]


def means(route: Route) -> str:
    """Say what a route does, to who has never heard its name."""
    if route.kind == "panel":
        return _(
            "The members of the panel rank everyone, and the order that disagrees least with their ballots decides. Faculties are sure of nothing."
        )
    if route.kind == "guarantee":
        return _("Each faculty’s own first go forward, and the panel’s order decides about the other places.")
    shares = (
        _("the number that each has nominated")
        if route.by == "nominations"
        else _("the weights in the terms of the round")
    )
    told = {"shares": shares}
    if route.method == "sainte_lague":
        return (
            _(
                "The places are shared among the faculties in proportion to %(shares)s, and each fills its own by its own order. This way of rounding favours neither large nor small ones."
            )
            % told
        )
    return (
        _(
            "The places are shared among the faculties in proportion to %(shares)s, and each fills its own by its own order. Each gets the whole part of its share, and the largest remainders get what is left."
        )
        % told
    )


def route_of(kept: Ranking | None) -> Words | None:
    """Name the route that was chosen, as those who chose it read it."""
    return Route.model_validate(kept.inputs["route"]).name if kept else None


def decision(row: Round, user: Person, units: Tree) -> Decision:
    """Return a round as the leadership decides about it."""
    kept, stands = outcomes.chosen(row), outcomes.candidates(row)
    forward = outcomes.forward(row)
    why, otherwise = outcomes.reasons(row), _otherwise(row)
    given = dict(visible(user, Place).filter(round=row).values_list("nomination_id", "number"))
    free = row.cap - len(given)
    there = {n.number: n for n in stands.counted}
    ready = [number for number in forward or () if number in there and there[number].pk not in given]

    def standing(one: Nomination) -> Standing:
        where = (
            "place" if one.pk in given
            else "next" if one.number in ready and row.approved_at
            else "waiting" if one.state == State.WAITING
            else "apart" if one.number not in there
            else "open" if forward is None
            else "forward" if one.number in ready
            else "behind"
        )  # fmt: skip
        because = why.get(one.number, {})
        return Standing(
            one, units[one.faculty_id].name, because, given.get(one.pk), where, otherwise.get(one.number, "")
        )

    order = {one["number"]: n for n, one in enumerate(kept.outcome["said"])} if kept else {}
    counted = sorted(stands.counted, key=lambda n: (order.get(n.number, LAST), n.number))
    rows = [standing(one) for one in (*counted, *stands.apart)]
    gone = visible(user, Nomination).filter(round=row, state__in=OUT).exclude(nominated_at=None)
    return Decision(
        kept, route_of(kept), outcomes.ranking(row, count=len(stands.counted)), rows, list(gone.order_by("number")), free,
        ready[0] if ready else None, len(ready),
        sum(one.row.state == State.NOMINATED for one in rows),
    )  # fmt: skip


def _otherwise(row: Round) -> Mapping[int, str]:
    """Return what the leadership said of those whom it approved otherwise than the route, by number."""
    lines = Logged.objects.filter(about=f"round/{row.key}", did="approved").order_by("pk")
    return {
        told["nomination"]: told["because"]
        for told in lines.values_list("told", flat=True)
        if told["because"]
    }
