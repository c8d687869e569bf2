"""What the first page of figures in a process would wait for, had before anybody asks: documents, recipes, templates, the words of every language."""

from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from utsyn.text import LANGUAGES
from utsyn.web.evidence import queries


def ready(application: Callable[..., Any]) -> None:
    """Ask for a figure in every language, as somebody would who has not signed in; nothing where none is computed."""
    for address in _addresses():
        asked = {"PATH_INFO": address, "HTTP_HOST": _host(), "wsgi.url_scheme": "https", "SERVER_PORT": "443"}
        setup_testing_defaults(asked)
        application(asked, lambda *_: None).close()
    if not connection.in_atomic_block:  # as in a test
        connection.close()  # the thread that begins a process answers nobody after


def _addresses() -> Iterator[str]:
    keys = [row.recipe for row in queries.listed(AnonymousUser()) if row.head.get("line")][:1]
    for language in LANGUAGES:
        with override(language):
            yield from (reverse("evidence:figure", args=[key]) for key in keys)


def _host() -> str:
    """Return a name under which the pages answer."""
    named = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return "localhost" if named == "*" else named.removeprefix(".")
