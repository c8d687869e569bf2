"""The rules that a proposal must meet all at once, with their parameters in their types: what binding finds wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, product
from typing import Any, NamedTuple

from utsyn.calls.check.found import Code, Found
from utsyn.calls.check.subject import Subject
from utsyn.calls.check.wordings import Placed, Wording
from utsyn.calls.document import Line
from utsyn.calls.rules import kind
from utsyn.problems import Path as Steps
from utsyn.problems import Problem, Problems, unknown_name

MOST_WAYS = 64  # ways to meet composed lines that are looked at
Origins = Mapping[str, Steps]


class Leaf(NamedTuple):
    """One rule with its parameters in their types, and where each of them is written."""

    path: Steps
    rule: str
    values: Mapping[str, Any]
    origins: Origins

    def at(self, name: str) -> Steps:
        """Return where a parameter is written, or the rule where it is not."""
        return self.origins.get(name, self.path)


Way = tuple[Leaf, ...]


class Scope(NamedTuple):
    """Rules that a proposal must meet all at once: one way to meet the lines of a wording, in one lot."""

    wording: Wording
    leaves: Way

    def of(self, *rules: str) -> Iterator[Leaf]:
        """Walk the leaves of these kinds."""
        return (leaf for leaf in self.leaves if leaf.rule in rules)


class Around(NamedTuple):
    """What a line may refer to: the parameters of the call and lot, where they are written, and the day for groups."""

    parameters: Mapping[str, Any]
    origins: Origins
    reference: date | None


class Bench:
    """Binds the lines of wordings, each only once, and keeps what was found wrong with them."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.found: dict[tuple[Steps, str], Found] = {}
        self.made: dict[tuple[Steps, str, date | None], Leaf | None] = {}

    def scopes(self, wording: Wording) -> Iterator[Scope]:
        """Walk what a proposal must meet under a wording: in each lot, in each way that the lines leave open."""
        lots = [self.lot(wording, index) for index in range(len(self.subject.call.lots))]
        for lot in lots or [[]]:
            ways = product(*self.outside(wording), *lot)
            for way in islice(ways, MOST_WAYS):
                yield Scope(wording, tuple(leaf for part in way for leaf in part))

    def leaves(self, wording: Wording) -> dict[Steps, Leaf]:
        """Return every rule of a wording by its place in the document."""
        lots = [way for index in range(len(self.subject.call.lots)) for way in self.lot(wording, index)]
        ways = [*self.outside(wording, every_stage=True), *lots]
        return {leaf.path: leaf for line in ways for way in line for leaf in way}

    def outside(self, wording: Wording, *, every_stage: bool = False) -> list[list[Way]]:
        """Bind the lines outside any lot that count for the wording's stage."""
        around = Around(wording.text.parameters, wording.origins, wording.reference)
        counts = (p for p in wording.lines if every_stage or wording.stage in p.line.stages)
        return [self.ways(placed, around) for placed in counts]

    def lot(self, wording: Wording, index: int) -> list[list[Way]]:
        """Bind the lines of one lot."""
        lot, at = self.subject.call.lots[index], ("lots", index)
        own = {name: (*at, "parameters", name) for name in lot.parameters}
        parameters = {**wording.text.parameters, **lot.parameters}
        around = Around(parameters, {**wording.origins, **own}, wording.reference)
        return [self.ways(Placed((*at, "rules", n), line), around) for n, line in enumerate(lot.rules)]

    def ways(self, placed: Placed, around: Around) -> list[Way]:
        """Return the ways to meet a line; a rule that cannot be bound asks for nothing."""
        line, path = placed.line, placed.path
        if line.unless:
            main = self.ways(placed._replace(line=line.model_copy(update={"unless": None})), around)
            return [*main, *self.ways(Placed((*path, "unless"), line.unless), around)][:MOST_WAYS]
        if line.rule:
            leaf = self.leaf(placed, around)
            return [(leaf,)] if leaf else [()]
        step, within = ("all_of", line.all_of) if line.all_of else ("any_of", line.any_of)
        each = [self.ways(Placed((*path, step, n), part), around) for n, part in enumerate(within)]
        if step == "any_of":
            return [way for ways in each for way in ways][:MOST_WAYS]
        return [tuple(leaf for part in way for leaf in part) for way in islice(product(*each), MOST_WAYS)]

    def leaf(self, placed: Placed, around: Around) -> Leaf | None:
        """Return a rule with its parameters checked, or None where something is wrong with them."""
        line, path = placed.line, placed.path
        given, origins = self.resolved(placed, around)
        if given is None:
            return None
        key = (path, repr(given), around.reference)
        if key not in self.made:
            self.made[key] = self.bound(line, path, given, origins, around.reference)
        return self.made[key]

    def bound(
        self, line: Line, path: Steps, given: Mapping[str, Any], origins: Origins, on: date | None
    ) -> Leaf | None:
        """Put the parameters in the types of the rule, and keep what does not fit as findings."""
        try:
            return Leaf(path, line.rule, kind(line.rule).checked(given, context={"on": on}), origins)
        except Problems as error:
            for problem in error.problems:
                self.keep(Code.RULE, path, _written_at(problem, path, origins), problem)
            return None

    def resolved(self, placed: Placed, around: Around) -> tuple[Mapping[str, Any] | None, Origins]:
        """Return the parameters with those of the call filled in, and where each is written; None where one is unknown."""
        given, origins, known = dict[str, Any](), dict[str, Steps](), True
        for name, value in placed.line.given.items():
            at = placed.amended.get(name, (*placed.path, "given", name))
            if not (isinstance(value, str) and value.startswith("$")):
                given[name], origins[name] = value, at
            elif value[1:] in around.parameters:
                given[name], origins[name] = around.parameters[value[1:]], around.origins[value[1:]]
            else:
                problem = unknown_name(value, [f"${parameter}" for parameter in around.parameters])
                self.keep(Code.UNKNOWN_PARAMETER, placed.path, at, problem)
                known = False
        return given if known else None, origins

    def keep(self, code: Code, line: Steps, at: Steps, problem: Problem) -> None:
        """Keep a finding, once for each line however many wordings have it."""
        words = (line, problem.what.in_("en"))
        self.found.setdefault(words, self.subject.found(code, at, problem.what, problem.mend))


def _written_at(problem: Problem, path: Steps, origins: Origins) -> Steps:
    if problem.path == ("rule",):
        return (*path, "rule")
    name, *within = problem.path or ("",)
    return (*origins.get(str(name), (*path, "given", name)), *within)
