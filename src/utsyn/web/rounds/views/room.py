"""What the pages of a round share: how they answer, how a form is known again, and how a deed leads back."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from utsyn.problems import Problem, Problems
from utsyn.web.deeds import DoneError
from utsyn.web.people.rights import Deed, Person, may
from utsyn.web.respond import respond
from utsyn.web.rounds import facts, queries
from utsyn.web.rounds.models import Round

LONGEST = 100  # characters of a search, or of a form's token
T = TypeVar("T")


def now() -> datetime:
    """Ask the clock, at the edge of the house."""
    return timezone.now()


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and search engines."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of the room to who has signed in."""
    return private(respond(request, f"rounds/{template}", {"token": token(request), **told}, status=status))


def token(request: HttpRequest) -> str:
    """Return the token by which a form is known: that which was sent, or a new one."""
    return request.POST.get("form", "")[:64] or secrets.token_urlsafe(16)


def on_page(row: Round, *, at: datetime, user: Person | None = None) -> dict[str, Any]:
    """Return what every page of a round shows above its own words, and whether its reader runs the round."""
    return {
        "runs": user is not None and may(user, Deed.RUN, unit=row.unit_id),
        "round": row,
        "call": facts.entry(row).text,
        "clock": timezone.localtime(facts.now(row, at=at)) if row.rehearsal else None,
        "sent": row.sent_at and timezone.localtime(row.sent_at),
    }


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed into the fields of a form, the last of each name."""
    return {name: request.POST.get(name, "") for name in request.POST}


def there(name: str, *args: object) -> HttpResponse:
    """Lead on to a page by a way that a reload does not send again."""
    response = HttpResponseRedirect(reverse(f"rounds:{name}", args=args))
    response.status_code = 303
    return response


def attempted(deed: Callable[[], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """Do a deed, or return what stands in its way; what was done by the same form before is done, and no fault."""
    try:
        return deed(), ()
    except DoneError:
        return None, ()
    except Problems as error:
        return None, error.problems


def number(written: str | None) -> int:
    """Read a whole number from an address; 0 for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else 0


def round_(request: HttpRequest, key: str) -> Round:
    """Return the round that is asked for, or say that there is none to see."""
    return queries.round_(request.user, key)
