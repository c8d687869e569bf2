"""Enter the projects that documents tell of into the project bank:  utsyn-web projects load."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from utsyn.problems import Problems
from utsyn.web.projects.actions.entering import load_shipped


class Command(BaseCommand):
    """The command."""

    help = (
        "Load the projects of data/projects and of the institution's own folder; what is there already stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", choices=["load"])

    def handle(self, *_: Any, **_options: Any) -> None:
        try:
            new, before = load_shipped(by=AnonymousUser(), at=timezone.now())
        except Problems as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{new} projects entered; {before} were there already.")
