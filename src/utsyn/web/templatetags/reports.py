"""Words that a frozen report keeps in every language, in that of the page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from utsyn.plans.paper import said

register = template.Library()


@register.filter
def kept(words: Any) -> str:
    """Say what was kept in every language; what is plain stays so, and nothing is a dash."""
    return said(words, get_language() or "en") or "–"
