"""Pages of units: the tree of a day, a new unit, and one unit with all that it was called and what it may become."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.text import say
from utsyn.web.calls.queries import day
from utsyn.web.deeds import refuse
from utsyn.web.languages import language
from utsyn.web.people.forms import Sheet
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.people.units import tree
from utsyn.web.people.views import show, there
from utsyn.web.respond import today
from utsyn.web.units import actions, queries


@login_required
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show the institution as it stood on a day."""
    on = day(request.GET.get("on"), otherwise=today())
    told = {
        "branches": queries.branches(tree(on)),
        "on": on,
        "founds": may(request.user, Deed.APPOINT, unit=None),
    }
    return show(request, "units/tree.html", told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found a unit."""
    require(request.user, Deed.APPOINT, unit=None)
    sheet, status = Sheet(request, "found", since=today().isoformat()), 200
    if sheet.sent:
        made: list[Unit] = []
        if sheet.done(lambda: made.append(_founded(request, sheet))):
            return there("units:unit", made[0].key) if made else there("units:list")
        status = 422
    _ask_names(sheet)
    kinds = [(kind, _title(kind)) for kind in Unit.Kind.values if kind != Unit.Kind.INSTITUTION]
    sheet.ask("kind", _("What it is"), pairs=kinds)
    sheet.ask("parent", _("Below"), pairs=queries.pairs(tree(today()), language()))
    sheet.ask("since", _("From"), sort="date")
    sheet.ask("key", _("Key"), hint=_("In addresses, for ever; made from the name if left open"))
    return show(request, "units/found.html", {"sheet": sheet}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """Show a unit through time; an administrator renames, moves, merges and ends it here."""
    row, status = queries.unit(key), 200
    changes = may(request.user, Deed.APPOINT, unit=row.pk)
    sheets = {do: Sheet(request, do, **_given(row)) for do in DEEDS} if changes and not row.ended else {}
    if request.method == "POST":
        require(request.user, Deed.APPOINT, unit=row.pk)
        sent = sheets.get(request.POST.get("do", ""))
        if sent is None or sent.done(lambda: _change(request, row, sent)):
            return there("units:unit", key)
        status = 422
    for sheet in sheets.values():
        _ask(sheet, row)
    told = {
        "life": queries.life(row),
        "on": today(),
        "sheets": sheets,
        "left": changes and actions.roles_left(row),
    }
    return show(request, "units/unit.html", told, status=status)


DEEDS = ("rename", "move", "merge", "end")


def _change(request: HttpRequest, row: Unit, sheet: Sheet) -> None:
    by, at, form = request.user, timezone.now(), sheet.token
    if sheet.do == "rename":
        actions.rename_unit(row, names=sheet.names(), since=sheet.day("since"), by=by, at=at, form=form)
    elif sheet.do == "move":
        parent = _picked(sheet, "parent")
        actions.move_unit(row, parent=parent, since=sheet.day("since"), by=by, at=at, form=form)
    elif sheet.do == "merge":
        into = _picked(sheet, "into")
        actions.merge_units([row], into=into, since=sheet.day("since"), by=by, at=at, form=form)
    else:
        actions.end_unit(row, last=sheet.day("last"), by=by, at=at, form=form)


def _founded(request: HttpRequest, sheet: Sheet) -> Unit:
    return actions.found_unit(
        kind=sheet.word("kind"), names=sheet.names(), parent=_picked(sheet, "parent"), since=sheet.day("since"),
        key=sheet.word("key"), by=request.user, at=timezone.now(), form=sheet.token,
    )  # fmt: skip


def _picked(sheet: Sheet, part: str) -> Unit:
    """Return the unit that was chosen. Raises Problems where none was."""
    if row := queries.by_key(sheet.word(part)):
        return row
    raise refuse(say("No unit is chosen"), say("Choose a unit from the tree"), part)


def _given(row: Unit) -> dict[str, str]:
    """Return what the forms hold before anything is typed: the names that the unit has."""
    name = queries.life(row).periods[-1].name
    return {"nb": name.nb, "nn": name.nn, "en": name.en}


def _ask(sheet: Sheet, row: Unit) -> None:
    units = queries.pairs(tree(today()), language(), but=row.pk)
    if sheet.do == "rename":
        _ask_names(sheet)
    elif sheet.do == "move":
        sheet.ask("parent", _("Below"), pairs=units)
    elif sheet.do == "merge":
        sheet.ask("into", _("Into"), pairs=units)
    if sheet.do == "end":
        sheet.ask("last", _("Last day"), sort="date")
    else:
        sheet.ask("since", _("From"), sort="date")


def _ask_names(sheet: Sheet) -> None:
    sheet.ask("nb", _("Name in Bokmål"))
    sheet.ask("nn", _("Name in Nynorsk"), hint=_("If it differs"))
    sheet.ask("en", _("Name in English"), hint=_("If it has one"))


def _title(kind: str) -> str:
    return queries.KIND_NAMES[kind].in_(language())
