"""Which goals of a cascade are looked for: the unit whose parts are shown, what was answered, and the page of the list."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from utsyn.plans.cascade import Answer, Conversation, Turn
from utsyn.text import Said, say

PAGE = 12  # goals: with twenty units to each, what a telephone loads and scrolls in a moment
LONGEST = 80
NOBODY = "nobody"
State = Callable[[Conversation, date], bool]


def _said(answer: Answer) -> State:
    return lambda one, _on: one.turn is not Turn.UNIT and one.said is not None and one.said.answer is answer


STATES: Mapping[str, tuple[Said, State]] = {
    "waiting": (say("waits for a unit"), lambda one, _on: one.turn is Turn.UNIT),
    "late": (say("not answered in time"), lambda one, on: one.overdue(on=on)),
    "to-answer": (say("waits for the office"), lambda one, _on: one.turn is Turn.SENDER),
    "adopted": (say("adopted by a unit"), _said(Answer.ADOPTED)),
    "adapted": (say("adapted by a unit"), _said(Answer.ADAPTED)),
    "declined": (say("declined by a unit"), _said(Answer.DECLINED)),
    NOBODY: (say("sent to nobody"), lambda _one, _on: False),
}


class Asked(NamedTuple):
    """What is looked for; `goal` is one that was just sent, whose page is shown."""

    unit: str = ""
    state: str = ""
    page: int = 1
    goal: str = ""
    on: date | None = None  # the day, where it is not today

    @property
    def unit_alone(self) -> str:
        """The question of an address that asks about the day and what was answered, for a unit to be added to."""
        return self._replace(unit="").address()

    def address(self, *, page: int = 1) -> str:
        """Write what is sought as the question of an address."""
        told = {"unit": self.unit, "state": self.state, "on": self.on.isoformat() if self.on else "",
                "page": str(page) if page > 1 else ""}  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})

    def fits(self, said: Sequence[Conversation], *, on: date) -> bool:
        """Tell whether a goal is looked for, by what units say to it."""
        if not self.state:
            return True
        if self.state == NOBODY:
            return not said
        _words, state = STATES[self.state]
        return any(state(one, on) for one in said)


def asked(query: Mapping[str, str], *, on: date | None) -> Asked:
    """Read what is looked for from an address; what cannot be meant is left out."""
    kept = {name: value.replace("\0", "")[:LONGEST].strip() for name, value in query.items()}
    page, state = kept.get("page", ""), kept.get("state", "")
    return Asked(
        kept.get("unit", ""),
        state if state in STATES else "",
        int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1,
        kept.get("sent", ""),
        on,
    )
