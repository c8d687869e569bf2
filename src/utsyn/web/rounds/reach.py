"""Whom an amendment of the call hits in a round: drafts, nominations and approved ones, replayed before and after it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from utsyn.calls.eligibility import eligibility
from utsyn.calls.replay import Turn, replay
from utsyn.reasons import Finding, Verdict
from utsyn.text import Words
from utsyn.web.calls.facts import Entry
from utsyn.web.calls.standing import Amended, amendment, history
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Nomination, Round, State

OVER = (State.WITHDRAWN, State.REFUSED)


class Hit(NamedTuple):
    """A nomination whose answer an amendment turned: both verdicts, the lines that decide now, and what would turn it back."""

    nomination: Nomination
    before: Verdict
    after: Verdict
    because: tuple[Finding, ...]
    mends: tuple[Words, ...]

    @property
    def turned(self) -> str:
        """Which way it turned, as rows keep it."""
        return f"{self.before}>{self.after}"

    @property
    def worse(self) -> bool:
        """Whether it turned to a no."""
        return self.after is Verdict.NO


def since_opening(row: Round, *, at: datetime) -> Sequence[Amended]:
    """Return the amendments of the call that surely held between the opening of the round and today, in their order."""
    today = facts.today(row, at=at)
    opened = timezone.localdate(row.opened_at)
    changes = [change.amended for change in history(facts.entry(row)) if change.amended]
    return [made for made in changes if opened < made.since <= today]


def reach(row: Round, number: int, *, nominations: Iterable[Nomination] | None = None) -> Sequence[Hit]:
    """Return whom an amendment hits, by number; asked of all that still stand in the round, or of those given.

    Both texts are asked as of the day on which the amendment began to hold, so that the calendar turns nothing.
    Raises NotHere where the call has no such amendment.
    """
    there = facts.entry(row)
    made = amendment(there, number)
    asked = (
        row.nominations.exclude(state__in=OVER).select_related("adviser").order_by("number")
        if nominations is None
        else nominations
    )
    rows = {str(one.number): one for one in asked if one.state not in OVER}
    days = replay(there.call, [(key, facts.proposal(one)) for key, one in rows.items()])
    turns = {turn.name: turn for day in days if made.amendment in day.amendments for turn in day.turns}
    return [_hit(there, rows[key], turns[key]) for key in rows if key in turns]


def _hit(there: Entry, row: Nomination, turn: Turn) -> Hit:
    mends = tuple(_mends(there, row, on=turn.on)) if turn.after is Verdict.NO else ()
    return Hit(row, turn.before, turn.after, turn.because, mends)


def _mends(there: Entry, row: Nomination, *, on: date) -> Iterable[Words]:
    return (mend.words for mend in eligibility(there.call, facts.proposal(row), on=on).changes())
