"""Tell of the invented university's measures: first as they are planned, then what is done, changed, stopped and retired."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from utsyn.documents import read
from utsyn.periods import Day
from utsyn.web.measures import actions
from utsyn.web.measures.models import Measure
from utsyn.web.people.models import User
from utsyn.web.plans.models import Plan
from utsyn.web.rehearsal.scenes import Scene, There, answering, scene
from utsyn.web.rehearsal.university import FOLDER, Shape


class Planned(Shape):
    """A measure: its unit, the day on which it is told, and all that is told of it in the end."""

    key: str
    unit: str
    on: Day
    told: Mapping[str, Any]
    depends_on: tuple[str, ...] = ()


class Changed(Shape):
    """What a unit told of a measure later."""

    key: str
    on: Day
    because: str = ""
    told: Mapping[str, Any]


class Retired(Shape):
    """A measure that was taken out."""

    key: str
    on: Day
    because: str


class Measures(Shape):
    """The whole file."""

    plan: str
    measures: tuple[Planned, ...]
    changed: tuple[Changed, ...]
    retired: tuple[Retired, ...]


def scenes(there: There) -> Iterator[Scene]:
    """Walk what units tell of their measures."""
    told = read(FOLDER / "measures.yaml").shaped(Measures)
    book = _Book(told, there)
    for one in told.measures:
        yield from book.measure(one)
    for later in told.changed:
        yield scene(
            later.on,
            lambda at, one=later: book.change(one.key, one.told, at, because=one.because),  # type: ignore[misc]
        )
    for gone in told.retired:
        yield scene(gone.on, lambda at, one=gone: book.retire(one, at))  # type: ignore[misc]


class _Book:
    """The measures of a plan by their keys in the file, with the numbers that they got."""

    def __init__(self, told: Measures, there: There) -> None:
        self.plan, self.there = told.plan, there
        self.units = {one.key: one.unit for one in told.measures}
        self.numbers: dict[str, int] = {}

    def measure(self, one: Planned) -> Iterator[Scene]:
        """Walk one measure: told as it was planned, each task marked on its day, done on its last day."""
        yield scene(one.on, lambda at: self.tell(one, at))
        for n, task in enumerate(one.told.get("tasks", ())):
            if "done" in task:
                yield self._done(one.key, n, date.fromisoformat(task["done"]))
        if one.told.get("status") == "done":
            until = date.fromisoformat(one.told["until"])
            yield scene(until, lambda at: self.change(one.key, {"status": "done"}, at))

    def tell(self, one: Planned, at: datetime) -> None:
        """Tell of a measure as nobody had done anything yet."""
        tasks = [
            {name: value for name, value in task.items() if name != "done"}
            for task in one.told.get("tasks", ())
        ]
        told = {**one.told, "tasks": tasks, "depends_on": [self.numbers[key] for key in one.depends_on]}
        if told.get("status") == "done":
            told["status"] = "running"
        row = Plan.objects.get(key=self.plan)
        made = actions.tell(row, self.there[one.unit], told, by=self._by(one.key), at=at)
        self.numbers[one.key] = made.number

    def change(self, key: str, told: Mapping[str, Any], at: datetime, *, because: str = "") -> None:
        """Change what is told of a measure."""
        row = self._row(key)
        actions.change(row, {**row.told, **told}, because, by=self._by(key), at=at)

    def retire(self, gone: Retired, at: datetime) -> None:
        """Take a measure out."""
        actions.retire(self._row(gone.key), gone.because, by=self._by(gone.key), at=at)

    def _done(self, key: str, task: int, on: date) -> Scene:
        return scene(on, lambda at: actions.mark_done(self._row(key), task, on=on, by=self._by(key), at=at))

    def _by(self, key: str) -> User:
        return answering(self.there, self.units[key])

    def _row(self, key: str) -> Measure:
        return Measure.objects.select_related("plan").get(plan__key=self.plan, number=self.numbers[key])
