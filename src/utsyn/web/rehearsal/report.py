"""What the demo prints of the round that was played: how far it has come, what happened, and how to enter it."""

import os
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from utsyn.text import Language, shown
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.outcomes import chosen, next_


def report(row: Round, language: Language) -> Iterator[str]:
    """Walk the lines of the report."""
    clock = timezone.localtime(row.clock) if row.clock else timezone.localtime()
    yield _("A nomination round in progress, as a rehearsal whose clock stands at %(moment)s") % {
        "moment": shown(clock.replace(tzinfo=None), language)
    }
    nominated = row.nominations.exclude(nominated_at=None)
    yield "  " + _("%(title)s: %(n)d nominations from %(faculties)d faculties for %(cap)d places") % {
        "title": row.title,
        "n": nominated.count(),
        "faculties": nominated.values("faculty").distinct().count(),
        "cap": row.cap,
    }
    if hit := nominated.filter(verdict="no").count():
        yield "  " + ngettext(
            "%(n)d was hit by an amendment and does not compete",
            "%(n)d were hit by an amendment and do not compete",
            hit,
        ) % {"n": hit}
    yield from _decided(row)
    address = os.environ.get("UTSYN_ADDRESS", "127.0.0.1:8000")
    yield "  " + _("Enter as any of the people in it: %(address)s") % {
        "address": f"http://{address}/{language}/sign-in/"
    }


def _decided(row: Round) -> Iterator[str]:
    kept = chosen(row)
    tied = [tie["keys"] for tie in kept.outcome["ties"] if tie["at_cap"]] if kept else []
    for keys in tied:
        yield "  " + _(
            "Number %(first)s and number %(second)s were level where the places end; the seed announced beforehand decided"
        ) % {
            "first": keys[0],
            "second": keys[1],
        }
    for gone in row.nominations.filter(state="withdrawn"):
        yield "  " + _("Number %(n)d withdrew after approval; next by the same rule is number %(next)s") % {
            "n": gone.number,
            "next": next_(row) or "–",
        }
