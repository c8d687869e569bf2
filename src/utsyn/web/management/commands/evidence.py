"""Evidence, for who runs Utsyn: load files of a source, have figures computed, make the synthetic world, or work off what waits."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from utsyn.web.evidence.actions.working import queue
from utsyn.web.evidence.jobs import COMPUTE, work
from utsyn.web.evidence.models import Job
from utsyn.web.respond import today


class Command(BaseCommand):
    """The command."""

    help = "Load files of a source, compute all figures, or make the synthetic world: in this process, now. With work, do what waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="load|compute|world|work")
        load = verbs.add_parser("load", help="load files into a vintage, then compute")
        load.add_argument("source", help="key of the source, such as openalex")
        load.add_argument("files", nargs="+", type=Path)
        load.add_argument("--key", default="", help="what the vintage is called; its day unless told")
        load.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            metavar="DAY",
            help="the day of the data; today unless told",
        )
        compute = verbs.add_parser("compute", help="compute all figures on the newest vintages")
        compute.add_argument(
            "--vintage", action="append", default=[], metavar="SOURCE/KEY",
            help="read its tables from this vintage, whatever others have them too; may be given more than once",
        )  # fmt: skip
        for verb in (load, compute):
            verb.add_argument("--memory", default="", metavar="1500MB", help="how much memory may be used")
            verb.add_argument(
                "--threads", type=int, default=0, metavar="N", help="how many cores; all unless told"
            )
        world = verbs.add_parser("world", help="make the synthetic world in two vintages, then compute")
        world.add_argument("--works", type=int, default=20_000)
        world.add_argument("--seed", type=int, default=1)
        worker = verbs.add_parser("work", help="do what waits")
        worker.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, once in so long")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        if verb != "work":
            queue(
                {"load": "load", "compute": COMPUTE, "world": "world"}[verb],
                told=_told(verb, options),
                at=timezone.now(),
            )
        last = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        work(clock=timezone.now)
        while options.get("every"):
            Event().wait(max(1, options["every"]))
            close_old_connections()
            work(clock=timezone.now)
        if verb != "work":
            self._tell(last)

    def _tell(self, first: int) -> None:
        """Say what came of the job and of what followed, and end with 1 where one failed."""
        jobs = list(Job.objects.filter(pk__gte=first).order_by("pk"))
        for job in jobs:
            self.stdout.write(f"{job.kind} {job.state}: {'; '.join(words['en'] for words in job.said)}")
        if any(job.state == Job.State.FAILED for job in jobs):
            sys.exit(1)


def _told(verb: str, options: Any) -> dict[str, Any]:
    told = {name: options[name] for name in ("memory", "threads", "works", "seed") if options.get(name)}
    if options.get("vintage"):
        told["vintages"] = options["vintage"]
    if verb == "load":
        on = options["on"] or today()
        files = [str(path.resolve()) for path in options["files"]]
        told |= {
            "source": options["source"],
            "files": files,
            "on": on.isoformat(),
            "key": options["key"] or on.isoformat(),
        }
    return told
