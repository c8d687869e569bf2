"""What a report's answers were computed from, kept so that they can be computed again, and what then comes out otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from utsyn.plans.document import PlanDocument
from utsyn.plans.frozen import Plain, in_all, optional, plain_number, progress_told, words
from utsyn.plans.indicators import IndicatorDocument
from utsyn.plans.library import from_text
from utsyn.plans.progress import all_progress, parts_progress
from utsyn.plans.series import ByHand, Judgement, Observation, Records, SetByHand
from utsyn.reasons import Figure, Source
from utsyn.text import Text, Words, say

FORMAT = "utsyn-inputs/2"  # the first form had neither `units` nor `listed`


class Inputs(NamedTuple):
    """The plan, the indicators and the records as they were, and the day that was asked about."""

    plan: PlanDocument
    indicators: Mapping[str, IndicatorDocument]
    records: Records
    on: date
    units: Mapping[str, Records] = {}  # of each unit, by its key, what its own standing rests on


def inputs_told(yaml: str, inputs: Inputs) -> Plain:
    """Write inputs down: the plan as its author wrote it, all else as plain names and strings."""
    records = inputs.records
    return {
        "format": FORMAT,
        "on": inputs.on.isoformat(),
        "plan": yaml,
        "indicators": {key: _plain(one.model_dump(mode="json")) for key, one in inputs.indicators.items()},
        **_records(records),
        "units": {key: _records(one) for key, one in inputs.units.items()},
    }


def _records(records: Records) -> Plain:
    return {
        "observed": {key: [_observation(one) for one in kept] for key, kept in records.observed.items()},
        "judged": {key: [_said(one) for one in kept] for key, kept in records.judged.items()},
        "set_by_hand": {key: [_said(one) for one in kept] for key, kept in records.set_by_hand.items()},
        "members": {kind: sorted(members) for kind, members in records.members.items()},
        "listed": {
            kind: {
                "since": one.since.isoformat(),
                "sources": [_plain(source._asdict()) for source in one.sources],
            }
            for kind, one in records.listed.items()
        },
    }


def inputs_read(told: Plain) -> Inputs:
    """Read inputs as today's code reads them. Raises Problems or ValidationError where it cannot any more."""
    return Inputs(
        from_text(told["plan"]).text,
        {key: IndicatorDocument.model_validate(one) for key, one in told["indicators"].items()},
        _records_read(told),
        date.fromisoformat(told["on"]),
        {key: _records_read(one) for key, one in told.get("units", {}).items()},
    )


def _records_read(told: Plain) -> Records:
    return Records(
        {key: tuple(map(_observed, kept)) for key, kept in told["observed"].items()},
        {key: tuple(map(_judged, kept)) for key, kept in told["judged"].items()},
        {key: tuple(map(_set, kept)) for key, kept in told["set_by_hand"].items()},
        {kind: frozenset(members) for kind, members in told["members"].items()},
        {
            kind: ByHand(date.fromisoformat(one["since"]), tuple(_source(each) for each in one["sources"]))
            for kind, one in told.get("listed", {}).items()
        },
    )


class Otherwise(NamedTuple):
    """A goal that comes out otherwise when it is computed again: what was frozen, and what comes out now."""

    title: Any
    what: Words
    before: Any
    after: Any


def computed_again(frozen: Mapping[str, Any], inputs: Inputs) -> Iterator[Otherwise]:
    """Walk what today's code finds otherwise from the same inputs: states, levels, and the words of findings."""
    progress = all_progress(inputs.plan, inputs.records, indicators=inputs.indicators, on=inputs.on)
    for goal in frozen["goals"]:
        now = progress.get(goal["key"])
        if now is None:
            yield Otherwise(goal["title"], say("The goal is not found any more"), goal["state"]["name"], "")
            continue
        yield from _goal(goal, progress_told(now, inputs.indicators))
    yield from _units(frozen, inputs)


