"""What each route would do with the same lists, side by side, before anybody chooses one."""

from collections.abc import Sequence
from typing import NamedTuple

from utsyn.calls.ranking.outcome import Outcome
from utsyn.calls.ranking.routes import going_forward
from utsyn.calls.ranking.shapes import Lists, Route, Status
from utsyn.problems import Problem, Problems

VARIANTS = (
    Route(kind="apportionment", method="sainte_lague", by="weights"),
    Route(kind="apportionment", method="largest_remainder", by="weights"),
    Route(kind="apportionment", method="sainte_lague", by="nominations"),
    Route(kind="apportionment", method="largest_remainder", by="nominations"),
    Route(kind="panel"),
    Route(kind="guarantee", guaranteed=1),
)


class Variant(NamedTuple):
    """One route and its outcome; None where the lists lack what it rests on, which the problems say."""

    route: Route
    outcome: Outcome | None
    problems: tuple[Problem, ...]


class Row(NamedTuple):
    """One nomination with its status under each variant; None where the variant has no outcome."""

    nomination: str
    faculty: str
    statuses: tuple[Status | None, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the variants that have an outcome disagree about it."""
        return len(set(self.statuses) - {None}) > 1


class Consequences(NamedTuple):
    """The variants in the order asked for."""

    lists: Lists
    variants: tuple[Variant, ...]

    def rows(self) -> tuple[Row, ...]:
        """Return all nominations, by faculty and key, with what each variant does with them."""
        each = [
            {place.nomination: place.status for place in variant.outcome.places} if variant.outcome else {}
            for variant in self.variants
        ]
        ordered = sorted(self.lists.nominations, key=lambda n: (n.faculty, n.key))
        return tuple(Row(n.key, n.faculty, tuple(status.get(n.key) for status in each)) for n in ordered)

    @property
    def differing(self) -> tuple[str, ...]:
        """Return the nominations that the variants do not treat alike: what the choice of a route is about."""
        return tuple(row.nomination for row in self.rows() if row.differs)

    def per_faculty(self) -> dict[str, tuple[int | None, ...]]:
        """Return by faculty how many places it has under each variant; None where that is not known."""
        each = [
            {share.faculty: share.places for share in variant.outcome.shares} if variant.outcome else {}
            for variant in self.variants
        ]
        faculties = sorted({nomination.faculty for nomination in self.lists.nominations})
        return {faculty: tuple(places.get(faculty) for places in each) for faculty in faculties}


def consequences(lists: Lists, *, routes: Sequence[Route] = VARIANTS) -> Consequences:
    """Compare routes; one that the lists cannot be put to says why, and the others are compared all the same."""
    return Consequences(lists, tuple(_variant(lists, route) for route in routes))


def _variant(lists: Lists, route: Route) -> Variant:
    try:
        return Variant(route, going_forward(lists, route=route), ())
    except Problems as wrong:
        return Variant(route, None, wrong.problems)
