"""The plans and indicators at hand: the shipped documents with the institution's own laid over them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from utsyn.documents import Document, parse, read
from utsyn.home import documents, stamps
from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.problems import Problems, unknown_name

T = TypeVar("T")


class ReadPlan(NamedTuple):
    """A plan as it was read, and the file or text that it was read from."""

    text: PlanDocument
    file: Document


class Library(NamedTuple):
    """All plans and indicators by key, and what was wrong with the documents that could not be read."""

    plans: Mapping[str, ReadPlan]
    indicators: Mapping[str, IndicatorDocument]
    problems: tuple[Problems, ...]

    def plan(self, key: str) -> ReadPlan:
        """Return a plan. Raises Problems with the nearest key."""
        if key not in self.plans:
            raise Problems(unknown_name(key, list(self.plans)))
        return self.plans[key]

    def indicator(self, key: str) -> IndicatorDocument:
        """Return an indicator. Raises Problems with the nearest key."""
        if key not in self.indicators:
            raise Problems(unknown_name(key, list(self.indicators)))
        return self.indicators[key]


def load(path: Path) -> ReadPlan:
    """Read one plan. Raises Problems, each with its line."""
    file = read(path)
    return ReadPlan(file.shaped(PlanDocument), file)


def from_text(text: str, *, file: str = "") -> ReadPlan:
    """Read a plan from its YAML. Raises Problems, each with its line."""
    document = parse(text.encode(), file=file)
    return ReadPlan(document.shaped(PlanDocument), document)


def load_indicator(path: Path) -> IndicatorDocument:
    """Read one indicator. Raises Problems, each with its line."""
    return read(path).shaped(IndicatorDocument)


def library() -> Library:
    """Read all plans and indicators; read again only when a document has changed."""
    stamp = tuple(found for kind in ("plans", "indicators") for found in stamps(kind))
    if stamp not in _read:
        _read.clear()
        _read[stamp] = _library()
    return _read[stamp]


_read: dict[tuple[tuple[str, int, int], ...], Library] = {}


def _library() -> Library:
    problems: list[Problems] = []
    plans = _each("plans", load, problems)
    indicators = _each("indicators", load_indicator, problems)
    return Library(
        {plan.text.key: plan for plan in plans}, {one.key: one for one in indicators}, tuple(problems)
    )


def _each(kind: str, load_one: Callable[[Path], T], problems: list[Problems]) -> list[T]:
    found = []
    for path in documents(kind):
        try:
            found.append(load_one(path))
        except Problems as error:
            problems.append(error)
    return found
