"""The choices of a field, as the page writes them."""

from collections.abc import Iterable
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from utsyn.organisations.countries import names
from utsyn.text import sort_key


@cache
def country_options(language: str) -> SafeString:
    """Write all countries as options, in the order of the Norwegian alphabet; made once for each language."""
    return options(sorted(names(language).items(), key=lambda pair: sort_key(pair[1])))


def options(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Write pairs of value and name as options."""
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def chosen(options: SafeString, value: str) -> SafeString:
    """Mark one option as chosen; a value that is no option is added, so that nothing typed is lost."""
    if not value:
        return options
    plain = format_html('<option value="{}">', value)
    if plain in options:
        return mark_safe(options.replace(plain, format_html('<option value="{}" selected>', value)))  # noqa: S308
    return options + format_html('<option value="{}" selected>{}</option>', value, value)
