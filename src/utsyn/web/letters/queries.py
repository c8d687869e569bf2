"""What pages ask about letters, and which days stand in a person's calendar."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Value, When

from utsyn.calls.rounds.terms import Due
from utsyn.problems import Problem, Problems
from utsyn.text import Said, say
from utsyn.web.errors import NotHere
from utsyn.web.letters.models import Letter
from utsyn.web.log import Person
from utsyn.web.people.access import visible
from utsyn.web.people.models import User
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Round

PAGE = 25
State, Trouble = Letter.State, Letter.Trouble
# In the order of the list: first what waits for a person.
STATES: Mapping[str, tuple[Said, str]] = {
    State.UNCERTAIN: (say("May have arrived"), "judgement"),
    State.FAILED: (say("Not sent"), "no"),
    State.SENDING: (say("Being sent"), "planned"),
    State.QUEUED: (say("Waits to be sent"), "planned"),
    State.WITHHELD: (say("Withheld"), "closed"),
    State.SENT: (say("Sent"), "open"),
}
TROUBLES: Mapping[str, Said] = {
    Trouble.UNREACHABLE: say("The e-mail server did not take it; it is tried again."),
    Trouble.GAVE_UP: say("The e-mail server did not take it in five days."),
    Trouble.REFUSED: say("The e-mail server refused it."),
    Trouble.NO_ADDRESS: say("The receiver has no e-mail address that can be used."),
    Trouble.BROKEN_OFF: say(
        "The connection broke while it was handed over, so nobody knows whether it arrived."
    ),
    Trouble.STOPPED: say("Utsyn was stopped while it was handed over, so nobody knows whether it arrived."),
    Trouble.REHEARSAL: say("It belongs to a rehearsal, and is never sent."),
}


class Row(NamedTuple):
    """A letter in the list, with how it stands in words."""

    letter: Letter
    state: Said
    look: str
    why: Said | None

    @property
    def uncertain(self) -> bool:
        """Whether a person must say if it counts as sent."""
        return self.letter.state == State.UNCERTAIN

    @property
    def again(self) -> bool:
        """Whether a person may send it again."""
        return self.letter.state in (State.UNCERTAIN, State.FAILED)


class Found(NamedTuple):
    """One page of letters, and how many there are in each state."""

    rows: Sequence[Row]
    counts: Sequence[tuple[str, Said, int]]
    total: int
    page: int
    pages: int

    @property
    def waiting(self) -> int:
        """How many letters wait to be sent."""
        return self.count(State.QUEUED)

    @property
    def uncertain(self) -> int:
        """How many letters wait for a person to decide about them."""
        return self.count(State.UNCERTAIN)

    def count(self, state: str) -> int:
        """Return how many letters are in a state."""
        return sum(count for name, _, count in self.counts if name == state)

    @property
    def before(self) -> int:
        """The number of the page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the page after this one."""
        return self.page + 1


def found(user: Person, *, state: str = "", page: int = 1) -> Found:
    """Return one page of the letters that a person may see: those that wait for a decision first, then the newest."""
    seen = visible(user, Letter)
    each = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    counts = [(name, said, each.get(name, 0)) for name, (said, _) in STATES.items()]
    total = each.get(state, 0) if state in STATES else sum(each.values())
    pages = max(1, -(-total // PAGE))
    here = min(max(1, page), pages)
    turn = Case(*(When(state=name, then=Value(n)) for n, name in enumerate(STATES)))
    rows = seen.filter(state=state) if state in STATES else seen
    rows = rows.select_related("to").order_by(turn, "-created", "-pk")[(here - 1) * PAGE : here * PAGE]
    return Found([_row(letter) for letter in rows], counts, total, here, pages)


def _row(letter: Letter) -> Row:
    said, look = STATES[letter.state]
    return Row(letter, said, look, TROUBLES.get(letter.trouble))


def letter(user: Person, number: int) -> Letter:
    """Return a letter that a person may see. Raises NotHere."""
    row = visible(user, Letter).filter(pk=number).first()
    if row is None:
        what = say("There is no such letter for you to see")
        raise NotHere(Problem(what, say("Look for it in the list of letters")))
    return row


def owner(feed: str) -> User:
    """Return whose calendar has an address. Raises NotHere: an address that was renewed is none any more."""
    row = visible(AnonymousUser(), User, link=feed).first() if feed else None
    if row is None:
        what = say("There is no calendar under this address")
        raise NotHere(Problem(what, say("Sign in, and take the address from the page of your calendar")))
    return row


class Dated(NamedTuple):
    """A round in a person's calendar with its steps; none where the call's deadline is not known now."""

    round: Round
    steps: Sequence[Due]


def calendar_of(user: Person, *, at: datetime) -> Sequence[Dated]:
    """Return the rounds that a person takes part in, the newest first, without rehearsals, whose days are not real."""
    rows = visible(user, Round).filter(rehearsal=False).order_by("-opened_at", "-pk")
    return [Dated(row, _steps(row, at=at)) for row in rows]


def _steps(row: Round, *, at: datetime) -> Sequence[Due]:
    try:
        return facts.steps(row, on=facts.today(row, at=at))
    except Problems:
        return ()  # the page says that the dates are not known
