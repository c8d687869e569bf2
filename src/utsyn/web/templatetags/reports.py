"""Words that a frozen report keeps in every language, in that of the page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from utsyn.plans.paper import said
from utsyn.web.templatetags.plans import LOOKS, sign

register = template.Library()


@register.filter
def kept(words: Any) -> str:
    """Say what was kept in every language; what is plain stays so, and nothing is a dash."""
    return said(words, get_language() or "en") or "–"


@register.filter
def frozen_state(state: Any) -> SafeString:
    """Show a state under the name that it had when it was frozen, with its sign."""
    look = LOOKS.get(state["key"], "closed")
    return format_html('<span class="verdict {}">{}{}</span>', look, sign(state["key"]), kept(state["name"]))
