"""Jobs: asked for, taken by whoever works, told of while their heart beats, taken up again after a kill, ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F

from utsyn.text import LANGUAGES, Words, say
from utsyn.web.deeds import once, refuse
from utsyn.web.evidence.models import Job
from utsyn.web.log import log
from utsyn.web.people.rights import Deed, Person, number, require

DEAD = timedelta(minutes=10)  # without a beat
MOST_TRIES = 3
WAITING = (Job.State.QUEUED, Job.State.RUNNING)


class LostError(Exception):
    """Somebody else has taken the job up, as its heart had stopped."""


@transaction.atomic
def ask(kind: str, *, told: Mapping[str, Any], by: Person, at: datetime, form: str | None = None) -> Job:
    """Ask for a job. Raises NotYoursError, DoneError, and Problems where one of its kind waits already."""
    require(by, Deed.PLAN, unit=None)
    once(form)
    job = _queued(
        kind, told, by=by, at=at, form=form
    )  # from here on others wait, as with every line of the log: two cannot miss each other
    if Job.objects.filter(kind=kind, state__in=WAITING, told=dict(told)).exclude(pk=job.pk).exists():
        raise refuse(say("The same is being done already"), say("Wait until that has ended"))
    return job


def queue(kind: str, *, told: Mapping[str, Any], at: datetime) -> Job:
    """Queue a job for who runs Utsyn, or as what follows upon another; one that waits already is returned."""
    waiting = Job.objects.filter(kind=kind, state=Job.State.QUEUED, told=dict(told)).first()
    return waiting or _queued(kind, told, by=AnonymousUser(), at=at)


@transaction.atomic
def _queued(kind: str, told: Mapping[str, Any], *, by: Person, at: datetime, form: str | None = None) -> Job:
    job = Job.objects.create(kind=kind, told=dict(told), by_id=number(by) or None, at=at)
    log(by, "asked for evidence", "evidence", at=at, told={"job": job.pk, "kind": kind}, form=form)
    return job


def take(*, at: datetime) -> Job | None:
    """Take the job whose heart has stopped, or the one that has waited longest; nothing where there is none, or where one is alive.

    One at a time: engines are hungry. A job that was taken up MOST_TRIES times and never ended has failed.
    """
    for job in Job.objects.filter(state__in=WAITING).order_by("-state", "at", "pk"):  # running comes first
        if job.state == Job.State.RUNNING and job.beat is not None and job.beat >= at - DEAD:
            return None
        if job.tries >= MOST_TRIES:
            end(job, at=at, wrong=[say("It was taken up {n} times and never ended", n=job.tries)])
        elif _taken(job, at=at):
            job.refresh_from_db()
            return job
    return None


def _taken(job: Job, *, at: datetime) -> bool:
    """Tell whether the job is now ours; not where somebody else took it, or another, in the same moment."""
    mine = Job.objects.filter(pk=job.pk, tries=job.tries, state=job.state)
    try:
        with transaction.atomic():
            return bool(
                mine.update(state=Job.State.RUNNING, beat=at, tries=F("tries") + 1, did=0, steps=0, said=[])
            )
    except IntegrityError:
        return False


def beat(job: Job, *, at: datetime, did: int, steps: int, said: Words | None = None) -> None:
    """Tell that the job is alive and how far it has come. Raises LostError where somebody else has taken it up."""
    told: dict[str, Any] = {"said": [_in_all(said)]} if said else {}
    alive = Job.objects.filter(pk=job.pk, tries=job.tries, state=Job.State.RUNNING)
    if not alive.update(beat=at, did=did, steps=steps, **told):
        raise LostError


def end(job: Job, *, at: datetime, said: Words | None = None, wrong: list[Words] | None = None) -> None:
    """End a job, well or with what was wrong. Nothing happens where somebody else has taken it up."""
    state = Job.State.FAILED if wrong else Job.State.DONE
    words = [_in_all(one) for one in wrong or ([said] if said else [])]
    Job.objects.filter(pk=job.pk, tries=job.tries).update(state=state, said=words, ended_at=at)


def _in_all(words: Words) -> dict[str, str]:
    return {language: words.in_(language) for language in LANGUAGES}
