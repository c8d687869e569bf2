"""From the rows of a round to who goes forward: what goes into a route, what comes out, and what is kept of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from utsyn.calls.ranking.canonical import sha256_of
from utsyn.calls.ranking.outcome import Outcome
from utsyn.calls.ranking.policy import ranking_needed
from utsyn.calls.ranking.routes import going_forward
from utsyn.calls.ranking.shapes import Ballot, Conflict, Faculty, Lists, Route, Seed
from utsyn.calls.ranking.shapes import Nomination as Listed
from utsyn.calls.ranking.withdrawal import next_after
from utsyn.problems import Problem, Problems
from utsyn.reasons import Finding, Verdict
from utsyn.text import LANGUAGES, Words, say
from utsyn.web.people.units import Tree, tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Nomination, Place, Ranking, Round, State

COUNTED = (State.NOMINATED, State.APPROVED, State.WAITING)
ROUTES: Mapping[str, Route] = {
    "none": Route(kind="none"),
    "sainte-lague-nominations": Route(kind="apportionment", method="sainte_lague", by="nominations"),
    "sainte-lague-weights": Route(kind="apportionment", method="sainte_lague", by="weights"),
    "largest-remainder-nominations": Route(
        kind="apportionment", method="largest_remainder", by="nominations"
    ),
    "largest-remainder-weights": Route(kind="apportionment", method="largest_remainder", by="weights"),
    "panel": Route(kind="panel"),
    "guarantee": Route(kind="guarantee"),
}


class Made(NamedTuple):
    """An outcome as it is kept: what went in, what came out with the reasons in every language, and its hash."""

    inputs: dict[str, Any]
    outcome: dict[str, Any]
    sha256: str
    answer: Outcome


class Candidates(NamedTuple):
    """Who stands in a round: those that count, and those apart because the call's rules say no."""

    counted: Sequence[Nomination]
    apart: Sequence[Nomination]


def candidates(row: Round) -> Candidates:
    """Return who stands: what is nominated, without those to which the call's rules say no (unless they were approved)."""
    rows = row.nominations.filter(state__in=COUNTED).order_by("number")
    apart = [n for n in rows if n.verdict == Verdict.NO and n.state != State.APPROVED]
    return Candidates([n for n in rows if n not in apart], apart)


def needed(row: Round) -> bool:
    """Tell whether somebody must rank or decide before places are given; so too while nobody can tell."""
    return ranking(row, count=len(candidates(row).counted)).verdict is not Verdict.NO


def ranking(row: Round, *, count: int) -> Finding:
    """Tell whether ranking is needed now, and why."""
    return ranking_needed(facts.terms(row).policy, count=count, cap=row.cap)


def lists(row: Round, *, stood: Tree | None = None) -> Lists:
    """Return what every route is worked out from, as the round stands now."""
    terms, counted = facts.terms(row), candidates(row).counted
    there = {str(n.number) for n in counted}
    orders = {order.faculty_id: _kept(order.groups, there) for order in row.orders.all()}
    units = stood or tree(_day(row))
    seats = list(row.panel.select_related("user").prefetch_related("conflicts__nomination").order_by("pk"))
    return Lists(
        cap=row.cap,
        faculties=tuple(
            Faculty(
                key=units[pk].key,
                name=units[pk].name,
                weight=terms.weights.get(units[pk].key),
                order=orders.get(pk),
            )
            for pk in sorted({n.faculty_id for n in counted}, key=lambda pk: units[pk].key)
        ),
        nominations=tuple(Listed(key=str(n.number), faculty=units[n.faculty_id].key) for n in counted),
        ballots=tuple(
            Ballot(panellist=s.key, order=_kept(s.ballot, there)) for s in seats if s.ballot is not None
        ),
        conflicts=tuple(
            Conflict(panellist=s.key, nomination=str(c.nomination.number))
            for s in seats
            for c in s.conflicts.all()
            if str(c.nomination.number) in there
        ),
        seed=Seed(text=terms.seed, announced=timezone.localdate(_announced(row))),
    )


