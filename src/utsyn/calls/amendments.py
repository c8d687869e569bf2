"""A call as it stood on a day: which amendments count then, what they change, and which version that makes."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple, cast

from utsyn.calls.document import Amendment, CallDocument, Change, Fact, Line, ParameterChange, Window
from utsyn.calls.kinds import Stage
from utsyn.listings import Listing
from utsyn.problems import Problem, Problems
from utsyn.text import say

MOST_UNSETTLED = 8  # 256 texts


class Standing(NamedTuple):
    """The amendments (by index) that surely count on a day, and those made at some unlogged time around it."""

    applied: tuple[int, ...] = ()
    unsettled: tuple[int, ...] = ()


class Reading(NamedTuple):
    """The call's text under certain amendments; `touched` tells which amendments reached which part."""

    window: Window
    parameters: Mapping[str, Any]
    rules: tuple[Line, ...]
    facts: Mapping[str, Fact]
    touched: Mapping[str, tuple[int, ...]]


class Version(NamedTuple):
    """A version of the call: its number from 1, the day it holds from (None where not known), and what made it."""

    number: int
    since: date | None
    amendment: Amendment | None
    which: int | None

    @property
    def settled(self) -> bool:
        """Whether the day of the change is known."""
        return self.amendment is None or self.amendment.on is not None


def effective(amendment: Amendment) -> date:
    """Return the first day on which the amended text surely holds."""
    return (
        amendment.between.before if amendment.between else cast("date", amendment.on)
    )  # the shape gives one


def standing(call: CallDocument, *, on: date, stage: Stage = Stage.NEW) -> Standing:
    """Tell which amendments count on day `on` for a proposal that has come as far as `stage`."""
    reach = [(index, a) for index, a in enumerate(call.amendments) if stage in a.applies_to]
    applied = tuple(index for index, a in reach if effective(a) <= on)
    unsettled = tuple(i for i, a in reach if i not in applied and a.between and a.between.after < on)
    return Standing(applied, unsettled)


def readings(call: CallDocument, stand: Standing) -> Iterator[Reading]:
    """Walk the texts that may have been in force: one, or one for each set of unsettled changes.

    Raises Problems where so many may have been made at the same time that the texts are past counting.
    """
    if len(stand.unsettled) > MOST_UNSETTLED:
        what = say("{n} changes of unlogged day may lie at the same time", n=len(stand.unsettled))
        raise Problems(Problem(what, say("Narrow the days between which they were made"), ("amendments",)))
    for count in range(len(stand.unsettled) + 1):
        for chosen in combinations(stand.unsettled, count):
            yield reading(call, (*stand.applied, *chosen))


def reading(call: CallDocument, indices: tuple[int, ...]) -> Reading:
    """Return the call's text with these amendments made, in the order of the document."""
    made = Reading(call.window, call.parameters, call.rules, call.facts, {})
    for index in sorted(indices):
        made = _amended(made, call.amendments[index].change, index)
    return made


def versions(call: CallDocument) -> tuple[Version, ...]:
    """List the versions in the order in which they surely hold, the first as published."""
    ordered = sorted(enumerate(call.amendments), key=lambda pair: effective(pair[1]))
    first = Version(1, call.known_from or call.window.opens, None, None)
    return (first, *(Version(n, a.on, a, index) for n, (index, a) in enumerate(ordered, start=2)))


def version_on(call: CallDocument, on: date) -> Version:
    """Return the newest version that surely holds on a day."""
    return [v for v in versions(call) if v.amendment is None or effective(v.amendment) <= on][-1]


def days_of_change(call: CallDocument) -> tuple[date, ...]:
    """List the days on which an answer may change because the call did, the day of a silent change's limits too."""
    days: set[date] = set()
    for amendment in call.amendments:
        days.add(effective(amendment))
        if amendment.between:
            days.add(date.fromordinal(amendment.between.after.toordinal() + 1))
    return tuple(sorted(days))


def _amended(before: Reading, change: Change, index: int) -> Reading:
    parameters = dict(before.parameters)
    for name, new in change.parameters.items():
        parameters[name] = amended_value(parameters.get(name), new)
    facts = {**before.facts, **change.facts}
    window = before.window
    if change.window:
        window = window.model_copy(
            update={n: getattr(change.window, n) for n in change.window.model_fields_set}
        )
    reached = [f"parameters.{name}" for name in change.parameters]
    added = (line.key or line.rule for line in change.rules.add)
    reached += [f"rules.{key}" for key in (*change.rules.given, *added)]
    reached += ["window"] * (change.window is not None)
    touched = dict(before.touched) | {part: (*before.touched.get(part, ()), index) for part in reached}
    return Reading(window, parameters, _rules(before.rules, change), facts, touched)


def amended_value(value: Any, change: ParameterChange) -> Any:
    """Return a parameter's value after a change; lists keep what they know to be in and out."""
    if "set" in change.model_fields_set:
        return change.set
    if isinstance(value, Mapping):
        return Listing.model_validate(value).amended(add=change.add, remove=change.remove).model_dump()
    if not isinstance(value, (list, tuple, type(None))):
        what = say("“{value}” is no list, so nothing can be added to it or removed from it", value=str(value))
        raise Problems(Problem(what, say("Give the new value as set"), ("amendments",)))
    return Listing(known=tuple(value or ())).amended(add=change.add, remove=change.remove).model_dump()


def _rules(lines: tuple[Line, ...], change: Change) -> tuple[Line, ...]:
    kept = (line for line in lines if line.key not in change.rules.remove)
    given = change.rules.given
    changed = (
        line.model_copy(update={"given": {**line.given, **given[line.key]}}) if line.key in given else line
        for line in kept
    )
    return (*changed, *change.rules.add)
