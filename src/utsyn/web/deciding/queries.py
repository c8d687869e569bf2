"""What the pages before a decision show: a faculty's nominations, the panel, a ballot; and what the log tells of the end."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from utsyn.problems import Problem
from utsyn.reasons import Verdict
from utsyn.text import say
from utsyn.web.deciding.forms import Line
from utsyn.web.errors import NotHere
from utsyn.web.log import Line as Logged
from utsyn.web.people.access import visible
from utsyn.web.people.models import Held, Role, Unit, User
from utsyn.web.people.rights import Deed, Person, number, standing
from utsyn.web.people.units import Named, Tree
from utsyn.web.rounds.actions.ranking import COUNTED
from utsyn.web.rounds.models import Conflict, Nomination, Order, Panellist, Round, State

TOLD = "told of decisions"
DECISIONS = ("decided", "approved", "put on the waiting list", "refused")


def faculties(row: Round, user: Person, units: Tree) -> Sequence[Named]:
    """Return the faculties with nominations in a round for which a person gives the order."""
    mine = standing(user).units(Deed.NOMINATE)
    there = set(row.nominations.filter(state__in=COUNTED).values_list("faculty_id", flat=True))
    return sorted((units[pk] for pk in mine & there if pk in units), key=lambda unit: unit.key)


def faculty(row: Round, user: Person, key: str) -> Unit:
    """Return a faculty for which a person gives the order. Raises NotHere."""
    mine = standing(user).units(Deed.NOMINATE)
    found = Unit.objects.filter(key=key, pk__in=mine).first()
    if found is None:
        raise NotHere(
            Problem(say("There is no such faculty for you here"), say("Start from the page of the round"))
        )
    return found


def ordered(row: Round, user: Person, unit: Unit) -> tuple[Order | None, Sequence[Nomination]]:
    """Return a faculty's order as it was given, and its nominations that count."""
    kept = visible(user, Order).filter(round=row, faculty=unit).first()
    rows = visible(user, Nomination).filter(round=row, faculty=unit, state__in=COUNTED)
    return kept, list(rows.order_by("number"))


class Seat(NamedTuple):
    """A seat on the panel, and how far who sits there has come."""

    row: Panellist
    conflicts: Sequence[Conflict]


def panel(row: Round, user: Person) -> Sequence[Seat]:
    """Return the panel, for who reads all of the round."""
    seats = visible(user, Panellist).filter(round=row).select_related("user")
    return [
        Seat(s, list(s.conflicts.all()))
        for s in seats.prefetch_related("conflicts__nomination").order_by("pk")
    ]


def may_sit(row: Round, user: Person) -> Sequence[User]:
    """Return the people who may be given a seat: assessors and the leadership, without those who sit."""
    here = standing(user)
    held = Held.objects.filter(role__in=(Role.ASSESSOR, Role.LEADERSHIP), since__lte=here.tree.on).exclude(
        until__lt=here.tree.on
    )
    seated = visible(user, Panellist).filter(round=row).values("user")
    found = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk__in=seated)
    return list(found.order_by("last_name", "first_name", "pk"))


def seat(row: Round, user: Person) -> Panellist:
    """Return a person's own seat on the panel. Raises NotHere."""
    found = visible(user, Panellist).filter(round=row, user_id=number(user)).select_related("round").first()
    if found is None:
        raise NotHere(
            Problem(say("You do not sit on the panel of this round"), say("Ask the leadership for a seat"))
        )
    return found


def judged(row: Round, own: Panellist, units: Tree) -> Sequence[Line]:
    """Return the nominations before a panellist: those she ranks, and those she said that she may not judge."""
    apart = dict(own.conflicts.values_list("nomination_id", "because"))
    rows = Nomination.objects.filter(round=row, state__in=COUNTED).order_by("number")
    return [
        Line(n.number, n.title, units[n.faculty_id].name, apart=apart.get(n.pk, ""), refused=refused(n))
        for n in rows
    ]


def refused(row: Nomination) -> bool:
    """Tell whether the call's rules say no to a nomination that has no place, so that it does not compete."""
    return row.verdict == Verdict.NO and row.state != State.APPROVED


def nomination(row: Round, user: Person, number: int | None) -> Nomination:
    """Return a nomination of a round. Raises NotHere."""
    found = visible(user, Nomination).select_related("round").filter(round=row, number=number or 0).first()
    if found is None:
        raise NotHere(
            Problem(say("There is no such nomination here"), say("Start from the page of the round"))
        )
    return found


def told_of_decisions(row: Round) -> bool:
    """Tell whether people were told since the leadership decided last, about one or about all."""
    done = Logged.objects.filter(about=f"round/{row.key}", did__in=(*DECISIONS, TOLD))
    last = done.order_by("-pk").values_list("did", flat=True).first()
    return last == TOLD


def moment(row: Round) -> datetime:
    """Return the last moment at which something was done in a round: that which its minutes bear."""
    last = Logged.objects.filter(about=f"round/{row.key}").order_by("-pk").first()
    return (last.at if last else row.opened_at).replace(microsecond=0)
