"""Writing a nomination: notice, drafts, handing in to the faculty, nominating to the office, withdrawing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from utsyn.calls.rounds.checklist import Item, checklist
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.calls.rounds.terms import Step
from utsyn.problems import Problems
from utsyn.reasons import Verdict
from utsyn.text import say
from utsyn.web.deeds import once, refuse, unchanged
from utsyn.web.log import Person, hash_of
from utsyn.web.people.models import Unit, User
from utsyn.web.people.rights import Deed, NotYoursError, may, number, require
from utsyn.web.people.units import tree
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import telling
from utsyn.web.rounds.actions.checking import check
from utsyn.web.rounds.actions.deeds import locked, locked_nomination, noted
from utsyn.web.rounds.models import Mentioned, Nomination, Round, State, Version, Writer

OPEN = (State.NOTICE, State.DRAFT, State.HANDED)
MOST_PEOPLE = 200
LONGEST_NAMES = {"name": 200, "key": 80, "email": 254, "organisation": 300}


@transaction.atomic
def begin(
    row: Round, *, title: str, unit: Unit, by: User, at: datetime, form: str | None = None
) -> Nomination:
    """Begin a nomination in a unit below some faculty, as a notice of intent. Raises Problems, NotYoursError."""
    require(by, Deed.WRITE, unit=unit.pk)
    row = locked(row)
    once(form)
    _still_running(row)
    faculty = tree(facts.today(row, at=at)).faculty(unit.pk)
    if faculty is None:
        raise refuse(say("This unit lies in no faculty"), say("Choose a department or a faculty"), "unit")
    if not title.strip():
        raise refuse(say("The nomination has no title"), say("Give it a working title"), "title")
    row.last_number += 1
    row.save(update_fields=["last_number"])
    made = Nomination.objects.create(
        round=row, number=row.last_number, title=title.strip()[:300], unit=unit, faculty_id=faculty, began_at=at,
        told={"title": title.strip()[:300]},
    )  # fmt: skip
    Writer.objects.create(nomination=made, user=by, since=at)
    noted(by, "began", made, at=at, form=form, unit=unit.key)
    return made


@transaction.atomic
def give_notice(row: Nomination, *, by: Person, at: datetime, form: str | None = None) -> Nomination:
    """Tell the faculty and the office that a proposal is on its way."""
    row = _writable(row, by)
    once(form)
    if row.noticed_at is None:
        late = facts.over(row.round, Step.NOTICE, at=at)
        if late and facts.terms(row.round).notice_required:
            raise _unnoticed()
        row.noticed_at = facts.now(row.round, at=at)
        row.save(update_fields=["noticed_at"])
        noted(by, "gave notice", row, at=at, form=form, late=late)
    return row


@transaction.atomic
def save(
    row: Nomination,
    *,
    told: Told,
    people: Sequence[Mapping[str, str]] | None = None,
    by: Person,
    at: datetime,
    seen: int | None,
    form: str | None = None,
) -> Nomination:
    """Save a nomination; the text before is kept. Raises StaleError when somebody else saved since `seen`."""
    row = _writable(row, by)
    once(form)
    unchanged(row.version, seen)
    Version.objects.create(
        nomination=row, number=row.version, title=row.title, told=row.told, by_id=by.pk, at=at
    )
    row.version += 1
    row.title = (told.title or row.title)[:300]
    row.told, row.countries = facts.written(told), facts.countries(told)
    row.save(update_fields=["version", "title", "told", "countries"])
    if people is not None:
        _mention(row, people)
    made = check(row, on=facts.today(row.round, at=at), at=at)
    noted(by, "saved", row, at=at, form=form, sha256=made.sha256, version=row.version, text=hash_of(row.told))
    return row


def _mention(row: Nomination, people: Sequence[Mapping[str, str]]) -> None:
    named = [one for one in people if one.get("name", "").strip()]
    if len(named) > MOST_PEOPLE:
        what = say("{n} people are named", n=len(named))
        raise refuse(what, say("Name at most {n}: those who matter most", n=MOST_PEOPLE), "people")
    made = [_mentioned(row, one) for one in named]
    row.mentioned.all().delete()
    Mentioned.objects.bulk_create(made)


def _mentioned(row: Nomination, told: Mapping[str, str]) -> Mentioned:
    """Return a person as the row keeps her. Raises Problems for words that are longer than any name."""
    kept = {name: told.get(name, "").strip() for name in LONGEST_NAMES}
    if long := next((name for name, most in LONGEST_NAMES.items() if len(kept[name]) > most), None):
        what = say("“{start}…” is too long", start=kept[long][:40])
        raise refuse(what, say("Write at most {n} characters", n=LONGEST_NAMES[long]), "people")
    return Mentioned(nomination=row, part=told["part"], **kept)


@transaction.atomic
def hand_in(row: Nomination, *, by: Person, at: datetime, form: str | None = None) -> Nomination:
    """Hand a draft in to the faculty, which decides whether to nominate it. What must be there is named if it is not."""
    row = _writable(row, by)
    once(form)
    if row.state == State.HANDED:
        return row
    _complete(row)
    row.state = State.HANDED
    row.save(update_fields=["state"])
    made = check(row, on=facts.today(row.round, at=at), at=at)
    noted(by, "handed in", row, at=at, form=form, sha256=made.sha256, verdict=made.verdict)
    telling.handed_in(row, at=at)
    return row


@transaction.atomic
def give_back(
    row: Nomination, *, because: str, by: Person, at: datetime, form: str | None = None
) -> Nomination:
    """Give a nomination that was handed in back to its writers, with a reason."""
    row = locked_nomination(row)
    require(by, Deed.NOMINATE, unit=row.faculty_id)
    once(form)
    if row.state != State.HANDED:
        raise refuse(
            say("Only what was handed in can be given back"), say("Reload the page to see how it stands now")
        )
    if not because.strip():
        raise refuse(say("It is given back without a reason"), say("Say what is missing"), "because")
    row.state = State.DRAFT
    row.save(update_fields=["state"])
    noted(by, "gave back", row, at=at, form=form, because=because)
    telling.gave_back(row, because, at=at)
    return row


@transaction.atomic
def nominate(row: Nomination, *, by: Person, at: datetime, form: str | None = None) -> Nomination:
    """Nominate for the faculty, within the internal deadline. Raises Problems when it has passed: then let_in decides."""
    row = locked_nomination(row)
    require(by, Deed.NOMINATE, unit=row.faculty_id)
    once(form)
    _still_running(row.round)
    if row.state not in OPEN:
        raise refuse(
            say("This was nominated or withdrawn before"), say("Reload the page to see how it stands now")
        )
    _complete(row)
    if row.noticed_at is None and facts.terms(row.round).notice_required:
        raise _unnoticed()
    if facts.over(row.round, Step.INTERNAL, at=at):
        what = say("The internal deadline has passed")
        raise refuse(
            what, say("Ask the leadership to let it in late: that is decided by name and with a reason")
        )
    return nominated(row, by=by, at=at, form=form)


@transaction.atomic
def let_in(row: Nomination, *, because: str, by: Person, at: datetime, form: str | None = None) -> Nomination:
    """Let a nomination in after the internal deadline: a decision of the leadership, with a reason."""
    row = locked_nomination(row)
    require(by, Deed.APPROVE, unit=row.round.unit_id)
    once(form)
    _still_running(row.round)
    if row.state not in OPEN:
        raise refuse(
            say("This was nominated or withdrawn before"), say("Reload the page to see how it stands now")
        )
    unnoticed = row.noticed_at is None and facts.terms(row.round).notice_required
    if not (unnoticed or facts.over(row.round, Step.INTERNAL, at=at)):
        raise refuse(
            say("The internal deadline has not passed"),
            say("The faculty can nominate it in the ordinary way"),
        )
    if not because.strip():
        raise refuse(say("It is let in late without a reason"), say("Say why"), "because")
    _complete(row)
    row.late = True
    return nominated(row, by=by, at=at, form=form, because=because)


def _unnoticed() -> Problems:
    what = say("In this round, only what was told of in time is nominated, and no notice was given of this")
    return refuse(what, say("Give notice while there is time; after that, ask the leadership to let it in"))


def nominated(
    row: Nomination, *, by: Person, at: datetime, form: str | None, because: str = ""
) -> Nomination:
    """Make a nomination count, with the answer that it rested on; its units stand in the log as they were called."""
    row.state, row.nominated_at = State.NOMINATED, facts.now(row.round, at=at)
    row.noticed_at = row.noticed_at or row.nominated_at
    row.save(update_fields=["state", "nominated_at", "noticed_at", "late"])
    made = check(row, on=facts.today(row.round, at=at), at=at)
    called = tree(facts.today(row.round, at=at)).called
    noted(
        by, "let in late" if row.late else "nominated", row, at=at, form=form, sha256=made.sha256,
        title=row.title, countries=row.countries, verdict=made.verdict, call_version=made.call_version,
        text=hash_of(row.told), faculty=called(row.faculty_id), unit=called(row.unit_id),
        **({"because": because} if because else {}),
    )  # fmt: skip
    telling.nominated(row, at=at)
    return row


def _complete(row: Nomination) -> None:
    """Go on if nothing that the institution requires is missing. Raises Problems, one for each thing."""
    missing = [item for item in items(row) if item.required and item.finding.verdict is not Verdict.YES]
    if missing:
        raise Problems(*(item.problem() for item in missing))


def items(row: Nomination) -> Sequence[Item]:
    """Return the check-list of a nomination."""
    parts = frozenset(row.mentioned.values_list("part", flat=True))
    kinds = frozenset(row.attachments.filter(removed_at=None).values_list("kind", flat=True))
    endorsed = getattr(row, "endorsement", None)
    return checklist(
        facts.told(row), people=parts, attached=kinds, endorsed=endorsed.agrees if endorsed else None
    )


def _still_running(row: Round) -> None:
    if row.sent_at:
        raise refuse(
            say("The list of this round has been sent"),
            say("Ask the office whether anything can still be done"),
        )


def _writable(row: Nomination, by: Person) -> Nomination:
    """Return the nomination locked, for its writers and its faculty's coordinator while it is a draft."""
    row = locked_nomination(row)
    writes = row.writers.filter(user_id=number(by)).exists() or may(by, Deed.NOMINATE, unit=row.faculty_id)
    if not writes:
        raise NotYoursError(Deed.WRITE)
    _still_running(row.round)
    if row.state not in OPEN:
        what = say("What was nominated or withdrawn is not written any more")
        raise refuse(what, say("Ask the faculty's coordinator or the office"))
    return row
