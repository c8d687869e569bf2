"""What two frozen reports say of the units that have a goal: their answers, where they stand, and their measures."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from utsyn.plans.frozen import words
from utsyn.text import Words, say

Plain = Mapping[str, Any]


class UnitPair(NamedTuple):
    """A unit that has a goal in one report or both; None where a report does not have it there."""

    name: Any
    first: Plain | None
    second: Plain | None

    @property
    def answered(self) -> bool:
        """Whether it answers otherwise, in other words or for another reason."""
        return bool(_answers(self.first) != _answers(self.second))

    @property
    def turned(self) -> bool:
        """Whether it stands elsewhere; nobody knows where a report of the first form kept no standing."""
        one, other = _stands(self.first), _stands(self.second)
        return one is not None and other is not None and one != other

    @property
    def differs(self) -> bool:
        """Whether it answers otherwise, stands elsewhere, or has the goal in one report alone."""
        return self.answered or self.turned or not (self.first and self.second)


def unit_pairs(first: Plain, second: Plain, one: Plain | None, other: Plain | None) -> Iterator[UnitPair]:
    """Walk the units of a goal, each as both reports have it; none where a report is read without its internal part."""
    if not (first.get("internal") and second.get("internal")):
        return
    before, after = _rows(first, one), _rows(second, other)
    for key in dict.fromkeys((*after, *before)):
        row = after.get(key) or before[key]
        yield UnitPair(row["unit"]["name"], before.get(key), after.get(key))


def unit_changes(before: Plain, now: Plain) -> Iterator[Words]:
    """Walk what units answer otherwise than in the report before, and where they stand elsewhere, for those inside."""
    earlier = {goal["key"]: goal for goal in before["goals"]}
    for goal in now["goals"]:
        was = earlier.get(goal["key"]) if before["plan"]["key"] == now["plan"]["key"] else None
        for pair in unit_pairs(before, now, was, goal) if was else ():
            told = {"goal": words(goal["title"]), "unit": words(pair.name)}
            if pair.answered and pair.second and pair.second["answers"]:
                old = pair.first["answers"] if pair.first else ()
                yield say("{unit}, {goal}: answered {before} and now {after}", **told,
                          before=_said(old), after=_said(pair.second["answers"])) if old else say(
                          "{unit}, {goal}: answers {after}", **told, after=_said(pair.second["answers"]))  # fmt: skip
            if pair.turned and pair.first and pair.second:
                states = [words(side["standing"]["state"]["name"]) for side in (pair.first, pair.second)]
                yield say("{unit}, {goal}: stood at {before} and now at {after}", **told,
                          before=states[0], after=states[1])  # fmt: skip


def _rows(report: Plain, goal: Plain | None) -> Mapping[str, Plain]:
    """Return what a report has of a goal's units; in the first form that is what was sent, and the measures."""
    inside, key = report["internal"], goal["key"] if goal else None
    if "units" in inside:
        return {row["unit"]["key"]: row for row in inside["units"].get(key, ())}
    found: dict[str, Any] = {}
    for one in inside["sent"]:
        if one["goal"] == key:
            unit = {"key": one["unit"], "name": one["name"]}
            found[one["unit"]] = {"unit": unit, "answers": [_first_form(one)], "measures": []}
    for one in report["measures"]:
        if key in one["told"]["goals"]:
            unit = one["unit"]
            row = found.setdefault(unit["key"], {"unit": unit, "answers": [], "measures": []})
            row["measures"].append(one["number"])
    return found


def _first_form(sent: Plain) -> Plain:
    said: Plain = next(
        (t for t in reversed(sent["turns"]) if t["answer"] in ("adopted", "adapted", "declined")), {}
    )
    return {**sent, "own_words": said.get("own_words", ""), "because": said.get("because", ""), "of": None}


def _answers(row: Plain | None) -> Any:
    return [(one["answer"], one["own_words"], one["because"]) for one in row["answers"]] if row else []


def _stands(row: Plain | None) -> Any:
    there = row.get("standing") if row else None
    return there and (there["state"]["key"], [one["level"]["value"] for one in there["standings"]])


def _said(answers: Any) -> Any:
    return words(answers[-1]["said"])
