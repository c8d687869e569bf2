"""What stands around a nomination: its writers, the department's word, an adviser, comments, and files."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from utsyn.text import say
from utsyn.web.deeds import once, refuse
from utsyn.web.log import Person
from utsyn.web.people.models import User
from utsyn.web.people.rights import Deed, NotYoursError, may, require, standing
from utsyn.web.rounds.actions import telling
from utsyn.web.rounds.actions.deeds import locked_nomination, noted
from utsyn.web.rounds.actions.writing import OPEN
from utsyn.web.rounds.models import Attachment, Comment, Endorsement, Nomination, State, Writer

OVER = (State.WITHDRAWN, State.REFUSED)
KINDS = ("evidence", "budget", "letter", "cv", "description", "other")
MOST_WRITERS, MOST_FILES = 20, 40


@transaction.atomic
def add_writer(row: Nomination, *, who: str, by: Person, at: datetime, form: str | None = None) -> Writer:
    """Let one more person write, found by her e-mail address or user name. Raises Problems, NotYoursError."""
    row = _changed(row, by, form=form)
    user = _found(who, "who")
    if row.writers.filter(user=user).exists():
        raise refuse(
            say("{name} writes this already", name=user.called), say("Nothing more need be done"), "who"
        )
    if row.writers.count() >= MOST_WRITERS:
        raise refuse(say("There are {n} writers", n=MOST_WRITERS), say("Take one away first"), "who")
    made = Writer.objects.create(nomination=row, user=user, since=at)
    noted(by, "added a writer", row, at=at, form=form, writer=user.pk)
    return made


@transaction.atomic
def remove_writer(row: Nomination, *, user: int, by: Person, at: datetime, form: str | None = None) -> None:
    """Take a writer away, oneself included; the last one stays. Raises Problems, NotYoursError."""
    row = _changed(row, by, form=form)
    kept = row.writers.filter(user_id=user).first()
    if kept is None:
        raise refuse(say("That person does not write it any more"), say("Nothing more need be done"), "user")
    if row.writers.count() == 1:
        raise refuse(say("Somebody must write it"), say("Add another writer first"), "user")
    kept.delete()
    noted(by, "removed a writer", row, at=at, form=form, writer=user)


@transaction.atomic
def endorse(
    row: Nomination, *, agrees: bool, because: str = "", by: Person, at: datetime, form: str | None = None
) -> Endorsement:
    """Say for the department whether its own contribution stands; a no needs a reason. The last word counts."""
    row = locked_nomination(row)
    require(by, Deed.ENDORSE, unit=row.unit_id)
    once(form)
    _not_over(row)
    if not agrees and not because.strip():
        raise refuse(say("The department says no without a reason"), say("Say what is missing"), "because")
    _short(because, 2_000, "because")
    told = {"agrees": agrees, "because": because.strip(), "by_id": by.pk, "at": at}
    made, _ = Endorsement.objects.update_or_create(nomination=row, defaults=told)
    noted(by, "endorsed" if agrees else "did not endorse", row, at=at, form=form, because=made.because)
    return made


@transaction.atomic
def assign_adviser(
    row: Nomination, *, who: str, by: Person, at: datetime, form: str | None = None
) -> Nomination:
    """Assign one of the office to a nomination, found by e-mail address or user name; nobody takes her away again."""
    row = locked_nomination(row)
    require(by, Deed.RUN, unit=row.round.unit_id)
    once(form)
    _not_over(row)
    user = _found(who, "adviser") if who.strip() else None
    if user and row.round.unit_id not in standing(user).units(Deed.ADVISE):
        what = say("{name} is not of the office that runs this round", name=user.called)
        raise refuse(what, say("Name somebody of the office"), "adviser")
    row.adviser = user
    row.save(update_fields=["adviser"])
    noted(by, "assigned an adviser", row, at=at, form=form, adviser=user.pk if user else None)
    return row


@transaction.atomic
def comment(
    row: Nomination, *, text: str, internal: bool = False, by: Person, at: datetime, form: str | None = None
) -> Comment:
    """Say something about a nomination, to all who see it or within the office; the others who write it get a letter."""
    row = locked_nomination(row)
    if not may_comment(row, by):
        raise NotYoursError(Deed.ADVISE)
    once(form)
    if not text.strip():
        raise refuse(say("The comment says nothing"), say("Write something, or leave it"), "text")
    _short(text, 10_000, "text")
    inside = internal and may(by, Deed.ADVISE, unit=row.round.unit_id)
    made = Comment.objects.create(nomination=row, by_id=by.pk, at=at, text=text.strip(), internal=inside)
    noted(by, "commented", row, at=at, form=form, comment=made.pk, internal=inside)
    if not inside:
        telling.commented(row, made.pk, by=by, at=at)
    return made


@transaction.atomic
def attach(
    row: Nomination, *, kind: str, name: str, media_type: str, size: int, sha256: str, link: str,
    by: Person, at: datetime, form: str | None = None,
) -> Attachment:  # fmt: skip
    """Let a file that lies stored under its link go with a nomination. Raises Problems, NotYoursError."""
    row = locked_nomination(row)
    if not may_attach(row, by):
        raise NotYoursError(Deed.WRITE)
    once(form)
    _open_for_files(row, by)
    if kind not in KINDS:
        raise refuse(say("It is not told what the file is"), say("Choose what it is from the list"), "kind")
    there = row.attachments.filter(removed_at=None)
    if there.filter(sha256=sha256).exists():
        raise refuse(say("The very same file is attached already"), say("Nothing more need be done"), "file")
    if there.count() >= MOST_FILES:
        raise refuse(say("There are {n} files already", n=MOST_FILES), say("Remove one first"), "file")
    made = Attachment.objects.create(
        nomination=row, kind=kind, name=name, media_type=media_type, size=size, sha256=sha256, link=link,
        by_id=by.pk, at=at,
    )  # fmt: skip
    noted(by, "attached", row, at=at, form=form, sha256=sha256, kind=kind, size=size, attachment=made.pk)
    return made


@transaction.atomic
def remove_attachment(row: Attachment, *, by: Person, at: datetime, form: str | None = None) -> None:
    """Take a file away from a nomination. Raises Problems, NotYoursError."""
    nomination = locked_nomination(row.nomination)
    if not may_attach(nomination, by):
        raise NotYoursError(Deed.WRITE)
    once(form)
    _open_for_files(nomination, by)
    row = Attachment.objects.select_for_update().get(pk=row.pk)
    if row.removed_at is None:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        noted(by, "removed a file", nomination, at=at, form=form, sha256=row.sha256, attachment=row.pk)


def writes(row: Nomination, by: Person) -> bool:
    """Tell whether a person may write a nomination: one of its writers, or the faculty's coordinator."""
    return may(by, Deed.NOMINATE, unit=row.faculty_id) or row.writers.filter(user_id=by.pk or 0).exists()


