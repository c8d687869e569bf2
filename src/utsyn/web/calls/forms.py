"""The form about a proposal, made from the proposal's shape: what the call asks for first, the rest after it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from utsyn.calls.eligibility import Call
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import MOST, Proposal
from utsyn.problems import Problem, dotted, problems_of
from utsyn.text import Words, say, shown
from utsyn.web.forms import Field, Maker, Wanted
from utsyn.web.labels import fact_name
from utsyn.web.typed import NONE, Post, Sort, place_of, something, sort_of, told, typed, without_blank_rows

ALWAYS, DAY, JUDGED = ("title",), "on", "judgements"
BEGUN = frozenset({"partners", "grants"})
STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


Told = TypeVar("Told", bound=BaseModel)
Sections = Sequence[tuple[str, Sequence[str]]]  # headings, each with the names of the facts under it


class Read(NamedTuple, Generic[Told]):
    """What was typed, the proposal it tells of if it can be one, and what is wrong if it cannot."""

    raw: Mapping[str, Any]
    proposal: Told | None
    problems: tuple[Problem, ...]


class Section(NamedTuple):
    """A part of the form: its heading and its fields."""

    title: str
    fields: Sequence[Field]

    @property
    def astir(self) -> bool:
        """Whether any of its fields was used, so that they must be seen."""
        return any(field.astir for field in self.fields)


class Laid(NamedTuple):
    """The fields of a shape as a page shows them: the sections asked for, the rest, and what is wrong with its place."""

    first: Sequence[Section]
    later: Sequence[Section]
    wrong: Sequence[tuple[str, str]]


class Page(NamedTuple):
    """The form as the page shows it: the day, the sections the call asks for, the rest, and what is wrong."""

    day: Field
    first: Sequence[Section]
    later: Sequence[Section]
    wrong: Sequence[tuple[str, str]]


def read(post: Post) -> Read[Proposal]:
    """Read the form about a proposal that was sent."""
    return read_as(post, Proposal)


def read_as(post: Post, shape: type[Told]) -> Read[Told]:
    """Read a form made from a shape."""
    whole = Sort("group", shape)
    raw = without_blank_rows(typed(post, shape), whole)
    doubts = tuple(_contradictions(post, raw))
    data = told(raw, whole, zone=timezone.get_current_timezone()) or {}
    try:
        made = shape.model_validate(data)
    except ValidationError as error:
        return Read(raw, None, (*doubts, *problems_of(error, shape, given=data)))
    return Read(raw, None if doubts else made, doubts)


def _contradictions(post: Post, raw: Any) -> Iterator[Problem]:
    """Walk the places where it is said both that there are none and what there is."""
    for name in post:
        place = name.removesuffix(NONE)
        if place == name:
            continue
        steps = [int(number) if number else step for number, step in STEP.findall(place)]
        if something(_inside(raw, steps)):
            mend = say("Take away the mark that there are none, or what stands beside it")
            yield Problem(
                say("This says both that there are none and that there are some"), mend, tuple(steps)
            )


def reshaped(post: Post, do: str, shape: type[BaseModel] = Proposal) -> Mapping[str, Any]:
    """Return what was typed with a row added or removed, as the button pressed says: `add:partners`."""
    raw = typed(post, shape)
    verb, _, place = do.partition(":")
    steps = [int(number) if number else name for number, name in STEP.findall(place)]
    if verb == "remove":
        _remove(raw, steps)
    elif verb == "add":
        _add(raw, steps)
    return raw


def _add(raw: Any, steps: list[int | str]) -> None:
    *way, last = steps or [""]
    inside = _inside(raw, way)
    if not isinstance(inside, dict) or last not in inside or not isinstance(inside[last] or [], list):
        return
    rows = inside[last] or []
    blank: dict[str, Any] = {"year": "", "value": ""} if last == "amounts_by_year" else {}
    if len(rows) < MOST:
        inside[last] = [*rows, blank]


def _remove(raw: Any, steps: list[int | str]) -> None:
    *way, last = steps or [""]
    rows = _inside(raw, way)
    if isinstance(rows, list) and isinstance(last, int) and last < len(rows):
        del rows[last]


def _inside(raw: Any, way: Sequence[int | str]) -> Any:
    """Walk down what was typed; None where the way leads nowhere."""
    for step in way:
        if isinstance(raw, dict):
            raw = raw.get(str(step))
        elif isinstance(raw, list) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
        else:
            return None
    return raw


def page(call: Call, read: Read[Proposal], *, on: date, day: str, language: str) -> Page:
    """Make the page of the form in a language; `day` is the day as it was typed, `on` the day that it could be."""
    laid = laid_out(Proposal, read.raw, read.problems, asked=wanted(call, on=on), language=language)
    wrong = [problem.said(language) for problem in read.problems if problem.path == (DAY,)]
    return Page(_day(call, day, wrong), *laid)


def laid_out(
    shape: type[BaseModel],
    raw: Mapping[str, Any],
    problems: Sequence[Problem],
    *,
    asked: Wanted,
    language: str,
    own: Sections = (),
) -> Laid:
    """Lay out the fields of a shape in sections: `own`, which are shown whoever asks, then the call's, then the rest."""
    errors: dict[str, list[str]] = {}
    for problem in problems:
        place = place_of(problem.path, shape) or dotted(problem.path)
        errors.setdefault(place, []).append(problem.said(language))
    fields = Maker(asked, errors, language).fields(shape, raw)
    ours = {name for _, names in own for name in names}
    judged = [field for field in fields if field.name.startswith(JUDGED)]
    named = [f for f in fields if _root(f) in ours or f.name in ALWAYS or _asked(asked, f.name)]
    calls = [(title, [name for name in names if name not in ours]) for title, names in sections()]
    first = [_section(title, names, named) for title, names in (*own, *calls)]
    rest = [field for field in fields if field not in named and field not in judged]
    wrong = [
        (Field("", name, "").id, _placed(name, text, shape, language))
        for name, texts in errors.items()
        for text in texts
    ]
    later = [
        Section(_("What people have judged"), judged),
        Section(_("More facts, which the rules of this call do not ask for"), rest),
    ]
    return Laid([section for section in first if section.fields], later, wrong)


