"""Pages of people, for administrators: who holds what on a day, somebody new, and one person's roles."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.text import say
from utsyn.web.calls.queries import day
from utsyn.web.deeds import refuse
from utsyn.web.languages import language
from utsyn.web.people import actions, queries
from utsyn.web.people.forms import LONGEST, Sheet
from utsyn.web.people.models import User
from utsyn.web.people.rights import Deed, require
from utsyn.web.people.units import tree
from utsyn.web.respond import LANGUAGES, respond, today
from utsyn.web.units.queries import by_key, pairs


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page to who has signed in, and keep it out of caches and search engines."""
    response = respond(request, template, told, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def there(name: str, *args: object) -> HttpResponse:
    """Lead on to a page by a way that a reload does not send again."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


def number(written: str | None) -> int:
    """Read a whole number from an address; 0 for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else 0


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the people with what they hold on a day."""
    require(request.user, Deed.APPOINT, unit=None)
    asked = request.GET
    words, role, unit = (
        asked.get(name, "")[:LONGEST].replace("\0", "").strip() for name in ("q", "role", "unit")
    )
    on = day(asked.get("on"), otherwise=today())
    sought = queries.Sought(on, words, role, unit, number(asked.get("page")) or 1)
    told = {
        "sought": sought,
        "found": queries.people(request.user, sought),
        "roles": queries.role_pairs(language()),
        "units": pairs(tree(on), language()),
    }
    return show(request, "people/list.html", told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    require(request.user, Deed.APPOINT, unit=None)
    sheet, status = Sheet(request, "add", language="nb"), 200
    if sheet.sent:
        made: list[User] = []
        if sheet.done(lambda: made.append(_added(request, sheet))):
            return there("people:person", made[0].pk) if made else there("people:list")
        status = 422
    sheet.ask("first_name", _("First name"))
    sheet.ask("last_name", _("Last name"))
    sheet.ask("email", _("E-mail address"), hint=_("She signs in with it, and letters go there"))
    sheet.ask("language", _("Language of letters"), pairs=LANGUAGES)
    return show(request, "people/add.html", {"sheet": sheet}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person and what she holds and held; give her a role, end one, or make the link to choose a password."""
    require(request.user, Deed.APPOINT, unit=None)
    user, status = queries.somebody(request.user, pk), 200
    sheet = Sheet(request, "give", since=today().isoformat())
    if sheet.sent:
        if sheet.done(lambda: _given(request, sheet, user)):
            return there("people:person", pk)
        status = 422
    elif request.method == "POST":
        invited = actions.invite(user, by=request.user, at=timezone.now())
        return show(request, "people/link.html", {"who": user, "link": invited})
    sheet.ask("role", _("Role"), pairs=queries.role_pairs(language()))
    sheet.ask("unit", _("Unit"), pairs=pairs(tree(today()), language()))
    sheet.ask("since", _("From"), sort="date")
    sheet.ask("until", _("Last day"), sort="date", hint=_("Open if it is to run on"))
    told = {
        "who": user,
        "roles": queries.roles(request.user, user, on=today()),
        "sheet": sheet,
        "herself": user.pk == request.user.pk,
        "chooses": actions.may_be_invited(user),
    }
    return show(request, "people/person.html", told, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role after a last day."""
    require(request.user, Deed.APPOINT, unit=None)
    row, status = queries.held(request.user, pk), 200
    sheet = Sheet(request, "end", last=today().isoformat())
    if sheet.sent:
        deed = lambda: actions.end_role(  # noqa: E731  read on the next line
            row, last=sheet.day("last"), by=request.user, at=timezone.now(), form=sheet.token
        )
        if sheet.done(deed):
            return there("people:person", row.user_id)
        status = 422
    sheet.ask("last", _("Last day"), sort="date")
    told = {"who": row.user, "one": queries.then(row, on=today()), "sheet": sheet}
    return show(request, "people/end.html", told, status=status)


def _added(request: HttpRequest, sheet: Sheet) -> User:
    return actions.add_person(
        first_name=sheet.word("first_name"), last_name=sheet.word("last_name"), email=sheet.word("email"),
        language=sheet.word("language"), by=request.user, at=timezone.now(), form=sheet.token,
    )  # fmt: skip


def _given(request: HttpRequest, sheet: Sheet, user: User) -> None:
    unit = by_key(sheet.word("unit"))
    if unit is None:
        raise refuse(say("No unit is chosen"), say("Choose a unit from the tree"), "unit")
    actions.give_role(
        user, role=sheet.word("role"), unit=unit, since=sheet.day("since"), until=sheet.day_if_any("until"),
        by=request.user, at=timezone.now(), form=sheet.token,
    )  # fmt: skip