def may_comment(row: Nomination, by: Person) -> bool:
    """Tell whether a person may comment: who writes it, its department, its faculty and the office."""
    there = {Deed.ENDORSE: row.unit_id, Deed.ADVISE: row.round.unit_id}
    return any(may(by, deed, unit=unit) for deed, unit in there.items()) or writes(row, by)


def may_attach(row: Nomination, by: Person) -> bool:
    """Tell whether a person may attach and remove files: who writes it, and the office."""
    return may(by, Deed.RUN, unit=row.round.unit_id) or writes(row, by)


def _changed(row: Nomination, by: Person, *, form: str | None) -> Nomination:
    """Return the nomination locked, for who writes it and while it is not over."""
    row = locked_nomination(row)
    if not writes(row, by):
        raise NotYoursError(Deed.WRITE)
    once(form)
    _not_over(row)
    return row


def _not_over(row: Nomination) -> None:
    if row.state in OVER:
        raise refuse(say("This was withdrawn or refused"), say("Nothing in it can be changed any more"))


def _open_for_files(row: Nomination, by: Person) -> None:
    """Go on while it is written, and for the office until the list is sent."""
    _not_over(row)
    office = may(by, Deed.RUN, unit=row.round.unit_id)
    if row.round.sent_at or not (row.state in OPEN or office):
        raise refuse(
            say("What goes with a nomination is settled once it is nominated"),
            say("Send the file to the office, which can still attach it until the list is sent"),
            "file",
        )


def _short(text: str, most: int, place: str) -> None:
    if len(text) > most:
        raise refuse(say("This has {n} characters", n=len(text)), say("Write at most {n}", n=most), place)


def _found(who: str, place: str) -> User:
    """Return the one person of an e-mail address or user name, who has a role here. Raises Problems."""
    name = who.strip()
    found = list(User.objects.filter(Q(email__iexact=name) | Q(username__iexact=name), is_active=True)[:2])
    if not name or len(found) != 1 or not standing(found[0]).roles:
        what = say("Nobody with a role here is known by “{who}”", who=name[:80])
        mend = say("Write the e-mail address that the person signs in with; a first sign-in may be needed")
        raise refuse(what, mend, place)
    return found[0]
