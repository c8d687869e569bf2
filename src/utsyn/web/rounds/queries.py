"""What pages ask about rounds: the list, one round, its steps with their dates, and how its terms came about."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse

from utsyn.calls.rounds.red_days import closed, weekday
from utsyn.calls.rounds.terms import Due, Step
from utsyn.calls.rounds.worded import terms_told
from utsyn.periods import Deadline
from utsyn.problems import Problem, Problems
from utsyn.text import Said, Text, Words, say, say_n, shown
from utsyn.web.calls.facts import Entry, shelf
from utsyn.web.errors import Near, NotHere
from utsyn.web.people.access import terms_lines, visible
from utsyn.web.people.rights import Person, standing
from utsyn.web.people.units import Tree, tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.models import Round, Writer
from utsyn.web.rounds.models import Told as Heard
from utsyn.web.rounds.named import LOOKS_OF_STEPS, stands, step_word
from utsyn.web.rounds.reach import Hit

HOUR, DAY = 3600, 86400  # seconds


class _Beside(NamedTuple):
    """Words one beside another, what says nothing left out."""

    parts: tuple[object, ...]

    def in_(self, language: str) -> str:
        return " ".join(shown(part, language) for part in self.parts if part != "")


class Stage(NamedTuple):
    """A step as it stands: done, now or to come; how much time is left; and why its day is a bad one, if it is."""

    due: Due
    state: str
    left: Said | None

    @property
    def name(self) -> Said:
        """What the step is called."""
        return self.due.name

    @property
    def deadline(self) -> Deadline:
        """When it ends."""
        return self.due.deadline

    @property
    def weekday(self) -> Said:
        """The day of the week on which it ends."""
        return weekday(self.due.deadline.day)

    @property
    def when(self) -> Words:
        """The day of the week and the day on which it ends, with the hour and the zone where they are known."""
        deadline = self.due.deadline
        parts = (self.weekday, deadline.day, f"{deadline.time:%H:%M}" if deadline.time else "")
        return _Beside((*parts, f"({deadline.zone})" if deadline.time and deadline.zone else ""))

    @property
    def look(self) -> str:
        """How the style sheet names the state."""
        return LOOKS_OF_STEPS[self.state]

    @property
    def word(self) -> str:
        """The state in a word."""
        return step_word(self.state)

    @property
    def closed(self) -> Said | None:
        """Why the office is closed on that day, if it is."""
        return closed(self.due.deadline.day)


class Listed(NamedTuple):
    """A round in the list: its row, its call's title, how far it has come, and the step that ends next."""

    row: Round
    call: Text
    word: str
    look: str
    next: Stage | None


def rounds(user: Person, *, at: datetime) -> Sequence[Listed]:
    """Return the rounds that a person may see: those that run first, then the newest."""
    found = [
        _listed(row, at=at)
        for row in visible(user, Round).order_by("-opened_at")
        if row.call in shelf().entries
    ]
    return sorted(found, key=lambda one: one.row.sent_at is not None)


def _listed(row: Round, *, at: datetime) -> Listed:
    walked = stages(row, at=at)
    word, look = stands(row, internal_over=over(walked, Step.INTERNAL))
    return Listed(
        row, facts.entry(row).text.title, word, look, next((s for s in walked if s.state == "now"), None)
    )


def round_(user: Person, key: str) -> Round:
    """Return a round that a person may see. Raises NotHere, in the same words where it exists and where it does not."""
    row = visible(user, Round).filter(key=key).first()
    if row is None:
        what = say("There is no round “{key}” that you may see", key=key[:80])
        mend = say("Choose one from the list of rounds, or ask the international office")
        raise NotHere(Problem(what, mend), [Near(say("Rounds").in_("en"), reverse("rounds:list"))])
    return row


def stages(row: Round, *, at: datetime) -> Sequence[Stage]:
    """Return the steps of a round as they stand at a moment (the clock of a rehearsal's own, where it has one)."""
    moment = facts.now(row, at=at)
    return list(_stages(facts.steps(row, on=facts.today(row, at=at)), moment))


def _stages(steps: Sequence[Due], moment: datetime) -> Iterator[Stage]:
    current = False
    for one in steps:
        day = one.deadline.day_of(moment)
        done = one.deadline.met(on=day, at=moment) is False
        now = not done and not current
        current = current or now
        yield Stage(
            one, "done" if done else "now" if now else "to come", None if done else left(one.deadline, moment)
        )


def over(walked: Sequence[Stage], step: Step) -> bool | None:
    """Tell whether a step has ended; None where the round has no such step."""
    return next((stage.state == "done" for stage in walked if stage.due.step is step), None)


