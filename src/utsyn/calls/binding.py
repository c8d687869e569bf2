"""From the text of a call to lines that can be put to proposals: parameters checked, citations at hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from utsyn.calls.amendments import Reading, Standing, effective, readings
from utsyn.calls.document import CallDocument, Line
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import Proposal
from utsyn.calls.rules import kind
from utsyn.cited import Citation
from utsyn.problems import Path, Problem, Problems, unknown_name
from utsyn.reasons import Finding, Source, Verdict, all_of, any_of
from utsyn.text import Words, say

Put = Callable[[Any, date], Finding]  # of a proposal; of a sequence of them where the line counts over a set
WINDOW = Line(key="window", rule="open_for_proposals", stages=(Stage.NEW, Stage.UNDECIDED))
LOTS = "lots"


class BoundLine(NamedTuple):
    """One line ready to be asked.

    `same` is equal in two versions when no amendment changed the line between them; `given` holds its parameters
    in their types, `reached` the amendments (by index) that reached it.
    """

    key: str
    stages: tuple[Stage, ...]
    put: Put
    same: object
    over_set: bool = False
    given: Mapping[str, Any] = {}
    reached: tuple[int, ...] = ()


class _Binder:
    """Binds the lines of one reading of a call."""

    def __init__(self, call: CallDocument, reading: Reading) -> None:
        self.call, self.reading, self.parameters = call, reading, dict(reading.parameters)
        self.touched = dict(reading.touched)
        opens, closes = reading.window.opens, reading.window.closes
        self.reference = opens or (closes.day if closes else None) or call.known_from
        self.supplied = {"opens": opens, "closes": closes, "currency": call.currency}
        self.supplied |= {name: getattr(reading.window, name) for name in ("closed_by", "open_ended")}

    def lines(self) -> Iterator[BoundLine]:
        yield self.bound(WINDOW.model_copy(update={"cite": self.reading.window.cite}), ("window",))
        for index, line in enumerate(self.reading.rules):
            yield self.bound(line, ("rules", index))
        if self.call.lots:
            yield self.lots()

    def lots(self) -> BoundLine:
        """Bind the lots: the one that the proposal names, or any of them where it names none."""
        claim, outer, bound = say("It fits a part of the call"), self.parameters, dict[str, list[BoundLine]]()
        titles = {lot.key: lot.title for lot in self.call.lots}
        for index, lot in enumerate(self.call.lots):
            self.parameters = outer | dict(lot.parameters)
            path = ("lots", index, "rules")
            lines = [self.bound(line, (*path, n), f"{lot.key}.") for n, line in enumerate(lot.rules)]
            bound[lot.key] = [_alone(line, (*path, n)) for n, line in enumerate(lines)]
        self.parameters = outer

        def put(proposal: Proposal, on: date) -> Finding:
            if proposal.lot is not None and proposal.lot not in bound:
                missing = say("The part “{lot}” is one of {known}", lot=proposal.lot, known=", ".join(bound))
                return Finding(Verdict.NO, missing, key=LOTS, about=("lot",))
            asked = bound if proposal.lot is None else {proposal.lot: bound[proposal.lot]}
            each = [all_of(titles[k], [line.put(proposal, on) for line in asked[k]], key=k) for k in asked]
            return any_of(claim, each, key=LOTS)

        inner = [line for lines in bound.values() for line in lines]
        reached = tuple(sorted({index for line in inner for index in line.reached}))
        same = tuple(line.same for line in inner)
        return BoundLine(LOTS, (Stage.NEW, Stage.UNDECIDED), put, same, reached=reached)

    def bound(self, line: Line, path: Path, prefix: str = "", cite: tuple[Citation, ...] = ()) -> BoundLine:
        """Bind a line; parts without a citation of their own rest on that of the line around them."""
        line = line if line.cite else line.model_copy(update={"cite": cite})
        if line.unless:
            return self.excepted(line, path, prefix)
        if line.rule:
            return self.ruled(line, path, prefix)
        join, asked, parts = (
            (all_of, _every, line.all_of) if line.all_of else (any_of, _until_yes, line.any_of)
        )
        step = "all_of" if line.all_of else "any_of"
        claim = line.claim or (
            say("All of this holds") if line.all_of else say("At least one of these holds")
        )
        places = [(*path, step, n) for n in range(len(parts))]
        within = [
            _alone(self.bound(p, place, prefix, line.cite), place)
            for p, place in zip(parts, places, strict=True)
        ]
        key, sources = prefix + (line.key or step), self.sources(line.cite)

        def put(proposal: Proposal, on: date) -> Finding:
            return join(claim, asked(within, proposal, on), key=key, sources=sources)

        reached = tuple(sorted({index for part in within for index in part.reached}))
        return BoundLine(key, line.stages, put, (line, tuple(part.same for part in within)), reached=reached)

    def excepted(self, line: Line, path: Path, prefix: str) -> BoundLine:
        """Bind a rule that need not hold where its exception does."""
        exception = _alone(
            self.bound(line.unless or line, (*path, "unless"), prefix, line.cite), (*path, "unless")
        )
        main = _alone(self.bound(line.model_copy(update={"unless": None}), path, prefix), path)
        claim = line.claim or say("The rule holds, or its exception does")

        def put(proposal: Proposal, on: date) -> Finding:
            return any_of(claim, _until_yes((main, exception), proposal, on), key=main.key)

        reached = tuple(sorted({*main.reached, *exception.reached}))
        return BoundLine(main.key, line.stages, put, (main.same, exception.same), reached=reached)

    def ruled(self, line: Line, path: Path, prefix: str) -> BoundLine:
        """Bind a rule to its parameters, checked and in their types."""
        key = prefix + (line.key or line.rule)
        try:
            which = kind(line.rule)
            given = which.checked(dict(self.resolved(line.given)), context={"on": self.reference})
        except Problems as error:
            within = [
                p if p.path == ("rule",) else p._replace(path=("given", *p.path)) for p in error.problems
            ]
            raise Problems(*(p._replace(path=(*path, *p.path)) for p in within)) from error
        supplied = {**self.supplied, "key": line.key or line.rule}
        for name in which.supplied - {"on"}:
            if given.get(name) is None:
                given[name] = supplied[name]
        indices = self.reached_by(line)
        amended = (s for i in indices for s in self.sources(self.call.amendments[i].cite))
        sources = tuple(dict.fromkeys((*self.sources(line.cite), *amended)))
        since = max((effective(self.call.amendments[index]) for index in indices), default=None)
        same = (line, sorted(given.items(), key=lambda item: item[0]))
        where = (line.claim, key, sources, since)
        put = _put(which.given(given), where, daily="on" in which.supplied)
        return BoundLine(key, line.stages, put, same, which.over_set, given, indices)

    def resolved(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Walk the parameters with `$name` replaced by the call's parameter of that name."""
        for name, value in given.items():
            if not (isinstance(value, str) and value.startswith("$")):
                yield name, value
            elif value[1:] in self.parameters:
                yield name, self.parameters[value[1:]]
            else:
                raise Problems(unknown_name(value, [f"${known}" for known in self.parameters], path=(name,)))

    def reached_by(self, line: Line) -> tuple[int, ...]:
        """Return the amendments (by index) that changed this line, one of its parameters, or the window."""
        parts = [
            f"rules.{line.key or line.rule}",
            *(f"parameters.{v[1:]}" for v in line.given.values() if str(v).startswith("$")),
        ]
        parts += ["window"] * (line.rule == WINDOW.rule)
        return tuple(sorted({index for part in parts for index in self.touched.get(part, ())}))

    def sources(self, cite: tuple[Citation, ...]) -> tuple[Source, ...]:
        return cited(self.call, cite)


