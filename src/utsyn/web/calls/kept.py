"""Answers that were kept: shown again, on other days, and replayed when the call is amended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.calls.answers import as_shape
from utsyn.calls.eligibility import eligibility, verdict
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import Replayed, Turn, replay
from utsyn.calls.shapes import AnswerShape
from utsyn.problems import Problem
from utsyn.text import Language, Text, say
from utsyn.web.calls.facts import Entry, proposal, shelf
from utsyn.web.calls.models import Asked
from utsyn.web.calls.standing import Amended, Change, history
from utsyn.web.errors import NotHere
from utsyn.web.log import Person
from utsyn.web.people.access import visible
from utsyn.web.shapes import as_today

MOST_SHOWN = 6
MOST = 200  # kept proposals that a page replays
TURNING = ("widens", "narrows")


def asked(user: Person, link: str) -> Asked:
    """Return the kept answer under a link, for who holds it. Raises NotHere."""
    row = visible(user, Asked, link=link).first() if link else None
    if row is None:
        what = say("There is no answer under this link")
        raise NotHere(Problem(what, say("Copy the whole link, or ask again: answers are not kept for ever")))
    return row


class Shown(NamedTuple):
    """A kept answer as it is shown: on its own day or another, from the document it rested on or a newer one."""

    row: Asked
    entry: Entry | None
    answer: AnswerShape
    on: date
    kept: bool  # the answer as it was kept, because the document has gone or changed since
    changed: bool
    days: Sequence[tuple[Change, str]]

    @property
    def title(self) -> Text:
        """The call's title, or its key where the call has gone."""
        return self.entry.text.title if self.entry else Text(en=self.row.call)


def shown(row: Asked, *, on: date, language: Language) -> Shown:
    """Return a kept answer for a page. It is worked out anew, unless the document has changed and no other day is asked."""
    there = shelf().entries.get(row.call)
    changed = there is None or there.call.file.sha256 != row.sha256
    if there is None or (changed and on == row.on):
        return Shown(
            row,
            there,
            AnswerShape.model_validate(as_today(AnswerShape, row.answer)),
            row.on,
            True,
            changed,
            (),
        )
    told = proposal(row)
    answer = as_shape(eligibility(there.call, told, on=on), language)
    return Shown(row, there, answer, on, False, changed, tuple(_other_days(there, told)))


def _other_days(there: Entry, told: Proposal) -> Iterator[tuple[Change, str]]:
    """Walk the versions of the call with the answer that each gave on its first day."""
    for change in history(there):
        if change.since:
            lines = there.call.asked(on=change.since, stage=told.stage or Stage.NEW)
            yield change, verdict(lines, told, on=change.since).value


def demos(user: Person) -> Sequence[Asked]:
    """Return the demo proposals, by call and title."""
    return list(visible(user, Asked).filter(origin=Asked.Origin.DEMO).order_by("call", "title", "on")[:MOST])


class Touched(NamedTuple):
    """An amendment replayed over the proposals that a person may see: its days, and the rows by their links."""

    days: Sequence[Replayed]
    rows: Mapping[str, Asked]

    @property
    def told(self) -> Iterator[tuple[Replayed, Sequence[tuple[Turn, Asked]]]]:
        """Walk the days, each with the rows that turned."""
        for day in self.days:
            yield day, [(turn, self.rows[turn.name]) for turn in day.turns]


def replayed(user: Person, there: Entry, made: Amended) -> Touched:
    """Replay one amendment over the proposals about its call that a person may see."""
    rows = {
        row.link: row
        for row in visible(user, Asked).filter(call=there.text.key).order_by("title", "pk")[:MOST]
    }
    days = replay(there.call, [(link, proposal(row)) for link, row in rows.items()])
    return Touched([day for day in days if made.amendment in day.amendments], rows)


class Show(NamedTuple):
    """Demo proposals that a call's changes turned, with the verdict on the day before and the day of each."""

    entry: Entry
    days: Sequence[date]
    rows: Sequence[tuple[Asked, Sequence[tuple[date, str]]]]
    asked: int


def shows(user: Person) -> Sequence[Show]:
    """Return the demo proposals call by call, for those calls that were changed while people applied."""
    rows: dict[str, list[Asked]] = {}
    for row in demos(user):
        rows.setdefault(row.call, []).append(row)
    entries = shelf().entries
    made = [_show(entries[key], of_call) for key, of_call in rows.items() if key in entries]
    return [show for show in made if show.days]


def days_of_turning(there: Entry) -> Sequence[date]:
    """List the day before and the day of each logged change of a call's rules."""
    made = [change.amended for change in history(there) if change.amended and change.version.settled]
    days = {day for one in made if one.amendment.kind in TURNING for day in (one.before, one.since)}
    return sorted(days)


def _show(there: Entry, rows: Sequence[Asked]) -> Show:
    days = days_of_turning(there)
    each = [(row, [(day, _verdict(there, row, day)) for day in days]) for row in rows]
    turned = [(row, verdicts) for row, verdicts in each if len({verdict for _, verdict in verdicts}) > 1]
    return Show(there, days, (turned or each)[:MOST_SHOWN], len(rows))


def _verdict(there: Entry, row: Asked, on: date) -> str:
    return eligibility(there.call, proposal(row), on=on).verdict.value
