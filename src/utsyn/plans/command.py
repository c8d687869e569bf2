"""What `utsyn plans`, `plan show`, `plan new` and `progress` do: each returns the lines to print; imports only what it needs."""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utsyn.problems import Problem, Problems
from utsyn.text import say

if TYPE_CHECKING:
    from utsyn.plans.states import Progress

Lines = Iterable[str]
Command = Callable[..., argparse.ArgumentParser]
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = 4  # that a starter lasts
MISSING = 65


class Ran(NamedTuple):
    """What a command prints, what it complains of, and its exit status."""

    lines: Lines
    complaints: Lines = ()
    status: int = 0


def add(command: Command, *, of_plan: Command, day: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands for plans; `of_plan` adds those of `utsyn plan`, `day` the day that is asked about."""
    command("plans", plans, "List the plans at hand.")
    made = of_plan("show", show, "Show a plan: its chapters, its goals, and what each is measured by.")
    made.add_argument("plan", help="key of the plan")
    made = of_plan("new", new, "Write a plan to begin with, valid as it stands, with comments.")
    made.add_argument("plan", help="key of the new plan: small letters, digits and hyphens")
    made.add_argument(
        "--to", type=Path, metavar="FILE", help="write here; UTSYN_HOME/plans/KEY.yaml if left out"
    )
    day(made)
    about = "Tell where every goal of a plan stands on a day, by the figures in a file."
    made = command("progress", progress, about)
    made.add_argument("plan", help="key of the plan, or its file")
    made.add_argument(
        "--figures", type=Path, required=True, metavar="FILE", help="YAML or JSON file of figures"
    )
    day(made)


def plans(given: argparse.Namespace) -> Ran:
    """List the plans at hand, the last first, and what could not be read."""
    from utsyn.plans import terminal
    from utsyn.plans.library import library

    held = library()
    each = sorted(
        (plan.text for plan in held.plans.values()), key=lambda plan: plan.lasts.since, reverse=True
    )
    complaints = [error.problems[0].in_(given.lang) for error in held.problems]
    status = MISSING if complaints else 0
    if given.json:
        rows = [{"key": one.key, "title": one.title.in_(given.lang), "since": one.lasts.since,
                 "until": one.lasts.until, "goals": len(one.goals)} for one in each]  # fmt: skip
        return Ran(_json({"plans": rows}), complaints, status)
    return Ran(terminal.listed(each, given.lang), complaints, status)


def show(given: argparse.Namespace) -> Ran:
    """Show a plan."""
    from utsyn.plans import terminal
    from utsyn.plans.library import library

    text = library().plan(given.plan).text
    return Ran(_json(text.model_dump(mode="json")) if given.json else terminal.plan(text, given.lang))


def new(given: argparse.Namespace) -> Ran:
    """Write a plan to begin with. Raises Problems where a file is there already."""
    from utsyn.plans.document import Lasts
    from utsyn.plans.drafting import starter

    if not KEY.fullmatch(given.plan):
        what = say("“{key}” cannot be a key", key=given.plan)
        raise Problems(Problem(what, say("Write small letters and digits, with hyphens between them")))
    path, year = _place(given), given.on.year + 1
    lasts = Lasts(since=date(year, 1, 1), until=date(year + YEARS - 1, 12, 31))
    _write(path, starter(key=given.plan, lasts=lasts, language=given.lang))
    if given.json:
        return Ran(_json({"file": str(path)}))
    done = say("Wrote {file}. Replace the dots, and run: utsyn check {file}", file=str(path))
    return Ran([done.in_(given.lang)])


def _place(given: argparse.Namespace) -> Path:
    from utsyn.home import home

    folder = home()
    if given.to is None and folder is None:
        what = say("It is not said where the plan goes")
        raise Problems(Problem(what, say("Name a file with --to, or your own folder in UTSYN_HOME")))
    return given.to if given.to is not None else (folder or Path()) / "plans" / f"{given.plan}.yaml"


def _write(path: Path, text: str) -> None:
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        what = say("There is a file already, and it is left as it is")
        raise Problems(
            Problem(what, say("Choose another key, or another file with --to"), file=str(path))
        ) from error
    except OSError as error:
        what = say("The file cannot be written: {why}", why=error.strerror)
        raise Problems(Problem(what, say("Choose another place with --to"), file=str(path))) from error


def progress(given: argparse.Namespace) -> Ran:
    """Tell where every goal stands."""
    from utsyn.plans import terminal
    from utsyn.plans.library import library, load
    from utsyn.plans.progress import all_progress
    from utsyn.plans.told import records

    held, path = library(), Path(given.plan)
    plan = load(path).text if path.suffix in (".yaml", ".json") else held.plan(given.plan).text
    told = records(given.figures, indicators=held.indicators)
    found = all_progress(plan, told, indicators=held.indicators, on=given.on)
    if given.json:
        goals = [_goal(one, given.lang) for one in found.values()]
        return Ran(_json({"plan": plan.key, "on": given.on, "goals": goals}))
    head = say("{plan}, as of {day}", plan=plan.title, day=given.on).in_(given.lang)
    return Ran([head, *terminal.progress(found, given.lang)])


def _goal(one: "Progress", language: str) -> dict[str, Any]:
    return {
        "goal": one.goal.key,
        "title": one.goal.title.in_(language),
        "state": one.state.value,
        "stale": one.stale,
        "disagree": one.disagree,
        "because": one.goal.unmeasured.because.in_(language) if one.goal.unmeasured else None,
        "set_by_hand": one.by_hand and {"state": one.by_hand.state, "because": one.by_hand.because},
        "targets": list(_targets(one, language)),
    }


def _targets(one: "Progress", language: str) -> Iterator[dict[str, Any]]:
    for standing in one.standings:
        finding, gauge, latest = standing.finding, standing.gauge, standing.latest
        yield {
            "target": standing.target.key,
            "indicator": standing.target.indicator,
            "state": standing.state.value,
            "claim": finding.claim.in_(language),
            "found": finding.found.in_(language) if finding.found else None,
            "level": gauge.level, "base": gauge.base, "goal": gauge.goal, "asked": standing.asked,
            "provider": standing.provider or None,
            "period": latest and {"since": latest.since, "until": latest.until},
            "sources": [str(source.title) for source in latest.figure.sources] if latest else [],
            "age_in_months": standing.age, "stale": standing.stale,
            "others": [{"provider": other.provider, "state": other.state.value} for other in standing.others],
        }  # fmt: skip


def _json(value: Any) -> Lines:
    return [json.dumps(value, ensure_ascii=False, indent=2, default=str)]
