"""Show what Utsyn answers: the library, one proposal on four days, and whom each amendment turned."""

import locale
import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from utsyn.calls import report
from utsyn.calls.eligibility import eligibility
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import replay
from utsyn.calls.told import proposals
from utsyn.home import SHIPPED
from utsyn.text import LANGUAGES, Language, shown
from utsyn.web.calls import actions, kept
from utsyn.web.calls.facts import Entry, shelf
from utsyn.web.respond import today

DEMO = SHIPPED / "demo"
KNOWN_FIRST = "intpart"


class Command(BaseCommand):
    """The command."""

    help = "Load the demo proposals, print what Utsyn answers about them, and where to see more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=LANGUAGES, default=_terminal(), help="language of the report")

    def handle(self, *_: Any, **options: Any) -> None:
        language: Language = options["lang"]
        with override(language):
            for line in self.report(language):
                self.stdout.write(line)

    def report(self, language: Language) -> Iterator[str]:
        entries = shelf().entries
        folders = sorted(path for path in DEMO.iterdir() if path.name in entries) if DEMO.is_dir() else []
        if not folders:
            raise CommandError("no demo proposals lie in the data folder")
        yield from _library(language)
        for folder in folders:
            told = _told(folder)
            _put(entries[folder.name], told, language)
            yield from _days(entries[folder.name], told, language)
            yield from _turned(entries[folder.name], told, language)
        yield ""
        yield _("In the browser you can ask the same about a proposal of your own:")
        yield f"  http://{os.environ.get('UTSYN_ADDRESS', '127.0.0.1:8000')}/{language}/"


def _terminal() -> Language:
    spoken = (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "en")[:2]
    return next((code for code in LANGUAGES if code == {"no": "nb"}.get(spoken, spoken)), "en")


def _library(language: Language) -> Iterator[str]:
    on, calls = today(), [entry.call for entry in shelf().entries.values()]
    known = [call for call in calls if call.text.programme == KNOWN_FIRST]
    related = [call for call in calls if call.text.programme != KNOWN_FIRST]
    yield _("The library on %(day)s") % {"day": shown(on, language)}
    for title, some in ((_("INTPART calls"), known), (_("Related schemes"), related)):
        if some:
            yield f"\n{title}"
            yield from (f"  {line}" for line in report.listed(some, on, language))


def _told(folder: Path) -> list[tuple[str, Proposal]]:
    told = list(proposals(folder))
    if wrong := [problem.in_("en") for one in told for problem in one.problems]:
        raise CommandError("\n".join(wrong))
    return [(one.proposal.title or one.name, one.proposal) for one in told if one.proposal]


def _put(entry: Entry, told: Sequence[tuple[str, Proposal]], language: Language) -> None:
    days = kept.days_of_turning(entry)
    on = days[-1] if days else entry.known_from or today()
    actions.show_demos(entry.call, told, on=on, at=timezone.now(), by=AnonymousUser(), language=language)


def _days(entry: Entry, told: Sequence[tuple[str, Proposal]], language: Language) -> Iterator[str]:
    """Walk the answers about the proposal that the amendments turned most often."""
    days = kept.days_of_turning(entry)

    def verdicts(proposal: Proposal) -> list[str]:
        return [eligibility(entry.call, proposal, on=day).verdict.value for day in days]

    if not days:
        return
    name, proposal = max(
        told,
        key=lambda one: sum(a != b for a, b in zip(verdicts(one[1]), verdicts(one[1])[1:], strict=False)),
    )
    title = entry.text.title.in_(language)
    yield ""
    yield _("One proposal, “%(name)s”, asked about %(call)s as it stood on each day") % {
        "name": name,
        "call": title,
    }
    for day in days:
        yield f"\n{shown(day, language)}"
        yield from (
            f"  {line}" for line in report.answer(eligibility(entry.call, proposal, on=day), language)
        )


def _turned(entry: Entry, told: Sequence[tuple[str, Proposal]], language: Language) -> Iterator[str]:
    yield ""
    yield _("Whom each amendment of %(call)s turned, of %(n)d demo proposals") % {
        "call": entry.text.title.in_(language),
        "n": len(told),
    }
    yield from (f"  {line}" for line in report.replayed(replay(entry.call, told), language))
