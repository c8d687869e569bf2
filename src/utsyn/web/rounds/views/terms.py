"""Opening a round for a call, its terms as announced, changing them with a reason, and the clock of a rehearsal."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from utsyn.calls.rounds.proposed import proposed
from utsyn.problems import Problem
from utsyn.text import say
from utsyn.web.calls.facts import Entry
from utsyn.web.languages import language
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, may, require, standing
from utsyn.web.people.units import Named
from utsyn.web.respond import today
from utsyn.web.rounds import facts, forms, queries
from utsyn.web.rounds.actions import opening
from utsyn.web.rounds.models import Round
from utsyn.web.rounds.named import policy_word
from utsyn.web.rounds.views.room import attempted, now, on_page, round_, show, there, token, typed

PREVIEW = "preview"
MORNING = time(9)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a round: choose the call, then look through what it proposes."""
    require(request.user, Deed.RUN, unit=None)
    key = request.POST.get("call") or request.GET.get("call", "")
    if not key:
        return show(request, "choose.html", {"calls": queries.openable(on=today())})
    entry = queries.openable_call(key)
    if request.method != "POST":
        return _new(request, entry, forms.Read(_proposed(entry), {}, None, ()))
    read = forms.read(typed(request))
    clock, unclear = forms.clock(read.typed)
    unit, nowhere = _unit(request, read.typed.get("unit", ""))
    faults = (*read.problems, *unclear, *nowhere, *_unnamed(read.typed))
    if request.POST.get("do") == PREVIEW or faults or unit is None:
        status = 422 if faults and request.POST.get("do") != PREVIEW else 200
        return _new(request, entry, read._replace(problems=faults), status=status)
    at = now()
    _, problems = attempted(
        lambda: opening.open_round(
            key=read.typed["key"],
            title=read.typed["title"],
            call=key,
            unit=unit,
            told=read.told,
            by=request.user,
            at=at,
            clock=clock,
            form=token(request),
        )
    )
    if problems:
        return _new(request, entry, read._replace(problems=problems), status=422)
    return there("round", read.typed["key"])


def _unnamed(typed: forms.Typed) -> Sequence[Problem]:
    """Say what is missing of the round's own name and key."""
    found = []
    if not typed.get("title"):
        found.append(
            Problem(say("The round has no title"), say("Give it one that people will know"), ("title",))
        )
    if not forms.KEY.fullmatch(typed.get("key", "")):
        mend = say("Write small letters, digits and hyphens, such as intpart-2022")
        found.append(
            Problem(say("“{key}” cannot be used as a key", key=typed.get("key", "")[:80]), mend, ("key",))
        )
    return found


def _unit(request: HttpRequest, key: str) -> tuple[Unit | None, Sequence[Problem]]:
    may_run = {unit.key for unit in _units(request)}
    if key not in may_run:
        return None, [
            Problem(say("No unit is chosen"), say("Choose the unit that runs the round"), ("unit",))
        ]
    return visible(request.user, Unit).get(key=key), ()


def _units(request: HttpRequest) -> Sequence[Named]:
    """Return the units for which the reader may run a round: those with faculties or departments in them."""
    here = standing(request.user)
    mine = [here.tree[pk] for pk in here.units(Deed.RUN) if pk in here.tree]
    order = [Unit.Kind.INSTITUTION, Unit.Kind.FACULTY, Unit.Kind.DEPARTMENT]
    kept = [unit for unit in mine if unit.kind in order and not unit.ended]
    return sorted(kept, key=lambda unit: (order.index(Unit.Kind(unit.kind)), unit.in_(language()).casefold()))


def _stood(entry: Entry) -> date:
    """Return the day on which the call is read for a new round: today, or the first day on which it was open."""
    closes = entry.stood(today())[0].closes
    first = max(filter(None, (entry.text.window.opens, entry.known_from)), default=today())
    return today() if closes is None or closes.day >= today() else first


def _proposed(entry: Entry) -> forms.Typed:
    on = _stood(entry)
    clock = "" if on == today() else datetime.combine(on, MORNING).isoformat(timespec="minutes")
    made = proposed(entry.call, on=on)
    key = entry.text.key if on == today() else f"{entry.text.key}-{today():%y%m%d}"
    title = entry.text.title.in_(language())
    return forms.proposed_as_typed(made, title=title, key=key, seed=secrets.token_hex(8), clock=clock)


