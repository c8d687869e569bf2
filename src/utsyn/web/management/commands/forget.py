"""Take away old answers, as the retention of the installation asks: to be run by a timer."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.utils import timezone

from utsyn.web.calls import actions


class Command(BaseCommand):
    """The command."""

    help = "Delete what was asked more than so many days ago; demo proposals and the log stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=180, help="keep what is younger than this (180)")

    def handle(self, *_: Any, **options: Any) -> None:
        at = timezone.now()
        before = at - timedelta(days=max(0, options["days"]))
        count = actions.forget(before=before, at=at, by=AnonymousUser())
        self.stdout.write(f"{count} answers forgotten.")
