"""Send goals to the units of the invented university, let them answer, and tell of their measures and what became of these."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from utsyn.documents import read
from utsyn.periods import Day
from utsyn.web.measures import actions
from utsyn.web.measures.models import Assignment, Measure
from utsyn.web.plans.models import Plan
from utsyn.web.rehearsal.scenes import Scene, There, answering, scene
from utsyn.web.rehearsal.university import FOLDER, Shape


class Sent(Shape):
    """Goals sent to units on a day, and the day on which most of them adopt them."""

    goals: tuple[str, ...]
    by: str
    to: tuple[str, ...]
    on: Day
    due: Day
    asked: str = ""
    answered: Day | None = None


class Pair(Shape):
    """A goal as it was sent to a unit."""

    goal: str
    unit: str


class Said(Pair):
    """What a unit answered."""

    answer: str
    own_words: str = ""
    because: str = ""


class SaidThen(Said):
    """What was said on a day: by a unit that answers again, or by the office about an answer."""

    on: Day


class TakenBack(Pair):
    """A goal taken back."""

    on: Day
    because: str


class Conversation(Shape):
    """Who was sent which goals, and all that was said of them; who is not named adopted them."""

    sent: tuple[Sent, ...]
    silent: tuple[Pair, ...]
    replies: tuple[Said, ...]
    settled: tuple[SaidThen, ...]
    again: tuple[SaidThen, ...]
    taken_back: tuple[TakenBack, ...]


class Changed(Shape):
    """What a unit told of a measure later."""

    key: str
    on: Day
    because: str = ""
    told: Mapping[str, Any]


class Done(Shape):
    """A task that was done."""

    key: str
    task: int
    on: Day


class Retired(Shape):
    """A measure that was taken out."""

    key: str
    on: Day
    because: str


class Measures(Shape):
    """The whole file of measures; each is told as a unit tells it, with its key, its unit and the day."""

    plan: str
    measures: tuple[Mapping[str, Any], ...]
    changed: tuple[Changed, ...]
    retired: tuple[Retired, ...]


def scenes(told: Conversation, there: There, *, plan: str) -> Iterator[Scene]:
    """Walk the conversation about the goals of a plan."""
    apart = {(one.goal, one.unit): one for one in told.replies}
    silent = {(one.goal, one.unit) for one in told.silent}
    for sent in told.sent:
        for goal in sent.goals:
            yield scene(sent.on, lambda at, sent=sent, goal=goal: _sent(sent, goal, at, there, plan))  # type: ignore[misc]
            for unit in sent.to if sent.answered else ():
                if (goal, unit) not in silent and sent.answered:
                    said = apart.get((goal, unit), Said(goal=goal, unit=unit, answer="adopted"))
                    yield scene(sent.answered, lambda at, said=said: _reply(said, at, there, plan))  # type: ignore[misc]
    for one in told.settled:
        yield scene(one.on, lambda at, one=one: _settle(one, at, there, plan))  # type: ignore[misc]
    for one in told.again:
        yield scene(one.on, lambda at, one=one: _reply(one, at, there, plan))  # type: ignore[misc]
    for gone in told.taken_back:
        yield scene(
            gone.on,
            lambda at, gone=gone: actions.take_back(  # type: ignore[misc]
                _row(gone, there, plan), gone.because, by=there["kontor"], at=at
            ),
        )


def _row(pair: Pair, there: There, plan: str) -> Assignment:
    rows = Assignment.objects.select_related("plan").filter(plan__key=plan, withdrawn_at=None)
    return rows.get(goal=pair.goal, unit=there[pair.unit])


def _sent(sent: Sent, goal: str, at: datetime, there: There, plan: str) -> None:
    units = [there[key] for key in sent.to]
    row = Plan.objects.get(key=plan)
    actions.send(row, goal, units, asked=sent.asked, due=sent.due, by=there[sent.by], at=at)


def _reply(said: Said, at: datetime, there: There, plan: str) -> None:
    by = answering(there, said.unit)
    actions.reply(_row(said, there, plan), said.answer, said.own_words, said.because, by=by, at=at)


def _settle(said: SaidThen, at: datetime, there: There, plan: str) -> None:
    actions.answer(_row(said, there, plan), said.answer, said.because, by=there["kontor"], at=at)


def measures(there: There) -> Iterator[Scene]:
    """Walk what units tell of their measures: first as they are planned, then what is done, changed and stopped."""
    told = read(FOLDER / "measures.yaml").shaped(Measures)
    numbers: dict[str, int] = {}
    owners: dict[str, str] = {}
    for one in told.measures:
        owners[str(one["key"])] = str(one["unit"])
        yield from _measure(one, told.plan, numbers, there)
    for later in told.changed:
        yield scene(
            later.on,
            lambda at, one=later: _changed(  # type: ignore[misc]
                told.plan, numbers[one.key], dict(one.told), one.because, at, there, owners[one.key]
            ),
        )
    for gone in told.retired:
        yield scene(
            gone.on,
            lambda at, one=gone: actions.retire(  # type: ignore[misc]
                _measured(told.plan, numbers[one.key]), one.because, by=answering(there, owners[one.key]), at=at
            ),
        )


def _measure(one: Mapping[str, Any], plan: str, numbers: dict[str, int], there: There) -> Iterator[Scene]:
    """Walk one measure: told as it was planned, each task marked on its day, done on its last day."""
    told = {name: value for name, value in one.items() if name not in ("key", "unit", "told")}
    key, unit, depends = str(one["key"]), str(one["unit"]), told.pop("depends_on", ())
    tasks = [dict(task) for task in told.get("tasks", ())]
    days = {n: task.pop("done") for n, task in enumerate(tasks) if "done" in task}
    begun = {**told, "tasks": tasks}
    if told.get("status") == "done":
        begun["status"] = "running"

    def tell(at: datetime) -> None:
        waits = [numbers[other] for other in depends]
        row = Plan.objects.get(key=plan)
        made = actions.tell(
            row, there[unit], {**begun, "depends_on": waits}, by=answering(there, unit), at=at
        )
        numbers[key] = made.number

    yield scene(_day(one["told"]), tell)
    for n, done in days.items():
        on = _day(done)
        yield scene(
            on,
            lambda at, n=n, on=on: actions.mark_done(  # type: ignore[misc]
                _measured(plan, numbers[key]), n, on=on, by=answering(there, unit), at=at
            ),
        )
    if told.get("status") == "done":
        yield scene(
            _day(told["until"]),
            lambda at: _changed(plan, numbers[key], {"status": "done"}, "", at, there, unit),
        )


def _day(written: Any) -> Any:
    return Done(key="", task=0, on=written).on


def _measured(plan: str, number: int) -> Measure:
    return Measure.objects.select_related("plan").get(plan__key=plan, number=number)


def _changed(
    plan: str, number: int, told: dict[str, Any], because: str, at: datetime, there: There, unit: str
) -> None:
    row = _measured(plan, number)
    actions.change(row, {**row.told, **told}, because, by=answering(there, unit), at=at)
