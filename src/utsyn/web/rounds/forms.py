"""The forms about a round's terms: proposed from the call, kept as typed, and each fault beside its field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from utsyn.calls.rounds.proposed import Proposed
from utsyn.calls.rounds.terms import STEP_NAMES, Step, Terms, due
from utsyn.periods import Deadline
from utsyn.problems import Problem, dotted, problems_of
from utsyn.text import say
from utsyn.web.choices import chosen, options
from utsyn.web.forms import Field
from utsyn.web.people.units import Named
from utsyn.web.rounds.named import POLICIES, policy_word
from utsyn.web.rounds.queries import Stage

Typed = Mapping[str, str]
LONGEST = 4_000
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Read(NamedTuple):
    """What was typed, what it tells, the terms if it can be some, and what is wrong."""

    typed: Typed
    told: Mapping[str, Any]
    terms: Terms | None
    problems: tuple[Problem, ...]


def read(post: Typed) -> Read:
    """Read the terms from a form that was sent."""
    typed = {name: value.strip()[:LONGEST] for name, value in post.items()}
    told = _told(typed)
    problems = [*_spaces(typed), *_disorder(typed)]
    try:
        terms = Terms.model_validate(told)
    except ValidationError as error:
        placed = [one for one in problems_of(error, Terms, given=told) if one.path or not problems]
        return Read(typed, told, None, (*problems, *placed))
    return Read(typed, told, None if problems else terms, tuple(problems))


def _told(typed: Typed) -> dict[str, Any]:
    steps = {
        step.value: {"days": days, "at": typed.get(f"steps.{step}.at") or None}
        for step in Step
        if (days := typed.get(f"steps.{step}.days"))
    }
    weights = {
        name.removeprefix("weights."): value.replace(",", ".")
        for name, value in typed.items()
        if name.startswith("weights.") and value
    }
    plain = {name: typed.get(name, "") for name in ("cap", "policy", "guarantee", "seed")}
    return {
        **plain,
        "steps": steps,
        "weights": weights,
        "notice_required": typed.get("notice_required") == "yes",
    }


def _spaces(typed: Typed) -> Iterator[Problem]:
    """Say in words of its own what an office would not guess: the step that no round is without."""
    if not typed.get(f"steps.{Step.INTERNAL}.days"):
        what = say("No round is without a day on which the faculties’ nominations are due")
        yield Problem(
            what, say("Say how many days before the funder’s deadline"), ("steps", "internal", "days")
        )


def _disorder(typed: Typed) -> Iterator[Problem]:
    """Walk the steps that would end before the step ahead of them."""
    days = [(step, int(told)) for step in Step if (told := typed.get(f"steps.{step}.days", "")).isdecimal()]
    for (one, before), (other, after) in pairwise(days):
        if after > before:
            what = say("“{next}” would end before “{one}”", next=STEP_NAMES[other], one=STEP_NAMES[one])
            mend = say("Give it {n} days before the deadline, or fewer", n=before)
            yield Problem(what, mend, ("steps", other.value, "days"))


def proposed_as_typed(made: Proposed, *, title: str, key: str, seed: str, clock: str) -> Typed:
    """Return what a call proposes, as one would have typed it."""
    typed = {
        "title": title, "key": key, "seed": seed, "clock": clock, "policy": made.policy, "guarantee": "1",
        "cap": "" if made.cap is None else str(made.cap),
    }  # fmt: skip
    return typed | dict(_steps(made.steps))


def terms_as_typed(terms: Terms) -> Typed:
    """Return the terms of a round, as one would have typed them."""
    typed = {
        "cap": str(terms.cap), "policy": terms.policy, "guarantee": str(terms.guarantee), "seed": terms.seed,
        "notice_required": "yes" if terms.notice_required else "",
    }  # fmt: skip
    return (
        typed
        | dict(_steps(terms.steps))
        | {f"weights.{key}": str(value) for key, value in terms.weights.items()}
    )


def _steps(steps: Mapping[Step, Any]) -> Iterator[tuple[str, str]]:
    for step, before in steps.items():
        yield f"steps.{step}.days", str(before.days)
        yield f"steps.{step}.at", f"{before.at:%H:%M}" if before.at else ""


class StepFields(NamedTuple):
    """The two fields of a step: how many days before the deadline, and at what time."""

    name: str
    days: Field
    at: Field


class Page(NamedTuple):
    """The form as the page shows it."""

    first: Sequence[Field]
    terms: Sequence[Field]
    steps: Sequence[StepFields]
    weights: Sequence[Field]
    preview: Sequence[Stage]
    wrong: Sequence[tuple[str, str]]
    notice_required: bool = False


class Maker:
    """Makes fields from what was typed, each with what is wrong with it."""

    def __init__(self, typed: Typed, problems: Iterable[Problem]) -> None:
        self.notice = typed.get("notice_required") == "yes"
        self.typed, self.language = typed, get_language() or "nb"
        self.errors: dict[str, list[str]] = {}
        for problem in problems:
            self.errors.setdefault(dotted(problem.path), []).append(problem.said(self.language))

    def field(
        self, sort: str, name: str, label: str, told: str = "", *, pairs: Iterable[tuple[str, str]] = ()
    ) -> Field:
        """Make one field."""
        value = self.typed.get(name, "")
        made = Field(sort, name, label, told, value, errors=tuple(self.errors.get(name, ())))
        return made._replace(options=chosen(options(pairs), value)) if pairs else made

    def terms(self) -> Sequence[Field]:
        """Make the fields of the terms."""
        policies = [(key, policy_word(key)) for key in POLICIES]
        return (
            self.field("number", "cap", _("Places: how many may go to the funder")),
            self.field("pick", "policy", _("Ranking"), pairs=policies),
            self.field("number", "guarantee", _("Places that each faculty is sure of"), _("Counts only where the route “guarantee, then panel” is chosen.")),
            self.field("text", "seed", _("Seed for ties"), _("Where two are level to the end, the order is drawn from this. It is announced now, while nobody can know whom it favours, and cannot be changed once something is nominated.")),
        )  # fmt: skip

    def steps(self) -> Sequence[StepFields]:
        """Make the fields of the steps."""
        return [
            StepFields(
                STEP_NAMES[step].in_(self.language),
                self.field("number", f"steps.{step}.days", _("Days before the deadline")),
                self.field("time", f"steps.{step}.at", _("Time of day")),
            )
            for step in Step
        ]

    def weights(self, faculties: Sequence[Named]) -> Sequence[Field]:
        """Make a field for the weight of each faculty."""
        return [self.field("number", f"weights.{one.key}", one.in_(self.language)) for one in faculties]

    def wrong(self) -> Sequence[tuple[str, str]]:
        """Return all that is wrong with the id of its field."""
        return [(Field("", name, "").id, text) for name, texts in self.errors.items() for text in texts]


def preview(terms: Terms | None, closes: Deadline | None) -> Sequence[Stage]:
    """Return the dates that terms would give."""
    return [Stage(one, "to come", None) for one in due(terms, closes)] if terms and closes else ()


def clock(typed: Typed) -> tuple[datetime | None, tuple[Problem, ...]]:
    """Read the clock of a rehearsal as typed, where the office is; no clock where nothing is typed."""
    written = typed.get("clock", "")
    if not written:
        return None, ()
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    if found is None:
        what = say("“{written}” cannot be used", written=written[:80])
        return None, (Problem(what, say("Write day and time as 2022-02-02T09:00"), ("clock",)),)
    return (found if found.tzinfo else timezone.make_aware(found)), ()


def opening(
    maker: Maker, units: Sequence[Named], *, faculties: Sequence[Named], preview: Sequence[Stage]
) -> Page:
    """Make the form that opens a round."""
    first = (
        maker.field("text", "title", _("Title of the round")),
        maker.field("text", "key", _("Key"), _("Stands in the address: small letters, digits and hyphens.")),
        maker.field("pick", "unit", _("Run by"), pairs=[(unit.key, unit.in_(maker.language)) for unit in units]),
        maker.field("moment", "clock", _("Rehearsal: its clock begins at"), _("Leave it empty for a real round. A rehearsal has a clock of its own, which the office moves, so that people can learn the steps.")),
    )  # fmt: skip
    return Page(
        first, maker.terms(), maker.steps(), maker.weights(faculties), preview, maker.wrong(), maker.notice
    )


def changing(maker: Maker, faculties: Sequence[Named], *, preview: Sequence[Stage]) -> Page:
    """Make the form that changes the terms of a round."""
    first = (
        maker.field(
            "area",
            "because",
            _("Why the terms are changed"),
            _("Everyone who may see the round can read it."),
        ),
    )
    return Page(
        first, maker.terms(), maker.steps(), maker.weights(faculties), preview, maker.wrong(), maker.notice
    )


def moving(maker: Maker) -> Page:
    """Make the form that moves the clock of a rehearsal."""
    return Page((maker.field("moment", "clock", _("Move the clock to")),), (), (), (), (), maker.wrong())
