"""The language of the manual: ask a kind of rule, tell a proposal, say what is answered.

    ask("amount_at_most", amount=10_000_000).of(amount=9_000_000, currency="NOK").is_yes()

Whatever is said in it is tested, and remembered for `tools/manual.py`, which makes docs/reference/rules.md of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from utsyn.calls.amendments import Standing
from utsyn.calls.binding import LOTS, BoundLine, bound_lines
from utsyn.calls.document import CallDocument
from utsyn.calls.proposal import Proposal
from utsyn.reasons import Finding, Verdict

ASKED_ON = date(2022, 3, 1)
KEY = "the-line"
WINDOW = {"opens": "2022-02-02", "closes": "2022-03-16T13:00 Europe/Oslo"}
CALL: Mapping[str, Any] = {
    "key": "manual-2022", "programme": "manual", "title": {"en": "The call"}, "about": {"en": "A call"},
    "sources": {"page": {"title": "The call's page"}}, "window": WINDOW,
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One proposal put to a line, what was answered, and a remark."""

    told: tuple[Mapping[str, Any], ...]
    on: date
    finding: Finding
    remark: str


@dataclass
class Asked:
    """A line of a call, as its author writes it, and the examples of what it answers."""

    written: Mapping[str, Any]
    window: Mapping[str, Any] | None = None
    currency: str = "NOK"
    examples: list[Example] = field(default_factory=list)

    @property
    def rule(self) -> str:
        """The kind of rule, or how the parts are put together."""
        line = self.written
        return str(line.get("rule") or next(way for way in ("lots", "all_of", "any_of") if way in line))

    def of(self, *, on: str = "", **told: Any) -> "Answered":
        """Put one proposal, of which just this is told."""
        return self._answered((told,), on)

    def of_all(self, *told: Mapping[str, Any]) -> "Answered":
        """Put several proposals together."""
        return self._answered(told, "")

    @cached_property
    def line(self) -> BoundLine:
        """The line as the call puts it."""
        rules = {"rules": [{"key": KEY, **self.written}]}
        if "lots" in self.written:
            rules = {"lots": self.written["lots"]}
        given = {**CALL, "window": self.window or WINDOW, "currency": self.currency}
        bound = bound_lines(CallDocument.model_validate(given | rules), Standing())
        key = "window" if self.window else LOTS if "lots" in self.written else KEY
        return next(line for line in bound if line.key == key)

    def put(self, *proposals: Proposal, on: date = ASKED_ON) -> Finding:
        """Put proposals that have been read already."""
        return self.line.put(proposals if self.line.over_set else proposals[0], on)

    def _answered(self, told: tuple[Mapping[str, Any], ...], on: str) -> "Answered":
        day = date.fromisoformat(on) if on else ASKED_ON
        proposals = (Proposal.model_validate(one) for one in told)
        return Answered(self, told, day, self.put(*proposals, on=day))


@dataclass(frozen=True)
class Answered:
    """What was answered, to be said in words: `.is_no("the currency is another")`."""

    asked: Asked
    told: tuple[Mapping[str, Any], ...]
    on: date
    finding: Finding

    def is_yes(self, remark: str = "") -> "Answered":
        """It holds."""
        return self._is(Verdict.YES, remark)

    def is_no(self, remark: str = "") -> "Answered":
        """It does not hold."""
        return self._is(Verdict.NO, remark)

    def is_unknown(self, remark: str = "") -> "Answered":
        """Nobody has told us enough."""
        return self._is(Verdict.UNKNOWN, remark)

    def is_judgement(self, remark: str = "") -> "Answered":
        """A person must judge."""
        return self._is(Verdict.JUDGEMENT, remark)

    def _is(self, expected: Verdict, remark: str) -> "Answered":
        assert self.finding.verdict is expected, f"{self.told} is {self.finding.verdict}, not {expected}"
        self.asked.examples.append(Example(self.told, self.on, self.finding, remark))
        return self

    def for_want_of(self, *facts: str) -> "Answered":
        """Assert which facts would have to be told."""
        assert {fact for leaf in self.finding.missing() for fact in leaf.about} == set(facts)
        return self

    def mended_by(self, fact: str, value: object) -> "Answered":
        """Assert that telling this one fact otherwise is proposed."""
        mends = [(mend.path, _plain(mend.value)) for mend in self.finding.mended()]
        assert (fact, _plain(value)) in mends, mends
        return self

    def is_mended_by_no_single_fact(self) -> "Answered":
        """Assert that no single fact told otherwise is proposed."""
        assert list(self.finding.mended()) == []
        return self


def _plain(value: object) -> str:
    return json.dumps(value, default=str, sort_keys=True).strip('"')


ASKED: list[Asked] = []


def ask(rule: str, /, *, opens: str | None = None, closes: Any = None, closed_by: str | None = None, currency: str = "NOK",
        **given: Any) -> Asked:  # fmt: skip
    """Ask a kind of rule with these parameters. What the call itself supplies can be told too: its window, its currency."""
    window = (
        {"opens": opens, "closes": closes, "closed_by": closed_by} if rule == "open_for_proposals" else None
    )
    return _remembered(Asked({"rule": rule, "given": given} if given else {"rule": rule}, window, currency))


def ask_line(**line: Any) -> Asked:
    """Ask a line that is put together from several rules."""
    return _remembered(Asked(line))


def _remembered(asked: Asked) -> Asked:
    ASKED.append(asked)
    return asked
