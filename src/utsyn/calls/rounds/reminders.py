"""Who is to be reminded of what, and when: a week and a day before a step ends, those who still have something to do."""

import datetime as dt
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from utsyn.calls.rounds.terms import Step
from utsyn.periods import Deadline, zone
from utsyn.text import Said, say, say_n

DAYS = (1, 7)  # before the end of a step, the nearest first
MORNING = dt.time(8)  # when reminders go out, on the deadline's own clock
STILL_FITS = timedelta(days=2)  # so long after its morning a reminder is worth sending; the next one is near


class Piece(NamedTuple):
    """A nomination as far as reminders need it: people by number, its faculty by number, its state by name."""

    title: str
    state: str
    noticed: bool
    faculty: int
    writers: tuple[int, ...]


class Standing(NamedTuple):
    """How a round stands, with the people who may have something left to do in it."""

    pieces: tuple[Piece, ...] = ()
    coordinators: Mapping[int, tuple[int, ...]] = {}  # of each faculty
    ordered: frozenset[int] = frozenset()  # faculties that have put theirs in order
    without_ballot: tuple[int, ...] = ()
    leadership: tuple[int, ...] = ()
    office: tuple[int, ...] = ()
    ranking_asked: bool = False
    ranked: bool = False
    approved: bool = False
    sent: bool = False


def left_to_do(step: Step, now: Standing) -> Mapping[int, tuple[Said, ...]]:
    """Return what is left for whom to do before a step ends, said to each of them once."""
    found: dict[int, tuple[Said, ...]] = {}
    for person, what in _left(step, now):
        said = found.get(person, ())
        found[person] = said if what in said else (*said, what)
    return found


def _left(step: Step, now: Standing) -> Iterator[tuple[int, Said]]:
    """Walk what is left to do, with who can do it."""
    if now.sent:
        return
    drafts = [piece for piece in now.pieces if piece.state in ("notice", "draft")]
    handed = [piece for piece in now.pieces if piece.state == "handed"]
    nominated = [piece for piece in now.pieces if piece.state == "nominated"]
    if step is Step.NOTICE:
        yield from _writers(drafts, noticed=False)
    elif step is Step.INTERNAL:
        yield from _writers(drafts)
        yield from _writers(handed)
        yield from _coordinators(handed, now)
    elif step is Step.RANKING and now.ranking_asked and not (now.ranked or now.approved):
        yield from _rankers(nominated, now)
    elif step is Step.APPROVAL and nominated and not now.approved:
        what = say_n("Decide on {n} nomination", "Decide on {n} nominations", len(nominated))
        yield from ((person, what) for person in now.leadership)
    elif step is Step.SUBMISSION:
        yield from ((person, say("Send the list to the funder")) for person in now.office)


def _writers(pieces: list[Piece], *, noticed: bool | None = None) -> Iterator[tuple[int, Said]]:
    for piece in pieces:
        if noticed is None or piece.noticed is noticed:
            yield from ((person, _of_writer(piece, noticed)) for person in piece.writers)


def _of_writer(piece: Piece, noticed: bool | None) -> Said:
    if noticed is False:
        return say("Give notice of “{title}”", title=piece.title)
    if piece.state == "handed":
        return say("“{title}” waits for your faculty to nominate it", title=piece.title)
    return say("Finish “{title}” and hand it in to your faculty", title=piece.title)


def _coordinators(handed: list[Piece], now: Standing) -> Iterator[tuple[int, Said]]:
    for piece in handed:
        what = say("Nominate “{title}”, or give it back to its writers", title=piece.title)
        yield from ((person, what) for person in now.coordinators.get(piece.faculty, ()))


def _rankers(nominated: list[Piece], now: Standing) -> Iterator[tuple[int, Said]]:
    for faculty in dict.fromkeys(piece.faculty for piece in nominated if piece.faculty not in now.ordered):
        what = say("Put the nominations of your faculty in order")
        yield from ((person, what) for person in now.coordinators.get(faculty, ()))
    yield from ((person, say("Cast your ballot as a member of the panel")) for person in now.without_ballot)


def days_before(deadline: Deadline, *, at: datetime, here: tzinfo) -> int | None:
    """Return which reminder of a deadline fits a moment: that of 1 or of 7 days before, or none.

    A reminder is due from the morning of its day on the deadline's own clock, or on the clock `here` where its zone
    is not known, so a change to summer time moves nothing; it is not sent once the deadline has passed.
    """
    place = (zone(deadline.zone) if deadline.zone else None) or here
    moment = at.astimezone(place)
    if moment.date() > deadline.day or (deadline.instant and at > deadline.instant):
        return None
    for days in DAYS:
        begins = datetime.combine(deadline.day - timedelta(days=days), MORNING, place)
        if moment >= begins:
            return days if days == DAYS[0] or moment <= begins + STILL_FITS else None
    return None
