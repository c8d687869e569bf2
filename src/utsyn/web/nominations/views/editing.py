"""Writing a nomination: a form that may be saved at any time, and that loses nothing when two people write at once."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from utsyn.calls.rounds.terms import Step
from utsyn.problems import Problem, Problems
from utsyn.web.deeds import DoneError, StaleError
from utsyn.web.languages import language
from utsyn.web.nominations import forms, queries
from utsyn.web.nominations.forms import Draft
from utsyn.web.nominations.meanwhile import Meanwhile, brought_together, meanwhile
from utsyn.web.nominations.shown import reader
from utsyn.web.nominations.views.room import about, back, done, form_of, new_token, now, show, signed_in
from utsyn.web.people.rights import Deed, NotYoursError
from utsyn.web.rounds import facts
from utsyn.web.rounds.actions import writing
from utsyn.web.rounds.models import Mentioned, Nomination, Writer
from utsyn.web.rounds.queries import stages


class Shown(NamedTuple):
    """What the page of the form shows beside the form itself."""

    seen: int
    token: str
    problems: Sequence[Problem] = ()
    meanwhile: Meanwhile | None = None
    did: str = ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Write a nomination: no field is required, and what was typed is kept whatever happens."""
    row = queries.nomination(request.user, key, number)
    writers = list(queries.of(request.user, Writer, row))
    if not queries.rights(row, request.user, writers=writers).edits:
        raise NotYoursError(Deed.WRITE)
    if request.method == "POST":
        return _sent(request, row)
    if row.state not in writing.OPEN:
        return back(row, "closed")
    shown = Shown(row.version, new_token(), did=done(request.GET.get("did", "")))
    return _form(request, row, _kept(request, row), shown)


def _sent(request: HttpRequest, row: Nomination) -> HttpResponse:
    post, do = request.POST, request.POST.get("do", "")
    shown = Shown(_number(post.get("seen")), form_of(request) or new_token())
    if do == "theirs":
        return back(row, "theirs", to="edit")
    if do == "both":
        return _both(request, row, shown)
    if do.startswith(("add:", "remove:")):
        return _form(request, row, forms.redrawn(post, do), shown)
    draft = forms.draft(post)
    if draft.problems or draft.told.proposal is None:
        return _form(request, row, draft, shown, status=422)
    return _save(request, row, draft, shown)


def _save(request: HttpRequest, row: Nomination, draft: Draft, shown: Shown) -> HttpResponse:
    told = draft.told.proposal
    assert told is not None  # noqa: S101  what has no problems tells something
    try:
        writing.save(
            row, told=told, people=draft.named(), by=request.user, at=now(), seen=shown.seen, form=form_of(request),
        )  # fmt: skip
    except DoneError:
        pass
    except StaleError as error:
        return _stale(request, row, draft, shown._replace(problems=error.problems))
    except Problems as error:
        return _form(request, row, draft, shown._replace(problems=error.problems), status=422)
    return back(row, "saved", to="edit" if request.POST.get("then") == "stay" else "nomination")


def _stale(request: HttpRequest, row: Nomination, draft: Draft, shown: Shown) -> HttpResponse:
    """Show what the other person changed beside what is typed; the next save knows the version that it goes over."""
    fresh = queries.nomination(request.user, row.round.key, row.number)
    found = meanwhile(fresh, request.user, draft, seen=shown.seen, reader=reader(fresh, on=_today(fresh)))
    known = shown._replace(seen=fresh.version, token=new_token(), meanwhile=found)
    return _form(request, fresh, draft, known, status=409)


def _both(request: HttpRequest, row: Nomination, shown: Shown) -> HttpResponse:
    """Show the form with the two texts brought together, for her to look through and to save."""
    draft = forms.draft(request.POST)
    if draft.problems or draft.told.proposal is None:
        return _form(request, row, draft, shown, status=422)
    base = queries.text(row, request.user, _number(request.POST.get("base")))
    made = brought_together(row, request.user, draft, base=base or {})
    did = _("Both texts are brought together below, and nothing is saved yet. Look through it, and save.")
    return _form(request, row, made, shown._replace(did=did))


def _kept(request: HttpRequest, row: Nomination) -> Draft:
    people = list(queries.of(request.user, Mentioned, row).order_by("pk"))
    return forms.kept(row.told, people)


def _form(
    request: HttpRequest, row: Nomination, draft: Draft, shown: Shown, *, status: int = 200
) -> HttpResponse:
    at = now()
    walked = stages(row.round, at=at)
    internal = next((stage for stage in walked if stage.due.step is Step.INTERNAL), None)
    page = forms.page(row.round, draft, on=_today(row), language=language())
    told: Mapping[str, Any] = {
        **about(row.round),
        "row": row,
        "shown": shown,
        "page": page,
        "stopped": [problem.said(language()) for problem in shown.problems],
        "internal": internal,
        "last": _("Write"),
    }
    return show(request, "edit.html", told, status=status)


def _today(row: Nomination) -> Any:
    return facts.today(row.round, at=now())


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else 0
