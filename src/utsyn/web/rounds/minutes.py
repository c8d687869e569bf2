"""The minutes of a round from its lines of the log."""

from django.conf import settings

from utsyn.calls.rounds.minutes import Event, Minutes
from utsyn.web.log import Line
from utsyn.web.rounds.models import Round


def minutes(row: Round) -> Minutes:
    """Return the minutes of a round, for those who may see its decisions."""
    lines = Line.objects.filter(about=f"round/{row.key}").order_by("pk")
    return Minutes((_event(line) for line in lines.iterator()), zone=settings.TIME_ZONE)


def _event(line: Line) -> Event:
    return Event(line.pk, line.at, line.by_id, line.did, line.told, line.sha256, line.chained)
