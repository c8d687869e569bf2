"""The form of a measure, made from its shape: goals to tick, and rows for tasks, effects, risks and links."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from utsyn.plans.document import Chapter, Goal, PlanDocument
from utsyn.plans.library import library
from utsyn.plans.measures import LINK_NAMES, MUCH_NAMES, STATUS_NAMES, WAY_NAMES, Told
from utsyn.problems import Problem, dotted, problems_of
from utsyn.text import Words, shown, sort_key
from utsyn.web.calls.forms import reshaped
from utsyn.web.forms import Field, Maker, Wanted
from utsyn.web.labels import fact_name
from utsyn.web.typed import Post, Sort, place_of, told, typed, without_blank_rows

ROWS = ("tasks", "effects", "risks", "links")
FIRST = ("title", "what", "responsible", "status", "since", "until")
MONEY = ("budget", "currency", "budget_from")
LAST = ("depends_on", "note")
PROSE = ("because", "answer", "note")


class Read(NamedTuple):
    """What was typed, the measure it tells of if it can be one, and what is wrong if it cannot."""

    raw: Mapping[str, Any]
    told: Told | None
    problems: tuple[Problem, ...]


class Section(NamedTuple):
    """A part of the form: its heading, its fields, and whether it is shown unfolded."""

    title: str
    fields: Sequence[Field]
    open: bool = True


class Tick(NamedTuple):
    """A goal that a measure may answer, and whether it does."""

    goal: Goal
    ticked: bool


class Page(NamedTuple):
    """The form as the page shows it: goals by chapter, sections, and what is wrong with its place."""

    chapters: Sequence[tuple[Chapter | None, Sequence[Tick]]]
    unknown: Sequence[str]  # ticked before, and no goals of the plan any more
    goal_errors: Sequence[str]
    first: Sequence[Field]
    sections: Sequence[Section]
    wrong: Sequence[tuple[str, str]]


def read(post: Post) -> Read:
    """Read the form that was sent."""
    whole = Sort("group", Told)
    raw = without_blank_rows(_typed(post), whole)
    data = told(raw, whole, zone=timezone.get_current_timezone()) or {}
    try:
        return Read(raw, Told.model_validate(data), ())
    except ValidationError as error:
        return Read(raw, None, tuple(problems_of(error, Told, given=data)))


def redrawn(post: Post, do: str) -> Read:
    """Return what was typed with a row more or less, as the button pressed says; nothing is judged yet."""
    return Read({**reshaped(post, do, Told), "goals": post.getlist("goals")}, None, ())


def kept(one: Told) -> Read:
    """Return a measure as it is told, to be shown in its form."""
    raw = {name: value for name, value in one.model_dump(mode="json").items() if value not in (None, "", [])}
    return Read({**raw, "depends_on": " ".join(map(str, one.depends_on))}, one, ())


def _typed(post: Post) -> dict[str, Any]:
    return {**typed(post, Told), "goals": post.getlist("goals")}


def page(read: Read, plan: PlanDocument, *, language: str) -> Page:
    """Make the page of the form in a language."""
    errors: dict[str, list[str]] = {}
    for problem in read.problems:
        place = place_of(problem.path, Told) or dotted(problem.path)
        errors.setdefault(place, []).append(problem.said(language))
    made = Maker(_wanted(language), errors, language).fields(Told, read.raw)
    fields = {field.name: _plain(field) for field in made}
    ticked = [str(key) for key in read.raw.get("goals") or ()]
    return Page(
        list(_chapters(plan, ticked)),
        [key for key in ticked if plan.goal(key) is None],
        errors.get("goals", ()),
        [fields[name] for name in FIRST],
        _sections(fields),
        [
            (Field("", name, "").id, _placed(name, words, language))
            for name, said in errors.items()
            for words in said
        ],
    )


def _sections(fields: Mapping[str, Field]) -> Sequence[Section]:
    titles = {"tasks": _("Tasks"), "effects": _("Expected effects"), "risks": _("Risks"), "links": _("Links")}
    return [
        Section(_("Money"), [fields[name] for name in MONEY]),
        *(Section(titles[name], [fields[name]], fields[name].astir) for name in ROWS),
        Section(_("More"), [fields[name] for name in LAST], any(fields[name].astir for name in LAST)),
    ]


def _plain(field: Field) -> Field:
    """Give long texts room, and take away the box that says there are none: a measure without risks has no rows."""
    last = field.name.rpartition(".")[2]
    sort = (
        "years" if field.sort == "rows" else "prose" if last in PROSE or field.name == "what" else field.sort
    )
    return field._replace(sort=sort, parts=tuple(_plain(part) for part in field.parts))


def _placed(name: str, words: str, language: str) -> str:
    fact = fact_name(name, Told, language)
    return f"{fact}: {words}" if fact else words


def _chapters(plan: PlanDocument, ticked: Sequence[str]) -> Sequence[tuple[Chapter | None, Sequence[Tick]]]:
    of = {chapter.key: list[Tick]() for chapter in plan.chapters}
    rest = list[Tick]()
    for goal in plan.goals:
        of.get(goal.chapter, rest).append(Tick(goal, goal.key in ticked))
    found = [(chapter, of[chapter.key]) for chapter in plan.chapters if of[chapter.key]]
    return [*found, *([(None, rest)] if rest else [])]


def _wanted(language: str) -> Wanted:
    """Tell how the facts are asked for: all rows unfolded, choices by their names, indicators by their titles."""
    indicators = [(one.key, one.title) for one in library().indicators.values()]
    named: Mapping[str, Sequence[tuple[str, Words]]] = {
        "status": list(STATUS_NAMES.items()),
        "effects.indicator": sorted(indicators, key=lambda pair: sort_key(shown(pair[1], language))),
        "effects.way": list(WAY_NAMES.items()),
        "risks.likely": list(MUCH_NAMES.items()),
        "risks.grave": list(MUCH_NAMES.items()),
        "links.kind": list(LINK_NAMES.items()),
    }
    return Wanted(dict.fromkeys((*FIRST, *MONEY, *ROWS, *LAST), ()), named)
