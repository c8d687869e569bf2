"""What django-axes asks of the house: whose password was tried, from where, and what a locked door says."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from utsyn.web.errors import one, page

MINUTES = round(settings.AXES_COOLOFF_TIME * 60)


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return whose password was tried, written in one way."""
    told = credentials or {}
    name = told.get("email") or request.POST.get("login") or told.get("username") or ""
    return str(name).strip().casefold()


def address(request: HttpRequest) -> str | None:
    """Return where a request comes from; what it says of itself counts only as far as our own proxies wrote it."""
    told = request.META.get("REMOTE_ADDR") or ""
    written = request.headers.get("x-forwarded-for", "").split(",")
    if 0 < settings.PROXIES <= len(written):
        told = written[-settings.PROXIES]
    try:
        return str(ip_address(told.strip()))
    except ValueError:  # a socket of this machine has none
        return None


def locked(request: HttpRequest, *_told: object) -> HttpResponse:
    """Answer 429: too many wrong passwords for one person from one place."""
    what = _("Too many wrong passwords: signing in is closed for a while")
    mend = ngettext(
        "Wait %(minutes)d minute, then try again or ask for a new password. An administrator can open it sooner.",
        "Wait %(minutes)d minutes, then try again or ask for a new password. An administrator can open it sooner.",
        MINUTES,
    )
    response = page(request, 429, one(what, mend % {"minutes": MINUTES}))
    response.headers["Retry-After"] = str(MINUTES * 60)
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429: the same thing was asked for too often."""
    told = one(_("You ask for this too often"), _("Wait a few minutes, then try again."))
    return page(request, 429, told)
