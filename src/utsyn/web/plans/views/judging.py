"""Pages on which the leadership judges a goal by its rubric, or sets a state by hand beside the computed one."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from utsyn.plans.document import Goal, Target
from utsyn.plans.states import STATE_NAMES, State
from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.calls.actions import new_form
from utsyn.web.deeds import DoneError, refuse
from utsyn.web.errors import NotHere
from utsyn.web.forms import Field
from utsyn.web.languages import language
from utsyn.web.nominations.views.room import signed_in
from utsyn.web.people.rights import Deed, require
from utsyn.web.plans import actions, queries, showing
from utsyn.web.plans import goal as goals
from utsyn.web.plans.queries import Held
from utsyn.web.plans.views.pages import on_page
from utsyn.web.respond import respond, today

WAYS = require_http_methods(["GET", "HEAD", "POST"])
TOKEN = 64


class Put(NamedTuple):
    """A form about one target, or about the goal: what is chosen among, and the field for the reason."""

    field: str
    legend: str
    choices: Sequence[tuple[str, Words, str]]
    chosen: str
    because: Field
    button: str
    token: str
    errors_of_choice: tuple[str, ...] = ()
    target: Target | None = None
    claim: Words | None = None

    @property
    def name(self) -> str:
        """The id of the choice."""
        return f"{self.field}-{self.target.key}" if self.target else self.field


@signed_in
@WAYS
def judge(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    """Choose a level of a target's rubric, with a reason."""
    held, aim = _asked(request, key, goal)
    judged = [target for target in aim.targets if target.kind == queries.JUDGED]
    if not judged:
        what = say("Nothing about this goal is for people to judge")
        raise NotHere(Problem(what, say("Set a state by hand where you see it otherwise")))
    asked = request.POST.get("target", "")

    def do() -> None:
        level, because = request.POST.get("level", ""), _because(request)
        actions.judge(
            held.row, goal, asked, level=level, because=because, by=request.user, at=timezone.now(),
            form=_token(request),
        )  # fmt: skip

    problems = _done(request, do)
    if problems is None:
        return _back(held, aim)
    now = goals.standing(request.user, held, aim)
    claims = {one.target.key: one.finding.claim for one in now.standings}
    put = [
        _put(request, "level", _("What do you see?"),
             [(rung.key, rung.title, rung.counts) for rung in showing.rubric(target)],
             problems if target.key == asked else (), button=_("Judge"), target=target)._replace(
                 claim=claims.get(target.key))
        for target in judged
    ]  # fmt: skip
    lead = _("What no figure can tell is judged by a rubric. What was judged before stays in the history.")
    return _page(request, held, aim, put, problems, title=_("Judge this goal"), lead=lead, now=now)


@signed_in
@WAYS
def state(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    """Set a state by hand, with a reason; or take it back."""
    held, aim = _asked(request, key, goal)

    def do() -> None:
        chosen = request.POST.get("state", "")
        if not chosen:
            raise refuse(
                say("Nothing is chosen"), say("Choose a state, or that none is set by hand"), "state"
            )
        actions.set_state(
            held.row, goal, state="" if chosen == "none" else chosen, because=_because(request), by=request.user,
            at=timezone.now(), form=_token(request),
        )  # fmt: skip

    problems = _done(request, do)
    if problems is None:
        return _back(held, aim)
    now = goals.standing(request.user, held, aim)
    choices: list[tuple[str, Words, str]] = [(one.value, STATE_NAMES[one], "") for one in State]
    choices.append(("none", say("no state set by hand: what is worked out stands alone"), ""))
    put = _put(
        request, "state", _("Where do you say it stands?"), choices, problems, button=_("Set the state")
    )
    if now.by_hand and request.method != "POST":
        put = put._replace(chosen=now.by_hand.state)
    lead = _("It stands beside what was worked out, with your reason and your role, and does not change it.")
    return _page(request, held, aim, [put], problems, title=_("Set the state by hand"), lead=lead, now=now)


def _asked(request: HttpRequest, key: str, goal: str) -> tuple[Held, Goal]:
    """Return the plan as it holds today and the goal. Raises NotHere, NotYoursError."""
    held = queries.held(request.user, key, on=today())
    require(request.user, Deed.ADOPT, unit=held.row.unit_id)
    return held, goals.found(held, goal)


def _done(request: HttpRequest, do: Callable[[], None]) -> tuple[Problem, ...] | None:
    """Do what a form asks for: None once it is done, else what stands in its way, nothing where none was sent."""
    if request.method != "POST":
        return ()
    try:
        do()
    except DoneError:
        return None
    except Problems as error:
        return error.problems
    return None


def _put(
    request: HttpRequest, field: str, legend: str, choices: Sequence[tuple[str, Words, str]],
    problems: Sequence[Problem], *, button: str, target: Target | None = None,
) -> Put:  # fmt: skip
    """Make a form, with what was typed into it if it is the one that was sent."""
    sent = request.method == "POST" and (target is None or request.POST.get("target") == target.key)
    told = {
        name: tuple(p.said(language()) for p in problems if p.path[:1] == (name,))
        for name in (field, "because")
    }
    name = f"because-{target.key}" if target else "because"
    because = Field(
        "prose", name, _("Because"), _("No names of persons."), _because(request) if sent else "", errors=told["because"]
    )  # fmt: skip
    token = _token(request) if sent and _token(request) else new_form()
    chosen = request.POST.get(field, "")[:TOKEN] if sent else ""
    return Put(field, legend, choices, chosen, because, button, token, told[field], target)


def _because(request: HttpRequest) -> str:
    name = f"because-{request.POST['target']}" if request.POST.get("target") else "because"
    return request.POST.get(name, "").replace("\0", "").strip()


def _token(request: HttpRequest) -> str:
    return request.POST.get("form", "")[:TOKEN]


def _page(
    request: HttpRequest, held: Held, aim: Goal, put: Sequence[Put], problems: Sequence[Problem], **told: Any
) -> HttpResponse:
    names = {one.field: one.name for one in put if one.errors_of_choice}
    names["because"] = next((one.because.id for one in put if one.because.errors), "")
    wrong = [(names.get(str(p.path[0]), "") if p.path else "", p.said(language())) for p in problems]
    made = {"plan": held.row, "goal": aim, "put_to": put, "wrong": wrong, **told}
    response = respond(request, "plans/decide.html", made | on_page(held), status=422 if problems else 200)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _back(held: Held, aim: Goal) -> HttpResponse:
    response = HttpResponseRedirect(reverse("plans:goal", args=[held.row.key, aim.key]))
    response.status_code = 303  # a reload of the page must not send the form again
    return response
