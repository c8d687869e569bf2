"""Pages of units, fields and countries: each with all of its figures, and lists of them side by side."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.web.errors import NotHere
from utsyn.web.evidence import along, queries
from utsyn.web.evidence.views.room import inside, shown
from utsyn.web.respond import today, twin


@require_safe
def every(request: HttpRequest, axis: str) -> HttpResponse:
    """Put all units, fields or countries side by side, the largest first."""
    if axis == along.UNIT:
        inside(request, units=True)
    rows = queries.along(request.user, axis)
    told = {
        "axis": axis,
        "title": along.TITLES[axis],
        "lead": along.LEADS[axis],
        "table": along.table(rows, axis, units=queries.unit_names(request.user)),
        "basis": queries.basis(request.user),
    }
    return shown(request, "every.html", told, twin=twin("along", axis))


@require_safe
def one(request: HttpRequest, axis: str, key: str) -> HttpResponse:
    """Show every figure of one unit, field or country, by year."""
    if axis == along.UNIT:
        inside(request, units=True)
    rows = queries.facets(request.user, axis, key)
    told = {
        "axis": axis,
        "list": f"evidence:{along.LISTS[axis]}",
        "list_title": along.TITLES[axis],
        "title": along.called(axis, key, queries.unit_names(request.user)),
        "figures": along.one(rows),
        "basis": rows[0].basis,
    }
    return shown(request, "one.html", told, twin=twin("facet", axis, key))


@require_safe
def country(request: HttpRequest, key: str) -> HttpResponse:
    """Show a country: figures by year, the groups of countries that it belongs to, and the partners there."""
    found = queries.partners(request.user, country=key) if len(key) == 2 else None
    try:
        rows = queries.facets(request.user, along.COUNTRY, key)
    except NotHere:
        if found is None or not found.paginator.count:
            raise
        rows = []
    told = {
        "axis": along.COUNTRY,
        "list": "evidence:countries",
        "list_title": along.TITLES[along.COUNTRY],
        "title": along.called(along.COUNTRY, key, {}),
        "code": key,
        "figures": along.one(rows),
        "basis": rows[0].basis if rows else queries.basis(request.user),
        "groups": along.groups(key, on=today()),
        "found": found if found is not None and found.paginator.count else None,
    }
    return shown(request, "one.html", told, twin=twin("facet", along.COUNTRY, key))
