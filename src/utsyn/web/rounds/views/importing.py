"""Reading nominations from a faculty's spreadsheet: choose it, look at what it would give, and only then take it in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.web.rounds.views.room import round_


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, key: str) -> HttpResponse:
    round_(request, key)
    return HttpResponse()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, key: str, sealed: str) -> HttpResponse:
    round_(request, key)
    return HttpResponse()


@login_required
@require_safe
def left_out(request: HttpRequest, key: str, sealed: str) -> HttpResponse:
    round_(request, key)
    return HttpResponse()
