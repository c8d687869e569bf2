"""The form that makes a plan: from what was typed to its document, every fault at the field where it was typed.

A field's name is its place in the form: `goals[2].targets[0].indicator`. The number is the row's own and stays when
others go.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from utsyn.cited import Shape
from utsyn.plans.document import Key, Lasts, PlanDocument
from utsyn.plans.targets import kinds
from utsyn.problems import Path, Problem, Problems, problems_of, unknown_name
from utsyn.text import LANGUAGES, Text, say
from utsyn.web.plans.parameters import given

Typed = Mapping[str, str]
Wrong = Mapping[str, tuple[str, ...]]  # by the name of the field
ROWS = ("chapters", "goals")
LASTS: Mapping[Path, str] = {("lasts", "since"): "since", ("lasts", "until"): "until", ("lasts",): "until"}
STEP = re.compile(r"(chapters|goals)\[(\d{1,4})\]")
TARGET = re.compile(r"\.targets\[(\d{1,4})\]")
ROW = re.compile(rf"{STEP.pattern}({TARGET.pattern})?")
MOST = 100  # rows of a sort; longer plans are written as YAML
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss"})


class Made(NamedTuple):
    """What was typed, the plan it makes if it makes one, and what is wrong, each at the name of its field."""

    typed: Typed
    plan: PlanDocument | None
    wrong: Wrong


class Begun(Shape):
    """What is told of the plan that follows another."""

    key: Key
    title: Text
    lasts: Lasts


class MadeBegun(NamedTuple):
    """What is told of the next plan, if it can be used, and what is wrong."""

    begun: Begun | None
    wrong: Wrong


def begun(typed: Typed, *, language: str) -> MadeBegun:
    """Read the form for the plan that follows another."""
    lasts = {"since": typed.get("since", ""), "until": typed.get("until", "")}
    data = {"key": typed.get("key", ""), "title": words(typed, "title"), "lasts": lasts}
    try:
        return MadeBegun(Begun.model_validate(data), {})
    except ValidationError as error:
        problems = problems_of(error, Begun, given=data)
    named = [(_field(one.path, LASTS), one) for one in problems]
    return MadeBegun(None, {name: (_mended(one, typed.get(name)).said(language),) for name, one in named})


def typed(post: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, without what no field can hold."""
    return {name: post[name].replace("\r\n", "\n").replace("\0", "").strip() for name in post}


def steps(typed: Typed, rows: str) -> list[str]:
    """Return the numbers of the rows of a sort, in the order of the form."""
    met = (STEP.match(name) for name in typed)
    return list(dict.fromkeys(found[2] for found in met if found and found[1] == rows))[:MOST]


def targets(typed: Typed, goal: str) -> list[str]:
    """Return the numbers of the targets of a goal (`goals[2]`), in the order of the form: there is always one to choose."""
    met = (TARGET.match(name, len(goal)) for name in typed if name.startswith(goal))
    return list(dict.fromkeys(found[1] for found in met if found))[:MOST] or ["0"]


def measured(typed: Typed, goal: str) -> list[str]:
    """Return the targets of a goal for which it is chosen what shows that it is reached."""
    return [step for step in targets(typed, goal) if typed.get(f"{goal}.targets[{step}].measure")]


def changed(typed: Typed, do: str) -> dict[str, str]:
    """Return the form with a row more (`add:goals`, `add:goals[2].targets`) or less (`remove:goals[2]`)."""
    deed, _, what = do.partition(":")
    if deed == "add" and what in ROWS:
        last = max((int(step) for step in steps(typed, what)), default=-1)
        return {**typed, f"{what}[{last + 1}].title.nb": ""}
    goal = what.removesuffix(".targets")
    if deed == "add" and goal != what and STEP.fullmatch(goal):
        last = max(int(step) for step in targets(typed, goal))
        return {**typed, f"{goal}.targets[{last + 1}].measure": ""}
    if deed == "remove" and ROW.fullmatch(what):
        return {name: value for name, value in typed.items() if not name.startswith(f"{what}.")}
    return dict(typed)


def made(typed: Typed, *, language: str) -> Made:
    """Make the plan of what was typed, or say what is wrong with it."""
    data, places = _document(typed)
    problems = list(_missing(typed))
    plan = None
    try:
        plan = PlanDocument.model_validate(data)
    except ValidationError as error:
        problems += problems_of(error, PlanDocument, given=data)
    for step, goal in zip(steps(typed, "goals"), data["goals"], strict=True):
        for n, target in enumerate(goal.get("targets", ())):
            here = ("goals", step, "targets", n)
            problems += [p._replace(path=(*here, *p.path)) for p in _unfit(target)]
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        name = _field(problem.path, places)
        wrong.setdefault(name, []).append(_mended(problem, typed.get(name)).said(language))
    return Made(
        typed, None if wrong else plan, {name: tuple(dict.fromkeys(said)) for name, said in wrong.items()}
    )


def _missing(typed: Typed) -> Iterator[Problem]:
    if not steps(typed, "goals"):
        yield Problem(say("The plan has no goals"), say("Add one"), ("goals",))
    if not steps(typed, "chapters"):
        yield Problem(
            say("The plan has no chapters"), say("Add one: every goal lies in a chapter"), ("chapters",)
        )


