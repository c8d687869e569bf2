"""The forms about reports: opening a round with a reason for every field, and writing, with each fault beside its field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from utsyn.plans.document import PlanDocument
from utsyn.plans.reporting import CATALOGUE, Askable, Asked, Told
from utsyn.problems import Problem, Problems, dotted
from utsyn.text import say
from utsyn.web.forms import Field
from utsyn.web.indicators.numbers import TWO_WAYS
from utsyn.web.indicators.numbers import typed as number
from utsyn.web.people.units import Named

Typed = Mapping[str, Sequence[str]]
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST = 10_000
DAYS = ("since", "until", "opens", "due", "whole_due")
QUESTIONS, SPARE = 3, 2  # questions of one's own that a form has room for, and blank rows for figures
FIGURE = ("what", "value", "unit", "period", "source", "method")


def unseen_gone(words: str) -> str:
    """Return what was typed, without signs that nobody sees and no file can hold."""
    return UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def clean(words: str) -> str:
    """Return what was typed as it is kept: without the space around it, and what nobody sees."""
    return unseen_gone(words).strip()[:LONGEST]


class Maker:
    """Makes fields from what was typed, each with what is wrong with it."""

    def __init__(self, typed: Typed, problems: Iterable[Problem], *, language: str) -> None:
        self.typed, self.language = typed, language
        self.errors: dict[str, list[str]] = {}
        for problem in problems:
            self.errors.setdefault(_place(problem), []).append(problem.said(language))

    def field(self, sort: str, name: str, label: str, told: str = "") -> Field:
        """Make one field."""
        value = (self.typed.get(name) or ("",))[-1]
        return Field(sort, name, label, told, value, errors=tuple(self.errors.get(name, ())))

    def wrong(self) -> Sequence[tuple[str, str]]:
        """Return all that is wrong with the id of its field."""
        return [(Field("", name, "").id, words) for name, all_ in self.errors.items() for words in all_]

    def __contains__(self, name: str) -> bool:
        return bool(self.typed.get(name))


def _place(problem: Problem) -> str:
    """Name the field of a fault; one of a whole row stands at its first field."""
    place = dotted(problem.path)
    if re.fullmatch(r"(figures|questions)\[\d+\]", place):
        return f"{place}.{'what' if place.startswith('figures') else 'because'}"
    return place


# ---- a round


class Ask(NamedTuple):
    """A field that may be asked for, with why the house cannot know it, and whether it is chosen."""

    key: str
    name: Any
    because: Any
    chosen: bool


class Opening(NamedTuple):
    """The form that opens a round."""

    first: Sequence[Field]
    units: Sequence[tuple[Named, bool]]
    asks: Sequence[Ask]
    questions: Sequence[tuple[Field, Field]]
    wrong: Sequence[tuple[str, str]]


def opening(maker: Maker, units: Sequence[Named]) -> Opening:
    """Make the form that opens a round."""
    asked, chosen = maker.typed.get("fields", ()), set(maker.typed.get("units", ()))
    return Opening(
        (
            maker.field("text", "title", _("Title of the round")),
            maker.field("text", "key", _("Key"), _("Stands in the address: small letters, digits and hyphens.")),
            maker.field("date", "since", _("First day that is reported on")),
            maker.field("date", "until", _("Last day that is reported on")),
            maker.field("date", "opens", _("Opens: units write from this day on")),
            maker.field("date", "due", _("Due: units’ reports")),
            maker.field("date", "whole_due", _("Due: the whole institution’s report"), _("Empty: on the same day as the units’.")),
        ),
        [(unit, unit.key in chosen) for unit in units],
        [Ask(key.value, why.name, why.because, key.value in asked) for key, why in CATALOGUE.items()],
        [
            (
                maker.field("text", f"questions[{n}].words", _("A question of your own")),
                maker.field("text", f"questions[{n}].because", _("Why the house cannot know the answer")),
            )
            for n in range(QUESTIONS)
        ],
        maker.wrong(),
    )  # fmt: skip


class Read(NamedTuple):
    """What was typed to open a round: days and told, and what cannot be used."""

    days: Mapping[str, date]
    told: Mapping[str, Any]
    problems: tuple[Problem, ...]


def read_opening(typed: Typed) -> Read:
    """Read the form that opens a round."""
    days, problems = dict[str, date](), list[Problem]()
    for name in DAYS:
        written = _one(typed, name)
        try:
            if written:
                days[name] = date.fromisoformat(written)
        except ValueError:
            what = say("“{written}” cannot be used", written=written[:40])
            problems.append(
                Problem(what, say("Write a date that exists as year-month-day: 2022-03-16"), (name,))
            )
        if not written and name != "whole_due":
            problems.append(Problem(say("No day is given"), say("Write the day"), (name,)))
    questions = []
    for n in range(QUESTIONS):
        words, because = (_one(typed, f"questions[{n}].{part}") for part in ("words", "because"))
        if words or because:
            questions.append({"words": words, "because": because})
    fields = [one for one in typed.get("fields", ()) if one]
    if not fields:
        what = say("Nothing is asked for")
        problems.append(
            Problem(
                what, say("Choose at least one field; what the house knows it shows by itself"), ("fields",)
            )
        )
    whole = days.get("whole_due")
    told = {"fields": fields, "questions": questions, "whole_due": whole.isoformat() if whole else None}
    return Read(days, told, tuple(problems))


def _one(typed: Typed, name: str) -> str:
    return clean((typed.get(name) or ("",))[-1])


# ---- a report


class GoalFields(NamedTuple):
    """The fields about one goal."""

    key: str
    fields: Sequence[Field]


class Writing(NamedTuple):
    """The form in which a report is written; `fixed` counts what people wrote against what the house fills in."""

    overall: Field | None
    goals: Sequence[GoalFields]
    answers: Sequence[Field]
    figures: Sequence[Sequence[Field]]
    note: Field
    wrong: Sequence[tuple[str, str]]

    @property
    def of_goals(self) -> Mapping[str, Sequence[Field]]:
        """The fields by goal."""
        return {one.key: one.fields for one in self.goals}


def writing(maker: Maker, asked: Asked, goals: Sequence[str]) -> Writing:
    """Make the form of a report: only what is asked for, each with why."""

    def why(field: Askable) -> str:
        return CATALOGUE[field].because.in_(maker.language)

    def called(field: Askable) -> str:
        return CATALOGUE[field].name.in_(maker.language)

    of_goal = [field for field in asked.fields if CATALOGUE[field].of == "goal"]
    rows = sum(name.endswith(".what") for name in maker.typed) or SPARE
    return Writing(
        maker.field("area", "overall", called(Askable.OVERALL), why(Askable.OVERALL))
        if asked.asks(Askable.OVERALL)
        else None,
        [
            GoalFields(
                goal, [maker.field("area", f"goals.{goal}.{field}", called(field)) for field in of_goal]
            )
            for goal in goals
        ],
        [
            maker.field("area", f"answers[{n}]", one.words, one.because)
            for n, one in enumerate(asked.questions)
        ],
        [_figure(maker, n) for n in range(rows)] if asked.asks(Askable.FIGURES) else [],
        maker.field(
            "area",
            "note",
            _("Note for those inside alone"),
            _("It never stands in the public version of the report."),
        ),
        maker.wrong(),
    )


def _figure(maker: Maker, n: int) -> Sequence[Field]:
    labels = (
        ("text", _("What was counted")), ("number", _("Number; empty is unknown")), ("text", _("Unit")),
        ("text", _("Period")), ("text", _("Source")), ("text", _("How it was counted")),
    )  # fmt: skip
    return [
        maker.field(sort, f"figures[{n}].{name}", label)
        for name, (sort, label) in zip(FIGURE, labels, strict=True)
    ]


def told_as_typed(told: Told) -> Typed:
    """Return what is written in a report, as one would have typed it, with blank rows for more figures."""
    typed = {"overall": [told.overall], "note": [told.note]}
    for goal, words in told.goals.items():
        typed |= {f"goals.{goal}.{name}": [value] for name, value in words.model_dump().items()}
    typed |= {f"answers[{n}]": [answer] for n, answer in enumerate(told.answers)}
    for n, figure in enumerate(told.figures):
        dumped = figure.model_dump(mode="json")
        typed |= {f"figures[{n}].{name}": [str(dumped[name] or "")] for name in FIGURE}
        if TWO_WAYS.fullmatch(value := typed[f"figures[{n}].value"][0]):
            typed[f"figures[{n}].value"] = [f"{value}0"]  # 1.234 is read in one way as 1.2340
    typed |= {f"figures[{len(told.figures) + n}].what": [""] for n in range(SPARE)}
    return typed


def meanwhile(form: Writing, told: Told, titles: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    """Return what a report says now otherwise than what was typed: the field, what it says, and what was typed."""
    now = told_as_typed(told)
    of_goals = [(f"{titles.get(one.key, one.key)}: ", field) for one in form.goals for field in one.fields]
    figures = [field for row in form.figures for field in row]
    others = [field for field in (form.overall, *form.answers, *figures, form.note) if field]
    return [
        (before + field.label, said, field.value)
        for before, field in (*of_goals, *(("", field) for field in others))
        if (said := (now.get(field.name) or ("",))[-1]) != clean(field.value)
    ]


GOAL = re.compile(r"goals\.([a-z0-9-]{1,80})\.(assessment|obstacles|needs)")


def read_report(
    typed: Typed, asked: Asked, *, plan: PlanDocument, before: Told, language: str
) -> dict[str, Any]:
    """Read what was written in a report as a utsyn.plans.reporting.Told. Raises Problems for numbers that are none.

    What was written of a goal of the plan that was taken from the unit meanwhile is kept, for it may be sent again.
    """
    unseen = {key: words.model_dump() for key, words in before.goals.items()}
    told: dict[str, Any] = {"overall": _one(typed, "overall"), "note": _one(typed, "note"), "goals": unseen}
    for goal in dict.fromkeys(met[1] for name in typed if (met := GOAL.fullmatch(name))):
        if plan.goal(goal) is None:
            continue
        told["goals"].pop(goal, None)
        words = {name: _one(typed, f"goals.{goal}.{name}") for name in ("assessment", "obstacles", "needs")}
        if any(words.values()):
            told["goals"][goal] = words
    told["answers"] = [_one(typed, f"answers[{n}]") for n in range(len(asked.questions))]
    rows = sum(name.endswith(".what") for name in typed)
    figures = [{name: _one(typed, f"figures[{n}].{name}") for name in FIGURE} for n in range(rows)]
    wrong, numbers = list[Problem](), dict[int, Any]()
    for n, one in enumerate(figures):
        try:
            numbers[n] = number(one["value"], language=language)
        except Problems as error:
            wrong += [problem._replace(path=("figures", n, "value")) for problem in error.problems]
    if wrong:
        raise Problems(*wrong)
    told["figures"] = [{**one, "value": numbers[n]} for n, one in enumerate(figures) if any(one.values())]
    return told
