"""The minutes of a round: as a page, as a tagged PDF, and as JSON."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from utsyn.blocks import plain
from utsyn.problems import Problem
from utsyn.text import LANGUAGES, Language, say
from utsyn.web.deciding import queries
from utsyn.web.deciding.views.room import Page
from utsyn.web.errors import NotHere
from utsyn.web.languages import language
from utsyn.web.papers import pdf
from utsyn.web.people.rights import Deed, require
from utsyn.web.rounds.minutes import minutes as minutes_of
from utsyn.web.rounds.views.room import private


@login_required
@require_safe
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """Show the minutes."""
    page = Page(request, key, "minutes.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)
    return page.shown(
        {"blocks": [_shown(block) for block in plain(minutes_of(page.row).blocks(), language())]}
    )


@login_required
@require_safe
def minutes_as(request: HttpRequest, key: str, suffix: str) -> HttpResponse:
    """Give the minutes as a file; the same log gives the same bytes."""
    page = Page(request, key, "minutes.html")
    require(request.user, Deed.READ_ALL, unit=page.row.unit_id)
    code = _language(request)
    blocks = tuple(minutes_of(page.row).blocks())
    if suffix == "json":
        told = {"round": page.row.key, "language": code, "blocks": list(plain(blocks, code))}
        return private(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}))
    if suffix != "pdf":
        raise NotHere(
            Problem(say("There are no minutes as “{suffix}”", suffix=suffix[:20]), say("Choose pdf or json"))
        )
    title = say("Minutes: {round}", round=page.row.title)
    response = HttpResponse(
        pdf.paper(title, code, blocks, made_at=queries.moment(page.row)), content_type="application/pdf"
    )
    name = f"{title.in_(code).replace(': ', ' - ')}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return private(response)


def _shown(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a block as the template walks it: facts under a name that templates can ask for, cells beside their headers."""
    if block["kind"] == "facts":
        return {**block, "named": block["items"]}
    if block["kind"] == "table":
        return {**block, "cells": [list(zip(block["header"], row, strict=True)) for row in block["rows"]]}
    return block


def _language(request: HttpRequest) -> Language:
    asked = request.GET.get("lang", "")
    return next((code for code in LANGUAGES if code == asked), language())