def _new(request: HttpRequest, entry: Entry, read: forms.Read, *, status: int = 200) -> HttpResponse:
    units, on = _units(request), _stood(entry)
    clock = forms.clock(read.typed)[0]
    closes = entry.stood(timezone.localdate(clock) if clock else on)[0].closes
    terms = read.terms or forms.read(read.typed).terms
    typed = {"unit": units[0].key, **read.typed} if units else read.typed
    maker = forms.Maker(typed, read.problems)
    told = {
        "entry": entry,
        "closes": closes,
        "over": closes is not None and closes.day < today(),
        "proposed": proposed(entry.call, on=on),
        "units": units,
        "form": forms.opening(
            maker, units, faculties=_faculties(request), preview=forms.preview(terms, closes)
        ),
    }
    return show(request, "new.html", told, status=status)


def _faculties(request: HttpRequest, row: Round | None = None) -> Sequence[Named]:
    tree = standing(request.user).tree
    below = tree.below(row.unit_id) if row else standing(request.user).units(Deed.RUN)
    return [unit for unit in tree.of_kind(Unit.Kind.FACULTY) if unit.pk in below]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, key: str) -> HttpResponse:
    """Show the terms as announced and changed; the office changes them with a reason."""
    row, at = round_(request, key), now()
    if request.method != "POST":
        return _terms(
            request, row, forms.Read(forms.terms_as_typed(facts.terms(row)), {}, facts.terms(row), ()), at=at
        )
    require(request.user, Deed.RUN, unit=row.unit_id)
    read = forms.read(typed(request))
    if request.POST.get("do") == PREVIEW or read.problems:
        return _terms(request, row, read, at=at, status=200 if request.POST.get("do") == PREVIEW else 422)
    largest = facts.terms(row).largest_attachment
    _, problems = attempted(
        lambda: opening.change_terms(
            row,
            told={**read.told, "largest_attachment": largest},
            because=read.typed.get("because", ""),
            by=request.user,
            at=at,
            seen=int(read.typed.get("seen") or 0),
            form=token(request),
        )
    )
    if problems:
        return _terms(request, row, read._replace(problems=problems), at=at, status=422)
    return there("terms", key)


def _terms(
    request: HttpRequest, row: Round, read: forms.Read, *, at: datetime, status: int = 200
) -> HttpResponse:
    runs = may(request.user, Deed.RUN, unit=row.unit_id)
    closes = facts.closes(row, on=facts.today(row, at=at))
    maker = forms.Maker(read.typed, read.problems)
    told: dict[str, Any] = {
        **on_page(row, at=at, user=request.user),
        "terms": facts.terms(row),
        "policy": policy_word(facts.terms(row).policy),
        "closes": closes,
        "stages": queries.stages(row, at=at),
        "changes": queries.changes(request.user, row),
        "weights": queries.weights(row, standing(request.user).tree),
        "seen": read.typed.get("seen") or row.version,
        "form": forms.changing(maker, _faculties(request, row), preview=forms.preview(read.terms, closes))
        if runs
        else None,
        "typing": request.method == "POST",
    }
    return show(request, "terms.html", told, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest, key: str) -> HttpResponse:
    """Move the clock of a rehearsal: to a moment, or to right after the step that ends next."""
    row, at = round_(request, key), now()
    require(request.user, Deed.RUN, unit=row.unit_id)
    following = queries.next_moment(row, at=at)
    written = {name: value.strip()[:40] for name, value in typed(request).items()}
    moment, problems = forms.clock(written)
    if written.get("do") == "next":
        moment, problems = following, ()
    if request.method == "POST" and moment is not None and not problems:
        _, problems = attempted(
            lambda: opening.set_clock(row, clock=moment, by=request.user, at=at, form=token(request))
        )
        if not problems:
            return there("round", key)
    elif request.method == "POST" and not problems:
        problems = (
            Problem(
                say("No moment is given"), say("Write the day and time to which the clock goes"), ("clock",)
            ),
        )
    written.setdefault("clock", timezone.localtime(row.clock).strftime("%Y-%m-%dT%H:%M") if row.clock else "")
    told = {
        **on_page(row, at=at, user=request.user),
        "stages": queries.stages(row, at=at),
        "following": following and timezone.localtime(following),
        "form": forms.moving(forms.Maker(written, problems)),
    }
    return show(request, "clock.html", told, status=422 if problems else 200)
