"""Send goals to the units of the invented university, let them answer, and settle what comes of their answers."""

from collections.abc import Iterator
from datetime import datetime

from utsyn.periods import Day
from utsyn.web.measures import actions
from utsyn.web.measures.models import Assignment
from utsyn.web.plans.models import Plan
from utsyn.web.rehearsal.scenes import Scene, There, answering, scene
from utsyn.web.rehearsal.university import Shape


class Sent(Shape):
    """Goals sent to units on a day, and the day on which most of them adopt them."""

    goals: tuple[str, ...]
    by: str
    to: tuple[str, ...]
    on: Day
    due: Day
    asked: str = ""
    answered: Day | None = None


class Pair(Shape):
    """A goal as it was sent to a unit."""

    goal: str
    unit: str


class Said(Pair):
    """What a unit answered."""

    answer: str
    own_words: str = ""
    because: str = ""


class SaidThen(Said):
    """What was said on a day: by a unit that answers again, or by the office about an answer."""

    on: Day


class TakenBack(Pair):
    """A goal taken back."""

    on: Day
    because: str


class Conversation(Shape):
    """Who was sent which goals, and all that was said of them; who is not named adopted them."""

    sent: tuple[Sent, ...]
    silent: tuple[Pair, ...]
    replies: tuple[Said, ...]
    settled: tuple[SaidThen, ...]
    again: tuple[SaidThen, ...]
    taken_back: tuple[TakenBack, ...]


def scenes(told: Conversation, there: There, *, plan: str) -> Iterator[Scene]:
    """Walk the conversation about the goals of a plan."""
    apart = {(one.goal, one.unit): one for one in told.replies}
    silent = {(one.goal, one.unit) for one in told.silent}
    for sent in told.sent:
        for goal in sent.goals:
            yield scene(sent.on, lambda at, sent=sent, goal=goal: _sent(sent, goal, at, there, plan))  # type: ignore[misc]
            for unit in sent.to if sent.answered else ():
                if (goal, unit) not in silent and sent.answered:
                    said = apart.get((goal, unit), Said(goal=goal, unit=unit, answer="adopted"))
                    yield scene(sent.answered, lambda at, said=said: _reply(said, at, there, plan))  # type: ignore[misc]
    for one in told.settled:
        yield scene(one.on, lambda at, one=one: _settle(one, at, there, plan))  # type: ignore[misc]
    for one in told.again:
        yield scene(one.on, lambda at, one=one: _reply(one, at, there, plan))  # type: ignore[misc]
    for gone in told.taken_back:
        yield scene(
            gone.on,
            lambda at, gone=gone: actions.take_back(  # type: ignore[misc]
                _row(gone, there, plan), gone.because, by=there["kontor"], at=at
            ),
        )


def _row(pair: Pair, there: There, plan: str) -> Assignment:
    rows = Assignment.objects.select_related("plan").filter(plan__key=plan, withdrawn_at=None)
    return rows.get(goal=pair.goal, unit=there[pair.unit])


def _sent(sent: Sent, goal: str, at: datetime, there: There, plan: str) -> None:
    units = [there[key] for key in sent.to]
    row = Plan.objects.get(key=plan)
    actions.send(row, goal, units, asked=sent.asked, due=sent.due, by=there[sent.by], at=at)


def _reply(said: Said, at: datetime, there: There, plan: str) -> None:
    by = answering(there, said.unit)
    actions.reply(_row(said, there, plan), said.answer, said.own_words, said.because, by=by, at=at)


def _settle(said: SaidThen, at: datetime, there: There, plan: str) -> None:
    actions.answer(_row(said, there, plan), said.answer, said.because, by=there["kontor"], at=at)
