"""How templates say what the subjects answer, in the language of the page."""

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.calls.kinds import NAMES, Stage
from utsyn.calls.proposal import Proposal
from utsyn.text import Listed, shown
from utsyn.web.labels import fact_name
from utsyn.web.languages import in_language

register = template.Library()


@register.filter("say")
def said_here(value: object) -> str:
    """Say a text, a sentence, a date or a number as people write it in the language of the page."""
    return "" if value is None else shown(value, get_language() or "en")


@register.filter
def verdict_word(verdict: str) -> str:
    """Say a verdict in a word or two, to stand beside its sign."""
    words = {
        "yes": _("Yes"),
        "no": _("No"),
        "unknown": _("Not known yet"),
        "judgement": _("To be judged"),
    }
    return words[str(verdict)]


@register.filter
def line_word(verdict: str) -> str:
    """Say of one line of a call whether it holds, to stand beside its sign."""
    words = {
        "yes": _("Holds"),
        "no": _("Does not hold"),
        "unknown": _("Not known yet"),
        "judgement": _("To be judged"),
    }
    return words[str(verdict)]


@register.filter
def status_word(status: str) -> str:
    """Say where a call is in its life on a day."""
    words = {
        "planned": _("Planned"),
        "open": _("Open"),
        "closing soon": _("Closing soon"),
        "closed": _("Closed"),
        "unknown": _("Not known"),
    }
    return words[str(status)]


@register.filter
def tongue(code: str) -> str:
    """Name a language."""
    return {"nb": _("Norwegian Bokmål"), "nn": _("Norwegian Nynorsk"), "en": _("English")}[code]


@register.filter
def fact_list(paths: Iterable[str]) -> str:
    """Name the facts that someone must tell, as the form names them."""
    named = dict.fromkeys(fact_name(path, Proposal, get_language() or "en") for path in paths)
    return ", ".join(name for name in named if name)


@register.filter
def change_word(kind: str) -> str:
    """Say which way an amendment goes."""
    words = {
        "widens": _("This widens the call."),
        "narrows": _("This narrows the call."),
        "corrects": _("This corrects the call."),
        "notice": _("This gives notice."),
    }
    return words[kind]


@register.filter
def stages_word(stages: Iterable[Stage]) -> str:
    """Say whom an amendment reaches."""
    return shown(Listed(tuple(NAMES[stage] for stage in stages)), get_language() or "en")


@register.simple_tag(takes_context=True)
def same_page_in(context: template.Context, code: str) -> str:
    """Return the address of this page, with its question, in another language."""
    return in_language(context["request"].get_full_path(), code)
