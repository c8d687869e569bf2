"""The page on which the office reads a table of figures in: first what it would do, row by row, then one confirmation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from utsyn.plans.indicators import IndicatorDocument
from utsyn.problems import Problem, Problems, dotted
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError
from utsyn.web.indicators import actions, queries, rows
from utsyn.web.indicators.views.changing import TOKEN, WAYS
from utsyn.web.indicators.views.pages import shown
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, require
from utsyn.web.respond import today

USUAL = ("unit", "provider", "source.title", "source.url", "source.accessed", "method")


@signed_in
@WAYS
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Read figures in: all rows of a table, or none."""
    require(request.user, Deed.PLAN, unit=None)
    document = queries.document(request.user, key)
    if request.method != "POST":
        institution = next(iter(queries.units(request.user, on=today())), None)
        typed = {"source.accessed": today().isoformat(), "provider": document.leading()}
        return _page(request, document, typed | {"unit": institution.key if institution else ""})
    typed = {
        name: request.POST.get(name, "").replace("\0", "").strip() for name in (*USUAL, "table", "rehearsal")
    }
    found = rows.table(typed["table"], document, usual=typed, language=language())
    if found.problems:
        return _page(request, document, typed, problems=found.problems, status=422)
    return _read(request, document, typed, found)


def _read(
    request: HttpRequest, document: IndicatorDocument, typed: Mapping[str, str], found: rows.Table
) -> HttpResponse:
    look = request.POST.get("do") != "keep"
    wrong, ready = dict[int, Sequence[Problem]](), list[tuple[int, Unit, Mapping[str, Any]]]()
    for row in found.rows:
        told = {name: value for name, value in row.told.items() if name != "unit"}
        unit, nowhere = _unit(request, row.told["unit"])
        if row.problems or nowhere or unit is None:
            wrong[row.number] = [*row.problems, *nowhere]
        else:
            ready.append((row.number, unit, told))
    try:
        actions.enter_all(
            document.key, ready, by=request.user, at=timezone.now(), rehearsal=typed["rehearsal"] == "1",
            look=look or bool(wrong), form=request.POST.get("form", "")[:TOKEN] or None,
        )  # fmt: skip
    except DoneError:
        return _back(document.key)
    except actions.RowsError as error:
        wrong |= error.rows
    if not look and not wrong:
        return _back(document.key)
    told = {"table": found, "faults": list(_said(wrong)), "ready": len(found.rows) - len(wrong), "seen": True}
    return _page(request, document, typed, **told, status=422 if wrong else 200)


def _unit(request: HttpRequest, key: str) -> tuple[Unit | None, Sequence[Problem]]:
    try:
        return queries.unit(request.user, key), ()
    except Problems as error:
        return None, error.problems


def _said(wrong: Mapping[int, Sequence[Problem]]) -> Iterator[tuple[int, str, str]]:
    for number, problems in sorted(wrong.items()):
        for problem in problems:
            yield number, dotted(problem.path), problem.said(language())


def _page(
    request: HttpRequest,
    document: IndicatorDocument,
    typed: Mapping[str, str],
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    members = queries.members(request.user, document, on=today())
    more = {
        "document": document,
        "typed": typed,
        "fields": {name.replace(".", "_"): value for name, value in typed.items()},
        "units": queries.units(request.user, on=today()),
        "problems": [problem.said(language()) for problem in problems],
        "columns": rows.columns(document, [one.key for one in members or ()][:2]),
        "token": request.POST.get("form", "")[:TOKEN] or new_form(),
        "most": rows.MOST,
    }
    return shown(request, "read.html", {**more, **told}, status=status)


def _back(key: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('indicators:indicator', args=[key])}?did=read")
    response.status_code = 303
    return response
