"""Who writes and who approves a report, and the letters that tell them what became of it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from utsyn.text import Said, say
from utsyn.web.letters.actions import queue
from utsyn.web.people.models import Held, Role, User
from utsyn.web.people.units import Tree, tree
from utsyn.web.reports import facts
from utsyn.web.reports.models import Report

HEADS = (Role.DEPARTMENT, Role.COORDINATOR)


def told_handed_in(row: Report, *, by: int, at: datetime) -> None:
    """Tell those who approve a report that it waits for them: its heads, or the leadership for the whole institution's."""
    there = tree(timezone.localdate(at))
    subject = say("To be approved: {round}, {unit}", round=row.reporting.title, unit=there[row.unit_id].name)
    _each(_approvers(row, there, at=at), row, "handed-in", subject, "", by=by, at=at)


def told_sent_back(row: Report, because: str, *, by: int, at: datetime) -> None:
    """Tell those who write a report that it was sent back, and why."""
    there = tree(timezone.localdate(at))
    subject = say("Sent back: {round}, {unit}", round=row.reporting.title, unit=there[row.unit_id].name)
    _each(who_answers(row, there, on=there.on), row, "sent-back", subject, because, by=by, at=at)


def _approvers(row: Report, there: Tree, *, at: datetime) -> Iterable[User]:
    if facts.is_whole(row):
        return _holders((Role.LEADERSHIP,), (row.unit_id,), on=timezone.localdate(at))
    return who_answers(row, there, on=timezone.localdate(at))


def _each(
    people: Iterable[User], row: Report, what: str, subject: Said, because: str, *, by: int, at: datetime
) -> None:
    """Write to each person once for each version of the report, but not to who did it."""

    def body(language: str) -> str:
        with override(language):
            page = f"{settings.SITE}{reverse('reports:report', args=[row.pk])}"
        return "\n\n".join([*([because] if because else []), page]) + "\n"

    about = f"plan/{row.reporting.plan.key}"
    for user in people:
        if user.pk != by:
            key = f"report/{row.pk}:{what}-{row.version}:{user.pk}"
            queue(key=key, to=user, subject=subject, body=body, about=about, at=at)


def who_answers(row: Report, there: Tree, *, on: date) -> Iterable[User]:
    """Return who is to write a report: the heads of its unit, or of the nearest above that has any; the office for the whole."""
    if facts.is_whole(row):
        return _holders((Role.OFFICE,), there.below(row.unit_id), on=on)
    above = there.above(there[row.unit_id].successor if _over(there, row.unit_id) else row.unit_id)
    return next((found for up in above if (found := _holders(HEADS, (up,), on=on))), [])


def _over(there: Tree, unit: int) -> bool:
    ended = there[unit].ended
    return ended is not None and ended < there.on


def _holders(roles: Iterable[str], units: Iterable[int], *, on: date) -> list[User]:
    held = Held.objects.filter(role__in=list(roles), unit__in=list(units), since__lte=on).exclude(
        until__lt=on
    )
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