def left(deadline: Deadline, moment: datetime) -> Said:
    """Say how much time is left; in days where the hour is not known."""
    if deadline.instant is None:
        days = (deadline.day - deadline.day_of(moment)).days
        return say_n("{n} day left", "{n} days left", days)
    seconds = int((deadline.instant - moment.astimezone(UTC)).total_seconds())
    if seconds >= 2 * DAY:
        return say_n("{n} day left", "{n} days left", seconds // DAY)
    if seconds >= HOUR:
        return say_n("{n} hour left", "{n} hours left", seconds // HOUR)
    return say_n("{n} minute left", "{n} minutes left", max(0, seconds) // 60)


def day_of(row: Round, *, at: datetime) -> date:
    """Return the day of which units keep their names in a round: today, at the latest the funder's deadline."""
    today = facts.today(row, at=at)
    closes = facts.closes(row, on=today)
    return min(today, closes.day) if closes else today


def units_of(row: Round, user: Person, *, at: datetime) -> Tree:
    """Return the institution as it was called on the round's day; today's is at hand already."""
    here, day = standing(user).tree, day_of(row, at=at)
    return here if here.on == day else here.then(day) if day < here.on else tree(day)


class Changed(NamedTuple):
    """The terms as they were announced or changed: when, by whom (by number, as the log names people), why, and what differs."""

    did: str
    at: datetime
    by: str
    because: str
    differs: Sequence[tuple[Words, object, object]]


def changes(user: Person, row: Round) -> Sequence[Changed]:
    """Return how the terms of a round came about, the first announcement first."""
    found, before = list[Changed](), dict[Words, object]()
    for line in terms_lines(user, row).order_by("pk"):
        terms = line.told.get("terms", {})
        after = _worded(terms)
        names = dict.fromkeys((*before, *after)) if before else ()
        differs = [
            (name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
        ]
        by, because = f"#{line.by_id}" if line.by_id else "", line.told.get("because", "")
        found.append(Changed(line.did, line.at, by, because, differs))
        before = after
    return found


def _worded(terms: Mapping[str, Any]) -> dict[Words, object]:
    """Say terms in words, each under its name; those of faculties' weights, which have none, by their keys."""
    told: dict[Words, object] = {_Name(name): value for name, value in terms_told(terms)}
    return told | {_Name(key): Decimal(weight) for key, weight in terms.get("weights", {}).items()}


class _Name(NamedTuple):
    """A name that can be looked up: a sentence of the program cannot, for what it holds."""

    words: Said | str

    def __hash__(self) -> int:
        return hash(self.words if isinstance(self.words, str) else self.words.template)

    def in_(self, language: str) -> str:
        return shown(self.words, language)


class Openable(NamedTuple):
    """A call for which a round can be opened: it has a known deadline, ahead or behind."""

    entry: Entry
    closes: Deadline
    ahead: bool


def openable(*, on: date) -> Sequence[Openable]:
    """Return the calls with a known deadline: those to come, the next first; then those gone by, the latest first."""
    found = [
        Openable(e, closes, closes.day >= on)
        for e in shelf().entries.values()
        if (closes := e.stood(on)[0].closes)
    ]
    ahead = sorted((one for one in found if one.ahead), key=lambda one: one.closes.day)
    return [
        *ahead,
        *sorted((one for one in found if not one.ahead), key=lambda one: one.closes.day, reverse=True),
    ]


def openable_call(key: str) -> Entry:
    """Return a call by its key for a round. Raises Problems where there is none."""
    found = shelf().entries.get(key)
    if found is None:
        raise Problems(
            Problem(
                say("There is no call {call}", call=key[:80]), say("Choose a call from the list"), ("call",)
            )
        )
    return found


def next_moment(row: Round, *, at: datetime) -> datetime | None:
    """Return the moment right after the step that ends next, for the clock of a rehearsal."""
    for stage in stages(row, at=at):
        if stage.state == "now" and stage.deadline.instant:
            return stage.deadline.instant + timedelta(minutes=1)
    return None


def weights(row: Round, units: Tree) -> Sequence[tuple[Text | str, object]]:
    """Return the weights of faculties that a round's terms name."""
    names = {unit.key: unit.name for unit in units.units.values()}
    return [(names.get(key, key), value) for key, value in facts.terms(row).weights.items()]


def heard(user: Person, row: Round, number: int) -> Mapping[int, datetime]:
    """Return when those whom an amendment hit were told of it, by nomination."""
    rows = visible(user, Heard).filter(nomination__round=row, amendment=number)
    return dict(rows.values_list("nomination_id", "at"))


def hearers(user: Person, hits: Sequence[Hit]) -> Mapping[int, Sequence[str]]:
    """Return who would be told of each nomination that is hit, by name: those who write it, and its adviser."""
    told: dict[int, list[str]] = {}
    mine = visible(user, Writer).filter(nomination__in=[hit.nomination.pk for hit in hits])
    for writer in mine.select_related("user").order_by("pk"):
        told.setdefault(writer.nomination_id, []).append(writer.user.called)
    for hit in hits:
        if hit.nomination.adviser:
            told.setdefault(hit.nomination.pk, []).append(hit.nomination.adviser.called)
    return {pk: list(dict.fromkeys(names)) for pk, names in told.items()}
