"""How templates say what the project bank holds, in the language of the page."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.calls.project_columns import NAMES
from utsyn.calls.projects import CHANGE_NAMES, GRANTED, ROLE_NAMES, STATUS_NAMES, InCurrency, Status
from utsyn.organisations.countries import name_of
from utsyn.text import FALLBACK, sort_key
from utsyn.text import shown as said
from utsyn.web.people.rights import ROLE_NAMES as PEOPLE

register = template.Library()
LOOKS: Mapping[str, str] = {
    **dict.fromkeys(GRANTED, "open"), Status.REFUSED: "no", Status.WAITING: "closing",
    Status.SUBMITTED: "planned", Status.WITHDRAWN: "closed",
}  # fmt: skip


def _here() -> str:
    return get_language() or "en"


@register.filter
def project_status(status: str) -> SafeString:
    """Show how an application stands, as a sign with its words."""
    return _sign(str(status), _here())


@cache
def _sign(status: str, language: str) -> SafeString:
    return format_html('<span class="state {}">{}</span>', LOOKS[status], STATUS_NAMES[status].in_(language))


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """Say an amount in its currency, or that the currency is not known."""
    return InCurrency(currency, amount, 1).in_(_here())


@register.filter
def country_names(codes: str) -> str:
    """Name countries in the order of the alphabet; nothing where none is known."""
    return _named(codes, _here())


@lru_cache(5_000)
def _named(codes: str, language: str) -> str:
    return ", ".join(sorted((name_of(code, language) for code in codes.split()), key=sort_key))


@register.filter
def column_word(name: str) -> str:
    """Name a column, or a fact of a project."""
    if name in NAMES:
        return NAMES[name].in_(_here())
    return {"amount": _("Amount"), "period": _("Period"), "note": _("What else is told")}.get(name, name)


@register.filter
def role_word(role: str) -> str:
    """Say what the institution is in a project."""
    return ROLE_NAMES[role].in_(_here())


@register.filter
def role_name(role: str) -> str:
    """Name a role of people."""
    return PEOPLE[role].in_(_here())


@register.filter
def change_kind(kind: str) -> str:
    """Name a kind of change."""
    return CHANGE_NAMES[kind].in_(_here())


@register.filter
def day_of(moment: datetime) -> date:
    """Return the day of a moment, where the office is."""
    return timezone.localdate(moment)


@register.filter
def here(moment: datetime) -> datetime:
    """Return a moment by the clock of the office."""
    return timezone.localtime(moment)


@register.filter
def in_words(told: Mapping[str, str]) -> str:
    """Say words that a row keeps in several languages in the nearest that has them."""
    return next((told[code] for code in FALLBACK[_here()] if told.get(code)), "")


@register.filter
def bank_value(value: object) -> str:
    """Say what stands in a column of the bank: a status in words, amounts and days as people write them."""
    if value in (None, ""):
        return "–"
    if isinstance(value, str) and value in STATUS_NAMES:
        return STATUS_NAMES[value].in_(_here())
    return said(value, _here()) if not isinstance(value, int) else str(value)
