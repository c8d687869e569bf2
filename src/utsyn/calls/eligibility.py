"""May this proposal go to this call, on this day, and why?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from utsyn.calls.amendments import Reading, Standing, Version, reading, standing, version_on, versions
from utsyn.calls.binding import BoundLine, bound_lines
from utsyn.calls.document import CallDocument
from utsyn.calls.kinds import NAMES, Stage
from utsyn.calls.proposal import Proposal
from utsyn.documents import Document
from utsyn.problems import Problem, Problems
from utsyn.reasons import Finding, Mend, Verdict, all_of
from utsyn.text import say

REMEMBERED = 1_000  # days; a public page may be asked about any


@dataclass(frozen=True, eq=False, slots=True)
class Call:
    """A call that has been read: its document, the file with its lines and hash, and its lines as bound so far."""

    text: CallDocument
    file: Document
    bound: dict[Standing, tuple[BoundLine, ...]] = field(default_factory=dict)
    days: dict[tuple[date, Stage], tuple[BoundLine, ...]] = field(default_factory=dict)
    versions: dict[date | None, Version] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The call's key, such as intpart-2022."""
        return self.text.key

    def reading(self, *, on: date, stage: Stage = Stage.NEW) -> Reading:
        """Return the text that surely held on a day: window, parameters, facts."""
        return reading(self.text, standing(self.text, on=on, stage=stage).applied)

    def lines(self, *, on: date, stage: Stage) -> tuple[BoundLine, ...]:
        """Return the lines that count on a day for a proposal that has come as far as `stage`."""
        stand = standing(self.text, on=on, stage=stage)
        if stand not in self.bound:
            self.bound[stand] = bound_lines(self.text, stand)
        return self.bound[stand]

    def version(self, since: date | None) -> Version:
        """Return the version that made what stands so since a day: the first, where no amendment reached it."""
        if since not in self.versions:
            self.versions[since] = version_on(self.text, since) if since else versions(self.text)[0]
        return self.versions[since]

    def asked(self, *, on: date, stage: Stage) -> tuple[BoundLine, ...]:
        """Return the lines that are put to one proposal on a day; remembered, for many are asked on the same day."""
        lines = self.days.get((on, stage))
        if lines is None:
            if len(self.days) >= REMEMBERED:
                self.days.clear()
            counted = self.lines(on=on, stage=stage)
            lines = tuple(line for line in counted if stage in line.stages and not line.over_set)
            lines = lines if self.text.states_rules(stage) else (*lines, _unread(self, stage))
            self.days[on, stage] = lines
        return lines


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about a proposal on a day, with the version of the call that it rests on."""

    call: Call
    proposal: Proposal
    on: date
    finding: Finding

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.finding.verdict

    @property
    def version(self) -> Version:
        """The newest version of the call that surely held on the day."""
        return version_on(self.call.text, self.on)

    def changes(self) -> Iterator[Mend]:
        """Walk the single facts that, told otherwise, would turn a *no*; each is tried before it is named."""
        if self.verdict is not Verdict.NO:
            return
        lines = self.call.asked(on=self.on, stage=self.proposal.stage or Stage.NEW)
        for mend in {(mend.path, str(mend.value)): mend for mend in self.finding.mended()}.values():
            other = told_otherwise(self.proposal, mend)
            if other and verdict(lines, other, on=self.on) is not Verdict.NO:
                yield mend


def eligibility(call: Call, proposal: Proposal, *, on: date) -> Answer:
    """Put every line of the call, as it stood on the day, to the proposal. Raises Problems before the call existed."""
    known = call.text.known_from or call.text.window.opens
    if known and on < known:
        what = say("{call} is first known on {day}", call=call.text.title, day=known)
        raise Problems(Problem(what, say("Ask as of that day or a later one"), ("on",)))
    stage = proposal.stage or Stage.NEW
    claim = say("The proposal may go to {call} as it stood on {day}", call=call.text.title, day=on)
    return Answer(
        call, proposal, on, all_of(claim, [line.put(proposal, on) for line in call.asked(on=on, stage=stage)])
    )


def verdicts(call: Call, proposals: Iterable[Proposal], *, on: date) -> Iterator[Verdict]:
    """Walk the verdicts on many proposals, without the reasons.

    First the lines that an amendment reached, for many a proposal was written before it; last those made of others.
    """
    lines = {stage: sorted(call.asked(on=on, stage=stage), key=simple_first) for stage in Stage}
    for proposal in proposals:
        yield verdict(lines[proposal.stage or Stage.NEW], proposal, on=on)


def simple_first(line: BoundLine) -> tuple[bool, bool]:
    """Sort lines so that those come first of which a *no* is likely and cheap to learn."""
    return not line.given, not line.reached


def verdict(lines: Iterable[BoundLine], proposal: Proposal, *, on: date) -> Verdict:
    """Return the verdict of lines together, without the reasons, and ask no further once one says no.

    The quick way for many proposals; a test holds it against `eligibility`.
    """
    worst = Verdict.YES
    for line in lines:
        met = line.put(proposal, on).verdict
        if met is Verdict.NO:
            return met
        if met is Verdict.UNKNOWN or (met is Verdict.JUDGEMENT and worst is Verdict.YES):
            worst = met
    return worst


def _unread(call: Call, stage: Stage) -> BoundLine:
    """Where no source at hand tells a call's rules, keeping to none of them is no *yes*."""
    claim = say("The proposal keeps to the call's rules")
    found = say("no source at hand tells the rules for this stage ({stage})", stage=NAMES[stage])
    unread = Finding(Verdict.UNKNOWN, claim, found=found, key="rules", sources=call.text.all_sources())
    return BoundLine("rules", (stage,), lambda _proposal, _on: unread, call.key)


def conditions(call: Call, *, on: date) -> tuple[BoundLine, ...]:
    """Return the lines that are counted over a set of proposals: caps, one joint application, ranking."""
    return tuple(line for line in call.lines(on=on, stage=Stage.NEW) if line.over_set)


def told_otherwise(proposal: Proposal, mend: Mend) -> Proposal | None:
    """Return the proposal with one fact told otherwise, or None where the fact has no place in it."""
    told: dict[str, Any] = proposal.model_dump(mode="json", exclude_none=True)
    *way, last = (
        int(s) if s.isdigit() else s for s in mend.path.replace("]", "").replace("[", ".").split(".")
    )
    place: Any = told
    for step, following in zip(
        way, (*way[1:], last), strict=False
    ):  # nothing to step into where the way is short
        place = (
            place.setdefault(step, [] if following == "+" else {}) if isinstance(place, dict) else place[step]
        )
    if last == "+":
        place.append(mend.value)
    else:
        place[last] = mend.value
    try:
        return Proposal.model_validate(told)
    except ValidationError:
        return None
