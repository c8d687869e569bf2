"""How templates say where goals stand, in the language of the page: a sign with its word, never colour alone."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from utsyn.plans.cascade import ANSWER_NAMES, Answer
from utsyn.plans.document import Change, GoalKind
from utsyn.plans.library import library
from utsyn.plans.measures import STATUS_NAMES, Status
from utsyn.plans.states import STATE_NAMES, State
from utsyn.text import shown
from utsyn.web.plans.comparing import CHANGE_NAMES
from utsyn.web.plans.showing import Shown, level_of

register = template.Library()
LOOKS: Mapping[str, str] = {
    State.MISSED: "no", State.BEHIND: "judgement", State.UNKNOWN: "closed", State.JUDGEMENT: "unknown",
    State.ON_COURSE: "yes", State.REACHED: "yes",
}  # fmt: skip


@register.filter
def standing(state: str) -> SafeString:
    """Show where a goal stands as a sign with its word."""
    return _standing(State(state), get_language() or "en")


@cache
def _standing(state: State, language: str) -> SafeString:
    return format_html(
        '<span class="verdict {}">{}{}</span>', LOOKS[state], sign(state), STATE_NAMES[state].in_(language)
    )


@register.filter
@cache
def sign(state: str) -> SafeString:
    """Show the sign of a state without its word, which must stand beside it."""
    name = str(state).replace(" ", "-")
    return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', static("states.svg"), name)


@register.filter
def look(state: str) -> str:
    """Return the class by which a state is coloured."""
    return LOOKS[state]


@register.filter
def state_word(state: str) -> str:
    """Name a state."""
    return STATE_NAMES[State(state)].in_(get_language() or "en")


@register.filter
def goal_kind(kind: str) -> str:
    """Name a kind of goal."""
    words = {
        GoalKind.OVERARCHING: _("overarching goal"),
        GoalKind.STRATEGIC: _("strategic goal"),
        GoalKind.DEVELOPMENT: _("development goal"),
    }
    return words[GoalKind(kind)]


@register.filter
def answer_word(answer: str) -> str:
    """Name what a unit answered."""
    return ANSWER_NAMES[Answer(answer)].in_(get_language() or "en")


@register.filter
def measure_status(status: str) -> str:
    """Name how far a measure has come."""
    return STATUS_NAMES[Status(status)].in_(get_language() or "en")


@register.filter
def way_word(way: str) -> str:
    """Say which way a measure should move an indicator."""
    return {"up": _("up"), "down": _("down"), "closer": _("closer to balance")}[way]


@register.filter
def indicator_name(key: str) -> str:
    """Name an indicator; by its key where it is not at hand."""
    found = library().indicators.get(key)
    return shown(found.title, get_language() or "en") if found else key


@register.filter
def change_name(change: str) -> str:
    """Say what became of a goal from one plan to the next."""
    return shown(CHANGE_NAMES[Change(change)], get_language() or "en")


@register.filter
def axis(level: Decimal, target: Shown) -> str:
    """Say a level that is written on the axis of a target's chart."""
    said = level_of(level, target.standing.gauge, target.indicator)
    return shown(said, get_language() or "en")
