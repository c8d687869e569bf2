"""Goals and figures in a plan that rest on no source."""

from collections.abc import Iterator

from utsyn.plans.check.found import Code, Found, Severity
from utsyn.plans.check.subject import Subject, put
from utsyn.plans.document import PlanDocument
from utsyn.problems import Path as Steps
from utsyn.text import Words, say

ADD = say("Add cite, with the source and the place in it")


def uncited(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Find goals without a citation, and values of a base without one.

    Of a plan that was adopted elsewhere each goal is cited. One that is being drafted here is itself where its goals are
    written: there it is noted, not more.
    """
    severity = None if plan.adopted else Severity.NOTE
    for n, goal in enumerate(plan.goals):
        if not goal.cite:
            what = say("The goal “{key}” has no citation", key=goal.key)
            yield _found(subject, ("goals", n), what, severity)
    for one in put(subject, plan):
        if one.base.get("value") is not None and not one.base.get("cite"):
            what = say("The base of “{key}” has a value and no citation", key=one.goal.key)
            yield _found(subject, one.at("given", "base", "value"), what, None)


def _found(subject: Subject, path: Steps, what: Words, severity: Severity | None) -> Found:
    return subject.found(Code.NO_CITATION, path, what, ADD, severity=severity)
