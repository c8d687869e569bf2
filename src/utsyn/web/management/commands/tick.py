"""Do what is due: to be run by a timer, or as a loop. Two at once do no harm, and one job that fails stops no other."""

import signal
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from utsyn.web.evidence.jobs import work
from utsyn.web.letters.deliver import deliver
from utsyn.web.letters.post import Post
from utsyn.web.letters.reminders import remind
from utsyn.web.measures import reminders as conversing
from utsyn.web.privacy.actions import retain
from utsyn.web.reports import reminders as reporting
from utsyn.web.rounds.actions.checking import recheck_all

Job = Callable[[Event], str]


def reminders(stop: Event) -> str:
    """Queue the reminders whose day has come."""
    done = remind(at=timezone.now())
    undated = "".join(f"; no dates for {one}" for one in done.undated)
    return f"{done.queued} queued{undated}"


def reports(stop: Event) -> str:
    """Queue the reminders of reports that are due or late."""
    return f"{reporting.remind(at=timezone.now())} queued"


def answers(stop: Event) -> str:
    """Queue the reminders of goals that units have still to answer."""
    return f"{conversing.remind(at=timezone.now())} queued"


def letters(stop: Event) -> str:
    """Send what waits in the queue."""
    with Post(settings.MAIL) as post:
        done = deliver(post, clock=timezone.now, stop=stop.is_set)
    nowhere = "" if settings.MAIL.host else "; no e-mail server is configured"
    told = zip(done._fields, done, strict=True)
    return ", ".join(f"{count} {fate}" for fate, count in told) + nowhere


def checks(stop: Event) -> str:
    """Ask the calls' rules anew about nominations that were asked before a call was amended."""
    return f"{recheck_all(by=AnonymousUser(), at=timezone.now())} asked anew"


def evidence(stop: Event) -> str:
    """Do the work in the background that waits: load, compute."""
    return f"{work(clock=timezone.now, stop=stop.is_set)} done"


def retention(stop: Event) -> str:
    """Take away what has been kept for as long as retention.yaml says."""
    counts = retain(at=timezone.now(), by=AnonymousUser(), do=True)
    _forget_what_ran_out()
    return f"{sum(counts.values())} taken away"


def _forget_what_ran_out() -> None:
    """Empty the cache of what is past its time: an upload that nobody confirmed names people, and must not lie there."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608  a name of our own


# In this order; each commits its own work, in transactions of its own.
JOBS: Sequence[tuple[str, Job]] = (
    ("checks", checks),
    ("reminders", reminders),
    ("reports", reports),
    ("answers", answers),
    ("letters", letters),
    ("retention", retention),
    ("evidence", evidence),  # last: it may take minutes
)


class Command(BaseCommand):
    """The command."""

    requires_system_checks = ()  # what ails a page must keep no letter waiting
    help = "Check nominations anew, queue reminders, send letters, forget what is to be forgotten. Ends with 1 if a job failed. With --every, goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, once in so long")

    def handle(self, *_: Any, **options: Any) -> None:
        with _asked_to_stop() as stop:
            failed = self._all(stop, quiet=options["verbosity"] == 0)
            while options["every"] and not stop.wait(max(1, options["every"])):
                close_old_connections()
                failed = self._all(stop, quiet=True)
        if failed:
            sys.exit(1)

    def _all(self, stop: Event, *, quiet: bool) -> bool:
        """Do each job; tell whether one failed."""
        failed = False
        for name, job in JOBS:
            try:
                said = job(stop)
            except Exception:  # noqa: BLE001  whatever ails one job, the others are done
                failed = True
                self.stderr.write(f"{name} failed:\n{traceback.format_exc()}")
            else:
                if not quiet:
                    self.stdout.write(f"{name}: {said}")
        return failed


@contextmanager
def _asked_to_stop() -> Iterator[Event]:
    """Let a letter that is being handed over be handed over before we go, when a signal asks us to."""
    stop = Event()
    before = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
