"""Pages on which the office enters a figure, revises it or takes it back; what was typed is kept whatever happens."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from utsyn.periods import add_months
from utsyn.plans.indicators import IndicatorDocument
from utsyn.problems import Problems
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError
from utsyn.web.indicators import actions, forms, queries, tables
from utsyn.web.indicators.models import Observed
from utsyn.web.indicators.views.pages import shown
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require
from utsyn.web.respond import today

WAYS = require_http_methods(["GET", "HEAD", "POST"])
TOKEN = 64  # characters of a form's token
ONE_DAY = timedelta(days=1)


@signed_in
@WAYS
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a figure by hand."""
    require(request.user, Deed.PLAN, unit=None)
    document = queries.document(request.user, key)
    if request.method != "POST":
        return _new(request, document, forms.Read(_begun(request, document), {}, ()))
    found = forms.dated(forms.read(request.POST, document, language=language()))
    if found.problems:
        return _new(request, document, found, status=422)
    told = {name: value for name, value in found.told.items() if name not in ("unit", "because")}
    try:
        unit = queries.unit(request.user, found.told["unit"])
        row = actions.enter(
            document.key, unit=unit, by=request.user, at=timezone.now(), form=_token(request), **told
        )
    except DoneError:
        return _back(document.key, "")
    except Problems as error:
        return _new(request, document, found.also(error), status=422)
    return _back(document.key, "entered", row)


def _begun(request: HttpRequest, document: IndicatorDocument) -> dict[str, str]:
    """Return what is proposed: the period that follows the latest figure of the unit, read today."""
    asked = request.GET.get("rehearsal")
    rehearsal = None if asked is None else asked == "1"
    page = queries.page(
        request.user, document.key, on=today(), unit=request.GET.get("unit", ""), rehearsal=rehearsal
    )
    since = document.definitions[-1].since
    if page.lines:
        since = page.lines[0].period.until + ONE_DAY
    elif document.every_months == 12:
        since = date(today().year - 1, 1, 1)
    unit, provider = page.whose.unit, page.document.leading()
    return {
        "unit": unit.key if unit else "",
        "since": since.isoformat(),
        "until": (add_months(since, document.every_months) - ONE_DAY).isoformat(),
        "provider": provider,
        "source.accessed": today().isoformat(),
        "rehearsal": "1" if page.rehearsal else "",
    }


def _new(
    request: HttpRequest, document: IndicatorDocument, found: forms.Read, *, status: int = 200
) -> HttpResponse:
    maker = forms.Maker(document, found, language())
    invented = found.typed.get("rehearsal") == "1"
    members = _members(request, document, found.typed.get("until", ""), rehearsal=invented)
    groups = [maker.period(queries.units(request.user, on=today())), maker.figure(members), maker.told()]
    told = {
        "title": _("Enter a figure"),
        "asks_kind": True,
        "runs": document.sort.value in ("count", "amount"),
        "do": _("Save the figure"),
    }
    return _form(request, document, maker, groups, told, status=status)


@signed_in
@WAYS
def revise(request: HttpRequest, number: int) -> HttpResponse:
    """Let another figure follow one, with the reason; both are kept."""
    row, document = _figure(request, number)
    if request.method != "POST":
        return _revise(request, document, row, forms.Read(forms.of_figure(row, language()), {}, ()))
    found = forms.read(request.POST, document, language=language())
    if found.problems:
        return _revise(request, document, row, found, status=422)
    left_out = ("unit", "since", "until", "provider", "running", "rehearsal")
    told = {name: value for name, value in found.told.items() if name not in left_out}

    def do() -> None:
        actions.revise(row, by=request.user, at=timezone.now(), form=_token(request), **told)

    return _done(request, document, row, found, _revise, do=do, did="revised")


