"""What letters and calendars tell of a round: the address of its page, and who has something left to do in it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import override

from utsyn.calls.rounds.reminders import Piece, Standing
from utsyn.web.people.models import Held, Role
from utsyn.web.people.units import Tree, tree
from utsyn.web.rounds.models import Nomination, Round, State, Writer

OPEN = (State.NOTICE, State.DRAFT, State.HANDED, State.NOMINATED)


def page_of(row: Round, *, language: str) -> str:
    """Return the path of a round's page in a language."""
    with override(language):
        return reverse("rounds:round", args=[row.key])


def standing_of(row: Round, *, on: date) -> Standing:
    """Return how a round stands, with the people who hold a role in it on a day: seven queries, however large it is."""
    writers = Prefetch("writers", Writer.objects.filter(user__is_active=True).order_by("user_id"))
    found = row.nominations.filter(state__in=OPEN).order_by("number").prefetch_related(writers)
    pieces = tuple(_piece(nomination) for nomination in found)
    named, there = _holders(on), tree(on)
    faculties = {piece.faculty for piece in pieces}
    panel = row.panel.filter(cast_at=None, user__is_active=True).order_by("user_id")
    return Standing(
        pieces=pieces,
        coordinators={f: _people(named, Role.COORDINATOR, f, there) for f in faculties},
        ordered=frozenset(row.orders.values_list("faculty_id", flat=True)),
        without_ballot=tuple(panel.values_list("user_id", flat=True)),
        leadership=_people(named, Role.LEADERSHIP, row.unit_id, there),
        office=_people(named, Role.OFFICE, row.unit_id, there),
        ranking_asked=row.ranking_asked_at is not None,
        ranked=row.rankings.exists(),
        approved=row.approved_at is not None,
        sent=row.sent_at is not None,
    )


def _piece(row: Nomination) -> Piece:
    writers = tuple(writer.user_id for writer in row.writers.all())
    return Piece(row.title, row.state, row.noticed_at is not None, row.faculty_id, writers)


def _holders(on: date) -> Iterable[tuple[int, str, int]]:
    held = Held.objects.filter(since__lte=on, user__is_active=True).exclude(until__lt=on)
    return list(held.order_by("user_id").values_list("user_id", "role", "unit_id"))


def _people(held: Iterable[tuple[int, str, int]], role: str, unit: int, there: Tree) -> tuple[int, ...]:
    """Return who holds a role for a unit: in it, or in one above it."""
    above: Mapping[int, None] = dict.fromkeys(there.above(unit))
    return tuple(dict.fromkeys(user for user, had, where in held if had == role and where in above))
