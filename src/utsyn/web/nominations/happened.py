"""What was done with a nomination as a whole, from the log: when, by whom, and with which reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from utsyn.calls.rounds.worded import reason
from utsyn.text import shown
from utsyn.web.languages import language
from utsyn.web.people.access import nomination_lines
from utsyn.web.people.models import User
from utsyn.web.people.rights import Person
from utsyn.web.rounds.models import Nomination

WORDS: Mapping[str, str] = {
    "began": gettext_noop("Begun"),
    "gave notice": gettext_noop("Notice given"),
    "handed in": gettext_noop("Handed in to the faculty"),
    "gave back": gettext_noop("Given back to its writers"),
    "nominated": gettext_noop("Nominated"),
    "let in late": gettext_noop("Let in late"),
    "endorsed": gettext_noop("The department said yes"),
    "did not endorse": gettext_noop("The department said no"),
    "approved": gettext_noop("Approved"),
    "put on the waiting list": gettext_noop("Put on the waiting list"),
    "refused": gettext_noop("Refused"),
    "withdrew": gettext_noop("Withdrawn"),
}


class Happened(NamedTuple):
    """One thing that was done: in words, by whom, when on the round's own clock, and why."""

    words: str
    by: User | None
    at: datetime
    because: str


def happened(row: Nomination, user: Person) -> Sequence[Happened]:
    """Return what was done with a nomination, the last first, for who may see it."""
    lines = nomination_lines(user, row, did=WORDS).select_related("by").order_by("-pk")
    return [
        Happened(_(WORDS[line.did]), line.by, _moment(line.told, line.at), _because(line.told))
        for line in lines
    ]


def _because(told: Mapping[str, Any]) -> str:
    kept = told.get("because") or ""
    return shown(reason(kept), language()) if kept else ""


def _moment(told: Mapping[str, Any], at: datetime) -> datetime:
    clock = told.get("clock")
    return datetime.fromisoformat(clock) if clock else at
