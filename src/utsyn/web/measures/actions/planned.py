"""What a plan says on the day of a deed: its document as adopted, and the goal that the deed is about."""

from datetime import date

from utsyn.plans.document import Goal, PlanDocument
from utsyn.text import say
from utsyn.web.deeds import refuse
from utsyn.web.measures import facts
from utsyn.web.plans.models import Plan


def document(plan: Plan, *, on: date) -> PlanDocument:
    """Return the plan as it held on a day. Raises Problems where nothing was adopted by then."""
    found = facts.adopted(plan.editions.filter(adopted_on__lte=on))
    if found is None:
        raise refuse(say("The plan is not adopted yet"), say("Adopt an edition of it first"))
    return found


def goal_of(plan: PlanDocument, key: str) -> Goal:
    """Return a goal of the plan. Raises Problems."""
    found = plan.goal(key)
    if found is None:
        what = say("The plan as adopted has no goal “{key}”", key=key[:80])
        raise refuse(what, say("Choose a goal from the plan"), "goal")
    return found
