"""Beginning a nomination, its page, its history, and two of its texts held against each other."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.calls.rounds.terms import Step
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.deeds import DoneError
from utsyn.web.errors import NotHere
from utsyn.web.languages import language
from utsyn.web.nominations import queries
from utsyn.web.nominations.comparing import differences
from utsyn.web.nominations.shown import reader
from utsyn.web.nominations.views.room import about, back, form_of, new_token, now, page, show, signed_in
from utsyn.web.people.models import User
from utsyn.web.people.rights import Deed, NotYoursError
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import writing
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.queries import over, round_, stages


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a nomination with a title and a unit."""
    row = round_(request.user, key)
    if not queries.places(row, request.user, at=now()):
        raise NotYoursError(Deed.WRITE)
    return _begin(request, row) if request.method == "POST" else _blank(request, row)


def _begin(request: HttpRequest, row: Round) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  signed_in has seen to it
    mine = {unit.pk: unit for _faculty, units in queries.places(row, user, at=now()) for unit in units}
    chosen = next((unit for unit in mine.values() if unit.key == request.POST.get("unit")), None)
    if chosen is None:
        problem = Problem(say("No unit is chosen"), say("Choose the unit that applies"), ("unit",))
        return _blank(request, row, problems=(problem,))
    try:
        made = writing.begin(
            row, title=request.POST.get("title", ""), unit=queries.unit_of(chosen), by=user, at=now(), form=form_of(request),
        )  # fmt: skip
    except DoneError:
        if found := queries.newest(row, user):
            return back(found, "began")
        raise
    except Problems as error:
        return _blank(request, row, problems=error.problems)
    return back(made, "began")


def _blank(request: HttpRequest, row: Round, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    wrong = {str(problem.path[0]) if problem.path else "": problem.said(language()) for problem in problems}
    places = queries.places(row, request.user, at=now())
    told = {
        **about(row),
        "places": places,
        "several": sum(len(units) for _faculty, units in places) > 1,
        "title": request.POST.get("title", ""),
        "chosen": request.POST.get("unit", ""),
        "wrong": wrong,
        "late": over(stages(row, at=now()), Step.INTERNAL),
        "token": form_of(request) or new_token(),
        "last": _("Begin a nomination"),
    }
    return show(request, "begin.html", told, status=422 if problems else 200)


@signed_in
@require_safe
def nomination(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a nomination: how far it has come, what to do next, and all that belongs to it."""
    return page(request, queries.nomination(request.user, key, number))


@signed_in
@require_safe
def history(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show every text of a nomination: who wrote it, and when."""
    row = queries.nomination(request.user, key, number)
    told = {"row": row, "texts": queries.texts(row, request.user), "last": _("History"), **about(row.round)}
    return show(request, "history.html", told)


@signed_in
@require_safe
def compare(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what differs between two texts of a nomination, fact by fact."""
    row = queries.nomination(request.user, key, number)
    first = _version(request.GET.get("first"), otherwise=max(1, row.version - 1))
    second = _version(request.GET.get("second"), otherwise=row.version)
    before, after = (queries.text(row, request.user, version) for version in (first, second))
    if before is None or after is None:
        missing = first if before is None else second
        what = say("There is no version {n}", n=missing)
        raise NotHere(Problem(what, say("Choose one from 1 to {n}", n=row.version)))
    aloud = reader(row, on=facts.today(row.round, at=now()))
    told = {
        "row": row, "first": first, "second": second, "versions": range(1, row.version + 1),
        "differs": differences(before, after, reader=aloud), "last": _("What differs"), **about(row.round),
    }  # fmt: skip
    return show(request, "compare.html", told)


def _version(written: str | None, *, otherwise: int) -> int:
    known = written and written.isascii() and written.isdigit() and len(written) < 7
    return int(written) if written and known else otherwise
