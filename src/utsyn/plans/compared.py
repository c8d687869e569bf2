"""Two frozen reports side by side: goals, figures, targets, definitions, measures and words, from what was frozen alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from utsyn.plans.compared_units import UnitPair, unit_pairs
from utsyn.plans.frozen import words
from utsyn.text import Listed, Words, say, say_n

Plain = Mapping[str, Any]
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
FIELDS = ("assessment", "obstacles", "needs")


class Piece(NamedTuple):
    """A sentence that stands in both texts, in the first alone, or in the second alone."""

    what: Literal["same", "gone", "new"]
    words: str


class TargetPair(NamedTuple):
    """One target in both reports: where it stood, where it was to come, and whether the two can be compared."""

    claim: Any
    first: Plain | None
    second: Plain | None
    versions: tuple[tuple[int, ...], tuple[int, ...]]
    differs: bool

    @property
    def redefined(self) -> bool:
        """Whether the figures rest on different versions of the definition, so that the levels say less than they seem to."""
        return bool(self.versions[0] and self.versions[1]) and set(self.versions[0]) != set(self.versions[1])


class GoalPair(NamedTuple):
    """One goal in both reports; None where a report has it not."""

    title: Any
    first: Plain | None
    second: Plain | None
    targets: tuple[TargetPair, ...]
    words: tuple[tuple[str, tuple[Piece, ...]], ...]
    units: tuple[UnitPair, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether its state differs."""
        return bool(self.first and self.second and self.first["state"]["key"] != self.second["state"]["key"])

    @property
    def differs(self) -> bool:
        """Whether anything at all differs."""
        texts = any(piece.what != "same" for _, pieces in self.words for piece in pieces)
        return (
            self.moved
            or texts
            or not (self.first and self.second)
            or self.first["key"] != self.second["key"]
            or any(one.differs for one in self.targets)
            or any(one.differs for one in self.units)
        )


class Compared(NamedTuple):
    """All that two reports say differently."""

    units: tuple[Words, ...]
    definitions: tuple[Words, ...]
    goals: tuple[GoalPair, ...]
    overall: tuple[Piece, ...]
    measures: tuple[Words, ...]


def compared(first: Plain, second: Plain) -> Compared:
    """Put two reports beside each other, each as it was frozen."""
    goals = tuple(
        _goal(first, second, one, other) for one, other in _pairs(first, second)
    )  # in the order of the second
    return Compared(
        tuple(_units(first, second)),
        tuple(_definitions(first, second)),
        goals,
        pieces(first["overall"], second["overall"]),
        tuple(_measures(first, second)),
    )


def changes(before: Plain, now: Plain) -> Iterator[Words]:
    """Walk what has changed from one report to the next, for the next to tell of."""
    yield from _units(before, now)
    yield from _definitions(before, now)
    for pair in compared(before, now).goals:
        if pair.first and pair.second and pair.moved:
            states = [words(side["state"]["name"]) for side in (pair.first, pair.second)]
            yield say(
                "{goal}: from {before} to {after}", goal=words(pair.title), before=states[0], after=states[1]
            )
        for target in pair.targets:
            if target.first and target.second and target.differs:
                levels = [words(side["level"]["shown"]) for side in (target.first, target.second)]
                yield say(
                    "{target}: from {before} to {after}",
                    target=words(target.claim), before=levels[0], after=levels[1],
                )  # fmt: skip
    yield from _measures(before, now)


def pieces(first: str, second: str) -> tuple[Piece, ...]:
    """Compare two texts sentence by sentence."""
    one, other = _sentences(first), _sentences(second)
    found = list[Piece]()
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", " ".join(one[a:b])))
            continue
        found += [Piece("gone", " ".join(one[a:b]))] * (b > a) + [Piece("new", " ".join(other[c:d]))] * (
            d > c
        )
    return tuple(found)


def _sentences(text: str) -> Sequence[str]:
    return [part for part in SENTENCE.split(text.strip()) if part]


def _pairs(first: Plain, second: Plain) -> Iterator[tuple[Plain | None, Plain | None]]:
    """Pair goals: by key within one plan, by the mapping of the next plan where it follows the first."""
    before, after = ({goal["key"]: goal for goal in one["goals"]} for one in (first, second))
    follows = second["plan"].get("follows") or {}
    if first["plan"]["key"] == second["plan"]["key"] or follows.get("plan") != first["plan"]["key"]:
        yield from ((before.get(key), goal) for key, goal in after.items())
        yield from ((goal, None) for key, goal in before.items() if key not in after)
        return
    seen = set[str]()
    for key, goal in after.items():
        came = [one for step in follows["steps"] if key in step["after"] for one in step["before"]]
        known = [before[one] for one in came if one in before]
        seen |= {one["key"] for one in known}
        yield from ((one, goal) for one in known or [None])
    yield from ((goal, None) for key, goal in before.items() if key not in seen)