def cited(call: CallDocument, cite: tuple[Citation, ...]) -> tuple[Source, ...]:
    """Return citations with the title, address and language of the source they name."""
    return tuple(entry.cited(c) for c in cite if (entry := call.sources.get(c.source)))


def _alone(line: BoundLine, path: Path) -> BoundLine:
    """Return a part that is put to one proposal. Raises Problems for one that is counted over a set."""
    if not line.over_set:
        return line
    what = say(
        "“{key}” is counted over all applications, so it cannot be a part of another line", key=line.key
    )
    raise Problems(Problem(what, say("Make it a line of its own under the call's rules"), path))


def _every(lines: Sequence[BoundLine], proposal: Proposal, on: date) -> list[Finding]:
    return [line.put(proposal, on) for line in lines]


def _until_yes(lines: Sequence[BoundLine], proposal: Proposal, on: date) -> list[Finding]:
    """Ask one branch after the other until one holds: that is enough, and the answer shows no more."""
    asked = []
    for line in lines:
        asked.append(line.put(proposal, on))
        if asked[-1].verdict is Verdict.YES:
            break
    return asked


def _put(
    ask: Callable[..., Finding],
    where: tuple[Words | None, str, tuple[Source, ...], date | None],
    *,
    daily: bool,
) -> Put:
    words, place = where[0], where[1:]

    def put(proposal: Proposal, on: date) -> Finding:
        made = ask(proposal, on=on) if daily else ask(proposal)
        if made.because:
            made = made._replace(because=tuple(_resting(part, place) for part in made.because))
        return made.placed(place, words)

    return put


def _resting(part: Finding, place: tuple[object, ...]) -> Finding:
    """Return a part that a rule made itself with the key and the citation of its line."""
    return part._replace(because=tuple(_resting(inner, place) for inner in part.because)).placed(place)


def bound_lines(call: CallDocument, stand: Standing) -> tuple[BoundLine, ...]:
    """Bind all lines of the call as it stands; where it is unsettled which text counted, a line asks both."""
    each = [{line.key: line for line in _Binder(call, reading).lines()} for reading in readings(call, stand)]
    keys = dict.fromkeys(key for lines in each for key in lines)
    return tuple(_settled(call, stand, [lines.get(key) for lines in each]) for key in keys)


def _settled(call: CallDocument, stand: Standing, alternatives: list[BoundLine | None]) -> BoundLine:
    there = [line for line in alternatives if line is not None]
    if len(there) == len(alternatives) and all(line.same == there[0].same for line in there):
        return there[0]
    between = [call.amendments[index].between for index in stand.unsettled]
    after, before = min(b.after for b in between if b), max(b.before for b in between if b)
    found = say(
        "the text was changed without notice between {after} and {before}", after=after, before=before
    )

    def put(proposal: Proposal, on: date) -> Finding:
        asked = [line.put(proposal, on) if line else Finding(Verdict.YES, there[0].put(proposal, on).claim)
                 for line in alternatives]  # fmt: skip
        if len({finding.verdict for finding in asked}) == 1:
            return asked[0]
        sources = tuple(dict.fromkeys(source for finding in asked for source in finding.sources))
        return Finding(Verdict.UNKNOWN, asked[0].claim, (), found, key=there[0].key, sources=sources)

    reached = tuple(sorted({index for line in there for index in line.reached}))
    same = tuple(repr(line and line.same) for line in alternatives)
    return there[0]._replace(put=put, same=same, reached=reached)


def problems(call: CallDocument) -> list[Problem]:
    """List what keeps the call's lines from being bound, in any of its versions; none when it can be relied on."""
    for count in range(len(call.amendments) + 1):
        try:
            bound_lines(call, Standing(tuple(range(count))))
        except Problems as error:
            return list(error.problems)
    return []
