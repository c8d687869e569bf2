"""What states, policies and stages of a round are called on pages; never told by colour alone."""

from collections.abc import Mapping
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from utsyn.calls.list_columns import COLUMNS
from utsyn.reasons import Verdict
from utsyn.web.choices import options
from utsyn.web.rounds.models import Round, State
from utsyn.web.templatetags.words import verdict_word

STATES: Mapping[str, str] = {
    State.NOTICE: gettext_noop("Notice given"),
    State.DRAFT: gettext_noop("Draft"),
    State.HANDED: gettext_noop("Handed in to the faculty"),
    State.NOMINATED: gettext_noop("Nominated"),
    State.APPROVED: gettext_noop("Approved"),
    State.WAITING: gettext_noop("On the waiting list"),
    State.REFUSED: gettext_noop("Refused"),
    State.WITHDRAWN: gettext_noop("Withdrawn"),
}
LOOKS: Mapping[str, str] = {  # as the style sheet names them
    State.NOTICE: "planned",
    State.DRAFT: "planned",
    State.HANDED: "closing",
    State.NOMINATED: "unknown",
    State.APPROVED: "open",
    State.WAITING: "closing",
    State.REFUSED: "no",
    State.WITHDRAWN: "closed",
}
POLICIES: Mapping[str, str] = {
    "on_overflow": gettext_noop("Rank only if there are too many"),
    "required": gettext_noop("Always rank"),
    "forbidden": gettext_noop("Never rank: the call forbids it"),
    "after_assessment": gettext_noop("Rank after the assessment"),
}
STEPS: Mapping[str, str] = {
    "done": gettext_noop("Done"),
    "now": gettext_noop("Now"),
    "to come": gettext_noop("To come"),
}
LOOKS_OF_STEPS: Mapping[str, str] = {"done": "closed", "now": "closing", "to come": "planned"}
STANDS: Mapping[str, tuple[str, str]] = {
    "open": (gettext_noop("Open for nominations"), "open"),
    "in": (gettext_noop("The internal deadline has passed"), "closing"),
    "ranked": (gettext_noop("Being ranked"), "closing"),
    "decided": (gettext_noop("Decided, not yet sent"), "closing"),
    "sent": (gettext_noop("The list is sent"), "closed"),
}


def state_word(state: str) -> str:
    """Say how far a nomination has come."""
    return _(STATES[state])


def step_word(state: str) -> str:
    """Say whether a step is done, goes on now, or is to come."""
    return _(STEPS[state])


def policy_word(policy: str) -> str:
    """Say when a round ranks."""
    return _(POLICIES[policy])


def stands(row: Round, *, internal_over: bool | None) -> tuple[str, str]:
    """Say how far a round has come, and how the style sheet names that."""
    key = (
        "sent" if row.sent_at
        else "decided" if row.approved_at
        else "ranked" if row.ranking_asked_at
        else "in" if internal_over
        else "open"
    )  # fmt: skip
    word, look = STANDS[key]
    return _(word), look


@cache
def state_options(_language: str) -> SafeString:
    """Write the states as options; made once for each language."""
    return options((state, state_word(state)) for state in STATES)


@cache
def verdict_options(_language: str) -> SafeString:
    """Write what the rules may say as options, the no first; made once for each language."""
    return options(
        (verdict.value, verdict_word(verdict))
        for verdict in (Verdict.NO, Verdict.UNKNOWN, Verdict.JUDGEMENT, Verdict.YES)
    )


@cache
def sort_options(_language: str) -> SafeString:
    """Write the orders of the table as options; made once for each language."""
    return options(sorts())


def sorts() -> tuple[tuple[str, str], ...]:
    """Name the orders in which nominations can be listed; by faculty where nothing else is asked for."""
    return (
        ("", _("Faculty")), ("number", _("Number")), ("title", _("Title")), ("state", _("State")),
        ("verdict", _("What the rules say")), ("checked", _("Day checked")),
    )  # fmt: skip


def column_word(field: str) -> str:
    """Name a field of the list as its own heading does; nothing where a column is not read."""
    if field == "priority":
        return _("Priority")
    found = next((column for column in COLUMNS if column.key == field), None)
    return found.label.in_(get_language() or "nb") if found else ""
