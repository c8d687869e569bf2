"""The conversation about a goal sent to a unit: whose turn it is, what was agreed, and the words for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from utsyn.text import Said, Words, say


class Answer(StrEnum):
    """What the unit said (the first three), and what came of it; where nobody has answered there is none."""

    ADOPTED = "adopted"
    ADAPTED = "adapted"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked again"


OF_UNIT = (Answer.ADOPTED, Answer.ADAPTED, Answer.DECLINED)
OF_SENDER = (Answer.ACCEPTED, Answer.ASKED_AGAIN)
REASONED = (Answer.ADAPTED, Answer.DECLINED, Answer.ASKED_AGAIN)  # each of these needs a reason
ANSWER_NAMES: Mapping[Answer, Said] = {
    Answer.ADOPTED: say("adopted"),
    Answer.ADAPTED: say("adapted"),
    Answer.DECLINED: say("declined"),
    Answer.ACCEPTED: say("accepted"),
    Answer.ASKED_AGAIN: say("asked again"),
}


class Turn(StrEnum):
    """Who has to answer next."""

    UNIT = "unit"
    SENDER = "sender"
    NOBODY = "nobody"


class Reply(NamedTuple):
    """One turn of a conversation: the answer, the goal in the unit's own words where it was adapted, and why."""

    answer: Answer
    on: date
    own_words: str = ""
    because: str = ""
    by: Words | str = ""  # a role
    key: str = ""


class Conversation(NamedTuple):
    """A goal sent to a unit: since when, what is asked, by when it is to answer, and all replies, oldest first."""

    goal: str
    unit: int
    on: date
    asked: str = ""
    due: date | None = None
    replies: tuple[Reply, ...] = ()
    withdrawn: date | None = None
    key: int = 0

    @property
    def answer(self) -> Answer | None:
        """The last reply's answer; None before there is any."""
        return self.replies[-1].answer if self.replies else None

    @property
    def said(self) -> Reply | None:
        """What the unit said last, whatever came of it."""
        return next((reply for reply in reversed(self.replies) if reply.answer in OF_UNIT), None)

    @property
    def turn(self) -> Turn:
        """Who has to answer next; nobody once the goal is adopted, accepted or taken back."""
        if self.withdrawn:
            return Turn.NOBODY
        if self.answer in (None, Answer.ASKED_AGAIN):
            return Turn.UNIT
        return Turn.SENDER if self.answer in (Answer.ADAPTED, Answer.DECLINED) else Turn.NOBODY

    def overdue(self, *, on: date) -> bool:
        """Tell whether the unit should have answered before a day."""
        return self.turn is Turn.UNIT and self.due is not None and self.due < on

    def stood(self, *, on: date) -> "Conversation | None":
        """Return the conversation as it stood at the end of a day; None before the goal was sent."""
        if self.on > on:
            return None
        known = tuple(reply for reply in self.replies if reply.on <= on)
        return self._replace(
            replies=known, withdrawn=self.withdrawn if self.withdrawn and self.withdrawn <= on else None
        )


def standing_words(one: Conversation) -> Said:
    """Say in a few words where a conversation stands."""
    if one.withdrawn:
        return say("taken back")
    return answer_words(one.answer, one.said.answer if one.said else None)


def answer_words(last: Answer | None, said: Answer | None) -> Said:
    """Say what the last word was, and of what was accepted what the unit had said."""
    if last is None:
        return say("no answer yet")
    if last is Answer.ACCEPTED and said:
        return _ACCEPTED[said]
    return ANSWER_NAMES[last]


_ACCEPTED: Mapping[Answer, Said] = {
    Answer.ADOPTED: say("adopted"),
    Answer.ADAPTED: say("adapted, and accepted"),
    Answer.DECLINED: say("declined, and accepted"),
}


class Count(NamedTuple):
    """How many units a goal was sent to, and how many of them have said what."""

    sent: int = 0
    waiting: int = 0  # for the unit
    overdue: int = 0
    to_answer: int = 0  # for the sender
    adopted: int = 0
    adapted: int = 0
    declined: int = 0


def count(conversations: Iterable[Conversation], *, on: date) -> Count:
    """Count where the conversations stand on a day; those taken back are left out."""
    left: Sequence[Conversation] = [one for one in conversations if not one.withdrawn]
    last = [one.said.answer for one in left if one.said and one.turn is not Turn.UNIT]
    return Count(
        len(left),
        sum(one.turn is Turn.UNIT for one in left),
        sum(one.overdue(on=on) for one in left),
        sum(one.turn is Turn.SENDER for one in left),
        last.count(Answer.ADOPTED),
        last.count(Answer.ADAPTED),
        last.count(Answer.DECLINED),
    )
