"""The front page, how answers are made, and the API for people who write programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from utsyn.web.calls import kept, queries
from utsyn.web.interface import api
from utsyn.web.plans import overview
from utsyn.web.respond import respond, today


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show where the running plans stand, else the newest, and what else Utsyn answers, with a demo to look into."""
    plans = overview.listed(request.user, on=today())
    told = {
        "plans": [one for one in plans if one.running] or plans[:1],
        "found": queries.found(queries.Sought(on=today()), page=3),
        "shows": kept.shows(request.user),
    }
    return respond(request, "front.html", told)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show how answers are made, and what the signs mean."""
    return respond(request, "about.html", {"verdicts": ("yes", "no", "unknown", "judgement")})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show the API as a page: every operation with what it takes and gives."""
    schema: dict[str, Any] = api.get_openapi_schema()
    shapes = schema["components"]["schemas"]
    told = {
        "operations": list(_operations(schema)),
        "shapes": [(name, shape, list(_fields(shape))) for name, shape in sorted(shapes.items())],
    }
    return respond(request, "reference.html", told)


def _operations(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            answers = [(status, _kind(_content(answer))) for status, answer in told["responses"].items()]
            body = _kind(_content(told["requestBody"])) if "requestBody" in told else ""
            given = [(one, _kind(one["schema"])) for one in told.get("parameters", ())]
            yield {
                "method": method.upper(),
                "path": path,
                "told": told,
                "given": given,
                "answers": answers,
                "body": body,
            }


def _content(told: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = told.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _fields(shape: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, told in shape.get("properties", {}).items():
        yield name, _kind(told), told.get("description", "")


def _kind(told: Mapping[str, Any]) -> str:
    """Say a type of the schema in a few letters: list of LineShape, date or null."""
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2]
    if parts := told.get("anyOf") or told.get("allOf"):
        return " or ".join(dict.fromkeys(_kind(part) for part in parts))
    if "enum" in told or "const" in told:
        return ", ".join(map(str, told.get("enum", [told.get("const")])))
    if told.get("type") == "array":
        return f"list of {_kind(told.get('items', {}))}"
    if told.get("type") == "object" and "additionalProperties" in told:
        return (
            f"keys with {_kind(told['additionalProperties'])}"
            if isinstance(told["additionalProperties"], dict)
            else "object"
        )
    return str(told.get("format") or told.get("type") or "anything")
