"""The page of a goal sent to a unit."""

from django.http import HttpRequest, HttpResponse


def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conversation."""
    return HttpResponse(str(pk))
