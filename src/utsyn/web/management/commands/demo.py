"""Show what Utsyn answers: the library, one proposal on four days, and whom each amendment turned."""

import os
import textwrap
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from utsyn.calls import report
from utsyn.calls.eligibility import Answer, eligibility
from utsyn.calls.library import STATUS_NAMES
from utsyn.calls.proposal import Proposal
from utsyn.calls.replay import Replayed, replay
from utsyn.calls.report import SIGNS
from utsyn.calls.told import proposals
from utsyn.home import SHIPPED
from utsyn.text import LANGUAGES, Language, shown
from utsyn.web.calls import actions, kept
from utsyn.web.calls.facts import Entry, shelf
from utsyn.web.projects.actions.entering import load_shipped
from utsyn.web.rehearsal.evidence import compute_world
from utsyn.web.rehearsal.evidence import report as report_of_evidence
from utsyn.web.rehearsal.plans import follow
from utsyn.web.rehearsal.play import rehearse
from utsyn.web.rehearsal.report import report as report_of_round
from utsyn.web.rehearsal.report_plans import report as report_of_plans
from utsyn.web.respond import today

DEMO, FIRST = SHIPPED / "demo", "intpart"
WIDTH = 100
Told = Sequence[tuple[str, Proposal]]


class Command(BaseCommand):
    """The command."""

    help = "Load the demo proposals, print what Utsyn answers about them, and where to see more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=LANGUAGES, default=_terminal(), help="language of the report")

    def handle(self, *_args: Any, **options: Any) -> None:
        language: Language = options["lang"]
        with override(language):
            self.stdout.write("\n".join(_report(language)))


def _terminal() -> Language:
    spoken = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")[:2]
    return next((code for code in LANGUAGES if code == {"no": "nb"}.get(spoken, spoken)), "en")


def _report(language: Language) -> Iterator[str]:
    entries = shelf().entries
    folders = sorted(path for path in DEMO.iterdir() if path.name in entries) if DEMO.is_dir() else []
    if not folders:
        raise CommandError("no demo proposals lie in the data folder")
    yield from _library(language)
    for folder in folders:
        entry, told = entries[folder.name], _told(list(proposals(folder)))
        days = kept.days_of_turning(entry)
        on = days[-1] if days else entry.known_from or today()
        actions.show_demos(entry.call, told, on=on, at=timezone.now(), by=AnonymousUser(), language=language)
        yield from _on_each_day(entry, told, language)
        yield from _turned(entry, told, language)
    yield ""
    load_shipped(by=AnonymousUser(), at=timezone.now())
    yield from report_of_round(rehearse(at=timezone.now()), language)
    yield ""
    yield from report_of_plans(follow(at=timezone.now()), language, on=today())
    yield from report_of_evidence(compute_world(at=timezone.now()), language)
    yield ""
    yield _("In the browser you can ask the same about a proposal of your own:")
    yield f"  http://{os.environ.get('UTSYN_ADDRESS', '127.0.0.1:8000')}/{language}/"


def _told(read: Sequence[Any]) -> Told:
    if wrong := [problem.in_("en") for one in read for problem in one.problems]:
        raise CommandError("\n".join(wrong))
    return [(one.proposal.title or one.name, one.proposal) for one in read if one.proposal]


def _library(language: Language) -> Iterator[str]:
    on, entries = today(), shelf().entries.values()
    known = [entry for entry in entries if entry.text.programme == FIRST]
    related = [entry.text.title.in_(language) for entry in entries if entry.text.programme != FIRST]
    yield _("The library on %(day)s") % {"day": shown(on, language)}
    for entry in known:
        window, status = entry.stood(on)
        closes = shown(window.closes.day, language) if window.closes else _("deadline not known")
        yield f"  {entry.text.title.in_(language):<14} {STATUS_NAMES[status].in_(language):<14} {closes}"
    if related:
        whole = _("and related schemes: %(titles)s") % {"titles": "; ".join(related)}
        yield from textwrap.wrap(whole, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _on_each_day(entry: Entry, told: Told, language: Language) -> Iterator[str]:
    """Walk the answers about the proposal that the amendments turned most often."""
    days = kept.days_of_turning(entry)
    each = [(name, [eligibility(entry.call, proposal, on=day) for day in days]) for name, proposal in told]
    if not days or not each:
        return
    name, answers = max(
        each,
        key=lambda one: sum(a.verdict is not b.verdict for a, b in zip(one[1], one[1][1:], strict=False)),
    )
    title = entry.text.title.in_(language)
    yield ""
    yield _("“%(name)s”, asked about %(call)s as it stood on each day") % {"name": name, "call": title}
    for answer in answers:
        yield from _answer(answer, language)


def _answer(answer: Answer, language: Language) -> Iterator[str]:
    verdict, *reasons = report.brief(answer, language)
    yield f"  {verdict}, {shown(answer.on, language)}"
    for line in reasons:
        yield from _wrapped(line.strip(), " " * (4 + len(line) - len(line.lstrip())))


def _turned(entry: Entry, told: Told, language: Language) -> Iterator[str]:
    yield ""
    yield _("Whom each amendment of %(call)s turned, of %(n)d demo proposals") % {
        "call": entry.text.title.in_(language),
        "n": len(told),
    }
    for day in replay(entry.call, told):
        yield from _day(day, language)


def _day(day: Replayed, language: Language) -> Iterator[str]:
    what = "; ".join(amendment.what.in_(language) for amendment in day.amendments)
    turned = ngettext("%(n)d turned", "%(n)d turned", len(day.turns)) % {"n": len(day.turns)}
    yield from _wrapped(f"{shown(day.on, language)}: {what}: {turned}", "  ")
    for turn in day.turns:
        yield f"      {SIGNS[turn.before]} → {SIGNS[turn.after]}  {turn.name}"


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