def _goal(first: Plain, second: Plain, one: Plain | None, other: Plain | None) -> GoalPair:
    there = other or one or {}
    texts = tuple(
        (
            field,
            pieces(
                (one or {}).get("words", {}).get(field, ""), (other or {}).get("words", {}).get(field, "")
            ),
        )
        for field in FIELDS
    )
    return GoalPair(
        there["title"],
        one,
        other,
        tuple(_targets(first, second, one, other)),
        tuple(t for t in texts if t[1]),
        tuple(unit_pairs(first, second, one, other)),
    )


def _targets(first: Plain, second: Plain, one: Plain | None, other: Plain | None) -> Iterator[TargetPair]:
    before, after = ({s["target"]: s for s in (side or {}).get("standings", ())} for side in (one, other))
    for key in dict.fromkeys((*after, *before)):
        a, b = before.get(key), after.get(key)
        versions = _versions(first, a), _versions(second, b)
        same = a and b and (a["level"], a["goal"], a["state"]) == (b["level"], b["goal"], b["state"])
        yield TargetPair((b or a or {})["claim"], a, b, versions, not same or versions[0] != versions[1])


def _versions(report: Plain, standing: Plain | None) -> tuple[int, ...]:
    named = set((standing or {}).get("figures", ()))
    return tuple(sorted({figure["version"] for figure in report["figures"] if figure["key"] in named}))


def _definitions(first: Plain, second: Plain) -> Iterator[Words]:
    """Walk the indicators of which the two reports do not mean the same."""
    before, after = (
        {(one["indicator"], one["version"]): one for one in side["definitions"]} for side in (first, second)
    )
    for key in sorted({key for key, _ in before} & {key for key, _ in after}):
        one, other = (sorted(version for name, version in side if name == key) for side in (before, after))
        title = words(after[key, other[-1]]["title"])
        if one != other:
            yield say(
                "{indicator} was measured by version {before} of its definition, and is by version {after}: the two "
                "figures are shown beside each other and are not one series",
                indicator=title, before=Listed(tuple(one)), after=Listed(tuple(other)),
            )  # fmt: skip
        elif any(before[key, version] != after[key, version] for version in one):
            yield say("The definition of {indicator} was reworded without a new version", indicator=title)


def _units(first: Plain, second: Plain) -> Iterator[Words]:
    """Say how the comparison takes a unit that was renamed, moved or merged in between."""
    one, other = first["unit"], second["unit"]
    was, now = words(one["name"]), words(other["name"])
    merged = [each for each in other["merged"] if each["key"] not in {old["key"] for old in one["merged"]}]
    gone = Listed(tuple(words(each["name"]) for each in merged if each["key"] != one["key"]))
    if one["key"] != other["key"]:
        if any(each["key"] == one["key"] for each in merged):
            yield say(
                "{before} was merged into {after}: the second report is of all that {after} is now, and nothing was "
                "added to the first",
                before=was, after=now,
            )  # fmt: skip
        else:
            yield say("These are reports of two units: {before} and {after}", before=was, after=now)
    elif one["name"] != other["name"]:
        yield say(
            "The unit was renamed, from {before} to {after}: it is the same unit, under its name of the day",
            before=was, after=now,
        )  # fmt: skip
    if gone.items:
        yield say(
            "{units} came into {after} in between: its figures are of more than before, and the first report was not "
            "changed",
            units=gone, after=now,
        )  # fmt: skip
    if one["key"] == other["key"] and (one["parent"] or {}).get("key") != (other["parent"] or {}).get("key"):
        yield say(
            "The unit was moved, from {before} to {after}: its own figures go on, those of the two above it do not",
            before=_parent(one), after=_parent(other),
        )  # fmt: skip


def _parent(unit: Plain) -> Any:
    return words(unit["parent"]["name"]) if unit["parent"] else say("the top")


def _measures(first: Plain, second: Plain) -> Iterator[Words]:
    if first["plan"]["key"] != second["plan"]["key"] or first["unit"]["key"] != second["unit"]["key"]:
        return  # numbers are a plan's own, and two units' measures are not the same ones
    before, after = ({one["number"]: one for one in side["measures"]} for side in (first, second))
    if new := [number for number in after if number not in before]:
        yield say_n(
            "{n} new measure: {numbers}", "{n} new measures: {numbers}", len(new), numbers=Listed(tuple(new))
        )
    if gone := [number for number in before if number not in after]:
        yield say_n(
            "{n} measure is gone: {numbers}",
            "{n} measures are gone: {numbers}",
            len(gone),
            numbers=Listed(tuple(gone)),
        )
    for number in sorted(before.keys() & after.keys()):
        was, now = before[number]["status"], after[number]["status"]
        if was["key"] != now["key"]:
            yield say(
                "Measure {n}, {title}: from {before} to {after}",
                n=number, title=after[number]["told"]["title"], before=words(was["name"]), after=words(now["name"]),
            )  # fmt: skip
