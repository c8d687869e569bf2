"""What the auditor asks of the log: lines of some days, about something, by somebody; and its head."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from utsyn.web.log import FIRST, Line, canonical
from utsyn.web.people.access import visible
from utsyn.web.people.rights import Deed, NotYoursError, Person

PAGE = 50


class Sought(NamedTuple):
    """Which lines are asked for: from a day, to a day, about something, what was done, and by which number."""

    since: date | None = None
    until: date | None = None
    about: str = ""
    did: str = ""
    by: int = 0
    page: int = 1

    @property
    def address(self) -> str:
        """The question as the end of an address, without the page."""
        asked = {"from": self.since, "to": self.until, "about": self.about, "did": self.did, "by": self.by}
        return urlencode({name: str(value) for name, value in asked.items() if value})


class Shown(NamedTuple):
    """A line as the page shows it: people by number, and what was told as it stands in the log."""

    line: Line
    told: str

    @property
    def day(self) -> date:
        """The day where the office is."""
        return timezone.localtime(self.line.at).date()

    @property
    def hour(self) -> str:
        """The time of that day."""
        return f"{timezone.localtime(self.line.at):%H:%M:%S}"


class Found(NamedTuple):
    """One page of lines, newest first, of how many; the deeds there are; and the head of the whole chain."""

    rows: Sequence[Shown]
    total: int
    page: int
    pages: int
    deeds: Sequence[str]
    head: str

    @property
    def before(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.page + 1


def readable(user: Person) -> QuerySet[Line]:
    """Return the log for who may read it. Raises NotYoursError."""
    rows = visible(user, Line)
    if rows.query.is_empty():
        raise NotYoursError(Deed.READ_LOG)
    return rows


def found(user: Person, sought: Sought) -> Found:
    """Return a page of the log: four queries, for however many lines. Raises NotYoursError."""
    every = readable(user)
    rows = _narrowed(every, sought)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, sought.page), pages)
    lines = rows.order_by("-pk")[(page - 1) * PAGE : page * PAGE]
    head = every.order_by("-pk").values_list("chained", flat=True).first() or FIRST
    deeds = list(every.order_by("did").values_list("did", flat=True).distinct())
    return Found([Shown(line, _told(line)) for line in lines], total, page, pages, deeds, head)


def _narrowed(rows: QuerySet[Line], sought: Sought) -> QuerySet[Line]:
    if sought.since:
        rows = rows.filter(at__gte=midnight(sought.since))
    if sought.until:
        rows = rows.filter(at__lt=midnight(sought.until + timedelta(days=1)))
    if sought.about:
        rows = rows.filter(about__startswith=sought.about)
    if sought.did:
        rows = rows.filter(did=sought.did)
    return rows.filter(by_id=sought.by) if sought.by else rows


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins where the office is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _told(line: Line) -> str:
    return canonical(line.told) if line.told else ""
