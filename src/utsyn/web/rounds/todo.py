"""What a reader can do next in a round, by what she is to it: each a sentence with where it is done."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from utsyn.calls.ranking.policy import ranking_needed
from utsyn.calls.rounds.terms import Step, Terms
from utsyn.reasons import Finding, Verdict
from utsyn.web.people.access import visible
from utsyn.web.people.models import Role
from utsyn.web.people.rights import Deed, Person, may, standing
from utsyn.web.rounds.models import Order, Panellist, Round, State
from utsyn.web.rounds.models import Told as Heard
from utsyn.web.rounds.queries import Stage, over
from utsyn.web.rounds.reach import since_opening
from utsyn.web.rounds.table import Numbers, Row


class Todo(NamedTuple):
    """One thing to do: in words, why, where, and whether it is done by sending a form rather than by going there."""

    what: str
    why: str
    address: str
    posts: bool = False


class Asked(NamedTuple):
    """What the sentences are made from."""

    row: Round
    user: Person
    terms: Terms
    stages: Sequence[Stage]
    rows: Sequence[Row]
    numbers: Numbers

    def over(self, step: Step) -> bool:
        """Tell whether a step has surely ended."""
        return bool(over(self.stages, step))

    def runs(self, deed: Deed) -> bool:
        """Tell whether the reader may do something for the unit that runs the round."""
        return may(self.user, deed, unit=self.row.unit_id)

    @property
    def ranking(self) -> Verdict:
        """Whether a ranking is needed now; to be judged where there are too many and they may not be ranked."""
        return ranking(self.row, self.terms, self.numbers).verdict


def ranking(row: Round, terms: Terms, numbers: Numbers) -> Finding:
    """Tell whether a ranking is needed now, and why."""
    return ranking_needed(terms.policy, count=numbers.counted, cap=row.cap)


def todo(asked: Asked, *, at: datetime) -> Sequence[Todo]:
    """Return what the reader can do next; what leads nowhere is left out."""
    if asked.row.sent_at:
        return []
    here = standing(asked.user)
    found = list[Todo]()
    if may(asked.user, Deed.WRITE, unit=None) and not asked.over(Step.INTERNAL):
        found += _writer(asked)
    if here.has(Role.COORDINATOR):
        found += _coordinator(asked, here.reach(Role.COORDINATOR))
    if asked.runs(Deed.RUN):
        found += _office(asked, at=at)
    if asked.runs(Deed.APPROVE):
        found += _leadership(asked)
    if may(asked.user, Deed.ASSESS, unit=None):
        found += _assessor(asked)
    return [one for one in found if one.address]


def _writer(asked: Asked) -> Iterator[Todo]:
    yield Todo(
        _("Begin a nomination"), _("A working title is enough; it can be written together."),
        _to("nominations:begin", asked.row.key),
    )  # fmt: skip


def _coordinator(asked: Asked, mine: frozenset[int]) -> Iterator[Todo]:
    own = [row for row in asked.rows if row.faculty in mine]
    if waiting := sum(row.state == State.HANDED for row in own):
        what = ngettext(
            "%(n)d nomination waits for your faculty", "%(n)d nominations wait for your faculty", waiting
        ) % {"n": waiting}  # fmt: skip
        why = _("They were handed in: nominate them, or give them back with a reason.")
        yield Todo(what, why, f"{reverse('rounds:round', args=[asked.row.key])}?state=handed#nominations")
    nominated = {row.faculty for row in own if row.state == State.NOMINATED}
    if asked.row.ranking_asked_at and not asked.row.approved_at and nominated:
        given = set(
            visible(asked.user, Order)
            .filter(round=asked.row, faculty__in=nominated)
            .values_list("faculty_id", flat=True)
        )
        if nominated - given:
            why = _("The office has asked the faculties to put their nominations in order.")
            yield Todo(_("Give your faculty’s order"), why, _to("deciding:order", asked.row.key))


def _office(asked: Asked, *, at: datetime) -> Iterator[Todo]:
    row, numbers = asked.row, asked.numbers
    if row.ranking_asked_at is None and row.approved_at is None and _may_be_ranked(asked):
        why = _("%(n)d compete for %(cap)d places.") % {"n": numbers.counted, "cap": numbers.cap}
        if asked.terms.policy == "after_assessment":
            why = _("The terms say: after the assessment. Ask once it is done.")
        yield Todo(_("Ask for ranking"), why, reverse("rounds:ask_for_ranking", args=[row.key]), True)
    if numbers.unchecked:
        what = ngettext(
            "Check %(n)d nomination anew", "Check %(n)d nominations anew", numbers.unchecked
        ) % {"n": numbers.unchecked}  # fmt: skip
        yield Todo(
            what,
            _("The call has changed since they were checked."),
            reverse("rounds:recheck", args=[row.key]),
            True,
        )
    untold = {made.number for made in since_opening(row, at=at)} - set(
        visible(asked.user, Heard).filter(nomination__round=row).values_list("amendment", flat=True)
    )
    if untold:
        what = ngettext("See whom an amendment hits", "See whom %(n)d amendments hit", len(untold)) % {
            "n": len(untold)
        }
        why = _("The call was amended after the round opened, and nobody was told of it from here.")
        yield Todo(what, why, reverse("rounds:amendments", args=[row.key]))
    if row.approved_at:
        yield Todo(
            _("Send the list to the funder"), _("The leadership has decided."), _to("deciding:send", row.key)
        )


def _may_be_ranked(asked: Asked) -> bool:
    """Whether the office can ask for a ranking: it is needed, or will be once they have been assessed."""
    unsure = asked.ranking is Verdict.UNKNOWN and asked.terms.policy == "after_assessment"
    return asked.ranking is Verdict.YES or unsure


def _leadership(asked: Asked) -> Iterator[Todo]:
    row = asked.row
    if row.approved_at and asked.numbers.free and asked.numbers.states.get(State.WAITING):
        why = _("Somebody withdrew. The next by the same rule is proposed.")
        yield Todo(_("Give the free place"), why, _to("deciding:approve", row.key))
    if row.approved_at or not asked.over(Step.INTERNAL) or not asked.numbers.counted:
        return
    if asked.ranking is not Verdict.NO:
        why = _("There are more nominations than places: see what each route leads to before you choose.")
        yield Todo(_("Choose the route"), why, _to("deciding:routes", row.key))
    yield Todo(_("Approve"), _("Give the places, and answer the rest."), _to("deciding:approve", row.key))


def _assessor(asked: Asked) -> Iterator[Todo]:
    seat = visible(asked.user, Panellist).filter(round=asked.row, user_id=asked.user.pk or 0).first()
    if seat is None or seat.cast_at or asked.row.approved_at:
        return
    if seat.declared_at is None:
        why = _("You sit on the panel; conflicts of interest come first.")
        yield Todo(_("Say which conflicts of interest you have"), why, _to("deciding:ballot", asked.row.key))
    else:
        yield Todo(_("Cast your ballot"), _("You sit on the panel."), _to("deciding:ballot", asked.row.key))


def _to(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:  # that room is not there: the sentence is left out
        return ""
