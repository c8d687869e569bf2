"""How every page answers: for people as a page, for programs as the same in JSON."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from utsyn.web import theme
from utsyn.web.calls.facts import shelf
from utsyn.web.people.models import Role, User
from utsyn.web.people.rights import standing

VERSION = version("utsyn")
JSON, HTML = "application/json", "text/html"


def respond(
    request: HttpRequest,
    template: str,
    told: Mapping[str, Any],
    *,
    twin: str = "",
    status: int = 200,
    vary: tuple[str, ...] = (),
) -> HttpResponse:
    """Show a page; send a reader that asks for JSON to the page's twin under /api/."""
    if twin and request.get_preferred_type([HTML, JSON]) == JSON:
        response: HttpResponse = HttpResponseRedirect(twin)
    else:
        response = render(request, template, {**told, "page_twin": twin}, status=status)
    patch_vary_headers(response, ["Accept", *vary])
    return response


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows around its own words."""
    return {
        "rooms": [(name, address, _here(request, address)) for name, address in _rooms(request)],
        "languages": LANGUAGES,
        "theme": theme.address(),
        "version": VERSION,
        "library": shelf(),
        "address": _address(request),
        "person": person(request),
        "today": today(),
    }


def person(request: HttpRequest) -> User | None:
    """Return who has signed in; nobody where the request broke before that could be known."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def _address(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri()
    except DisallowedHost:  # the page that says so must not fail for the same reason
        return ""


def today() -> date:
    """Ask the clock, at the edge of the house, which day it is where the office is."""
    return timezone.localdate()


def twin(name: str, *args: str, **query: object) -> str:
    """Return the address of an operation of the API, with its question."""
    told = {key: value for key, value in query.items() if value not in (None, "")}
    return reverse(f"api-1:{name}", args=args) + (f"?{urlencode(told)}" if told else "")


LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))


def _rooms(request: HttpRequest) -> list[tuple[str, str]]:
    user = person(request)
    own = [
        (words, reverse(name)) for role, name, words in _rooms_of_roles() if user and standing(user).has(role)
    ]
    projects = (_("Projects"), reverse("projects:list"))
    everyones = [
        (_("Plans"), reverse("plans:list")),
        (_("Evidence"), reverse("evidence:list")),
        (_("Calls"), reverse("calls:list")),
        (_("May we apply?"), reverse("calls:ask")),
    ]
    if user is None:
        return [*everyones, projects, (_("How answers are made"), reverse("about"))]
    mine = [(_("My work"), reverse("measures:work"))] if standing(user).has(*WORKING) else []
    return [*mine, *everyones, (_("Rounds"), reverse("rounds:list")), projects, *own]


WORKING = (Role.DEPARTMENT, Role.COORDINATOR, Role.OFFICE)


def _rooms_of_roles() -> list[tuple[str, str, str]]:
    return [
        (Role.OFFICE, "letters:list", _("Letters")),
        (Role.AUDITOR, "logbook:log", _("The log")),
        (Role.ADMINISTRATOR, "people:list", _("People")),
        (Role.ADMINISTRATOR, "units:list", _("Units")),
    ]


def _here(request: HttpRequest, address: str) -> str:
    """Mark the page itself, and the room it lies in."""
    if request.path == address:
        return "page"
    return "true" if request.path.startswith(address) else ""
