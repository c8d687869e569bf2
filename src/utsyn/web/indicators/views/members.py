"""Pages of the lists of all that indicators are about: the one that holds, those before it, and the form for the next."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.plans.members import KIND_NAMES
from utsyn.problems import Problems, unknown_name
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.errors import NotHere
from utsyn.web.indicators import actions, lined, queries
from utsyn.web.indicators.views.pages import shown
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, NotYoursError, may, require, standing
from utsyn.web.respond import today
from utsyn.web.rounds.views.room import number

TOKEN = 64


@signed_in
@require_safe
def members(request: HttpRequest, kind: str) -> HttpResponse:
    """Show who all of a kind are, each with its source, and what changed from list to list."""
    _known(kind)
    if not standing(request.user).roles:
        raise NotYoursError(Deed.PLAN)
    told = {
        "kind": kind,
        "name": KIND_NAMES[kind],
        "lists": queries.member_lists(request.user, kind),
        "enters": may(request.user, Deed.PLAN, unit=None),
        "did": request.GET.get("did", ""),
    }
    return shown(request, "members.html", told)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a new list; what was typed is kept whatever happens."""
    require(request.user, Deed.PLAN, unit=None)
    _known(kind)
    if request.method != "POST":
        units = queries.units(request.user, on=today())
        unit = request.GET.get("unit", "")[:80] or (units[0].key if units else "")
        last = queries.last_list(request.user, kind, unit, rehearsal=request.GET.get("rehearsal") == "1")
        typed = lined.of_list(last, unit=unit, today=today().isoformat())
        return _form(request, kind, lined.Read(typed, (), ()), {}, seen=last.number if last else 0)
    found, seen = lined.read(request.POST), number(request.POST.get("seen"))
    try:
        unit_row = queries.unit(request.user, found.typed["unit"])
        actions.enter_members(
            kind, unit=unit_row, since=lined.day(found.typed["since"]), members=found.members,
            because=found.typed["because"], by=request.user, at=timezone.now(), seen=seen,
            form=request.POST.get("form", "")[:TOKEN] or None, rehearsal=found.typed["rehearsal"] == "1",
        )  # fmt: skip
    except DoneError:
        pass
    except Problems as error:
        wrong: dict[str, list[str]] = {}
        for name, problem in lined.placed(error, found):
            wrong.setdefault(name, []).append(problem.said(language()))
        status = 409 if isinstance(error, StaleError) else 422
        return _form(request, kind, found, wrong, seen=seen, status=status)
    response = HttpResponseRedirect(f"{reverse('indicators:members', args=[kind])}?did=listed")
    response.status_code = 303
    return response


def _form(
    request: HttpRequest,
    kind: str,
    found: lined.Read,
    wrong: dict[str, list[str]],
    *,
    seen: int,
    status: int = 200,
) -> HttpResponse:
    typed, stale = found.typed, status == 409
    last = queries.last_list(
        request.user, kind, typed.get("unit", ""), rehearsal=typed.get("rehearsal") == "1"
    )
    units = lined.named(queries.units(request.user, on=today()), language())
    made = lined.fields(typed, wrong, units, follows=last is not None)
    ids = {one.name: one.id for one in made}
    told = {
        "kind": kind,
        "name": KIND_NAMES[kind],
        "fields": made,
        "typed": typed,
        "wrong": [(ids.get(name, ""), said) for name, texts in wrong.items() for said in texts],
        "last": last,
        "stale": stale,
        # who saves over what somebody else saved has seen it: a link to it stands above the form
        "seen": last.number if stale and last else seen,
        "token": request.POST.get("form", "")[:TOKEN] or new_form(),
    }
    return shown(request, "members_form.html", told, status=status)


def _known(kind: str) -> None:
    if kind not in KIND_NAMES:
        raise NotHere(unknown_name(kind, list(KIND_NAMES)))
