"""How templates say what evidence tells: changes with their sign, and whether a work counts."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.organisations.countries import name_of
from utsyn.web.templatetags.words import _pill

register = template.Library()


@register.filter
def signed(number: int) -> str:
    """Show by how much something changed, with its sign."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


@register.filter
def ended(sentence: str) -> str:
    """End a sentence that has no full stop yet."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


@register.filter
def counted(verdict: str) -> SafeString:
    """Show whether a work counts, as a sign with its word."""
    words = {"yes": _("Counted"), "no": _("Not counted"), "unknown": _("Not known")}
    return _pill(verdict, words[verdict])


@register.filter
def land(code: str) -> str:
    """Name a country."""
    return name_of(code, get_language() or "en") if code else "–"
