"""The language of the manual of targets: put a kind to figures, say where it stands.

    track("at_least", "count", value=50).by({2021: 40, 2023: 46}).is_on_course()

Whatever is said in it is tested, and remembered for `tools/target_manual.py`, which makes docs/reference/targets.md of it.
A figure is written as its value, or with its parts, precision, version (of the definition), provider and the day from
which it was known beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from utsyn.plans.document import PlanDocument
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.progress import progress
from utsyn.plans.series import BY_HAND, Judgement, Observation, Records
from utsyn.plans.states import Progress, Standing, State
from utsyn.reasons import Figure, Source

SINCE, UNTIL, ASKED_ON = "2022-01-01", "2025-12-31", date(2024, 3, 1)
BESIDE = ("value", "precision", "version", "provider", "known", "withdrawn")
INDICATOR: Mapping[str, Any] = {
    "key": "the-indicator", "title": {"en": "The indicator"}, "asks": {"en": "How many?"}, "unit": {"en": "things"},
    "owner": {"en": "The office"}, "members": "department",
    "definitions": [{"version": 1, "since": "2000-01-01", "says": {"en": "Counted so"}}],
}  # fmt: skip
PLAN: Mapping[str, Any] = {
    "key": "the-plan", "institution": {"en": "A university"}, "title": {"en": "The plan"}, "about": {"en": "A plan"},
    "lasts": {"since": SINCE, "until": UNTIL}, "sources": {"plan": {"title": "The plan"}},
}  # fmt: skip


def observation(when: int | str, told: Any, *, indicator: str = "the-indicator") -> Observation:
    """One figure for a year, or from one day to another (2021-08-01/2022-07-31)."""
    since, until = (
        (date(when, 1, 1), date(when, 12, 31))
        if isinstance(when, int)
        else map(date.fromisoformat, when.split("/"))
    )
    told = told if isinstance(told, Mapping) else {"value": told}
    parts = {
        name: Decimal(str(number))
        for name, number in told.items()
        if name not in BESIDE and number is not None
    }
    value, precision = (
        None if told.get(name) is None else Decimal(str(told[name])) for name in ("value", "precision")
    )
    known = date.fromisoformat(told["known"]) if "known" in told else until + timedelta(days=31)
    provider = told.get("provider", BY_HAND)
    withdrawn = date.fromisoformat(told["withdrawn"]) if "withdrawn" in told else None
    figure = Figure(value, "", str(when), "counted", (Source(f"Report {when}"),), parts, precision)
    key = f"{when}/{provider}/{told.get('known', '')}"
    return Observation(
        indicator,
        since,
        until,
        figure,
        provider,
        told.get("version", 1),
        known,
        provider == BY_HAND,
        withdrawn,
        key,
    )


@dataclass(frozen=True)
class Example:
    """Figures that a target was put to, on which day, where it stood, and a remark."""

    told: Mapping[Any, Any]
    on: date
    progress: Progress
    members: Sequence[str] | None
    judged: Mapping[str, str]
    remark: str

    @property
    def standing(self) -> Standing:
        """Where the target stood."""
        return self.progress.standings[0]


@dataclass
class Tracked:
    """A target as a plan writes it, on an indicator of a sort, and the examples of where it stands."""

    kind: str
    sort: str
    given: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    indicator: Mapping[str, Any] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    @property
    def written(self) -> Mapping[str, Any]:
        """The target as the plan writes it."""
        return {"kind": self.kind, **({"given": self.given} if self.given else {}), **self.more}

    @property
    def plan(self) -> PlanDocument:
        """A plan with a goal that has this target alone."""
        named = {"indicator": "the-indicator"} if self.sort else {}
        goal = {"key": "the-goal", "kind": "development", "chapter": "one", "title": {"en": "The goal"},
                "targets": [{"key": "the-target", **named, **self.written}]}  # fmt: skip
        return PlanDocument.model_validate({**PLAN, "goals": [goal]})

    @property
    def document(self) -> IndicatorDocument:
        """The indicator."""
        return IndicatorDocument.model_validate({**INDICATOR, "sort": self.sort or "count", **self.indicator})

    def by(
        self, figures: Mapping[Any, Any], *more: tuple[Any, Any], on: str = "", members: Sequence[str] | None = None,
        judged: Mapping[str, str] | None = None,
    ) -> "Stood":  # fmt: skip
        """Put the target to figures, one a period and `more` of the same periods, and to judgements by the day they were made."""
        day, judged = date.fromisoformat(on) if on else ASKED_ON, judged or {}
        told = [observation(when, one) for when, one in (*figures.items(), *more)]
        found = self.put(told, on=day, members=members, judged=judged)
        shown = dict(figures) | {f"{when} again": one for when, one in more}
        return Stood(self, Example(shown, day, found, members, judged, ""))

    def put(
        self, observed: Sequence[Observation], *, on: date, members: Sequence[str] | None = None,
        judged: Mapping[str, str] | None = None,
    ) -> Progress:  # fmt: skip
        """Return how the goal goes."""
        judgements = tuple(
            Judgement(
                "the-goal",
                "the-target",
                level,
                "we saw it",
                date.fromisoformat(when),
                "The rector",
                when,
            )
            for when, level in (judged or {}).items()
        )
        records = Records({"the-indicator": tuple(observed)}, {"the-goal": judgements}, {},
                          {} if members is None else {"department": frozenset(members)})  # fmt: skip
        plan = self.plan
        return progress(
            plan.goals[0], plan=plan, records=records, indicators={"the-indicator": self.document}, on=on
        )


@dataclass(frozen=True)
class Stood:
    """Where a target stood, to be said in words: `.is_behind("it fell")`."""

    tracked: Tracked
    example: Example

    @property
    def standing(self) -> Standing:
        """Where the target stood."""
        return self.example.standing

    def is_(self, state: State, remark: str = "") -> "Stood":
        """It is in this state, and the goal is too."""
        assert self.standing.state is state, f"{self.example.told} is {self.standing.state}, not {state}"
        assert self.example.progress.state is state
        self.tracked.examples.append(replace(self.example, remark=remark))
        return self

    def is_reached(self, remark: str = "") -> "Stood":
        """It is reached."""
        return self.is_(State.REACHED, remark)

    def is_on_course(self, remark: str = "") -> "Stood":
        """It is where the trajectory asks it to be."""
        return self.is_(State.ON_COURSE, remark)

    def is_behind(self, remark: str = "") -> "Stood":
        """It is not where the trajectory asks it to be."""
        return self.is_(State.BEHIND, remark)

    def is_missed(self, remark: str = "") -> "Stood":
        """It was not reached in time."""
        return self.is_(State.MISSED, remark)

    def is_unknown(self, remark: str = "") -> "Stood":
        """Nobody can tell."""
        return self.is_(State.UNKNOWN, remark)

    def is_for_judgement(self, remark: str = "") -> "Stood":
        """A person has to say."""
        return self.is_(State.JUDGEMENT, remark)

    def asked(self, level: object) -> "Stood":
        """Assert what the trajectory asked for at the latest figure."""
        assert self.standing.asked == Decimal(str(level)), self.standing.asked
        return self

    def at(self, level: object) -> "Stood":
        """Assert the level."""
        assert self.standing.gauge.level == Decimal(str(level)), self.standing.gauge.level
        return self

    def against(self, base: object) -> "Stood":
        """Assert the base."""
        assert self.standing.gauge.base == Decimal(str(base)), self.standing.gauge.base
        return self


TRACKED: list[Tracked] = []


def track(kind: str, sort: str = "", /, *, more: Mapping[str, Any] | None = None, indicator: Mapping[str, Any] | None = None,
          **given: Any) -> Tracked:  # fmt: skip
    """Put a kind of target, with these parameters, to an indicator of a sort; `more` are other fields of the target."""
    TRACKED.append(Tracked(kind, sort, given, more or {}, indicator or {}))
    return TRACKED[-1]
