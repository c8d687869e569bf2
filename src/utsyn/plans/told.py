"""Figures and judgements in a file, for the command: what progress is asked of where there are no tables."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from utsyn.cited import Shape
from utsyn.documents import read
from utsyn.periods import Day
from utsyn.plans.document import Key
from utsyn.plans.entering import Beside, Entered, computed, unfit
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.series import BY_HAND, Judgement, Observation, Records, SetByHand
from utsyn.plans.states import State
from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems, unknown_name
from utsyn.reasons import Figure, Source

T = TypeVar("T", Judgement, SetByHand)
Sentence = Annotated[str, Field(min_length=1)]


class ToldSource(Shape):
    """Where a figure is written, and the day on which it was read there."""

    title: str
    url: str = ""
    accessed: Day
    licence: str = ""


class ToldFigure(Shape):
    """A figure of an indicator for a period, both days included.

    `known` is the day from which it counts as known, that on which the source was read where left out; `unknown` says
    why there is no figure, `among` who is ranked where only the place is known; `running` marks a total that runs on.
    """

    indicator: Key
    since: Day
    until: Day
    value: Decimal | None = None
    parts: Mapping[str, Decimal | None] = {}
    provider: str = BY_HAND
    known: Day | None = None
    precision: Decimal | None = None
    source: ToldSource
    method: str
    unknown: str = ""
    among: str = ""
    running: bool = False

    @property
    def entered(self) -> Entered:
        """The figure as it is entered in the house."""
        return Entered(
            self.since, self.until, self.value, self.parts, self.provider, self.source.title, self.source.url,
            self.source.accessed, self.method, self.precision, self.unknown, self.among, self.running,
        )  # fmt: skip


class ToldJudgement(Shape):
    """A level of a target's rubric, as somebody in a role judged on a day."""

    goal: Key
    target: Key
    level: Key
    because: Sentence
    on: Day
    by: Sentence


class ToldState(Shape):
    """A state set by hand, which stands beside the computed one."""

    goal: Key
    state: State
    because: Sentence
    on: Day
    by: Sentence


class Told(Shape):
    """All that a file tells: figures, what was judged or set by hand, and the members that indicators are about."""

    figures: tuple[ToldFigure, ...] = ()
    judged: tuple[ToldJudgement, ...] = ()
    set_by_hand: tuple[ToldState, ...] = ()
    members: Mapping[str, tuple[Key, ...]] = {}


def records(path: Path, *, indicators: Mapping[str, IndicatorDocument]) -> Records:
    """Read a file of figures into what progress is asked of. Raises Problems, each with its line."""
    file = read(path)
    told = file.shaped(Told) if file.data is not None else Told()
    members = {kind: frozenset(keys) for kind, keys in told.members.items()}
    observed: dict[str, list[Observation]] = {}
    wrong: list[Problem] = []
    for n, figure in enumerate(told.figures):
        at: Steps = ("figures", n)
        indicator = indicators.get(figure.indicator)
        if indicator is None:
            wrong.append(unknown_name(figure.indicator, list(indicators), path=(*at, "indicator")))
            continue
        beside = [Beside(one.since, one.until, one.running) for one in told.figures[:n] if _same(one, figure)]
        faults = unfit(
            indicator,
            figure.entered,
            on=_known(figure),
            beside=beside,
            members=members.get(indicator.members),
        )
        wrong.extend(fault._replace(path=(*at, *fault.path)) for fault in faults)
        observed.setdefault(figure.indicator, []).append(_observation(figure, indicator, n))
    if wrong:
        raise Problems(*map(file.at, wrong))
    return Records(
        {key: tuple(kept) for key, kept in observed.items()},
        _by_goal(Judgement(j.goal, j.target, j.level, j.because, j.on, j.by) for j in told.judged),
        _by_goal(SetByHand(s.goal, s.state, s.because, s.on, s.by) for s in told.set_by_hand),
        members,
    )


def _known(figure: ToldFigure) -> date:
    return figure.known or figure.source.accessed


def _same(one: ToldFigure, other: ToldFigure) -> bool:
    """Whether two figures cannot stand beside each other; one that is known later revises the one before."""
    alike = (one.indicator, one.provider) == (other.indicator, other.provider)
    revises = (one.since, one.until) == (other.since, other.until) and _known(one) != _known(other)
    return alike and not revises


def _observation(figure: ToldFigure, indicator: IndicatorDocument, n: int) -> Observation:
    source = figure.source
    cited = Source(source.title, source.url, accessed=source.accessed, licence=source.licence)
    parts = {name: part for name, part in figure.parts.items() if part is not None}
    value, period = computed(indicator, figure.entered).value, f"{figure.since}/{figure.until}"
    made = Figure(value, "", period, figure.method, (cited,), parts, figure.precision)
    definition = indicator.definition(on=figure.since)
    version = definition.version if definition else indicator.definitions[0].version
    by_hand = figure.provider == BY_HAND
    return Observation(
        figure.indicator, figure.since, figure.until, made, figure.provider, version, _known(figure), by_hand,
        key=f"figures/{n}",
    )  # fmt: skip


def _by_goal(each: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for one in sorted(each, key=lambda one: one.on):
        found.setdefault(one.goal, []).append(one)
    return {goal: tuple(kept) for goal, kept in found.items()}
