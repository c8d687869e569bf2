"""Which language a page is in: what its address says, else what the browser asks for."""

import re

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import activate, get_language

from utsyn.text import LANGUAGES, Language

PROGRAMS = "en"  # the language of the API where `lang` asks for no other
PREFIX = re.compile(r"^/(?:nb|nn|en)(?=/|$)")


class Languages(LocaleMiddleware):
    """Django's own, which in addition knows that `no` is Norwegian, and gives programs and other readers English."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of the page."""
        if asked := request.headers.get("accept-language"):
            request.META["HTTP_ACCEPT_LANGUAGE"] = re.sub(r"\bno\b", "nb", asked) + ", en;q=0.001"
        super().process_request(request)
        if request.path.startswith("/api/"):
            asked = request.GET.get("lang", "")
            activate(asked if asked in LANGUAGES else PROGRAMS)


def language() -> Language:
    """Return the language of the page."""
    return next((code for code in LANGUAGES if code == get_language()), "en")


def in_language(path: str, code: str) -> str:
    """Return the address of the same page in another language, or of the front page for a page without one."""
    return PREFIX.sub(f"/{code}", path) if PREFIX.match(path) else f"/{code}/"
