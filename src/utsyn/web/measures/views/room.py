"""What the pages of the room share: who may come in, the day that is asked about, and how a form is known and answered."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from utsyn.problems import Problem, Problems, dotted
from utsyn.text import say
from utsyn.web.calls.queries import day
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.errors import signed_out
from utsyn.web.languages import language
from utsyn.web.people.rights import Deed, NotYoursError, standing
from utsyn.web.plans.queries import Held
from utsyn.web.respond import respond, today

TOKEN = 64
T = TypeVar("T")
View = Callable[..., HttpResponse]


def inside(view: View) -> View:
    """Let nobody in who has no role here: strangers are sent to sign in, and what they typed is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return (
                signed_out(request)
                if request.method == "POST"
                else redirect_to_login(request.get_full_path())
            )
        if not standing(request.user).roles:
            raise NotYoursError(Deed.ANSWER)
        return view(request, *args, **kwargs)

    return guarded


def now() -> datetime:
    """Ask the clock, at the edge of the house."""
    return timezone.now()


def asked_day(request: HttpRequest) -> date:
    """Return the day that is asked about, today where none is. Raises Problems for one that has not come."""
    on = day(request.GET.get("on"), otherwise=today())
    if on > today():
        mend = say("Ask about today or an earlier day")
        raise Problems(Problem(say("{day} has not come yet", day=on), mend, ("on",)))
    return on


def on_page(held: Held) -> dict[str, Any]:
    """Return what every page of a plan shows above its own words."""
    return {
        "plan": held.row,
        "text": held.text,
        "edition": held.edition,
        "on": held.on,
        "then": "" if held.on == today() else f"?on={held.on.isoformat()}",
        "inside": held.inside,
    }


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of the room; what is for those inside is kept by no cache."""
    response = respond(request, f"measures/{template}", {"token": token(request), **told}, status=status)
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def token(request: HttpRequest) -> str:
    """Return the token by which a form is known: that which was sent, or a new one."""
    return request.POST.get("form", "")[:TOKEN] or secrets.token_urlsafe(16)


def seen(request: HttpRequest) -> int:
    """Return the version that the person saw; 0, which none is, where the form does not tell."""
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def typed(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return what was typed into some fields, with line breaks as they are."""
    return {name: request.POST.get(name, "").replace("\0", "").strip() for name in names}


def attempted(deed: Callable[[], T]) -> tuple[T | None, Sequence[Problem], int]:
    """Do a deed, or return what stands in its way and the status of the page; what was done before is no fault."""
    try:
        return deed(), (), 303
    except DoneError:
        return None, (), 303
    except StaleError as error:
        return None, error.problems, 409
    except Problems as error:
        return None, error.problems, 422


def read_day(written: str, name: str) -> tuple[date | None, Sequence[Problem]]:
    """Read a day that was typed into a field; nothing where it is blank, and what is wrong where it is no day."""
    if not written:
        return None, ()
    try:
        return day(written, otherwise=today()), ()
    except Problems as error:
        return None, [one._replace(path=(name,)) for one in error.problems]


def wrong(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Put problems as a page shows them: the field that each is about, and what is wrong with it."""
    return [(dotted(one.path[:1]), one.said(language())) for one in problems]


def there(address: str) -> HttpResponse:
    """Lead on to a page by a way that a reload does not send again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
