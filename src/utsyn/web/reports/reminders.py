"""Reminding those who answer for a unit of its report, before it is due and while it is late; each reminder comes once."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from utsyn.plans.reporting import reminder
from utsyn.text import Words, say, say_n
from utsyn.web.letters.actions import queue
from utsyn.web.letters.models import Letter
from utsyn.web.people.models import User
from utsyn.web.people.units import Tree, tree
from utsyn.web.reports import facts
from utsyn.web.reports.models import Report, Reporting
from utsyn.web.reports.telling import who_answers

OPEN = (Report.State.DRAFT, Report.State.SENT_BACK)


def remind(*, at: datetime) -> int:
    """Queue the reminders whose day has come, in every round that is open; return how many were not queued before."""
    on = timezone.localdate(at)
    rows = Reporting.objects.filter(closed_at=None, opens__lte=on).select_related("plan").order_by("pk")
    return sum(remind_in(row, at=at) for row in rows)


@transaction.atomic
def remind_in(row: Reporting, *, at: datetime) -> int:
    """Queue the reminders of one round."""
    on, queued = timezone.localdate(at), 0
    there = tree(on)
    for report in Report.objects.filter(reporting=row, state__in=OPEN).select_related("unit").order_by("pk"):
        report.reporting = row
        due = facts.due(row, whole=facts.is_whole(report))
        step = reminder(due, on=on)
        if step is None or report.unit_id not in there:
            continue
        for person in who_answers(report, there, on=on):
            key = f"reporting:{row.key}:{report.unit.key}:{due}:{step}:user{person.pk}"
            if not Letter.objects.filter(key=key).exists():
                _queue(report, there, due, step, key=key, to=person, at=at)
                queued += 1
    return queued


def _queue(row: Report, there: Tree, due: date, step: int, *, key: str, to: User, at: datetime) -> Letter:
    named = there[row.unit_id].name
    told = {"round": row.reporting.title, "unit": named, "day": due}
    subject = say("{round}: the report of {unit} was due on {day}", **told)
    if step < 0:
        subject = say("{round}: the report of {unit} is due on {day}", **told)

    def body(language: str) -> str:
        parts = (
            one if isinstance(one, str) else one.in_(language) for one in _parts(row, step, to, language)
        )
        return "\n\n".join(parts) + "\n"

    return queue(key=key, to=to, subject=subject, body=body, about=f"plan/{row.reporting.plan.key}", at=at)


def _parts(row: Report, step: int, to: User, language: str) -> Iterator[Words | str]:
    yield say("Dear {name},", name=to.called)
    if step < 0:
        yield say_n(
            "In {n} day the report is due. What the house knows is filled in; only what people can tell is left.",
            "In {n} days the report is due. What the house knows is filled in; only what people can tell is left.",
            -step,
        )
    else:
        yield say(
            "The report is late. What the house knows is filled in; only what people can tell is left to write, and to "
            "hand in."
        )
    if row.state == Report.State.SENT_BACK and (why := facts.told(row).sent_back):
        yield say("It was sent back: {why}", why=why)
    with override(language):
        yield f"{settings.SITE}{reverse('reports:report', args=[row.pk])}"
    yield say(
        "Utsyn reminds you a week before a report is due, the day before, and each week while it is late."
    )
