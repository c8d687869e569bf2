"""Do what retention.yaml says when its time is over: to be run by a timer; without --do it only says what is due."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.utils import timezone

from utsyn.web.people.retention import retention
from utsyn.web.privacy.actions import retain


class Command(BaseCommand):
    """The command."""

    help = "Delete, or make nameless, what has been kept for as long as it may be. Says what is due; does it with --do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--do", action="store_true", help="do it, and note it in the log")

    def handle(self, *_: Any, **options: Any) -> None:
        counts = retain(at=timezone.now(), by=AnonymousUser(), do=options["do"])
        for key, count in counts.items():
            self.stdout.write(
                f"{count:6}  {retention().kind(key).title.in_('en')}: {retention().kind(key).then}"
            )
        if not options["do"]:
            self.stdout.write("Nothing was done: add --do.")
