"""What all pages of evidence have: how they are shown, and what is for who has a role here."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.people.rights import standing
from utsyn.web.respond import respond

LONGEST, TOKEN = 100, 64
WAYS = require_http_methods(["GET", "HEAD", "POST"])


def inside(request: HttpRequest, *, units: bool = False) -> None:
    """Go on for who has a role here. Raises NotHere."""
    if not standing(request.user).roles:
        mend = say("Sign in; who has a role here sees them")
        what = say("Figures of units are not open to all") if units else say("Partners are not open to all")
        raise NotHere(Problem(what, mend))


def number(written: str) -> int | None:
    """Return a number that somebody asks for; None where it is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def token(request: HttpRequest) -> str | None:
    """Return the token of a form that was sent, so that what is sent twice is done once."""
    return request.POST.get("form", "").replace("\0", "")[:TOKEN] or None


def shown(
    request: HttpRequest, template: str, told: Mapping[str, Any], *, twin: str = "", status: int = 200
) -> HttpResponse:
    """Show a page of the room; what who has signed in sees is kept out of caches."""
    return private(request, respond(request, f"evidence/{template}", told, twin=twin, status=status))


def private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep what who has signed in sees out of caches."""
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
