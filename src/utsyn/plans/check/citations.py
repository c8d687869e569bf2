"""Goals in a plan that rest on no source."""

from collections.abc import Iterator

from utsyn.plans.check.found import Code, Found, Severity
from utsyn.plans.check.subject import Subject
from utsyn.plans.document import PlanDocument
from utsyn.text import say


def uncited(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Find goals without a citation.

    Of a plan that was adopted elsewhere each goal is cited. One that is being drafted here is itself where its goals are
    written: there it is noted, not more.
    """
    severity = None if plan.adopted else Severity.NOTE
    for n, goal in enumerate(plan.goals):
        if not goal.cite:
            what = say("The goal “{key}” has no citation", key=goal.key)
            mend = say("Add cite, with the source and the place in it")
            yield subject.found(Code.NO_CITATION, ("goals", n), what, mend, severity=severity)
