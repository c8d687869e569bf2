"""What the pages of a decision share: the round, its units as they were called, and what stands in the way of a deed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from utsyn.problems import Problem
from utsyn.web.languages import language
from utsyn.web.people.rights import Deed, may
from utsyn.web.people.units import Tree
from utsyn.web.respond import respond
from utsyn.web.rounds import queries as rounds
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.views.room import attempted, now, on_page, private, round_, token

__all__ = ["Page", "now", "number", "round_", "token"]


def number(written: str | None) -> int | None:
    """Read a whole number that a form sends back; None for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else None


class Page:
    """A page of a decision: shows a round and what else it is given, and answers a form with a deed or with what is wrong."""

    def __init__(self, request: HttpRequest, key: str, template: str) -> None:
        self.request, self.template = request, template
        self.row: Round = round_(request, key)
        self.at: datetime = now()
        self.units: Tree = rounds.units_of(self.row, request.user, at=self.at)

    def shown(self, told: Mapping[str, Any], *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
        """Show the page, with what stands in the way of what was asked for."""
        said = [(".".join(map(str, one.path)), one.said(language())) for one in problems]
        runs = may(self.request.user, Deed.RUN, unit=self.row.unit_id)
        wrong = {number(place.removeprefix("place-")) for place, _ in said}
        shared = {"token": token(self.request), "problems": said, "wrong": wrong, "runs": runs}
        whole = {**on_page(self.row, at=self.at), **shared, **told}
        status = 422 if problems else 200
        return private(respond(self.request, f"deciding/{self.template}", whole, status=status))

    def done(
        self,
        deed: Callable[[], object],
        again: Callable[[tuple[Problem, ...]], HttpResponse],
        *,
        then: str,
        args: tuple[str, ...] = (),
    ) -> HttpResponse:
        """Do a deed and go on to a page, or show this one again with what stands in its way."""
        _, problems = attempted(deed)
        if problems:
            return again(problems)
        response = HttpResponseRedirect(reverse(then, args=[self.row.key, *args]))
        response.status_code = 303
        return response
