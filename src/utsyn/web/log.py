"""What was done, by whom, when, and what it rested on: a chain of lines, added to and never changed or taken away.

Each line carries the hash of the one before it, so that a line that was changed or taken out behind our back shows
(`utsyn-web log verify`). The database refuses as well: see the triggers of migration 0003.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection, models, transaction
from django.db.models import Min, QuerySet

from utsyn.problems import Problem, Problems
from utsyn.text import say

Person = AbstractBaseUser | AnonymousUser
FIRST = "0" * 64  # what the first line follows
CHAIN = 0x7574_7379  # the lock under which PostgreSQL lets one writer at a time lengthen the chain


class Written(NamedTuple):
    """A line as it is written out and hashed; `at` in UTC to the microsecond, `by` the number of a person."""

    n: int | None
    at: str
    by: int | None
    did: str
    about: str
    sha256: str
    told: Any
    form: str | None
    previous: str
    chained: str

    @classmethod
    def of(cls, line: "Line") -> "Written":
        """Write a line out."""
        at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
        told = (line.did, line.about, line.sha256, line.told, line.form, line.previous, line.chained)
        return cls(line.pk, at, line.by_id, *told)

    def hashed(self) -> str:
        """Return the hash of all that the line says and of the line before it; its number is its place, and not said."""
        parts = [self.previous, self.at, self.by, self.did, self.about, self.sha256, self.told]
        return hash_of(parts if self.form is None else [*parts, self.form])


class OnlyAddedError(TypeError):
    """Somebody tried to change the log."""

    def __init__(self) -> None:
        super().__init__("the log is only ever added to")


class DoneError(Problems):
    """The form was dealt with before: a second click, or a page sent anew. Nothing is done twice."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                say("This form was sent before, and what it asked for is done"),
                say("Reload the page to see how it stands now"),
            )
        )


class Lines(models.QuerySet["Line"]):
    """Lines of the log, to be read."""

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def delete(self) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def bulk_create(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: a line is added by `log` alone, which lengthens the chain."""
        raise OnlyAddedError


class Line(models.Model):
    """One thing done. Names people by number; of an answer it holds the hash, of a decision what was decided.

    Purpose: to show later that a decision was made, when, by whom, and on which answer. Kept for as long as the
    installation stands.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    did = models.CharField(max_length=40)
    about = models.CharField(max_length=120, db_index=True)
    sha256 = models.CharField(max_length=64, blank=True)
    told = models.JSONField(default=dict)
    form = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  many lines have none
    previous = models.CharField(max_length=64, unique=True)
    chained = models.CharField(max_length=64, unique=True)

    objects = Lines.as_manager()

    def __str__(self) -> str:
        """Say what was done about what, and when."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.did} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line. Raises OnlyAddedError for a line that already stands."""
        if not self._state.adding:
            raise OnlyAddedError
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedError

    def hashed(self) -> str:
        """Return the hash of the line and of the one before it, as `chained` must be."""
        return Written.of(self).hashed()


@transaction.atomic
def log(
    by: Person,
    did: str,
    about: str,
    *,
    at: datetime,
    told: Mapping[str, Any] | None = None,
    sha256: str = "",
    form: str | None = None,
) -> Line:
    """Add a line to the chain. `form` names the form that was sent: a second line with the same one is refused.

    Raises DoneError for a form that has been dealt with.
    """
    if connection.vendor == "postgresql":  # SQLite lets one transaction write at a time as it is
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
    if (
        form and Line.objects.filter(form=form).exists()
    ):  # it came by another worker while this one was at work
        raise DoneError
    last = Line.objects.order_by("-pk").values_list("chained", flat=True).first()
    line = Line(
        at=at,
        by_id=by.pk,
        did=did,
        about=about,
        sha256=sha256,
        told=json.loads(canonical(told or {}), parse_float=_number),
        form=form,
        previous=last or FIRST,
    )
    line.chained = line.hashed()
    line.save()
    return line


def lines(*, since: datetime | None = None) -> Lines:
    """Return the log in its order: all of it, or from the first line of a moment or later; for who runs Utsyn."""
    return from_moment(Line.objects.all(), since=since)


def from_moment(rows: QuerySet[Line], *, since: datetime | None) -> Lines:
    """Leave out the lines before the first of a moment or later; what follows stays whole, so that it is one chain."""
    ordered = rows.order_by("pk")
    if since is not None:
        first = rows.filter(at__gte=since).aggregate(first=Min("pk"))["first"]
        ordered = ordered.filter(pk__gte=first) if first else ordered.none()
    return ordered  # type: ignore[return-value]  # what Lines give are Lines


def _number(written: str) -> float | int:
    """Read a number such that it comes back as it was: PostgreSQL gives 1e16 back as a whole number."""
    number = float(written)
    return int(number) if number.is_integer() else number


def hash_of(value: Any) -> str:
    """Return the SHA-256 of a value in its canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def canonical(value: Any) -> str:
    """Write a value as JSON in the one form that a hash can rest on."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
