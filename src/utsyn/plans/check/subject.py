"""A plan or an indicator under check, with what else is at hand: other plans, and the library of indicators."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from utsyn.checking.found import Found, Kinds, Severity
from utsyn.checking.subject import placed
from utsyn.cited import SourceEntry
from utsyn.documents import Document
from utsyn.plans.check.found import KINDS
from utsyn.plans.document import Doubt, Goal, PlanDocument, Target
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import library, load, load_indicator
from utsyn.problems import Path as Steps
from utsyn.problems import Problems
from utsyn.text import Words

T = TypeVar("T")


def keys(path: Path) -> tuple[str, ...]:
    """Return the keys by which a file is found: its name, or the name of its folder and its own: ntnu/2022-2025.yaml."""
    return path.stem, f"{path.absolute().parent.name}-{path.stem}"


class Near(NamedTuple):
    """Documents that lie around the one under check, laid over those at hand; a document goes by its file's name."""

    folders: tuple[Path, ...] = ()
    plans: Mapping[str, PlanDocument] = {}  # those that lie in no folder

    def plan(self, key: str) -> PlanDocument | None:
        """Return the plan with a key, if it is at hand and can be read."""
        if key in self.plans:
            return self.plans[key]
        at_hand = library().plans.get(key)
        return self._laid(key, lambda path: load(path).text) or (at_hand.text if at_hand else None)

    def indicator(self, key: str) -> IndicatorDocument | None:
        """Return the indicator with a key, if it is at hand and can be read."""
        return self._laid(key, load_indicator) or library().indicators.get(key)

    def names(self, kind: str) -> list[str]:
        """List the keys of all plans or of all indicators at hand, also of those that cannot be read."""
        laid = {key for path in self._around() if kind in path.parts for key in keys(path)[:1]}
        at_hand = {*library().plans, *self.plans} if kind == "plans" else set(library().indicators)
        return sorted(laid | at_hand)

    def _around(self) -> Iterator[Path]:
        return (
            path for folder in self.folders for path in (*folder.glob("*.yaml"), *folder.glob("*/*.yaml"))
        )

    def _laid(self, key: str, load_one: Callable[[Path], T]) -> T | None:
        for path in self._around():
            try:
                if key in keys(path):
                    return load_one(path)
            except (Problems, OSError):
                continue
        return None


def near(path: Path) -> Near:
    """Name the folders whose documents a document at a path may rest on: its own, and plans and indicators beside it."""
    around = path.absolute().parent
    beside = (up / kind for up in (around.parent, around.parent.parent) for kind in ("plans", "indicators"))
    return Near(tuple(dict.fromkeys(folder for folder in (around, *beside) if folder.is_dir())))


class Subject(NamedTuple):
    """A plan that could be read, with what the file says as it was written."""

    path: Path
    file: Document
    text: PlanDocument | IndicatorDocument
    near: Near

    @property
    def kinds(self) -> Kinds:
        """The kinds of finding that plans and indicators can have."""
        return KINDS

    @property
    def sources(self) -> Mapping[str, SourceEntry]:
        """What the document was read from."""
        return self.text.sources

    @property
    def doubts(self) -> Sequence[Doubt]:
        """The findings that its author knows of."""
        return self.text.doubts

    def found(
        self, code: str, path: Steps, what: Words, mend: Words, *, severity: Severity | None = None
    ) -> Found:
        """Place a finding on the line of a part of the document."""
        return placed(KINDS, code, file=self.file, path=path, what=what, mend=mend, severity=severity)


class Put(NamedTuple):
    """A target with its goal, its place in the document, its indicator where that is known, and its last day."""

    goal: Goal
    target: Target
    path: Steps
    indicator: IndicatorDocument | None
    due: date

    @property
    def given(self) -> Mapping[str, Any]:
        """The parameters as they were written."""
        return self.target.given

    @property
    def base(self) -> Mapping[str, Any]:
        """The base as it was written; empty where there is none."""
        base = self.given.get("base")
        return base if isinstance(base, Mapping) else {}

    def at(self, *steps: str | int) -> Steps:
        """Return the place of a part of the target."""
        return (*self.path, *steps)


def put(subject: Subject, plan: PlanDocument) -> Iterator[Put]:
    """Walk the targets of a plan."""
    for n, goal in enumerate(plan.goals):
        for m, target in enumerate(goal.targets):
            indicator = subject.near.indicator(target.indicator) if target.indicator else None
            yield Put(goal, target, ("goals", n, "targets", m), indicator, target.due or plan.lasts.until)
