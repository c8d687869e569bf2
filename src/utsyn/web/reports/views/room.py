"""What the pages of the room share: how they answer, how a form is known again, and how blocks are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from utsyn.blocks import Block, plain
from utsyn.plans.paper import Paper
from utsyn.text import LANGUAGES, Language
from utsyn.web.languages import language
from utsyn.web.reports.forms import unseen_gone
from utsyn.web.respond import respond
from utsyn.web.rounds.views.room import attempted, now, private, token

BRIEF = 60  # characters of a value that has room beside others
MOST = 60  # rows of a table that a page shows; files hold them all
__all__ = [
    "attempted",
    "body",
    "chosen_language",
    "now",
    "private",
    "show",
    "shown",
    "there",
    "token",
    "typed",
]


def show(request: HttpRequest, template: str, told: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of the room to who has signed in."""
    return private(respond(request, f"reports/{template}", {"token": token(request), **told}, status=status))


def there(name: str, *args: object) -> HttpResponse:
    """Lead on to a page by a way that a reload does not send again."""
    response = HttpResponseRedirect(reverse(f"reports:{name}", args=args))
    response.status_code = 303
    return response


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was typed, all values of each field, without signs that nobody sees."""
    return {name: [unseen_gone(str(value)) for value in values] for name, values in request.POST.lists()}


def seen(request: HttpRequest) -> int:
    """Return the version that the person saw; one that is no number was seen by nobody."""
    written = request.POST.get("seen", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1


def chosen_language(request: HttpRequest) -> Language:
    """Return the language of a file: that which is asked for, or the page's."""
    asked = request.GET.get("lang", "")
    return next((code for code in LANGUAGES if code == asked), language())


def shown(blocks: Iterable[Block], *, whole: bool = False) -> Sequence[Mapping[str, Any]]:
    """Return blocks as the template walks them, long tables cut unless the whole is asked for."""
    return [_shown(block, n, whole=whole) for n, block in enumerate(plain(blocks, language()))]


def _shown(block: Mapping[str, Any], n: int, *, whole: bool) -> Mapping[str, Any]:
    if block["kind"] == "heading":
        return {**block, "id": f"part-{n}"}
    if block["kind"] == "facts":
        named = [(name, value, len(value) > BRIEF or "\n" in value) for name, value in block["items"]]
        return {**block, "named": named}
    if block["kind"] == "table":
        rows = block["rows"] if whole else block["rows"][:MOST]
        cells = [list(zip(block["header"], row, strict=True)) for row in rows]
        return {**block, "cells": cells, "left": len(block["rows"]) - len(rows)}
    return block


def body(paper: Paper, *, whole: bool = False) -> dict[str, Any]:
    """Return a report as a page shows it: its goals as a list with signs that leads into the blocks."""
    blocks = shown(paper.blocks(but=frozenset({"states", "overview"})), whole=whole)
    first = next((n for n, block in enumerate(blocks) if block["kind"] == "heading"), 0)
    headings = [block for block in blocks if block["kind"] == "heading"]
    anchors = {block["words"]: block["id"] for block in reversed(headings) if block["level"] == 2}
    goals = [
        (goal, paper.kept(goal["title"]), anchors.get(paper.kept(goal["title"]), ""), paper.levels(goal))
        for goal in paper.made["goals"]
    ]
    return {
        "made": paper.made,
        "top": blocks[:first],
        "overview": goals,
        "contents": [block for block in headings if block["level"] == 1],
        "blocks": blocks[first:],
    }
