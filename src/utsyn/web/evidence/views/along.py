"""Pages of units, fields and countries: each with all of its figures, and lists of them side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.plans.library import library
from utsyn.problems import unknown_name
from utsyn.web.errors import NotHere
from utsyn.web.evidence import along, facts, queries, tiering, written
from utsyn.web.evidence.models import Facet
from utsyn.web.evidence.views.room import inside, shown
from utsyn.web.languages import language
from utsyn.web.respond import today, twin


@require_safe
def every(request: HttpRequest, axis: str) -> HttpResponse:
    """Put all units, fields or countries side by side, the largest first."""
    if axis == along.UNIT:
        inside(request, units=True)
    units, asked = queries.unit_names(request.user), request.GET.get("figure", "")
    known = queries.classed(request.user, axis)
    sides = [key for key in known if key not in along.APART]
    if asked and asked not in sides:
        raise NotHere(unknown_name(asked, sides))
    chosen = asked
    rows = queries.along(request.user, axis, recipe=chosen)
    told = {
        "axis": axis,
        "list": f"evidence:{along.LISTS[axis]}",
        "title": along.TITLES[axis],
        "lead": along.LEADS[axis],
        "chosen": chosen,
        "chosen_title": facts.title(chosen) if chosen else None,
        "side": along.side(rows, axis, units=units) if chosen else None,
        "table": None if chosen else along.table(rows, axis, units=units),
        "classed": [(key, facts.title(key)) for key in sides],
        "basis": queries.basis(request.user),
    }
    return shown(request, "every.html", told, twin=twin("along", axis))


@require_safe
def one(request: HttpRequest, axis: str, key: str) -> HttpResponse:
    """Show every figure of one unit, field or country, by year."""
    if axis == along.UNIT:
        inside(request, units=True)
    rows = queries.facets(request.user, axis, key, whole=False)
    told = {
        "axis": axis,
        "list": f"evidence:{along.LISTS[axis]}",
        "list_title": along.TITLES[axis],
        "title": along.called(axis, key, queries.unit_names(request.user)),
        "basis": rows[0].basis,
        "body": _body(request, axis, key, rows),
    }
    return shown(request, "one.html", told, twin=twin("facet", axis, key))


def _body(request: HttpRequest, axis: str, key: str, rows: Sequence[Facet]) -> str:
    """Write the figures of one, once a process: they are never changed as long as they rest on the same."""
    if not rows:
        return ""

    def told() -> Mapping[str, Any]:
        return {"figures": along.one(queries.facets(request.user, axis, key))}

    basis, whose = rows[0].basis, " ".join((axis, key, *(row.recipe for row in rows)))
    asked = written.Asked("evidence/one_body.html", (basis.pk, whose, basis.made_at), language(), today(), ())
    return written.written(asked, told, documents=library())


@require_safe
def country(request: HttpRequest, key: str) -> HttpResponse:
    """Show a country: figures by year, the groups of countries that it belongs to, and the partners there."""
    found = queries.partners(request.user, country=key) if len(key) == 2 else None
    rows: Sequence[Facet] = ()
    try:
        rows = queries.facets(request.user, along.COUNTRY, key, whole=False)
    except NotHere:
        if found is None or not found.paginator.count:
            raise
    told = {
        "axis": along.COUNTRY,
        "list": "evidence:countries",
        "list_title": along.TITLES[along.COUNTRY],
        "title": along.called(along.COUNTRY, key, {}),
        "code": key,
        "groups": along.groups(key, on=today()),
        "basis": rows[0].basis if rows else queries.basis(request.user),
        "body": _body(request, along.COUNTRY, key, rows),
    }
    if found is not None and found.paginator.count:
        told |= {"found": found, "tiered": tiering.tiered(found.object_list, queries.counts(request.user))}
    return shown(request, "one.html", told, twin=twin("facet", along.COUNTRY, key))
