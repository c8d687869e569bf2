"""The API for programs: one description (openapi.json), errors that say how to mend them."""

from collections.abc import Mapping
from typing import Any, cast

import pydantic
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from utsyn.calls.proposal import Proposal
from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import say
from utsyn.web.calls.api import router
from utsyn.web.errors import NotHere, not_found, said

ABOUT = """Every page of Utsyn as JSON. Answers carry their reasons, and every reason shows where it is written.

All addresses can be read without signing in. An answer that you ask for is kept under an unguessable link; who has
the link can read it. Sentences come in the language that `lang` names (nb, nn or en).
"""
api = NinjaAPI(title="Utsyn", version="1", description=ABOUT, docs_url=None, urls_namespace="api-1")
api.add_router("", router)


class _Told:
    """Errors of a request, in the form in which pydantic tells of them."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        self.told = errors

    def errors(self, *, include_url: bool) -> list[dict[str, Any]]:
        """Return the errors, each placed inside what was sent rather than inside our own code."""
        del include_url
        return [{**error, "loc": tuple(error["loc"][2:] or error["loc"][-1:])} for error in self.told]


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    """Answer 422: what was sent does not fit its shape."""
    del request
    told = cast(pydantic.ValidationError, _Told(exception.errors))
    return _answer(422, problems_of(told, Proposal))


@api.exception_handler(Problems)
def unusable(request: HttpRequest, exception: Problems) -> HttpResponse:
    """Answer 422: what was sent cannot be used."""
    del request
    return _answer(422, exception.problems)


@api.exception_handler(NotHere)
def absent(request: HttpRequest, exception: NotHere) -> HttpResponse:
    """Answer 404: what was asked for does not exist."""
    return not_found(request, exception)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exception: HttpError) -> HttpResponse:
    """Answer 400: what was sent is not JSON."""
    del request
    what = say("This is not JSON: {why}", why=str(exception))
    return _answer(
        exception.status_code, [Problem(what, say("Look at the quotation marks, commas and brackets"))]
    )


def _answer(status: int, problems: Any) -> HttpResponse:
    told: Mapping[str, Any] = {"problems": [said(problem) for problem in problems]}
    return JsonResponse(told, status=status)
