"""The forms with which a plan is begun: the whole of it, the next one after another, or one that is at hand."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from utsyn.plans.document import GoalKind
from utsyn.plans.library import library
from utsyn.plans.targets import kinds
from utsyn.plans.terminal import GOAL_KINDS
from utsyn.text import sort_key
from utsyn.web.forms import Field
from utsyn.web.people.units import Named
from utsyn.web.plans import parameters, wizard
from utsyn.web.plans.fields import Maker


class Row(NamedTuple):
    """A chapter, a goal or one of its targets in the form: its fields, those of what measures it, and its targets."""

    name: str
    label: str
    first: Sequence[Field]
    measure: Sequence[Field] = ()
    asked: Sequence[Field] = ()
    targets: Sequence["Row"] = ()

    @property
    def id(self) -> str:
        """Its place on the page."""
        return Field("", self.name, "").id


class Form(NamedTuple):
    """A form as the page shows it."""

    first: Sequence[Field]
    chapters: Sequence[Row] = ()
    goals: Sequence[Row] = ()
    rehearsal: bool = False
    wrong: Sequence[tuple[str, str]] = ()


def about(maker: Maker, units: Sequence[Named]) -> list[Field]:
    """Make the fields that every plan has: title, key, time, and who follows it."""
    pairs = [(unit.key, unit.in_(maker.language)) for unit in units]
    return [
        maker.words("title", _("Title of the plan")),
        maker.field("line", "key", _("Key"), _("Stands in the address: small letters, digits and hyphens, such as international-2027.")),
        maker.field("date", "since", _("First day")),
        maker.field("date", "until", _("Last day")),
        maker.field("pick", "unit", _("Followed by"), pairs=pairs),
    ]  # fmt: skip


def take(maker: Maker, units: Sequence[Named]) -> Form:
    """Make the form that takes up a plan as it lies at hand."""
    pairs = [(unit.key, unit.in_(maker.language)) for unit in units]
    return Form([maker.field("pick", "unit", _("Followed by"), pairs=pairs)], rehearsal=_rehearsal(maker))


def adopting(maker: Maker) -> Sequence[Field]:
    """Make the fields with which an edition is adopted."""
    return (
        maker.field("date", "on", _("Adopted on"), _("The day of the decision. It may lie in the past, not in the future.")),
        maker.field("area", "because", _("By whom it was decided, and why"), _("The body and the case, such as: the board, case 12/26. No names of persons.")),
    )  # fmt: skip


def next_plan(maker: Maker, units: Sequence[Named]) -> Form:
    """Make the form for the plan that follows another."""
    first = about(maker, units)
    return Form(first, rehearsal=_rehearsal(maker), wrong=tuple(maker.faults()))


def whole(maker: Maker, units: Sequence[Named]) -> Form:
    """Make the form for a whole plan."""
    first = [
        *about(maker, units),
        maker.words("institution", _("Institution")),
        maker.words("about", _("What the plan is about"), sort="area"),
    ]
    chapters = [
        _chapter(maker, step, n) for n, step in enumerate(wizard.steps(maker.typed, "chapters"), start=1)
    ]
    goals = [_goal(maker, step, n) for n, step in enumerate(wizard.steps(maker.typed, "goals"), start=1)]
    for rows in (chapters, goals):
        maker.shown |= {row.name: row.id for row in rows}
    maker.shown |= {target.name: target.id for row in goals for target in row.targets}
    maker.shown |= {"chapters": "chapters", "goals": "goals"}
    return Form(first, chapters, goals, _rehearsal(maker), tuple(maker.faults()))


def _rehearsal(maker: Maker) -> bool:
    return maker.typed.get("rehearsal") == "yes"


def _chapter(maker: Maker, step: str, n: int) -> Row:
    name = f"chapters[{step}]"
    return Row(name, _("Chapter %(n)s") % {"n": n}, [maker.words(f"{name}.title", _("Title"))])


def _goal(maker: Maker, step: str, n: int) -> Row:
    name = f"goals[{step}]"
    sorts = [
        (one.value, GOAL_KINDS[one].in_(maker.language))
        for one in (GoalKind.STRATEGIC, GoalKind.DEVELOPMENT, GoalKind.OVERARCHING)
    ]
    first = [
        maker.words(f"{name}.title", _("The goal in short words")),
        maker.field("pick", f"{name}.kind", _("Kind of goal"), pairs=sorts),
        maker.field("pick", f"{name}.chapter", _("Chapter"), pairs=_titles(maker, "chapters")),
        maker.field("pick", f"{name}.under", _("Serves the goal"), pairs=[("", "–"), *_titles(maker, "goals", but=step)]),
    ]  # fmt: skip
    asked: list[Field] = []
    if not wizard.measured(maker.typed, name):
        asked = [
            maker.words(f"{name}.because", _("Why nothing measures it"), sort="area"),
            maker.words(f"{name}.needs", _("What would be needed"), sort="area"),
        ]
    targets = [
        _target(maker, f"{name}.targets[{of}]", m)
        for m, of in enumerate(wizard.targets(maker.typed, name), start=1)
    ]
    return Row(name, _("Goal %(n)s") % {"n": n}, first, asked=asked, targets=targets)


def _target(maker: Maker, name: str, n: int) -> Row:
    kind = maker.typed.get(f"{name}.measure", "")
    ways = [
        ("", _("Nothing measures it yet")),
        *((key, str(parameters.KIND_NAMES.get(key, key))) for key in kinds()),
    ]
    measure = [maker.field("pick", f"{name}.measure", _("What shows that it is reached"), pairs=ways)]
    asked: list[Field] = []
    if kind in kinds():
        if takes := kinds()[kind].takes:
            pairs = _indicators(maker.language, takes)
            measure.append(
                maker.field("pick", f"{name}.indicator", _("Indicator"), pairs=[("", _("Choose")), *pairs])
            )
        asked = list(parameters.fields(maker, f"{name}.given", kind))
    return Row(name, _("Target %(n)s") % {"n": n}, (), measure, asked)


def _titles(maker: Maker, rows: str, *, but: str = "") -> list[tuple[str, str]]:
    """Return the rows of a sort to choose from, by their titles; goals that others can serve are no development goals."""
    found = []
    for n, step in enumerate(wizard.steps(maker.typed, rows), start=1):
        served = (
            rows == "chapters" or maker.typed.get(f"{rows}[{step}].kind", "strategic") != GoalKind.DEVELOPMENT
        )
        if step != but and served:
            said = wizard.words(maker.typed, f"{rows}[{step}].title")
            found.append((step, said.get(maker.language) or next(iter(said.values()), str(n))))
    return found


def _indicators(language: str, takes: Sequence[str]) -> list[tuple[str, str]]:
    """Return the indicators of some sorts to choose from, in the order of the alphabet."""
    at_hand = (one for one in library().indicators.values() if one.sort in takes)
    return sorted(((one.key, one.title.in_(language)) for one in at_hand), key=lambda pair: sort_key(pair[1]))
