"""What the demo prints of the plans that the invented university follows: goals by state, and why for some of them."""

import os
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from utsyn.plans.library import library
from utsyn.plans.progress import all_progress
from utsyn.plans.states import STATE_NAMES, Progress, Standing, State
from utsyn.text import Language
from utsyn.web.people.rights import Person
from utsyn.web.plans import queries
from utsyn.web.plans.models import Plan
from utsyn.web.rehearsal.university import found

WIDTH = 100
ORDER = (State.REACHED, State.ON_COURSE, State.BEHIND, State.MISSED, State.UNKNOWN, State.JUDGEMENT)


def report(plans: Sequence[Plan], language: Language, *, on: date) -> Iterator[str]:
    """Walk the lines of the report; nothing where none is followed as a rehearsal."""
    if not plans:
        return
    reader: Person = found()["rektor"]
    yield _("Plans that the invented university follows, with figures that are all invented")
    for plan in plans:
        yield from _plan(reader, plan, language, on=on, tell=plan == plans[-1])
    address = os.environ.get("UTSYN_ADDRESS", "127.0.0.1:8000")
    yield "  " + _("The plan, open to all: %(address)s") % {
        "address": f"http://{address}/{language}/plans/{plans[-1].key}/"
    }


def _plan(reader: Person, plan: Plan, language: Language, *, on: date, tell: bool) -> Iterator[str]:
    held = queries.held(reader, plan.key, on=on)
    records = queries.records(reader, held)
    known = all_progress(held.text, records, indicators=library().indicators, on=on)
    counted = Counter(one.state for one in known.values())
    states = ", ".join(
        f"{counted[state]} {STATE_NAMES[state].in_(language)}" for state in ORDER if counted[state]
    )
    title = held.text.title.in_(language)
    yield from _wrapped(
        _("%(title)s: %(n)d goals, %(states)s") % {"title": title, "n": len(known), "states": states}, "  "
    )
    for one in told(known.values()) if tell else ():
        yield from _wrapped(_why(one, language), "    ")


def told(known: Iterable[Progress]) -> Iterator[Progress]:
    """Walk the goals that are worth telling of: the one most behind, one disputed, one too near to tell, one stale."""
    goals, seen = list(known), list[str]()
    most = max(map(_lag, goals), default=Decimal(0))
    kinds: tuple[Callable[[Progress], bool], ...] = (
        lambda one: most > 0 and _lag(one) == most,
        lambda one: one.state is State.UNKNOWN and one.disagree,
        lambda one: one.state is State.UNKNOWN and any(_near(each) for each in one.standings),
        lambda one: one.stale and one.state is not State.UNKNOWN,
    )
    for kind in kinds:
        chosen = next((one for one in goals if kind(one) and one.goal.key not in seen), None)
        if chosen is not None:
            seen.append(chosen.goal.key)
            yield chosen


def _lag(one: Progress) -> Decimal:
    """Return how far a goal that is behind lies below its course, as a share of what is asked; nothing for others."""
    if one.state is not State.BEHIND or one.by_hand is not None:
        return Decimal(0)
    lags = [
        (each.asked - each.gauge.level) / each.asked
        for each in one.standings
        if each.state is State.BEHIND and each.asked and each.gauge.level is not None
    ]
    return max(lags, default=Decimal(0))


def _near(one: Standing) -> bool:
    return one.gauge.level is not None and one.gauge.level_within is not None


def _why(one: Progress, language: Language) -> str:
    decisive = next((each for each in one.standings if each.state is one.state), one.standings[0])
    if one.stale and one.state is not State.UNKNOWN:
        late = next(each for each in one.standings if each.stale)
        why = late.finding.because[-1].found
    else:
        why = decisive.finding.found
    said = why.in_(language) if why is not None else ""
    state = STATE_NAMES[one.state].in_(language)
    return f"{one.goal.title.in_(language)}: {state}; {said}"


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
