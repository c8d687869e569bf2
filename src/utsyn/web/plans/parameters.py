"""What each kind of target asks for, as fields of a form: its parameters by their types, with labels people understand."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args, get_origin

from django.utils.translation import gettext_lazy as _
from pydantic.fields import FieldInfo

from utsyn.plans.targets import kinds
from utsyn.plans.targets.bases import Base
from utsyn.text import LANGUAGES, Text
from utsyn.web.forms import Field
from utsyn.web.plans.fields import Maker
from utsyn.web.typed import number

Typed = Mapping[str, str]
RUNGS = (
    ("reached", "reached"),
    ("begun", "on course"),
    ("not-begun", "behind"),
)  # keys of a rubric, what they count as
KIND_NAMES = {
    "at_least": _("It comes to at least a level"),
    "increase": _("It increases"),
    "increase_share": _("A share increases"),
    "multiplied": _("It becomes several times as much as in a programme before"),
    "rank_within": _("A place among others"),
    "balance": _("Two flows are in balance"),
    "coverage": _("Every one has it: each department, each programme"),
    "breadth": _("A wider range takes part"),
    "in_force": _("An arrangement is in force"),
    "judged": _("A named role judges by a rubric"),
}
LABELS = {
    "value": (_("At least"), _("A share as a part of one: 0.50 for 50 per cent.")),
    "by": (_("By how much of that"), _("As a part of one: 0.20 for a fifth more. Leave it empty for any increase.")),
    "points": (_("By how many points"), _("As a part of one: 0.05 for five percentage points. Leave it empty for any increase.")),
    "times": (_("How many times as much"), ""),
    "compare": (_("How the programmes are compared"), ""),
    "place": (_("The place, or a better one"), ""),
    "among": (_("Among whom"), ""),
    "own": (_("What we are called among them"), _("As in the figures; leave it empty for the institution itself.")),
    "tolerance": (_("How far apart they may be"), _("As a share of the larger flow: 0.10 for ten per cent.")),
    "each": (_("How much each has at least"), _("Leave it empty for one.")),
    "share": (_("How large a share of them"), _("As a part of one. Leave it empty for every one.")),
    "judge": (_("Who judges"), _("A role, never a person.")),
    "base.since": (_("Compared with the time from"), ""),
    "base.until": (_("to"), ""),
    "base.programme": (_("What that time is called"), _("Such as Horizon 2020. May be left empty.")),
    "rubric.reached": (_("What one sees when it is reached"), ""),
    "rubric.begun": (_("What one sees when it is on course"), ""),
    "rubric.not-begun": (_("What one sees when it is behind"), ""),
}  # fmt: skip
CHOICES = {"same_month": _("at the same month of both"), "whole": _("as wholes")}


def parameters(kind: str) -> Mapping[str, FieldInfo]:
    """Return the parameters of a kind; none of one that is unknown."""
    found = kinds().get(kind)
    return found.shape.model_fields if found else {}


def given(typed: Typed, place: str, kind: str) -> dict[str, Any]:
    """Return what was typed for the parameters of a kind, as documents write them."""
    made = {name: _told(typed, f"{place}.{name}", _sort(info)) for name, info in parameters(kind).items()}
    return {name: value for name, value in made.items() if value not in (None, "", {})}


def _told(typed: Typed, place: str, sort: str) -> Any:
    if sort == "text":
        return {code: said for code in LANGUAGES if (said := typed.get(f"{place}.{code}", ""))}
    if sort == "base":
        days = {name: typed.get(f"{place}.{name}", "") for name in ("since", "until")}
        programme = _told(typed, f"{place}.programme", "text")
        return {**days, **({"programme": programme} if programme else {})}
    if sort == "rubric":
        rungs = [(key, counts, _told(typed, f"{place}.{key}", "text")) for key, counts in RUNGS]
        return [{"key": key, "title": title, "counts": counts} for key, counts, title in rungs if title]
    return _number(typed.get(place, "")) if sort == "number" else typed.get(place, "")


def _number(written: str) -> Decimal | str:
    """Read a number as people write it, with a comma or a point; whatever is none stays as it was written."""
    plain = number(written).replace(",", ".")
    try:
        made = Decimal(plain)
    except InvalidOperation:
        return written
    return made if made.is_finite() else written


def fields(maker: Maker, place: str, kind: str) -> Iterator[Field]:
    """Make the fields of a kind's parameters."""
    for name, info in parameters(kind).items():
        here, sort = f"{place}.{name}", _sort(info)
        if sort == "base":
            yield maker.field("date", f"{here}.since", *LABELS["base.since"], also=here)
            yield maker.field("date", f"{here}.until", *LABELS["base.until"])
            yield maker.words(f"{here}.programme", *LABELS["base.programme"])
        elif sort == "rubric":
            for key, _counts in RUNGS:
                first = here if key == RUNGS[0][0] else ""
                yield maker.words(f"{here}.{key}", *LABELS[f"rubric.{key}"], also=first)
        elif sort == "text":
            yield maker.words(here, *LABELS.get(name, (name, "")))
        elif sort == "choice":
            pairs = [(str(one), str(CHOICES.get(one, one))) for one in get_args(info.annotation)]
            yield maker.field("pick", here, *LABELS.get(name, (name, "")), pairs=pairs)
        else:
            yield maker.field(sort, here, *LABELS.get(name, (name, "")))


def _sort(info: FieldInfo) -> str:
    """Tell what sort of field a parameter asks for."""
    wanted = info.annotation
    if wanted is Base:
        return "base"
    if wanted is Text:
        return "text"
    if get_origin(wanted) is Literal:
        return "choice"
    if get_origin(wanted) in (tuple, Sequence):
        return "rubric"
    return "line" if wanted is str else "number"
