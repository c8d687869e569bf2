"""How templates say what the subjects answer, in the language of the page."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TypeVar

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from utsyn.calls.document import Window
from utsyn.calls.kinds import NAMES, Stage
from utsyn.calls.proposal import Proposal
from utsyn.calls.shapes import CitationShape
from utsyn.periods import Deadline
from utsyn.reasons import Source
from utsyn.text import Listed, Text, shown
from utsyn.web.choices import chosen as choose
from utsyn.web.labels import fact_name, programme
from utsyn.web.languages import in_language

register = template.Library()
SIGNS = re.compile("[&<>\"']")  # that HTML has other words for
T = TypeVar("T")


@register.filter("say")
def said_here(value: object) -> str:
    """Say a text, a sentence, a day or a number as people write it in the language of the page; a moment by the office's clock."""
    if isinstance(value, datetime):
        value = timezone.make_naive(value) if timezone.is_aware(value) else value
    words = "" if value is None else shown(value, get_language() or "en")
    return words if SIGNS.search(words) else SafeString(words)  # nothing in it is to be escaped


register.filter("programme", programme)


@register.filter
def in_words(kept: Mapping[str, str] | str) -> str:
    """Say what was kept in every language, in that of the page."""
    return kept if isinstance(kept, str) else shown(Text(**kept), get_language() or "en")


VERDICTS = {
    "yes": gettext_noop("Yes"),
    "no": gettext_noop("No"),
    "unknown": gettext_noop("Not known yet"),
    "judgement": gettext_noop("To be judged"),
}
LINES = VERDICTS | {"yes": gettext_noop("Holds"), "no": gettext_noop("Does not hold")}
STATES = {
    "planned": gettext_noop("Planned"),
    "open": gettext_noop("Open"),
    "closing soon": gettext_noop("Closing soon"),
    "closed": gettext_noop("Closed"),
    "unknown": gettext_noop("Not known"),
}
TONGUES = {
    "nb": gettext_noop("Norwegian Bokmål"),
    "nn": gettext_noop("Norwegian Nynorsk"),
    "en": gettext_noop("English"),
}
CHANGES = {
    "widens": gettext_noop("This widens the call."),
    "narrows": gettext_noop("This narrows the call."),
    "corrects": gettext_noop("This corrects the call."),
    "notice": gettext_noop("This gives notice."),
}


@register.filter
def verdict_word(verdict: str) -> str:
    """Say a verdict in a word or two."""
    return _(VERDICTS[str(verdict)])


@register.filter
def pill(verdict: str) -> SafeString:
    """Show an answer as a sign with its word."""
    return _pill(str(verdict), _(VERDICTS[str(verdict)]))


@register.filter
def held(verdict: str) -> SafeString:
    """Show whether one line of a call holds, as a sign with its word."""
    return _pill(str(verdict), _(LINES[str(verdict)]))


@cache
def _pill(verdict: str, word: str) -> SafeString:
    return format_html(
        '<span class="verdict {0}"><svg aria-hidden="true" focusable="false"><use href="{1}#{0}"/></svg>{2}</span>',
        verdict,
        static("signs.svg"),
        word,
    )


@register.filter
def cite(source: Source | CitationShape) -> SafeString:
    """Show where something is written; a call cites the same few places again and again."""
    return _cite(source, get_language() or "en")


@lru_cache(2000)
def _cite(source: Source | CitationShape, _language: str) -> SafeString:
    return SafeString(get_template("calls/source.html").render({"source": source}))


@register.filter
def deadline(window: Window) -> SafeString:
    """Show a deadline with its hour and zone, or which of them is not known, or that there is none."""
    return _deadline(window.closes, window.closed_by, window.open_ended, get_language() or "en")


@lru_cache(2000)
def _deadline(closes: Deadline | None, by: date | None, open_ended: bool, _language: str) -> SafeString:
    told = {"deadline": closes, "closed_by": by, "open_ended": open_ended}
    return SafeString(get_template("calls/deadline.html").render(told))


@register.filter
def unique(values: Iterable[T]) -> list[T]:
    """Keep each value once, in the order in which they come."""
    return list(dict.fromkeys(values))


@register.filter
def chosen(options: SafeString, value: object) -> SafeString:
    """Mark one of the options as chosen."""
    return choose(options, str(value or ""))


@register.filter
def status_word(status: str) -> str:
    """Say where a call is in its life on a day."""
    return _(STATES[str(status)])


@register.filter
def tongue(code: str) -> str:
    """Name a language."""
    return _(TONGUES[code])


@register.filter
def fact_list(paths: Iterable[str]) -> str:
    """Name the facts that someone must tell, as the form names them."""
    named = dict.fromkeys(fact_name(path, Proposal, get_language() or "en") for path in paths)
    return ", ".join(name for name in named if name)


@register.filter
def change_word(kind: str) -> str:
    """Say which way an amendment goes."""
    return _(CHANGES[kind])


@register.filter
def stages_word(stages: Iterable[Stage]) -> str:
    """Say whom an amendment reaches."""
    return shown(Listed(tuple(NAMES[stage] for stage in stages)), get_language() or "en")


@register.simple_tag(takes_context=True)
def same_page_in(context: template.Context, code: str) -> str:
    """Return the address of this page, with its question, in another language."""
    return in_language(context["request"].get_full_path(), code)
