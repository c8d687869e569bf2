"""From rows to what the cascade and the measures ask about: conversations, measures as they were told by a day, heirs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from utsyn.plans.cascade import Answer, Conversation, Reply
from utsyn.plans.document import PlanDocument
from utsyn.plans.measures import Status, Told, public
from utsyn.web.measures.models import Assignment, Measure, MeasureVersion
from utsyn.web.measures.models import Reply as ReplyRow
from utsyn.web.people.models import Held, Role
from utsyn.web.people.rights import ROLE_NAMES
from utsyn.web.people.units import Tree
from utsyn.web.plans import facts as plan_facts
from utsyn.web.plans.models import Edition

NAMES = frozenset(Told.model_fields)
ANSWERS = (Role.DEPARTMENT, Role.COORDINATOR)  # who answers for a unit, beside the office


class Then(NamedTuple):
    """A measure as it was told on a day: its row, what was told, of which version, and whether it was retired by then."""

    row: Measure
    told: Told
    version: int
    changed_at: datetime
    retired: date | None

    @property
    def changed(self) -> date:
        """The day on which it was last changed."""
        return timezone.localdate(self.changed_at)


class Brief(NamedTuple):
    """What a list looks for and adds up of a measure, read as it was kept: it was checked when it was told."""

    pk: int
    unit: int
    title: str
    what: str
    responsible: str
    goals: Sequence[str]
    status: str
    budget: Decimal | None
    currency: str
    budget_from: str
    tasks: Sequence[Mapping[str, Any]]

    def overdue(self, *, on: date) -> bool:
        """Tell whether a task should have been done before a day and is not; of what has stopped none should."""
        if self.status in (Status.STOPPED, Status.DONE):
            return False
        day = on.isoformat()  # days are kept as they sort
        return any(task.get("due") and task["due"] < day and not task.get("done") for task in self.tasks)


def brief(pk: int, unit: int, kept: Mapping[str, Any], *, inside: bool) -> Brief:
    """Return a measure in brief; who is not inside gets what `utsyn.plans.measures.public` leaves, and nothing else."""
    shown = kept if inside else {name: kept[name] for name in ("title", "goals", "status") if name in kept}
    budget = shown.get("budget")
    return Brief(
        pk,
        unit,
        shown["title"],
        shown.get("what", ""),
        shown.get("responsible", ""),
        shown["goals"],
        shown.get("status", Status.PLANNED.value),
        None if budget is None else Decimal(str(budget)),
        shown.get("currency", "NOK"),
        shown.get("budget_from", ""),
        shown.get("tasks", ()),
    )


def adopted(rows: Iterable[Edition]) -> PlanDocument | None:
    """Return the document of the last of the adopted editions; None where there is none."""
    last = max(rows, key=lambda row: (row.adopted_on, row.number), default=None)
    return plan_facts.document(last) if last else None


def told(kept: Mapping[str, Any]) -> Told:
    """Return a measure as it was kept; what is not told of measures any more is left out."""
    return Told.model_validate({name: value for name, value in kept.items() if name in NAMES})


def then(row: Measure, version: MeasureVersion | None, *, on: date, inside: bool = True) -> Then:
    """Return a measure as it was told on a day, by the last of its versions by then; None is as it stands now.

    Who is not inside gets what is open to all, and nothing else.
    """
    kept, number, at = (
        (version.told, version.number, version.at) if version else (row.told, row.version, row.changed_at)
    )
    retired, said = day(row.retired_at), told(kept)
    gone = retired if retired and retired <= on else None
    return Then(row, said if inside else public(said), number, at, gone)


def conversation(row: Assignment, replies: Iterable[ReplyRow]) -> Conversation:
    """Return a conversation from its rows, the replies oldest first."""
    return Conversation(
        row.goal,
        row.unit_id,
        timezone.localdate(row.at),
        row.asked,
        row.due,
        tuple(map(reply, replies)),
        day(row.withdrawn_at),
        row.pk,
    )


def reply(row: ReplyRow) -> Reply:
    """Return one turn of a conversation; who spoke is named by the role."""
    by = ROLE_NAMES.get(row.role, row.role)
    return Reply(
        Answer(row.answer), timezone.localdate(row.at), row.own_words, row.because, by, f"reply/{row.pk}"
    )


def day(at: datetime | None) -> date | None:
    """Return the day of a moment where the office is."""
    return timezone.localdate(at) if at else None


def heir(tree: Tree, pk: int) -> int:
    """Return the unit that answers for a unit on the tree's day: itself, or what it was merged into, however often."""
    seen = set[int]()
    while pk in tree and pk not in seen and over(tree, pk) and tree[pk].successor in tree:
        seen.add(pk)
        pk = tree[pk].successor or pk
    return pk


def over(tree: Tree, pk: int) -> bool:
    """Tell whether a unit had ended by the tree's day."""
    ended = tree[pk].ended
    return ended is not None and ended < tree.on


def answered_for(tree: Tree, *, on: date) -> frozenset[int]:
    """Return the units for which somebody other than the office answers on a day: one query, and no names."""
    held = Held.objects.filter(role__in=ANSWERS, since__lte=on, user__is_active=True).exclude(until__lt=on)
    return frozenset(tree.below(*held.values_list("unit_id", flat=True)))
