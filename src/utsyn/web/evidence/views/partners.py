"""Pages of partners: all of them with a map, and one with everything that is done together."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.web.evidence import beneath, drawing, queries, tiering
from utsyn.web.evidence.views.room import LONGEST, inside, number, shown
from utsyn.web.respond import twin


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List partners, with a map of where they are."""
    inside(request)
    asked = {name: value.replace("\0", "")[:LONGEST].strip() for name, value in request.GET.dict().items()}
    sought = {name: asked.get(name, "") for name in ("sign", "country", "q")}
    found = queries.partners(
        request.user,
        sign=sought["sign"],
        country=sought["country"],
        words=sought["q"],
        page=number(asked.get("page", "")) or 1,
    )
    atlas = queries.atlas(request.user)
    told = {
        "found": found,
        "tiered": tiering.tiered(found.object_list, queries.counts(request.user)),
        "atlas": beneath.countries(atlas),
        "map": drawing.world(atlas),
        "sought": sought,
        "basis": queries.basis(request.user),
        "asked": urlencode({name: value for name, value in sought.items() if value}),
    }
    return shown(request, "partners.html", told, twin=twin("partners"))


@require_safe
def partner(request: HttpRequest, ror: str) -> HttpResponse:
    """Show a partner: publications, projects, agreements, stays, and the verdicts with their reasons."""
    inside(request)
    row = queries.partner(request.user, ror)
    told = {"partner": row, "page": beneath.partner(row, units=queries.unit_names(request.user))}
    return shown(request, "partner.html", told, twin=twin("partner", ror))
