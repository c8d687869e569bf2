"""What is done when the time is over that retention.yaml sets: each kind in a transaction of its own, with its line in the log."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from utsyn.web.calls.models import Asked
from utsyn.web.letters.models import Letter
from utsyn.web.log import Line, Person, log
from utsyn.web.nominations.actions import sweep
from utsyn.web.people.access import DRAFTS
from utsyn.web.people.actions import about
from utsyn.web.people.models import Held, User
from utsyn.web.people.retention import YEAR, kinds
from utsyn.web.privacy.forgetting import forget_somebody
from utsyn.web.privacy.held import export_of
from utsyn.web.projects.models import Arrival
from utsyn.web.rounds.models import (
    Attachment,
    Comment,
    Conflict,
    Mentioned,
    Nomination,
    Round,
    State,
    Version,
)

UNSENT = timedelta(days=YEAR)  # after this, a round that was never sent is over
NEVER_IN = Q(nomination__state__in=DRAFTS)
SENT = Q(nomination__state=State.APPROVED) & Q(nomination__round__sent_at__isnull=False)
NAMED = ~Q(name="") | ~Q(email="")


class When(NamedTuple):
    """What is older than `before` is due; `at` is now, and `by` who asks."""

    before: datetime
    at: datetime
    by: Person


class Due(NamedTuple):
    """What is due of a kind: how many rows, and how it is done."""

    rows: int
    do: Callable[[], object]


Rule = Callable[[When], Due]


def retain(*, at: datetime, by: Person, do: bool) -> Mapping[str, int]:
    """Return what is due, by kind; and do it, if so told. What was done is due no more.

    The tables that hold files go first; the files themselves are swept once they are a day old.
    """
    counts = {
        kind.key: _one(kind.key, When(at - kind.kept.time, at, by), do=do) for kind in kinds() if kind.kept
    }
    if do:
        sweep(at=at)
    return counts


@transaction.atomic
def _one(key: str, when: When, *, do: bool) -> int:
    due = RULES[key](when)
    if do and due.rows:
        due.do()
        told = {"count": due.rows, "before": when.before.isoformat()}
        log(when.by, "retained", f"retention/{key}", at=when.at, told=told)
    return due.rows


@transaction.atomic
def export(user: User, *, by: Person, at: datetime, language: str) -> Mapping[str, Any]:
    """Return all that is held on a person; it is noted who asked for it."""
    log(by, "exported person", about(user), at=at)
    return export_of(user, at=at, language=language)


def _over(before: datetime) -> QuerySet[Round]:
    """The rounds that were over before a moment; a rehearsal is over once nobody has done anything in it since."""
    lately = Line.objects.filter(about=Concat(Value("round/"), OuterRef("key")), at__gte=before)
    real = Q(sent_at__lt=before) | Q(sent_at=None, opened_at__lt=before - UNSENT)
    return Round.objects.filter(Q(rehearsal=False) & real | Q(rehearsal=True) & ~Exists(lately))


def _deleted(*tables: QuerySet[Any]) -> Due:
    def do() -> None:
        for rows in tables:
            rows.delete()

    return Due(sum(rows.count() for rows in tables), do)


def _emptied(rows: QuerySet[Any], *columns: str) -> Due:
    return Due(rows.count(), lambda: rows.update(**dict.fromkeys(columns, "")))


def _person(when: When) -> Due:
    """People whose last role ended, and who were here last, before the moment."""
    day = timezone.localdate(when.before)
    kept = Held.objects.filter(Q(until=None) | Q(until__gte=day)).values("user")
    gone = Q(last_login=None) | Q(last_login__lt=when.before)
    rows = User.objects.filter(gone, forgotten=None, date_joined__lt=when.before).exclude(pk__in=kept)

    def do() -> None:
        for user in rows.order_by("pk"):
            forget_somebody(user, by=when.by, at=when.at)

    return Due(rows.count(), do)


def _tries(when: When) -> Due:
    old = [
        table.objects.filter(attempt_time__lt=when.before)
        for table in (AccessAttempt, AccessFailureLog, AccessLog)
    ]
    return _deleted(*old)


def _of(table: Any, when: When) -> QuerySet[Any]:
    """What belongs to nominations of rounds that were over before the moment, drafts not: they go by themselves."""
    rows: QuerySet[Any] = table.objects.filter(nomination__round__in=_over(when.before)).exclude(NEVER_IN)
    return rows


def _drafts(when: When) -> Due:
    return _deleted(Nomination.objects.filter(round__in=_over(when.before), state__in=DRAFTS))


def _asked(when: When) -> Due:
    return _deleted(Asked.objects.filter(origin=Asked.Origin.ASKED, created__lt=when.before))


# What is due of each kind that is not kept for ever, by its key in retention.yaml.
RULES: Mapping[str, Rule] = {
    "person": _person,
    "session": lambda when: _deleted(Session.objects.filter(expire_date__lt=when.at)),
    "tries": _tries,
    "draft": _drafts,
    "mentioned": lambda when: _emptied(_of(Mentioned, when).exclude(SENT).filter(NAMED), "name", "email"),
    "mentioned_sent": lambda when: _emptied(_of(Mentioned, when).filter(SENT, NAMED), "name", "email"),
    "comment": lambda when: _deleted(_of(Comment, when)),
    "version": lambda when: _deleted(_of(Version, when)),
    "attachment": lambda when: _deleted(_of(Attachment, when).exclude(SENT)),
    "attachment_sent": lambda when: _deleted(_of(Attachment, when).filter(SENT)),
    "attachment_removed": lambda when: _deleted(Attachment.objects.filter(removed_at__lt=when.before)),
    "conflict": lambda when: _emptied(_of(Conflict, when).exclude(because=""), "because"),
    "letter": lambda when: _deleted(Letter.objects.filter(created__lt=when.before)),
    "arrival": lambda when: _deleted(Arrival.objects.filter(at__lt=when.before)),
    "asked": _asked,
}