def _unfit(target: Mapping[str, Any]) -> Iterator[Problem]:
    """Walk what is wrong with a target, as its kind reads it."""
    kind = kinds().get(target["kind"])
    if kind is None:
        yield unknown_name(target["kind"], list(kinds()), path=("kind",))
        return
    if kind.takes and "indicator" not in target:
        yield Problem(
            say("No indicator is chosen"), say("Choose the one whose figures count"), ("indicator",)
        )
    try:
        kind.checked(target["given"])
    except Problems as error:
        yield from (one._replace(path=("given", *one.path)) for one in error.problems)


def words(typed: Typed, place: str) -> dict[str, str]:
    """Return the words of a text in the languages in which something was typed."""
    found = {language: typed.get(f"{place}.{language}", "") for language in LANGUAGES}
    return {language: said for language, said in found.items() if said}


def _document(typed: Typed) -> tuple[dict[str, Any], dict[Path, str]]:
    """Return the data of the document, and which field stands at which place of it where the two differ."""
    taken: set[str] = set()
    chapters = {step: _key(typed, f"chapters[{step}]", taken) for step in steps(typed, "chapters")}
    taken = set()
    goals = {step: _key(typed, f"goals[{step}]", taken) for step in steps(typed, "goals")}
    data = {
        "key": typed.get("key", ""),
        **{name: words(typed, name) for name in ("institution", "title", "about")},
        "lasts": {"since": typed.get("since", ""), "until": typed.get("until", "")},
        "languages": list(words(typed, "title")),  # the plan is written in those in which it has a title
        "chapters": [
            {"key": key, "number": str(n), "title": words(typed, f"chapters[{step}].title")}
            for n, (step, key) in enumerate(chapters.items(), start=1)
        ],
        "goals": [_goal(typed, step, key, chapters, goals) for step, key in goals.items()],
    }
    places = dict(LASTS)
    for rows, found in (("chapters", chapters), ("goals", goals)):
        places |= {(rows, n): f"{rows}[{step}]" for n, step in enumerate(found)}
        places |= {(rows, step): f"{rows}[{step}]" for step in found}
    for n, step in enumerate(goals):
        for m, of in enumerate(measured(typed, f"goals[{step}]")):
            row = f"goals[{step}].targets[{of}]"
            places |= {("goals", n, "targets", m): row, ("goals", step, "targets", m): row}
    return data, places


def _goal(
    typed: Typed, step: str, key: str, chapters: Mapping[str, str], goals: Mapping[str, str]
) -> dict[str, Any]:
    here = f"goals[{step}]"
    above, chapter = typed.get(f"{here}.under", ""), typed.get(f"{here}.chapter", "")
    goal: dict[str, Any] = {
        "key": key,
        "kind": typed.get(f"{here}.kind", "strategic"),
        "chapter": chapters.get(chapter) or next(iter(chapters.values()), "part"),
        "title": words(typed, f"{here}.title"),
    }
    if above in goals and above != step:
        goal["under"] = [goals[above]]
    if found := measured(typed, here):
        return {**goal, "targets": [_target(typed, f"{here}.targets[{n}]", m) for m, n in enumerate(found)]}
    unmeasured = {name: words(typed, f"{here}.{name}") for name in ("because", "needs")}
    return {**goal, "unmeasured": unmeasured}


def _target(typed: Typed, here: str, place: int) -> dict[str, Any]:
    kind = typed[f"{here}.measure"]
    key = f"target-{place + 1}" if place else "target"
    target: dict[str, Any] = {"key": key, "kind": kind, "given": given(typed, f"{here}.given", kind)}
    if typed.get(f"{here}.indicator"):
        target["indicator"] = typed[f"{here}.indicator"]
    return target


def _key(typed: Typed, row: str, taken: set[str]) -> str:
    """Return a key made of the title of a row, its own among those taken."""
    said = words(typed, f"{row}.title")
    plain = unicodedata.normalize(
        "NFKD", (said.get("en") or next(iter(said.values()), "")).lower().translate(LETTERS)
    )
    whole = "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:40].strip("-")
    first = whole or row.partition("[")[0].rstrip("s")
    key = next(key for n in range(1, MOST + 2) if (key := first if n == 1 else f"{first}-{n}") not in taken)
    taken.add(key)
    return key


def _mended(problem: Problem, written: str | None) -> Problem:
    """Say of a field for a day in which nothing was written that nothing was."""
    if written == "" and problem.path[-1:] in (("since",), ("until",)):
        return problem._replace(what=say("No day is given"), mend=say("Write the day"))
    return problem


def _field(path: Path, places: Mapping[Path, str]) -> str:
    """Name the field in which the part of the document at a path was typed."""
    if len(path) > 3 and (target := places.get(path[:4])):
        rest = ["measure" if path[4:5] == ("kind",) else str(path[4])] if path[4:] else []
        return ".".join([target, *rest, *(str(step) for step in path[5:])])
    row = places.get(path[:2]) or places.get(path[:1]) or ""
    rest = [str(step) for step in path[2:]] if path[:1] and path[0] in ROWS else []
    if not row:
        row, rest = str(path[0]) if path else "", [str(step) for step in path[1:]]
    if rest[:1] == ["unmeasured"]:
        rest = rest[1:] or ["because"]
    return ".".join([row, *rest])
