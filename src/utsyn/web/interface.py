"""The API for programs: one description (openapi.json), errors that say how to mend them."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pydantic
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext

from utsyn.problems import Problem, Problems, problems_of
from utsyn.text import say
from utsyn.web.calls.api import Asking, router
from utsyn.web.errors import NotHere, not_found, said
from utsyn.web.evidence.api import router as evidence_router
from utsyn.web.indicators.api import router as indicators_router
from utsyn.web.plans.api import router as plans_router
from utsyn.web.projects.api import router as projects_router

ABOUT = """Every page of Utsyn as JSON. Answers carry their reasons, and every reason shows where it is written.

All addresses can be read without signing in. An answer that you ask for is kept under an unguessable link; who has
the link can read it. Sentences come in the language that `lang` names (nb, nn or en).
"""


class _Told(list[dict[str, Any]]):
    """Errors of a request, in the form in which pydantic tells of them."""

    def errors(self, *, include_url: bool) -> "_Told":
        """Return the errors themselves."""
        del include_url
        return self


def _problems(context: ValidationErrorContext[Any]) -> Iterator[Problem]:
    """Walk what is wrong with a request, each placed inside what was sent."""
    for error in context.pydantic_validation_error.errors(include_url=False):
        placed = {**error, "loc": _place(error["loc"], context.model)}
        (problem,) = problems_of(cast("pydantic.ValidationError", _Told([placed])), Asking)
        # without the whole at hand, what is missing is named once too often
        yield problem._replace(path=problem.path[:-1]) if error["type"] == "missing" else problem


def _place(loc: tuple[int | str, ...], model: Any) -> tuple[int | str, ...]:
    """Place an error of a body from within, one of a query by the name in the address."""
    within = model.__ninja_flatten_map_reverse__.get(loc, loc)
    body = model.__ninja_param_source__ == "body"
    return tuple(within[1:] or ("proposal",)) if body else tuple(within[-1:])


class Interface(NinjaAPI):
    """An API whose errors say what was meant and how to mend it, as all errors of the house do."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Turn what pydantic says of a request into Problems."""
        return UnfitError([problem for context in error_contexts for problem in _problems(context)])


class UnfitError(ValidationError):
    """What was sent does not fit its shape."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__([])
        self.problems = problems


api = Interface(title="Utsyn", version="1", description=ABOUT, docs_url=None, urls_namespace="api-1")
api.add_router("", router)
api.add_router("", projects_router)
api.add_router("", evidence_router)
api.add_router("", indicators_router)
api.add_router("", plans_router)


@api.exception_handler(UnfitError)
def unfit(request: HttpRequest, exception: UnfitError) -> HttpResponse:
    """Answer 422: what was sent does not fit its shape."""
    return _answer(422, exception.problems)


@api.exception_handler(Problems)
def unusable(request: HttpRequest, exception: Problems) -> HttpResponse:
    """Answer 422: what was sent cannot be used."""
    return _answer(422, exception.problems)


@api.exception_handler(NotHere)
def absent(request: HttpRequest, exception: NotHere) -> HttpResponse:
    """Answer 404: what was asked for does not exist."""
    return not_found(request, exception)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, exception: HttpError) -> HttpResponse:
    """Answer 400: what was sent is not JSON."""
    what = say("This is not JSON: {why}", why=str(exception))
    return _answer(
        exception.status_code, [Problem(what, say("Look at the quotation marks, commas and brackets"))]
    )


def _answer(status: int, problems: Any) -> HttpResponse:
    told: Mapping[str, Any] = {"problems": [said(problem) for problem in problems]}
    return JsonResponse(told, status=status)
