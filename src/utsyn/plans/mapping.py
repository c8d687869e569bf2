"""What became of the goals of the plan before, step by step, and whether figures then and now can be compared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.plans.document import Aim, Change, Goal, PlanDocument, Step, Target
from utsyn.plans.indicators import IndicatorDocument
from utsyn.reasons import Finding, all_of, finding
from utsyn.text import Text, say

Indicators = Mapping[str, IndicatorDocument]
Part = Goal | Aim

SAME = say("Their figures can be compared")


class Row(NamedTuple):
    """Goals of the plan before and those they became, how and why; an aim may stand where a plan has no such goal.

    `change` and `because` are None where no step tells of the goal. `comparable` is None where one side is empty.
    """

    change: Change | None
    because: Text | None
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    comparable: Finding | None = None


def mapped(before: PlanDocument, after: PlanDocument, *, indicators: Indicators) -> tuple[Row, ...]:
    """Return a row for each step of the later plan, in its order, and then for each goal that no step tells of.

    A plan that does not follow the earlier one has no steps. A name that neither goal nor aim has is left out here; the
    check of the document says that it is wrong.
    """
    days = before.lasts.since, after.lasts.since
    rows = []
    for step in _steps(before, after):
        was, now = _parts(before, step.before), _parts(after, step.after)
        alike = comparable(was, now, days=days, indicators=indicators)
        rows.append(Row(step.change, step.because, was, now, alike))
    return (*rows, *unmapped(before, after))


def unmapped(before: PlanDocument, after: PlanDocument) -> Iterator[Row]:
    """Walk the goals of either plan that no step tells of."""
    steps = _steps(before, after)
    then = {key for step in steps for key in step.before}
    now = {key for step in steps for key in step.after}
    yield from (Row(None, None, (goal,), ()) for goal in before.goals if goal.key not in then)
    yield from (Row(None, None, (), (goal,)) for goal in after.goals if goal.key not in now)


def comparable(
    before: Sequence[Part],
    after: Sequence[Part],
    *,
    days: tuple[date, date],
    indicators: Indicators,
) -> Finding | None:
    """Say whether what was measured then and is measured now can be compared, for each indicator that is on both sides.

    It can where the definitions in force on the plans' first days, `days`, are the same, or the later says that figures of
    the earlier may stand in one series with its own. None where one side has no goals.
    """
    if not before or not after:
        return None
    old, new = _targets(before), _targets(after)
    if not old or not new:
        return finding(False, SAME, found=say("a goal on one side rests on no figure"))
    shared = [key for key in old if key in new]
    if not shared:
        return finding(False, SAME, found=say("they rest on different indicators"))
    parts = [_alike(key, old[key], new[key], days=days, indicator=indicators.get(key)) for key in shared]
    return all_of(SAME, parts)


def _alike(
    key: str,
    old: list[Target],
    new: list[Target],
    *,
    days: tuple[date, date],
    indicator: IndicatorDocument | None,
) -> Finding:
    if indicator is None:
        claim = say("The figures of “{indicator}” can be compared", indicator=key)
        return finding(None, claim, found=say("the indicator is not at hand"))
    claim = say("The figures of “{indicator}” can be compared", indicator=indicator.title)
    then, now = (indicator.definition(on=day) for day in days)
    if then is None or now is None:
        day = days[0] if then is None else days[1]
        return finding(None, claim, found=say("nothing says how it was defined on {day}", day=day))
    if then.version not in indicator.comparable(now.version):
        found = say(
            "it was counted by definition {old} and is counted by definition {new}, which are not comparable",
            old=str(then.version),
            new=str(now.version),
        )
        return finding(False, claim, found=found)
    if {target.kind for target in old} & {target.kind for target in new}:
        return finding(True, claim, found=say("the definition and the kind of target are the same"))
    return finding(True, claim, found=say("the definition is the same, the kind of target is another"))


def _steps(before: PlanDocument, after: PlanDocument) -> tuple[Step, ...]:
    told = after.follows
    return told.steps if told and told.plan == before.key else ()


def _parts(plan: PlanDocument, keys: Sequence[str]) -> tuple[Part, ...]:
    every: tuple[Part, ...] = (*plan.aims, *plan.goals)
    named = {one.key: one for one in every}
    return tuple(named[key] for key in keys if key in named)


def _targets(parts: Sequence[Part]) -> Mapping[str, list[Target]]:
    """Return the targets of goals by the indicator that they rest on."""
    found: dict[str, list[Target]] = {}
    for part in parts:
        for target in part.targets if isinstance(part, Goal) else ():
            if target.indicator:
                found.setdefault(target.indicator, []).append(target)
    return found
