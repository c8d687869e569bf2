"""What a report freezes of each unit that has a goal: what it answered, where it stands by its own figures, its measures."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from utsyn.plans.basis import Basis, Sent
from utsyn.plans.cascade import OF_UNIT, Answer, answer_words
from utsyn.plans.frozen import Plain, in_all, optional, standing_told, state_told
from utsyn.plans.parts import not_by_unit
from utsyn.plans.series import Observation
from utsyn.plans.states import Standing, State
from utsyn.text import sort_key


class Row(NamedTuple):
    """A unit that has a goal, by its key: what was sent to it and to those merged into it, and its measures' numbers."""

    unit: str
    sent: list[Sent]
    measures: list[int]


def by_goal(basis: Basis) -> dict[str, list[Plain]]:
    """Return of every goal of the report the units that have it, in the order of their names."""
    found: dict[str, dict[str, Row]] = {key: {} for key in basis.goals}

    def row(goal: str, unit: str) -> Row:
        heir = basis.heirs.get(unit, unit)
        return found[goal].setdefault(heir, Row(heir, [], []))

    for sent in basis.sent:
        if sent.goal in found:
            row(sent.goal, sent.unit).sent.append(sent)
    for one in basis.measures:
        for goal in one.told.get("goals", ()):
            if goal in found:
                row(goal, one.unit).measures.append(one.number)
    return {
        goal: [_told(basis, goal, rows[key]) for key in sorted(rows, key=lambda key: _order(basis, key))]
        for goal, rows in found.items()
        if rows
    }


def _order(basis: Basis, unit: str) -> tuple[Any, str]:
    named = basis.units.get(unit)
    return sort_key(named.name.in_("nb") if named else unit), unit


def own_figures(basis: Basis) -> Iterator[tuple[str, Observation]]:
    """Walk the figures that the units' standings rest on, each once with its unit: the latest ones, and their bases."""
    for unit, known in basis.of_units.items():
        seen = dict[str, Observation]()
        for progress in known.values():
            for one in progress.standings:
                seen |= {figure.key: figure for figure in _rests_on(one)}
        yield from ((unit, figure) for figure in seen.values())


def _rests_on(one: Standing) -> Iterator[Observation]:
    for each in (one, *one.others):
        yield from each.gauge.based
        if each.latest:
            yield each.latest


def _told(basis: Basis, goal: str, row: Row) -> Plain:
    return {
        "unit": {"key": row.unit, "name": _name(basis, row.unit)},
        "answers": [_answer(basis, one, row.unit) for one in row.sent],
        "standing": _standing(basis, goal, row.unit),
        "measures": row.measures,
    }


def _name(basis: Basis, unit: str) -> Any:
    named = basis.units.get(unit)
    return in_all(named.name) if named else unit


def _answer(basis: Basis, sent: Sent, unit: str) -> Plain:
    said = next((turn for turn in reversed(sent.turns) if turn.answer in OF_UNIT), None)
    last = Answer(sent.answer) if sent.answer else None
    return {
        "of": _name(basis, sent.unit) if sent.unit != unit else None,  # the unit it was sent to, merged since
        "answer": sent.answer, "said": in_all(answer_words(last, Answer(said.answer) if said else None)),
        "own_words": said.own_words if said else "", "because": said.because if said else "",
        **sent_told(sent),
    }  # fmt: skip


def sent_told(sent: Sent) -> Plain:
    """Freeze what was asked of a unit, and the whole conversation."""
    return {
        "asked": sent.asked,
        "due": optional(sent.due),
        "turns": [
            {
                "answer": turn.answer,
                "own_words": turn.own_words,
                "because": turn.because,
                "by": in_all(turn.by),
                "on": turn.on.isoformat(),
            }
            for turn in sent.turns
        ],
    }


def _standing(basis: Basis, goal: str, unit: str) -> Plain | None:
    """Freeze where a unit stands; None for the institution itself, of which the goal's own standing tells."""
    if unit == basis.top:
        return None
    progress = basis.of_units.get(unit, {}).get(goal)
    if progress:
        each = [standing_told(one, basis.indicators) for one in progress.standings]
        return {"state": state_told(progress.state), "because": None, "standings": each}
    there = basis.plan.goal(goal)
    why = in_all(not_by_unit(there, basis.indicators)) if there else None
    return {"state": state_told(State.UNKNOWN), "because": why, "standings": []}


def seen(units: Mapping[str, list[Plain]]) -> Any:
    """Return what a person looks at of the units: their answers, states, levels and measures; a day that passes changes none."""
    return [
        [goal, row["unit"]["key"], [[one["answer"], one["own_words"], one["because"]] for one in row["answers"]],
         row["standing"] and [row["standing"]["state"]["key"], [one["level"]["value"] for one in row["standing"]["standings"]]],
         row["measures"]]
        for goal, rows in units.items() for row in rows
    ]  # fmt: skip