def outcome(row: Round, *, by_route: str) -> Made:
    """Work out who goes forward by a route, now. Raises Problems where it cannot be told."""
    way = route(row, by_route)
    given = lists(row)
    answer = going_forward(given, route=way)
    inputs = {"route": way.model_dump(mode="json"), "lists": given.model_dump(mode="json")}
    told = answer.model_dump(mode="json") | {
        "said": [_said(place.nomination, place.status, place.because) for place in answer.places]
    }
    return Made(inputs, told, sha256_of(answer), answer)


def route(row: Round, name: str) -> Route:
    """Return a route by its name, with what the round's terms guarantee. Raises Problems."""
    if name not in ROUTES:
        what = say("There is no route “{route}”", route=name[:40])
        raise Problems(Problem(what, say("Choose one of those on the page"), ("route",)))
    way = ROUTES[name]
    return (
        way.model_copy(update={"guaranteed": facts.terms(row).guarantee}) if way.kind == "guarantee" else way
    )


def chosen(row: Round) -> Ranking | None:
    """Return the route that was chosen last."""
    return row.rankings.order_by("number").last()


def forward(row: Round) -> Sequence[int] | None:
    """Return the numbers that may be approved as the route says, in its order; None where a route must be chosen first.

    After withdrawals these are those who were sent forward and still stand, and the next by the same rule.
    """
    kept = chosen(row)
    if kept is None:
        return None if needed(row) else [n.number for n in candidates(row).counted]
    made = _next(row, kept)
    approved = list(row.places.order_by("number").values_list("nomination__number", flat=True))
    return [*approved, *(number for number in made if number not in approved)][: row.cap]


def next_(row: Round) -> int | None:
    """Return the number that comes next by the same rule now that a place is free, if any waits for one."""
    found = forward(row) or ()
    taken = set(row.places.values_list("nomination__number", flat=True))
    return next((number for number in found if number not in taken), None)


def _next(row: Round, kept: Ranking) -> Sequence[int]:
    """Run the chosen route again, on what it was worked out from, without those that have gone or been turned since."""
    given, way = Lists.model_validate(kept.inputs["lists"]), Route.model_validate(kept.inputs["route"])
    before = {int(listed.key) for listed in given.nominations}
    there = {n.number for n in candidates(row).counted} & before
    approved = row.places.filter(nomination__number__in=before).values_list("nomination__number", flat=True)
    made = next_after(
        given,
        route=way,
        withdrawn=tuple(str(n) for n in sorted(before - there)),
        approved=tuple(str(n) for n in approved),
    )
    return [int(key) for key in made.proposed]


def reasons(row: Round) -> Mapping[int, dict[str, str]]:
    """Return the reason for each nomination of the route chosen, in every language, to be sent and kept."""
    kept = chosen(row)
    said = {} if kept is None else {one["number"]: one["because"] for one in kept.outcome["said"]}
    no = say("The call's rules, as they stand, say no to it")
    return said | {n.number: in_each(no) for n in candidates(row).apart}


class Sent(NamedTuple):
    """The list that goes to the funder, as the log keeps it."""

    numbers: Sequence[int]
    sha256: str


def listed(row: Round) -> Sent:
    """Return the numbers that have a place, and the hash of exactly what is sent of them."""
    from utsyn.web.rounds.listing import canonical_list  # noqa: PLC0415  the list reads outcomes of its own

    places = Place.objects.filter(round=row).select_related("nomination").order_by("number")
    return Sent([place.nomination.number for place in places], canonical_list(row))


def in_each(words: Words) -> dict[str, str]:
    """Say words in every language of the house, to be kept."""
    return {code: words.in_(code) for code in LANGUAGES}


def _said(key: str, status: str, because: Finding) -> dict[str, Any]:
    return {
        "number": int(key),
        "forward": status == "forward",
        "because": in_each(because.found or because.claim),
    }


def _kept(groups: Sequence[Sequence[int]], there: set[str]) -> tuple[tuple[str, ...], ...]:
    """Keep of an order what still stands."""
    left = (tuple(str(n) for n in group if str(n) in there) for group in groups)
    return tuple(group for group in left if group)


def _announced(row: Round) -> datetime:
    return row.opened_at


def _day(row: Round) -> Any:
    return timezone.localdate(row.clock or row.sent_at or timezone.now())
