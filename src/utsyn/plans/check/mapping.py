"""What became of the goals of the plan before: goals that are named and not there, left out, or told of twice."""

from collections.abc import Iterator

from utsyn.plans.check.found import Code, Found
from utsyn.plans.check.subject import Subject
from utsyn.plans.document import Change, Follows, PlanDocument
from utsyn.problems import unknown_name
from utsyn.text import say

AT = ("follows", "steps")


def mapping(subject: Subject, plan: PlanDocument) -> Iterator[Found]:
    """Compare the steps with the goals of the plan before and with those of this plan."""
    follows = plan.follows
    if follows is None:
        return
    before = subject.near.plan(follows.plan) if follows.plan != plan.key else None
    if before is None:
        known = subject.near.names("plans")
        if follows.plan not in known or follows.plan == plan.key:
            problem = unknown_name(follows.plan, [name for name in known if name != plan.key])
            yield subject.found(Code.UNKNOWN_NAME, ("follows", "plan"), problem.what, problem.mend)
    else:
        yield from _unknown(subject, follows, "before", before)
        yield from _left_out(subject, follows, before, plan)
    yield from _unknown(subject, follows, "after", plan)
    yield from _twice(subject, follows)


def _unknown(subject: Subject, follows: Follows, side: str, plan: PlanDocument) -> Iterator[Found]:
    known = [*(goal.key for goal in plan.goals), *(aim.key for aim in plan.aims)]
    for n, step in enumerate(follows.steps):
        for m, key in enumerate(getattr(step, side)):
            if key not in known:
                near = unknown_name(key, known).mend
                what = say("The plan “{plan}” has no goal “{key}”", plan=plan.title, key=key)
                yield subject.found(Code.MAPPING_UNKNOWN, (*AT, n, side, m), what, near)


def _left_out(
    subject: Subject, follows: Follows, before: PlanDocument, plan: PlanDocument
) -> Iterator[Found]:
    told = {key for step in follows.steps for key in step.before}
    for goal in before.goals:
        if goal.key not in told:
            what = say("Nothing tells what became of the goal “{key}” of the plan before", key=goal.key)
            mend = say("Add a step: continued, sharpened, weakened, split, merged or dropped, with a reason")
            yield subject.found(Code.MAPPING_LEFT_OUT, AT, what, mend)
    told = {key for step in follows.steps for key in step.after}
    for n, goal in enumerate(plan.goals):
        if goal.key not in told:
            what = say("Nothing tells where the goal “{key}” comes from", key=goal.key)
            mend = say("Add a step under follows; a goal that no goal led to is new")
            yield subject.found(Code.MAPPING_LEFT_OUT, ("goals", n), what, mend)


def _twice(subject: Subject, follows: Follows) -> Iterator[Found]:
    """Find a goal that is dropped and lives on, or new and comes from another."""
    steps = follows.steps
    for change, side, what in (
        (Change.DROPPED, "before", say("A goal is dropped, and another step says that it lives on")),
        (Change.NEW, "after", say("A goal is new, and another step says where it comes from")),
    ):
        for n, step in enumerate(steps):
            others = (key for other in steps if other is not step for key in getattr(other, side))
            if step.change is change and set(getattr(step, side)) & set(others):
                mend = say("Keep the step that is true")
                yield subject.found(Code.MAPPING_TWICE, (*AT, n, "change"), what, mend)
