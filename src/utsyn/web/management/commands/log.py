"""The log, for who runs Utsyn: is its chain whole, and give it to others who will ask the same."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from utsyn.web.log import FIRST, lines
from utsyn.web.logbook import chain

HERE, BREAKS = "-", 1


class Command(BaseCommand):
    """The command."""

    help = "Verify the chain of the log, in the database or in an exported file; or export it as JSON lines."
    requires_system_checks = ()  # a file is verified where there is no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|export")
        verify = verbs.add_parser(
            "verify", help="walk the chain; exit 1 at a line that was changed, moved or taken"
        )
        verify.add_argument(
            "file", nargs="?", help="an exported file (- reads what is piped in); else the database"
        )
        verify.add_argument(
            "--head", default="", metavar="HASH", help="a head noted before, which must be in it"
        )
        export = verbs.add_parser("export", help="write the log as lines of JSON, each with its hashes")
        export.add_argument("file", help="where to; - writes to the terminal")
        export.add_argument(
            "--since", type=date.fromisoformat, metavar="DAY", help="from the first line of that day"
        )

    def handle(self, *_: Any, verb: str, file: str | None, **options: Any) -> None:
        if verb == "export":
            self._export(file or HERE, since=options["since"])
        elif file:
            self._verify_file(file, head=options["head"])
        else:
            self._tell(chain.walk(chain.written(lines()), head=options["head"]))

    def _verify_file(self, file: str, *, head: str) -> None:
        try:
            with nullcontext(sys.stdin) if file == HERE else Path(file).open(encoding="utf-8") as text:
                walked = chain.walk(chain.from_file(text), head=head, whole=False)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        if not walked.lines:
            raise CommandError(f"{file} holds no line of the log: there is nothing to verify")
        self._tell(walked)

    def _tell(self, walked: chain.Walked) -> None:
        """Say what was found, and end with 1 where the chain does not hold."""
        for line in told(walked):
            self.stdout.write(line)
        if not walked.holds:
            sys.exit(BREAKS)

    def _export(self, file: str, *, since: date | None) -> None:
        found = chain.written(lines(since=_moment(since)))
        if file == HERE:
            self.stdout.writelines(map(chain.as_json, found))
            return
        part = Path(f"{file}.part")  # a file that is there is whole
        try:
            with part.open("w", encoding="utf-8") as out:
                count = _count(out.write(chain.as_json(line)) for line in found)
            part.replace(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        self.stdout.write(f"{count} lines written to {file}.")


def told(walked: chain.Walked) -> Iterable[str]:
    """Say in plain lines what a walk found."""
    yield f"{walked.lines} lines"
    if walked.first and walked.last:
        yield f"first  {walked.first.n}  {walked.first.at}"
        if walked.first.previous != FIRST:
            yield f"       a part of the log: it follows {walked.first.previous}"
        yield f"last   {walked.last.n}  {walked.last.at}"
        yield f"head   {walked.last.chained}"
    if walked.broken:
        which = f"line {walked.broken.n}" if walked.broken.n else "a line"
        yield f"BROKEN at {which}, number {walked.broken.place} of those read: {walked.broken.why.in_('en')}."
    if walked.head is False:
        yield "BROKEN: the head that was known before is not here. Lines were taken from the end, or all were made anew."
    if walked.holds:
        yield "The chain is whole."


def _moment(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _count(written: Iterable[int]) -> int:
    return sum(1 for _ in written)
