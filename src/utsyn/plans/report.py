"""What a report holds: goals with findings, figures with definitions, measures, and what people wrote, as plain JSON.

The same shape for the draft that is looked at and for the report that is frozen.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from utsyn.plans.basis import Approval, Basis, MeasureThen, Sent, UnitThen
from utsyn.plans.cascade import ANSWER_NAMES, Answer
from utsyn.plans.compared import changes
from utsyn.plans.compared_units import unit_changes
from utsyn.plans.document import Goal
from utsyn.plans.frozen import (
    FORMAT,
    Plain,
    definition_told,
    in_all,
    observation_told,
    optional,
    plain_number,
    progress_told,
    state_told,
)
from utsyn.plans.measures import STATUS_NAMES, Status
from utsyn.plans.report_labels import LABELS
from utsyn.plans.report_units import by_goal, own_figures, sent_told
from utsyn.plans.reporting import CATALOGUE
from utsyn.plans.series import Observation, as_known
from utsyn.plans.spoken import Period
from utsyn.plans.states import State
from utsyn.text import Money, Said, Text, Words, say


def content(basis: Basis, approval: Approval | None = None) -> Plain:
    """Return the whole report as plain names, strings and numbers, every word in every language."""
    of_goals = [goal for key in basis.goals if (goal := basis.plan.goal(key))]
    figures = list(_figures(basis, of_goals))
    made: Plain = {
        "format": FORMAT,
        "labels": {key: in_all(said) for key, said in LABELS.items()},
        "title": in_all(say("{title}: {unit}", title=basis.reporting["title"], unit=basis.unit.name)),
        "rehearsal": basis.rehearsal,
        "on": basis.on.isoformat(),
        "day": in_all(basis.on),
        "approved": _approved(approval),
        "reporting": _reporting(basis.reporting),
        "unit": _unit(basis.unit) | {"whole": basis.whole},
        "plan": _plan(basis),
        "overall": basis.told.overall,
        "goals": [_goal(basis, goal) for goal in of_goals],
        "counts": _counts(basis, of_goals),
        "figures": [
            observation_told(one, basis.indicators.get(one.indicator)) | {"own": own} for one, own in figures
        ],
        "definitions": list(
            _definitions(basis, [*(one for one, _ in figures), *(one for _, one in own_figures(basis))])
        ),
        "measures": [_measure(one, basis.units) for one in basis.measures],
        "own_figures": [_own(basis, n) for n in range(len(basis.told.figures))],
        "answers": _answers(basis),
        "asked": [
            {
                "field": field.value,
                "name": in_all(CATALOGUE[field].name),
                "because": in_all(CATALOGUE[field].because),
            }
            for field in basis.asked.fields
        ],
        "log": {"line": basis.log[0], "chained": basis.log[1]} if basis.log else None,
        "internal": _internal(basis),
        "changes": None,
    }
    if basis.before:
        made["changes"] = {
            "report": in_all(basis.before["title"])
            if isinstance(basis.before["title"], str)
            else basis.before["title"],
            "day": basis.before["day"],
            "lines": [in_all(one) for one in changes(basis.before, made)],
        }
        made["internal"]["changes"] = [in_all(one) for one in unit_changes(basis.before, made)]
    return made


def _approved(approval: Approval | None) -> Plain | None:
    return approval and {
        "number": approval.number, "at": approval.at.isoformat(), "day": in_all(approval.day),
        "role": in_all(approval.role), "because": approval.because,
    }  # fmt: skip


def _reporting(told: Mapping[str, Any]) -> Plain:
    period = Period(told["since"], told["until"])
    days = {name: told[name].isoformat() for name in ("since", "until", "due")}
    return {"key": told["key"], "title": told["title"], "period": in_all(period), **days}


def _unit(unit: UnitThen) -> Plain:
    def named(one: tuple[str, Text]) -> Plain:
        return {"key": one[0], "name": in_all(one[1])}

    return {
        "key": unit.key, "name": in_all(unit.name), "kind": unit.kind,
        "parent": named(unit.parent) if unit.parent else None, "merged": [named(one) for one in unit.merged],
    }  # fmt: skip


def _plan(basis: Basis) -> Plain:
    plan, follows = basis.plan, basis.plan.follows
    return {
        "key": plan.key, "title": in_all(plan.title), "institution": in_all(plan.institution),
        "edition": basis.edition, "sha256": basis.sha256, "adopted_on": optional(basis.adopted_on),
        "adopted": in_all(basis.adopted_on) if basis.adopted_on else None,
        "follows": follows and {
            "plan": follows.plan,
            "steps": [{"change": s.change.value, "before": list(s.before), "after": list(s.after)} for s in follows.steps],
        },
    }  # fmt: skip


def _goal(basis: Basis, goal: Goal) -> Plain:
    chapter = next((one for one in basis.plan.chapters if one.key == goal.chapter), None)
    progress, unmeasured = basis.progress.get(goal.key), goal.unmeasured
    written = basis.told.of(goal.key)
    return {
        "key": goal.key, "kind": goal.kind.value, "title": in_all(goal.title), "chapter": goal.chapter,
        "chapter_title": in_all(chapter.title) if chapter else goal.chapter,
        "unmeasured": unmeasured and {"because": in_all(unmeasured.because), "needs": in_all(unmeasured.needs)},
        "words": {name: value for name, value in written.model_dump().items() if value},
        "measures": [one.number for one in basis.measures if goal.key in one.told.get("goals", ())],
        "quotes": [cite.quote for cite in goal.cite if cite.quote],
        **(progress_told(progress, basis.indicators) if progress else {
            "state": state_told(State.UNKNOWN), "finding": None, "stale": False, "disagree": False, "standings": [],
            "by_hand": None,
        }),
    }  # fmt: skip


def _counts(basis: Basis, goals: Sequence[Goal]) -> list[Plain]:
    """Count the goals in each state, in the order of the states."""
    found = [
        basis.progress[goal.key].state if goal.key in basis.progress else State.UNKNOWN for goal in goals
    ]
    return [state_told(state) | {"n": found.count(state)} for state in State if state in found]


def _figures(basis: Basis, goals: Sequence[Goal]) -> Iterator[tuple[Observation, bool]]:
    """Walk the figures of the goals' indicators as they are known, then the unit's own."""
    named = dict.fromkeys(t.indicator for goal in goals for t in goal.targets if t.indicator)
    for key in named:
        for one in as_known(basis.records.observed.get(key, ()), on=basis.on):
            yield one, False
    if not basis.whole:
        for key in named:
            for one in as_known(basis.own.get(key, ()), on=basis.on):
                yield one, True


def _definitions(basis: Basis, figures: Sequence[Observation]) -> Iterator[Plain]:
    """Walk every version of a definition that a figure of the report was made by."""
    for key, version in sorted({(one.indicator, one.version) for one in figures}):
        indicator = basis.indicators.get(key)
        one = indicator.version(version) if indicator else None
        if indicator and one:
            yield definition_told(indicator, one)


def _measure(one: MeasureThen, units: Mapping[str, UnitThen]) -> Plain:
    """Freeze a measure as it was told, without what is for those inside alone."""
    told = {name: value for name, value in one.told.items() if name != "note"}
    days = [date.fromisoformat(day) if (day := told.get(name)) else None for name in ("since", "until")]
    budget = told.get("budget")
    unit = units.get(one.unit)
    return {
        "number": one.number, "version": one.version, "told": _exact(told), "retired": optional(one.retired),
        "unit": {"key": one.unit, "name": in_all(unit.name) if unit else one.unit},
        "status": {"key": told["status"], "name": in_all(STATUS_NAMES[Status(told["status"])])},
        "period": in_all(_period(*days)) if any(days) else None,
        "budget": in_all(Money(Decimal(str(budget)), told.get("currency", "NOK"))) if budget is not None else None,
    }  # fmt: skip


def _period(since: date | None, until: date | None) -> Words:
    if since and until:
        return Period(since, until)
    return say("from {since}", since=since) if since else say("until {until}", until=until)


def _exact(value: Any) -> Any:
    """Write the numbers with a fraction, which a row's JSON may hold, as strings."""
    if isinstance(value, Mapping):
        return {name: _exact(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(inner) for inner in value]
    return repr(value) if isinstance(value, float) else value


def _own(basis: Basis, n: int) -> Plain:
    figure = basis.told.figures[n]
    told = figure.model_dump() | {"value": plain_number(figure.value) if figure.value is not None else None}
    return told | {"shown": in_all(figure.value if figure.value is not None else say("not known"))}


def _answers(basis: Basis) -> list[Plain]:
    given = basis.told.answers
    return [
        {"question": one.words, "because": one.because, "answer": given[n] if n < len(given) else ""}
        for n, one in enumerate(basis.asked.questions)
    ]


def _internal(basis: Basis) -> Plain:
    """Gather what the public version leaves out."""
    return {
        "note": basis.told.note,
        "notes": {str(one.number): one.told["note"] for one in basis.measures if one.told.get("note")},
        "units": by_goal(basis),
        "figures": [
            observation_told(one, basis.indicators.get(one.indicator)) | {"of": in_all(basis.units[unit].name)}
            for unit, one in own_figures(basis) if unit in basis.units
        ],
        # what was sent of goals that the plan has no more
        "sent": [
            {
                "goal": one.goal, "unit": one.unit, "answer": one.answer, "said": in_all(_said(one)),
                "name": in_all(basis.units[one.unit].name) if one.unit in basis.units else one.unit,
                **sent_told(one),
            }
            for one in basis.sent if one.goal not in basis.goals
        ],
        "changes": [],
    }  # fmt: skip


def _said(sent: Sent) -> Said:
    return ANSWER_NAMES[Answer(sent.answer)] if sent.answer else say("no answer yet")
