"""Beginning a plan: taking up one that is at hand, drafting the next one, or writing one in a form."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from utsyn.plans.drafting import following
from utsyn.plans.library import library
from utsyn.plans.written import written
from utsyn.problems import Problem, Problems, dotted
from utsyn.text import say
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.access import visible
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, require, standing
from utsyn.web.people.units import Named
from utsyn.web.plans import actions, editions, facts, forms, queries, wizard
from utsyn.web.plans.fields import Maker
from utsyn.web.plans.models import Plan
from utsyn.web.plans.views.drafting import shown, there
from utsyn.web.respond import today
from utsyn.web.rounds.views.room import attempted, token

EMPTY = {"chapters[0].title.nb": "", "goals[0].title.nb": ""}
YEARS = 4  # that a plan lasts where nothing is said
LONGEST = 80


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan in one of three ways."""
    require(request.user, Deed.PLAN, unit=None)
    typed = wizard.typed(request.POST.dict())
    if after := (request.POST.get("after") or request.GET.get("after", ""))[:LONGEST]:
        return _after(request, typed, queries.plan(request.user, after))
    if typed.get("do", "").startswith("take:"):
        return _take(request, typed, typed["do"].removeprefix("take:"))
    if "way" in request.POST or request.GET.get("way") == "form":
        return _write(request, typed)
    return _choose(request, typed)


def _choose(request: HttpRequest, typed: wizard.Typed, problems: Sequence[Problem] = ()) -> HttpResponse:
    followed = editions.plans(request.user)
    taken = {plan.key for plan in followed}
    told = {
        "shelf": [text for text in queries.at_hand() if text.key not in taken],
        "plans": followed,
        "form": forms.take(Maker(typed, {}, language()), _units(request)),
        "wrong": [("", problem.said(language())) for problem in problems],
    }
    return shown(request, "new.html", told, failed=bool(problems))


def _take(request: HttpRequest, typed: wizard.Typed, key: str) -> HttpResponse:
    """Take a plan up as it lies at hand."""
    try:
        text = Path(library().plan(key).file.file).read_text(encoding="utf-8-sig")
    except Problems as error:
        return _choose(request, typed, error.problems)
    problems = _taken_up(request, typed, text)
    return _choose(request, typed, problems) if problems else there("editions", key)


def _write(request: HttpRequest, typed: wizard.Typed) -> HttpResponse:
    """Write a plan in a form that grows."""
    do = typed.get("do", "")
    if request.method != "POST":
        return _form(request, EMPTY | _usual(date(today().year + 1, 1, 1)))
    if do != "save":
        return _form(request, wizard.changed(typed, do))
    made = wizard.made(typed, language=language())
    if made.plan is None:
        return _form(request, typed, made.wrong)
    problems = _taken_up(request, typed, written(made.plan))
    return _form(request, typed, _by_field(problems)) if problems else there("draft", made.plan.key)


def _form(request: HttpRequest, typed: wizard.Typed, wrong: wizard.Wrong | None = None) -> HttpResponse:
    form = forms.whole(Maker(typed, wrong or {}, language()), _units(request))
    return shown(request, "write.html", {"form": form, "wrong": form.wrong}, failed=bool(wrong))


def _after(request: HttpRequest, typed: wizard.Typed, before: Plan) -> HttpResponse:
    """Draft the plan that follows another, every goal taken over."""
    text = facts.document(editions.edition(request.user, before, 0))
    wrong: wizard.Wrong = {}
    if request.method == "POST":
        made = wizard.begun(typed, language=language())
        wrong = made.wrong
        if made.begun is not None:
            begun = made.begun
            plan = following(text, key=begun.key, title=begun.title, lasts=begun.lasts)
            problems = _taken_up(request, typed, written(plan))
            if not problems:
                return there("draft", begun.key)
            wrong = _by_field(problems)
    else:
        titles = {f"title.{code}": said for code, said in text.title.model_dump().items()}
        typed = titles | _usual(date(text.lasts.until.year + 1, 1, 1))
    form = forms.next_plan(Maker(typed, wrong, language()), _units(request))
    told = {"form": form, "wrong": form.wrong, "before": text, "plan": before}
    return shown(request, "next.html", told, failed=bool(wrong))


def _taken_up(request: HttpRequest, typed: wizard.Typed, text: str) -> tuple[Problem, ...]:
    """Begin to follow a plan; return what stands in the way."""
    units = {unit.key: unit for unit in _units(request)}
    if typed.get("unit") not in units:
        return (Problem(say("No unit is chosen"), say("Choose the unit that follows the plan"), ("unit",)),)
    unit = visible(request.user, Unit).get(key=typed["unit"])
    _row, problems = attempted(
        lambda: actions.take_up(
            text,
            unit=unit,
            by=request.user,
            at=timezone.now(),
            rehearsal=typed.get("rehearsal") == "yes",
            form=token(request),
        )
    )
    return problems


def _by_field(problems: Sequence[Problem]) -> Mapping[str, tuple[str, ...]]:
    return {dotted(problem.path): (problem.said(language()),) for problem in problems}


def _usual(first: date) -> dict[str, str]:
    return {"since": first.isoformat(), "until": date(first.year + YEARS - 1, 12, 31).isoformat()}


def _units(request: HttpRequest) -> Sequence[Named]:
    """Return the units for which the reader may plan: the institution first, then those that have others below them."""
    here, order = standing(request.user), [Unit.Kind.INSTITUTION, Unit.Kind.FACULTY, Unit.Kind.DEPARTMENT]
    mine = [here.tree[pk] for pk in here.units(Deed.PLAN) if pk in here.tree]
    kept = [unit for unit in mine if unit.kind in order and not unit.ended]
    return sorted(kept, key=lambda unit: (order.index(Unit.Kind(unit.kind)), unit.in_(language()).casefold()))
