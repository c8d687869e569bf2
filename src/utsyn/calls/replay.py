"""An amendment replayed over proposals: who turned, which way, because of what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from utsyn.calls.amendments import days_of_change, effective
from utsyn.calls.binding import BoundLine
from utsyn.calls.difference import changed
from utsyn.calls.document import Amendment
from utsyn.calls.eligibility import Call, simple_first, verdict
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import Proposal
from utsyn.reasons import ALL_OF, Finding, Verdict, strongest


class Turn(NamedTuple):
    """A proposal whose answer an amendment turned: the day, both verdicts, and the changed lines that decide now."""

    name: str
    on: date
    before: Verdict
    after: Verdict
    because: tuple[Finding, ...]


class Replayed(NamedTuple):
    """A day of change: its amendments, how many proposals were asked, and those that turned."""

    on: date
    amendments: tuple[Amendment, ...]
    asked: int
    turns: tuple[Turn, ...]

    def ways(self) -> Mapping[tuple[Verdict, Verdict], int]:
        """Count the turns by direction."""
        return Counter((turn.before, turn.after) for turn in self.turns)


class _Texts(NamedTuple):
    """The lines before and after a day of change, for one stage: those that changed, and those that did not."""

    before: tuple[BoundLine, ...]
    after: tuple[BoundLine, ...]
    unchanged: tuple[BoundLine, ...]


def replay(call: Call, proposals: Iterable[tuple[str, Proposal]]) -> tuple[Replayed, ...]:
    """Ask every proposal, on each day of change, under the text of the day before and under that of the day.

    Both are asked as of the same day, so that the calendar (the call opens, the call closes) turns nothing.
    """
    asked = list(proposals)
    return tuple(_replayed(call, asked, day) for day in days_of_change(call.text))


def _replayed(call: Call, proposals: list[tuple[str, Proposal]], day: date) -> Replayed:
    amendments = tuple(a for a in call.text.amendments if day in (effective(a), _begins(a)))
    texts = {stage: _texts(call, day, stage) for stage in Stage}
    turns = (_turn(name, proposal, day, texts[proposal.stage or Stage.NEW]) for name, proposal in proposals)
    return Replayed(day, amendments, len(proposals), tuple(turn for turn in turns if turn))


def _begins(amendment: Amendment) -> date | None:
    return amendment.between.after + timedelta(days=1) if amendment.between else None


def _texts(call: Call, day: date, stage: Stage) -> _Texts:
    before, after = (
        sorted(call.asked(on=on, stage=stage), key=simple_first) for on in (day - timedelta(days=1), day)
    )
    keys = set(changed(before, after))
    return _Texts(
        tuple(line for line in before if line.key in keys),
        tuple(line for line in after if line.key in keys),
        tuple(line for line in after if line.key not in keys),
    )


def _turn(name: str, proposal: Proposal, day: date, texts: _Texts) -> Turn | None:
    """Ask the changed lines first: where they come to the same together, the rest can turn nothing."""
    before, after = verdict(texts.before, proposal, on=day), verdict(texts.after, proposal, on=day)
    if before is after:
        return None
    rest = verdict(texts.unchanged, proposal, on=day)
    whole = [strongest((rest, part), ALL_OF, Verdict.YES) for part in (before, after)]
    if whole[0] is whole[1]:
        return None
    asked = {line.key: line.put(proposal, day).verdict for line in texts.before}
    now = (line.put(proposal, day) for line in texts.after)
    because = (leaf for made in now if asked.get(made.key) is not made.verdict for leaf in made.decisive())
    return Turn(name, day, whole[0], whole[1], tuple(because))
