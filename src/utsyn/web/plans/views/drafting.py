"""Changing a plan: its draft with what the check finds, its editions and what differs between them, and adopting one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from utsyn.problems import Problem, dotted
from utsyn.text import say
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, may, require
from utsyn.web.plans import actions, editions, forms, queries
from utsyn.web.plans.fields import Maker
from utsyn.web.plans.models import Edition, Plan
from utsyn.web.respond import respond, today
from utsyn.web.rounds.views.room import attempted, number, private, token

WAYS = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@WAYS
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Edit the text of a plan, with what the check finds beside it, and save it as a new edition."""
    row = queries.plan(request.user, key)
    require(request.user, Deed.PLAN, unit=row.unit_id)
    seen = number(request.POST.get("seen"))
    begun = editions.edition(request.user, row, number(request.GET.get("edition")) or seen)
    text, problems = begun.text, tuple[Problem, ...]()
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if request.POST.get("do") == "save":
            saved, problems = attempted(
                lambda: actions.save_draft(
                    row, text, because=_written(request, "because"), by=request.user, at=timezone.now(),
                    seen=seen, form=token(request),
                )
            )  # fmt: skip
            if saved is not None or not problems:
                return there("editions", key)
    last = editions.edition(request.user, row, 0)
    told = {
        "last": last,
        "begun": begun,
        "text": text,
        "because": _written(request, "because"),
        # nothing is overwritten: who has been told of a newer edition may save hers as the one after it
        "seen": last.number if problems or not seen else seen,
        "checked": editions.checked(request.user, row, text),
        "wrong": [("text" if one.line else "", one.said(language()), one.line) for one in problems],
    }
    return shown(request, "draft.html", _about(request, row) | told, failed=bool(problems))


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show the editions of a plan, what differs between two of them, and the text of one."""
    row = queries.plan(request.user, key)
    each = editions.listed(request.user, row)
    told: dict[str, Any] = {"editions": each}
    asked = {name: number(request.GET.get(name)) for name in ("first", "second", "text")}
    if asked["first"] and asked["second"]:
        first, second = (editions.edition(request.user, row, asked[name]) for name in ("first", "second"))
        told |= {"first": first, "second": second, "lines": list(editions.differing(first.text, second.text))}
    elif len(each) > 1:
        told |= {"first": each[1].row, "second": each[0].row}
    if asked["text"]:
        told["read"] = editions.edition(request.user, row, asked["text"])
    return shown(request, "editions.html", _about(request, row) | told)


@signed_in
@WAYS
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt an edition from a day on, unless something stands in its way."""
    row = queries.plan(request.user, key)
    require(request.user, Deed.ADOPT, unit=row.unit_id)
    asked = request.POST.get("edition") or request.GET.get("edition")
    edition = editions.edition(request.user, row, number(asked))
    checked = editions.checked(request.user, row, edition.text)
    typed, problems = {"on": today().isoformat(), "because": edition.because}, tuple[Problem, ...]()
    if request.method == "POST":
        typed = {name: _written(request, name) for name in typed}
        problems = _adopted(request, edition, typed)
        if not problems:
            return there("plan", key)
    maker = Maker(typed, {dotted(one.path): (one.said(language()),) for one in problems}, language())
    before = editions.holding(request.user, row, on=today())
    told = {
        "edition": edition,
        "before": before,
        "differs": sum(1 for line in editions.differing(before.text, edition.text) if line.sign in "−+")
        if before
        else None,
        "checked": checked,
        "fields": forms.adopting(maker),
        "wrong": list(maker.faults()),
    }
    return shown(request, "adopt.html", _about(request, row) | told, failed=bool(problems))


def _adopted(request: HttpRequest, edition: Edition, typed: Mapping[str, str]) -> tuple[Problem, ...]:
    """Adopt an edition; return what stands in the way."""
    on, problems = day(typed["on"]), []
    if on is None:
        mend = say("Write a date that exists as year-month-day: 2022-03-16")
        problems.append(Problem(say("“{written}” is no day", written=typed["on"][:80]), mend, ("on",)))
    if not typed["because"]:
        problems.append(Problem(say("No reason is given"), say("Say why"), ("because",)))
    if problems or on is None:
        return tuple(problems)
    _edition, faults = attempted(
        lambda: actions.adopt(
            edition, on=on, because=typed["because"], by=request.user, at=timezone.now(), form=token(request)
        )
    )
    return faults


def day(written: str) -> date | None:
    """Read a day; None for what is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def shown(
    request: HttpRequest, template: str, told: Mapping[str, Any], *, failed: bool = False
) -> HttpResponse:
    """Show a page on which plans are made or changed; 422 where what was sent could not be done."""
    given = {"token": token(request), **told}
    return private(respond(request, f"plans/{template}", given, status=422 if failed else 200))


def there(name: str, *args: object) -> HttpResponse:
    """Lead on to a page of the room by a way that a reload does not send again."""
    response = HttpResponseRedirect(reverse(f"plans:{name}", args=args))
    response.status_code = 303
    return response


def _about(request: HttpRequest, row: Plan) -> dict[str, Any]:
    """Return what each of these pages shows around its own words."""
    return {
        "plan": row,
        "name": editions.title(request.user, row),
        "may_plan": may(request.user, Deed.PLAN, unit=row.unit_id),
        "may_adopt": may(request.user, Deed.ADOPT, unit=row.unit_id),
    }


def _written(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()
