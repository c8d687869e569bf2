"""What is taken away from a figure: the SQL, the whole result and the figures of its page as CSV."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.errors import NotHere
from utsyn.web.evidence import queries, sheets
from utsyn.web.evidence.views.room import private
from utsyn.web.people.rights import standing


@require_safe
def sql(request: HttpRequest, key: str) -> HttpResponse:
    """Give the SQL that an engine is asked; none of a figure that is made of other results."""
    row = queries.whole(request.user, key)
    if not row.sql:
        mend = say("Look at the figures that it is made of, each of which has its own")
        raise NotHere(Problem(say("No SQL makes this figure: it is made of other results"), mend))
    return private(request, HttpResponse(row.sql, content_type="text/plain; charset=utf-8"))


@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give the whole result as CSV, with what it rests on above it."""
    row = queries.whole(request.user, key)
    response = HttpResponse(sheets.as_csv(row), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.recipe}.csv"'
    return private(request, response)


@require_safe
def figures(request: HttpRequest, key: str) -> HttpResponse:
    """Give the figures of a page as CSV, with what they rest on above them."""
    row = queries.figure(request.user, key)
    text = sheets.figures_as_csv(row, units=bool(standing(request.user).roles))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.recipe}-figures.csv"'
    return private(request, response)
