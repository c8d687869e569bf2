"""What pages ask about a plan: the edition that held on a day, and all that was known of its goals."""

from datetime import date
from typing import NamedTuple

from utsyn.plans.document import PlanDocument
from utsyn.plans.series import Records
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.indicators.models import Observed
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import tree
from utsyn.web.plans import facts
from utsyn.web.plans.models import Edition, HandSet, Judged, Plan


class Held(NamedTuple):
    """A plan as it held on a day: its row, the edition and the document; `inside` for who has a role here."""

    row: Plan
    edition: Edition
    text: PlanDocument
    on: date
    inside: bool


def held(user: Person, key: str, *, on: date) -> Held:
    """Return a plan as it held on a day. Raises NotHere where nobody may see it, or nothing was adopted by then."""
    row = visible(user, Plan).filter(key=key).select_related("unit").first()
    if row is None:
        raise NotHere(Problem(say("There is no such plan"), say("Look in the list of plans")))
    edition = (
        visible(user, Edition).filter(plan=row, adopted_on__lte=on).order_by("adopted_on", "number").last()
    )
    if edition is None:
        what = say("No edition of the plan had been adopted by {day}", day=on)
        raise NotHere(Problem(what, say("Ask about a later day, or look at the drafts")))
    return Held(row, edition, facts.document(edition), on, bool(standing(user).roles))


def records(user: Person, plan: Held, *, unit: int | None = None) -> Records:
    """Return all that is known for a plan, of the whole institution or of one unit: three queries and the tree's."""
    observed = visible(user, Observed).filter(
        indicator__in=plan.text.indicators(), rehearsal=plan.row.rehearsal, unit=unit or plan.row.unit_id
    )
    return Records(
        facts.by_indicator(observed.order_by("until", "pk")),
        facts.judgements(visible(user, Judged).filter(plan=plan.row).order_by("at", "pk")),
        facts.set_by_hand(visible(user, HandSet).filter(plan=plan.row).order_by("at", "pk")),
        facts.members(standing(user).tree.then(plan.on) if plan.inside else tree(plan.on)),
    )
