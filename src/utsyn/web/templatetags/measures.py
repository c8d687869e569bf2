"""How templates say where a goal sent to a unit stands, and how a measure does: a sign with its words."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from utsyn.plans.cascade import Answer, Conversation, standing_words
from utsyn.plans.measures import LINK_NAMES, MUCH_NAMES, STATUS_NAMES, Status
from utsyn.text import Money, Said, Words, say
from utsyn.web.measures.facts import Then

register = template.Library()
LOOKS: Mapping[Answer | None, tuple[str, str]] = {
    None: ("unknown", "○"),
    Answer.ADOPTED: ("yes", "✓"),
    Answer.ADAPTED: ("judgement", "≈"),
    Answer.DECLINED: ("no", "✕"),
    Answer.ASKED_AGAIN: ("unknown", "↻"),
}
STATUS_LOOKS = {
    Status.PLANNED: "planned",
    Status.RUNNING: "open",
    Status.DONE: "yes",
    Status.STOPPED: "closed",
}


@register.filter
def talk(one: Conversation, on: date | None = None) -> SafeString:
    """Show where a conversation stands as a sign with its words; late where it should have been answered by a day."""
    late = on is not None and one.overdue(on=on)
    words = say("no answer in time") if late and one.answer is None else standing_words(one)
    said = one.said if one.answer is Answer.ACCEPTED else None
    look, sign = LOOKS[said.answer if said else one.answer]
    return _pill("closed" if one.withdrawn else "no" if late else look, "!" if late else sign, _said(words))


@register.filter
def answered(answer: Answer) -> SafeString:
    """Show one turn of a conversation as a sign with its word."""
    words = {
        Answer.ADOPTED: say("Adopted"),
        Answer.ADAPTED: say("Adapted"),
        Answer.DECLINED: say("Declined"),
        Answer.ACCEPTED: say("Accepted"),
        Answer.ASKED_AGAIN: say("Asked again"),
    }
    return _pill(*LOOKS.get(answer, ("yes", "✓")), _said(words[answer]))


@register.filter
def status_pill(status: str) -> SafeString:
    """Show how far a measure has come."""
    return _pill(STATUS_LOOKS[Status(status)], "", _said(STATUS_NAMES[Status(status)]))


@register.filter
def much(value: str | None) -> str:
    """Say how likely or grave a risk is, or that nobody has said."""
    return _said(MUCH_NAMES[value] if value else say("not known"))  # type: ignore[index]  # one of its keys


@register.filter
def link_kind(kind: str) -> str:
    """Name what a link leads to."""
    return _said(LINK_NAMES[kind])  # type: ignore[index]  # one of its keys


@register.filter
def get(mapping: Mapping[object, object], key: object) -> object:
    """Return what stands under a key; nothing where there is none."""
    return mapping.get(key)


@register.filter
def words(listed: str) -> list[str]:
    """Take words apart at the spaces between them."""
    return listed.split()


@register.filter
def late(one: Then, on: date) -> bool:
    """Tell whether a measure has tasks that should have been done before a day."""
    return bool(one.told.overdue(on=on))


@register.filter
def budget(one: Then) -> Money | None:
    """Return what a measure costs, in its currency; nothing where nobody has said."""
    return Money(one.told.budget, one.told.currency) if one.told.budget is not None else None


def _said(words: Words | Said) -> str:
    return words.in_(get_language() or "en")


@cache
def _pill(look: str, sign: str, words: str) -> SafeString:
    shown = format_html('<span aria-hidden="true">{}</span>', sign) if sign else ""
    return format_html('<span class="state {}">{}{}</span>', look, shown, words)