def _units(frozen: Mapping[str, Any], inputs: Inputs) -> Iterator[Otherwise]:
    """Walk what comes out otherwise of the units, each by its own figures."""
    titles = {goal["key"]: goal["title"] for goal in frozen["goals"]}
    units = (frozen.get("internal") or {}).get("units", {})
    now = {
        key: parts_progress(inputs.plan, records, units, indicators=inputs.indicators, on=inputs.on)
        for key, records in inputs.units.items()
    }
    for goal, rows in units.items():
        for row in rows:
            found, before = now.get(row["unit"]["key"], {}).get(goal), row["standing"]
            if before is None or (found is None and not before["standings"]):
                continue
            title = say("{goal}, {unit}", goal=words(titles[goal]), unit=words(row["unit"]["name"]))
            if found is None:
                yield Otherwise(in_all(title), say("state"), before["state"]["name"], "")
                continue
            yield from _goal({**before, "title": in_all(title)}, progress_told(found, inputs.indicators))


def _goal(before: Plain, now: Plain) -> Iterator[Otherwise]:
    title = before["title"]
    if before["state"]["key"] != now["state"]["key"]:
        yield Otherwise(title, say("state"), before["state"]["name"], now["state"]["name"])
    there = {one["target"]: one for one in now["standings"]}
    for one in before["standings"]:
        other = there.get(one["target"])
        if other is None:
            yield Otherwise(title, say("the target is not found any more"), one["claim"], "")
            continue
        for name, called in LEVELS.items():
            if one[name]["value"] != other[name]["value"]:
                yield Otherwise(title, called, one[name]["shown"], other[name]["shown"])
        if _verdicts(one["finding"]) != _verdicts(other["finding"]):
            yield Otherwise(title, say("finding"), one["finding"]["claim"], other["finding"]["claim"])
        elif one["finding"] != other["finding"]:
            yield Otherwise(title, say("the words of the finding alone"), _found(one), _found(other))


LEVELS = {
    "level": say("level"),
    "base": say("base"),
    "goal": say("target"),
    "asked": say("what the trajectory asks for"),
}


def _verdicts(finding: Plain) -> Any:
    return finding["verdict"], [_verdicts(part) for part in finding.get("because", ())]


def _found(standing: Plain) -> Any:
    finding = standing["finding"]
    return finding.get("found") or finding["claim"]


def _observation(one: Observation) -> Plain:
    figure = one.figure
    return {
        "indicator": one.indicator, "since": one.since.isoformat(), "until": one.until.isoformat(),
        "provider": one.provider, "version": one.version, "known": one.known.isoformat(), "by_hand": one.by_hand,
        "withdrawn": optional(one.withdrawn), "key": one.key,
        "figure": {
            "value": optional(figure.value), "unit": figure.unit, "period": figure.period, "recipe": figure.recipe,
            "parts": {name: plain_number(value) for name, value in figure.parts.items()},
            "precision": optional(figure.precision), "caveats": [_words(words) for words in figure.caveats],
            "sources": [_plain(source._asdict()) for source in figure.sources],
        },
    }  # fmt: skip


def _observed(told: Plain) -> Observation:
    figure = told["figure"]
    return Observation(
        told["indicator"], date.fromisoformat(told["since"]), date.fromisoformat(told["until"]),
        Figure(
            _number(figure["value"]), figure["unit"], figure["period"], figure["recipe"],
            tuple(_source(one) for one in figure["sources"]),
            {name: Decimal(value) for name, value in figure["parts"].items()},
            _number(figure["precision"]), tuple(words(one) for one in figure["caveats"]),
        ),
        told["provider"], told["version"], date.fromisoformat(told["known"]), told["by_hand"],
        date.fromisoformat(told["withdrawn"]) if told["withdrawn"] else None, told["key"],
    )  # fmt: skip


def _source(told: Plain) -> Source:
    accessed = told["accessed"]
    named = {name: words(told[name]) for name in ("title", "derived", "doubt")}
    return Source(**{**told, **named, "accessed": date.fromisoformat(accessed) if accessed else None})


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _said(one: Judgement | SetByHand) -> Plain:
    return {**one._asdict(), "on": one.on.isoformat(), "by": _words(one.by)}


def _judged(told: Plain) -> Judgement:
    return Judgement(**{**told, "on": date.fromisoformat(told["on"]), "by": words(told["by"])})


def _set(told: Plain) -> SetByHand:
    return SetByHand(**{**told, "on": date.fromisoformat(told["on"]), "by": words(told["by"])})


def _words(said: Words | str) -> Any:
    return said if isinstance(said, str) else {code: said.in_(code) for code in ("nb", "nn", "en")}


def _plain(value: Any) -> Any:
    """Write whatever a document or a source holds as JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return _words(value)
    return repr(value) if isinstance(value, float) else value