def _section(title: str, names: Sequence[str], fields: Sequence[Field]) -> Section:
    return Section(title, [field for name in names for field in fields if _root(field) == name])


def _root(field: Field) -> str:
    return field.name.partition("[")[0]


def _placed(name: str, text: str, shape: type[BaseModel], language: str) -> str:
    fact = fact_name(name, shape, language)
    return f"{fact}: {text}" if fact else text


def sections() -> Sections:
    """Return the headings under which the facts of a proposal stand, each with its facts."""
    return [
        (_("The project"), ("title", "stage", "sent_at", "lot", "starts", "ends", "activities", "units")),
        (_("Who takes part"), ("applicant", "administrator_named", "leader", "key_people", "partners")),
        (_("What it builds on"), ("grants",)),
        (_("Money"), ("currency", "amount", "amounts_by_year", "own_contribution", "budget", "numbers")),
        (_("What goes with it"), ("papers", "statements")),
    ]


def _day(call: Call, written: str, errors: Sequence[str]) -> Field:
    told = _("Calls are changed while they are open; the answer holds for this day.")
    if closes := call.text.window.closes:
        told += " " + _("This call closes on %(day)s.") % {"day": shown(closes.day, get_language() or "en")}
    return Field("date", DAY, _("Ask as the call stood on"), told, written, errors=tuple(errors))


def _asked(wanted: Wanted, name: str) -> bool:
    return wanted.within(name.replace("[", ".").replace("]", ""))


def wanted(call: Call, *, on: date) -> Wanted:
    """Tell which facts the call asks for: those that its lines name when they are put to a proposal that tells nothing."""
    facts: dict[str, list[Words]] = {}
    for fact, claim in _asks(call, on):
        if claim not in facts.setdefault(fact, []):
            facts[fact].append(claim)
    choices: dict[str, list[tuple[str, Words]]] = {}
    if call.text.lots:
        facts.setdefault("lot", [say("The call has several parts, each with its own rules")])
        choices["lot"] = [(lot.key, lot.title) for lot in call.text.lots]
    given = [line.given for line in call.lines(on=on, stage=Stage.NEW)]
    if papers := [(paper.kind, paper.name) for one in given for paper in one.get("papers", ())]:
        choices["papers.kind"] = papers
    schemes = dict.fromkeys(name for one in given if "schemes" in one for name in one["schemes"].known)
    told = {fact: tuple(claims) for fact, claims in facts.items()}
    return Wanted(told, choices, {"grants.scheme": tuple(schemes)}, BEGUN)


def _asks(call: Call, on: date) -> Iterator[tuple[str, Words]]:
    for proposal in (Proposal(), _blank(Proposal)):
        for line in call.lines(on=on, stage=Stage.NEW):
            if line.over_set or Stage.NEW not in line.stages:
                continue
            for leaf in line.put(proposal, on).leaves():
                for fact in leaf.about:
                    yield re.sub(r"\[[^\]]*\]", "", fact), leaf.claim
                for mend in leaf.mended():
                    plain = re.sub(r"\[[^\]]*\]", "", mend.path)
                    parts = mend.value if isinstance(mend.value, dict) else {}
                    yield from ((f"{plain}.{part}", leaf.claim) for part in parts)


def _blank(shape: type[BaseModel]) -> Any:
    """Return a proposal that tells of one of everything, and of each nothing."""
    made: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        sort = sort_of(info.annotation)
        if sort.name == "group":
            made[name] = _blank(sort.inner)
        elif sort.name == "rows":
            made[name] = (_blank(sort.inner),)
    return shape.model_construct(**{**{n: i.get_default() for n, i in shape.model_fields.items()}, **made})
