"""The institution's own lists, once their sender has confirmed what they would do: together with those that are in use, as one load."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.evidence import own
from utsyn.web.evidence.actions.working import ask
from utsyn.web.evidence.models import Job, Loaded
from utsyn.web.log import log
from utsyn.web.people.rights import Deed, Person, require

LOAD = Job.Kind.LOAD.value
STANDING = (Job.State.QUEUED, Job.State.RUNNING, Job.State.DONE)


def in_use(*, synthetic: bool) -> Mapping[str, Sequence[str]]:
    """Return by kind of list the files that were sent and are loaded, or are about to be."""
    sent = Job.objects.filter(
        kind=LOAD, state__in=STANDING, told__source=own.SOURCE, told__synthetic=synthetic
    )
    last = sent.order_by("-pk").first()
    return last.told.get("kinds", {}) if last else {}


def lost(tables: Sequence[str], *, synthetic: bool) -> Sequence[str]:
    """Return which lists are in use that would be lost, because they were not sent here and are not among these."""
    newest = (
        Loaded.objects.filter(source=own.SOURCE, gone=False, synthetic=synthetic)
        .order_by("-day", "-key")
        .first()
    )
    there = [table["table"] for table in newest.told["tables"] if table["rows"]] if newest else []
    return [table for table in there if table not in {*tables, *in_use(synthetic=synthetic)}]


@transaction.atomic
def load(one: own.Sent, *, synthetic: bool, by: Person, at: datetime, form: str | None = None) -> Job:
    """Have lists loaded that were sent, with those that are in use and were not sent anew.

    Raises NotYoursError, DoneError, and Problems for lists with faults and for what would be lost.
    """
    require(by, Deed.PLAN, unit=None)
    if one.looked["problems"] or not one.tables:
        raise Problems(Problem(say("The lists have faults"), say("Mend them, and send them again")))
    if gone := lost(one.tables, synthetic=synthetic):
        what = say("These lists are in use and were not sent here: {names}", names=", ".join(gone))
        raise Problems(Problem(what, say("Send them along, all at once")))
    kinds = {**in_use(synthetic=synthetic), **own.settle(one)}
    files = sorted({file for of in kinds.values() for file in of})
    told: dict[str, Any] = {
        "source": own.SOURCE, "files": files, "kinds": kinds, "synthetic": synthetic, "on": at.date().isoformat(),
        "key": f"sent-{at:%Y%m%d-%H%M%S}-{one.key[:8]}",
    }  # fmt: skip
    job = ask(LOAD, told=told, by=by, at=at, form=form)
    kept = {
        "job": job.pk,
        "lists": {told["table"]: told["rows"] for told in one.looked["tables"]},
        "synthetic": synthetic,
    }
    log(by, "sent lists", "evidence", at=at, told=kept, sha256=one.key)
    return job