def _revise(
    request: HttpRequest, document: IndicatorDocument, row: Observed, found: forms.Read, *, status: int = 200
) -> HttpResponse:
    maker = forms.Maker(
        document, found._replace(typed={"since": row.since.isoformat(), **found.typed}), language()
    )
    members = _members(request, document, row.until.isoformat(), rehearsal=row.rehearsal)
    groups = [maker.because(_("Why it is revised")), maker.figure(members), maker.told()]
    told = {
        "title": _("Revise a figure"),
        "row": row,
        "now": _stood(request, row, document),
        "do": _("Save the revised figure"),
    }
    return _form(request, document, maker, groups, told, status=status)


@signed_in
@WAYS
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a figure back, with the reason; its period then has none by that provider."""
    row, document = _figure(request, number)
    found = forms.Read({}, {}, ())
    if request.method != "POST":
        return _withdraw(request, document, row, found)
    found = forms.read(request.POST, document, language=language())

    def do() -> None:
        because = found.told["because"]
        actions.withdraw(row, because=because, by=request.user, at=timezone.now(), form=_token(request))

    return _done(request, document, row, found, _withdraw, do=do, did="withdrawn")


def _withdraw(
    request: HttpRequest, document: IndicatorDocument, row: Observed, found: forms.Read, *, status: int = 200
) -> HttpResponse:
    maker = forms.Maker(document, found, language())
    groups = [maker.because(_("What is wrong with it"))]
    told = {
        "title": _("Withdraw a figure"),
        "row": row,
        "now": _stood(request, row, document),
        "do": _("Withdraw the figure"),
    }
    return _form(request, document, maker, groups, told, status=status)


def _figure(request: HttpRequest, number: int) -> tuple[Observed, IndicatorDocument]:
    row = queries.figure(request.user, number)
    require(request.user, Deed.PLAN, unit=row.unit_id)
    return row, queries.document(request.user, row.indicator)


def _stood(request: HttpRequest, row: Observed, document: IndicatorDocument) -> tables.Line | None:
    found = tables.lines(document, [row], on=today(), named=queries.names_of(request.user, row))
    return found[0] if found else None


def _members(
    request: HttpRequest, document: IndicatorDocument, until: str, *, rehearsal: bool
) -> Sequence[tuple[str, str]] | None:
    """Return the members that are asked about: the units, or those listed by hand, on the last day of the period."""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        day = today()
    units = queries.members(request.user, document, on=day, rehearsal=rehearsal)
    return None if units is None else forms.members(units, language())


def _done(
    request: HttpRequest,
    document: IndicatorDocument,
    row: Observed,
    found: forms.Read,
    again: Callable[..., HttpResponse],
    *,
    do: Callable[[], None],
    did: str,
) -> HttpResponse:
    """Do what a form asks for and go back to the indicator; or show the form with what is wrong with it."""
    try:
        do()
    except DoneError:
        return _back(document.key, did, row)
    except Problems as error:
        return again(request, document, row, found.also(error), status=422)
    return _back(document.key, did, row)


def _form(
    request: HttpRequest,
    document: IndicatorDocument,
    maker: forms.Maker,
    groups: Sequence[forms.Group],
    told: dict[str, Any],
    *,
    status: int,
) -> HttpResponse:
    more = {
        "document": document,
        "groups": groups,
        "wrong": maker.wrong(groups),
        "typed": maker.typed,
        "token": request.POST.get("form", "")[:TOKEN] or new_form(),
        "definition": document.definitions[-1],
    }
    return shown(request, "form.html", {**more, **told}, status=status)


def _token(request: HttpRequest) -> str | None:
    return request.POST.get("form", "")[:TOKEN] or None


def _back(key: str, did: str, row: Observed | None = None) -> HttpResponse:
    asked = [f"did={did}"] * bool(did)
    if row is not None:
        asked += [f"unit={row.unit.key}", f"rehearsal={int(row.rehearsal)}"]
    address = reverse("indicators:indicator", args=[key]) + (f"?{'&'.join(asked)}" if asked else "")
    response = HttpResponseRedirect(address)
    response.status_code = 303  # a reload of the page must not send the form again
    return response
