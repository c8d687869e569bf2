"""What the pages of a nomination ask: the row, what belongs to it, its answer today, and what it was before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.calls.answers import as_shape
from utsyn.calls.rounds.checklist import Item, checklist
from utsyn.calls.rounds.terms import Step
from utsyn.calls.shapes import AnswerShape
from utsyn.problems import Problem, Problems
from utsyn.text import Language, say
from utsyn.web.errors import Near, NotHere
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit, User
from utsyn.web.people.rights import Deed, Person, may, standing
from utsyn.web.people.units import Named, Tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions.checking import answer
from utsyn.web.rounds.models import Attachment, Check, Comment, Mentioned, Nomination, Round, Version, Writer
from utsyn.web.rounds.queries import Stage, over, stages, units_of

MOST_CHECKS, MOST_VERSIONS = 20, 200


class Rights(NamedTuple):
    """What a reader may do with a nomination, whatever state it is in."""

    writes: bool
    endorses: bool
    nominates: bool
    runs: bool
    decides: bool

    @property
    def edits(self) -> bool:
        """Whether she may write it: as one of its writers, or for the faculty."""
        return self.writes or self.nominates

    @property
    def comments(self) -> bool:
        """Whether she may comment on it."""
        return self.edits or self.endorses or self.runs


class Seen(NamedTuple):
    """A nomination with all that its page shows."""

    row: Nomination
    rights: Rights
    units: Tree
    today: date
    now: datetime
    stages: Sequence[Stage]
    items: Sequence[Item]
    answer: AnswerShape | None
    problems: tuple[Problem, ...]
    writers: Sequence[Writer]
    people: Sequence[Mentioned]
    attachments: Sequence[Attachment]
    comments: Sequence[Comment]
    checks: Sequence[Check]

    @property
    def late(self) -> bool:
        """Whether the internal deadline has surely passed."""
        return bool(over(self.stages, Step.INTERNAL))

    @property
    def stage(self) -> Stage | None:
        """The step that ends next."""
        return next((stage for stage in self.stages if stage.state == "now"), None)

    @property
    def internal(self) -> Stage | None:
        """The step by whose end faculties nominate."""
        return next((stage for stage in self.stages if stage.due.step is Step.INTERNAL), None)

    @property
    def missing(self) -> Sequence[Item]:
        """What must be in order and is not."""
        return [item for item in self.items if item.required and not item.done]

    @property
    def wanting(self) -> int:
        """How many things on the list are not done."""
        return sum(not item.done for item in self.items)

    @property
    def unit(self) -> Named | None:
        """The unit as it was called in the days of the round."""
        return self.units.units.get(self.row.unit_id)

    @property
    def faculty(self) -> Named | None:
        """The faculty as it was called in the days of the round."""
        return self.units.units.get(self.row.faculty_id)


def nomination(user: Person, key: str, number: int) -> Nomination:
    """Return a nomination that a person may see. Raises NotHere, in the same words where it exists and where it does not."""
    found = visible(user, Nomination).filter(round__key=key, number=number)
    row = found.select_related(
        "round__unit", "unit", "faculty", "adviser", "place", "endorsement__by"
    ).first()
    if row is None:
        what = say("There is no nomination {n} here that you may see", n=str(number))
        mend = say("Check the address, or ask one of its writers or the international office")
        raise NotHere(Problem(what, mend), [Near(_("Rounds"), reverse("rounds:list"))])
    return row


def sees(user: Person, row: Nomination) -> bool:
    """Tell whether a person may still see a nomination."""
    return visible(user, Nomination).filter(pk=row.pk).exists()


def seen(row: Nomination, user: Person, *, at: datetime) -> Seen:
    """Return a nomination with all that its page shows: as many queries for a full one as for an empty one."""
    today = facts.today(row.round, at=at)
    writers = list(of(user, Writer, row).select_related("user").order_by("since", "pk"))
    people = list(of(user, Mentioned, row).order_by("pk"))
    attachments = list(of(user, Attachment, row).select_related("by").order_by("pk"))
    walked, made, problems = _asked(row, on=today, at=at)
    return Seen(
        row=row,
        rights=rights(row, user, writers=writers),
        units=_units(row.round, user, at=at),
        today=today,
        now=facts.now(row.round, at=at),
        stages=walked,
        items=_items(row, people, attachments),
        answer=made,
        problems=problems,
        writers=writers,
        people=people,
        attachments=attachments,
        comments=list(of(user, Comment, row).select_related("by").order_by("pk")),
        checks=list(of(user, Check, row).defer("answer").order_by("-at", "-pk")[:MOST_CHECKS]),
    )


def of(user: Person, kind: type[Any], row: Nomination) -> Any:
    """Return the rows of a kind that belong to a nomination and that a person may see."""
    return visible(user, kind).filter(nomination=row)


def rights(row: Nomination, user: Person, *, writers: Sequence[Writer]) -> Rights:
    """Tell what a reader may do with a nomination."""
    return Rights(
        writes=any(one.user_id == user.pk for one in writers),
        endorses=may(user, Deed.ENDORSE, unit=row.unit_id),
        nominates=may(user, Deed.NOMINATE, unit=row.faculty_id),
        runs=may(user, Deed.RUN, unit=row.round.unit_id),
        decides=may(user, Deed.APPROVE, unit=row.round.unit_id),
    )


def _asked(
    row: Nomination, *, on: date, at: datetime
) -> tuple[Sequence[Stage], AnswerShape | None, tuple[Problem, ...]]:
    """Return the steps and what the rules say today, or why they cannot be asked: then the rest of the page still stands."""
    try:
        return stages(row.round, at=at), as_shape(answer(row, on=on), _language()), ()
    except Problems as error:
        return (), None, error.problems


def _language() -> Language:
    found = get_language()
    return "nb" if found == "nb" else "nn" if found == "nn" else "en"


def _units(row: Round, user: Person, *, at: datetime) -> Tree:
    try:
        return units_of(row, user, at=at)
    except Problems:  # the call's document is gone, and with it the round's last day
        return standing(user).tree


def _items(row: Nomination, people: Sequence[Mentioned], attachments: Sequence[Attachment]) -> Sequence[Item]:
    said = getattr(row, "endorsement", None)
    return checklist(
        facts.told(row),
        people=frozenset(one.part for one in people),
        attached=frozenset(one.kind for one in attachments),
        endorsed=said.agrees if said else None,
    )


class Text(NamedTuple):
    """A text of a nomination: its number, what it tells, and who wrote it when, as far as that is known."""

    number: int
    title: str
    told: Mapping[str, Any]
    by: User | None
    at: datetime


def texts(row: Nomination, user: Person) -> Sequence[Text]:
    """Return every text of a nomination, the newest first. A row of the history holds the text before, and who wrote anew."""
    before = list(of(user, Version, row).select_related("by").order_by("-number")[:MOST_VERSIONS])
    return list(_texts(row, before))


def _texts(row: Nomination, before: Sequence[Version]) -> Iterator[Text]:
    title, told = row.title, row.told
    for kept in before:
        yield Text(kept.number + 1, title, told, kept.by, kept.at)
        title, told = kept.title, kept.told
    if not before or before[-1].number == 1:
        yield Text(1, title, told, None, row.began_at)


def text(row: Nomination, user: Person, number: int) -> Mapping[str, Any] | None:
    """Return what a version of a nomination told, or None where there is no such version."""
    if number == row.version:
        return dict(row.told)
    kept = of(user, Version, row).filter(number=number).first()
    return dict(kept.told) if kept else None


def writer_of(row: Nomination, user: Person, number: int) -> Version | None:
    """Return the row that tells who wrote a version, and when; None for the first."""
    found: Version | None = of(user, Version, row).filter(number=number - 1).select_related("by").first()
    return found


def places(round_: Round, user: Person, *, at: datetime) -> Sequence[tuple[Named, Sequence[Named]]]:
    """Return the units for which a person may begin a nomination, as they are called in the days of the round, by faculty."""
    here, tree = standing(user), _units(round_, user, at=at)
    mine = here.units(Deed.WRITE) & tree.below(round_.unit_id)
    by_faculty: dict[int, list[Named]] = {}
    for unit in (tree[pk] for pk in mine):
        faculty = tree.faculty(unit.pk)
        if faculty and not (unit.ended and unit.ended < tree.on):
            by_faculty.setdefault(faculty, []).append(unit)
    found = [(tree[faculty], sorted(units, key=_order)) for faculty, units in by_faculty.items()]
    return sorted(found, key=lambda pair: _order(pair[0]))


def unit_of(named: Named) -> Unit:
    """Return the row of a unit that the tree holds already."""
    return Unit(pk=named.pk, key=named.key, kind=named.kind)


def _order(unit: Named) -> tuple[str, int]:
    return unit.name.in_("nb").casefold(), unit.pk


def newest(round_: Round, user: Person) -> Nomination | None:
    """Return the nomination that a person began last in a round."""
    return (
        visible(user, Nomination).filter(round=round_, writers__user=user.pk or 0).order_by("-number").first()
    )
