"""Write the manual of the kinds of target, docs/reference/targets.md, from them and their spec tests:  python -m tools.target_manual.

What a kind says of itself is its docstring, its parameters are those of its function, and its examples are the series
that the spec tests in tests/spec put it to. A house test holds the page in step.
"""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from tests.spec import tracking
from tests.spec.tracking import ASKED_ON, SINCE, UNTIL, Example, Tracked
from tools.manual import flow, type_in_words
from utsyn.plans.states import STATE_NAMES, State
from utsyn.plans.targets import ROOMS, Kind, kinds

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "targets.md"
HEAD = f"""# The kinds of target

<!-- Written by `python -m tools.target_manual` from the kinds and their spec tests. Change those, not this page. -->

A goal of a plan has targets. Each names a kind, gives its parameters, and says which indicator it is put to:

```yaml
targets:
  - key: projects
    kind: at_least
    indicator: erc-grants
    given: {{value: 50}}
    due: 2025-12-31                  # the plan's last day where left out
    trajectory: {{shape: stepwise}}    # linear where left out
```

## Where a goal stands

A goal takes the first of these states that any of its targets is in:

| State | When |
|---|---|
| **missed** ({{missed}}) | the day has passed, and the last figure in time is not there |
| **behind** ({{behind}}) | the latest figure is not where the trajectory asks it to be on the last day of the figure's own period |
| **unknown** ({{unknown}}) | nobody can tell: no figure, no base, two definitions, not exact enough, providers that disagree |
| **judgement** ({{judgement}}) | a person in a named role has to say |
| **on course** ({{on_course}}) | it is where the trajectory asks it to be |
| **reached** ({{reached}}) | the latest figure is there |

**The day.** Everything is asked *as of a day*: figures that came to be known later, or had been withdrawn by then, are not looked
at. Of several figures for a period the last known counts. Figures for periods that end after the day the target is due are
shown and do not count: what comes then was not in time. After the day, a target is missed only once the last figure that comes
in time is known.

**The trajectory** begins on the plan's first day, or on the day after the base where that is later. *Linear*: as much each month.
*Stepwise*: as much for each whole year. *Milestones*: the value of the last one passed. Who was better than the goal to begin with
is asked to stay there. A figure whose period ended before the plan began says nothing of the plan; a level that is reached already
is reached all the same.

**Definitions.** The latest figure's definition counts, with those that the indicator says are comparable with it. Figures by others
are left out, and said to be; where the base is among them, the target is unknown.

**Precision.** Where a figure has one, the verdict has to be the same at both ends of it; else it is unknown.

**Providers.** Each provider's figures are put to the target by themselves. The one that leads counts. Where none leads and they come
to different states, the goal is unknown and all are shown. They are never averaged.

**Age.** A figure is as old as the whole months since its period ended. It is stale once the next period has ended and the provider's
lag has passed too. That changes no state; it is said.

Numbers are never rounded before they are compared. Where one is shown shorter than it is, it is said to be *about* so much.

In the examples the plan lasts from {SINCE} through {UNTIL}, figures are for the years named or from one day to another, and it is
asked on {ASKED_ON} unless another day is named. Every example on this page is a test.
"""


def page() -> str:
    """The whole page."""
    names = {state.value.replace(" ", "_"): STATE_NAMES[state].in_("en") for state in State}
    head = HEAD
    for name, said in names.items():
        head = head.replace(f"{{{name}}}", said)
    lines, tracked = [head], tracked_by_room()
    for room in ROOMS:
        lines.append(f"\n## {_caption(room).split(':')[0]}\n\n{_caption(room)}")
        for name in dict.fromkeys(one.kind for one in tracked[room]):
            lines.append(_kind(kinds()[name]))
            lines += [_examples(one) for one in tracked[room] if one.kind == name]
    return "\n".join(lines).rstrip() + "\n"


def tracked_by_room() -> Mapping[str, list[Tracked]]:
    """All that the spec tests put to figures, by the file that the kinds are in."""
    return {room: list(_tracked(f"tests.spec.test_target_{room}")) for room in ROOMS}


def _tracked(module: str) -> Iterator[Tracked]:
    """Run the tests of a module in their order, and return what they tracked."""
    tracking.TRACKED.clear()
    for name, test in vars(importlib.import_module(module)).items():
        if name.startswith("test_"):
            test()
    yield from [one for one in tracking.TRACKED if one.examples]


def _caption(room: str) -> str:
    module = importlib.import_module(f"tests.spec.test_target_{room}")
    return (inspect.getdoc(module) or "").split("\n", maxsplit=1)[0]


def _kind(kind: Kind) -> str:
    takes = ", ".join(f"`{sort}`" for sort in kind.takes)
    put = f"Put to indicators of the sort {takes}." if takes else "Needs no indicator."
    return f"\n### `{kind.name}`\n\n{inspect.getdoc(kind.function)}\n\n{put}\n{_parameters(kind)}"


def _parameters(kind: Kind) -> str:
    rows = [
        f"| `{name}` | {type_in_words(field.annotation)} | {_default(field.default)} |"
        for name, field in kind.shape.model_fields.items()
    ]
    return "\n".join(["", "| Parameter | | If left out |", "|---|---|---|", *rows]) if rows else ""


def _default(default: Any) -> str:
    if default is PydanticUndefined:
        return "*must be given*"
    return "none" if default in (None, "") else f"`{flow(default)}`"


def _examples(tracked: Tracked) -> str:
    rows = [f"| {_told(one)} | **{one.standing.state}** | {_why(one)} |" for one in tracked.examples]
    written = [f"{name}: {flow(value)}" for name, value in tracked.written.items()]
    said = tracked.examples[0].standing.finding.claim.in_("en")
    beside = {name: value for name, value in tracked.indicator.items() if name != "definitions"}
    if definitions := tracked.indicator.get("definitions"):
        beside["definitions"] = [
            {name: part for name, part in one.items() if name != "says"} for one in definitions
        ]
    if tracked.sort:
        written += [f"# the indicator: {flow({'sort': tracked.sort, **beside})}"]
    head = [
        "",
        "```yaml",
        *written,
        "```",
        "",
        f"> {_plain(said)}",
        "",
        "| Figures | Stands | |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def _told(example: Example) -> str:
    told = [f"`{flow(example.told)}`"] if example.told else []
    told += [f"judged `{flow(example.judged)}`"] if example.judged else []
    told += [f"members `{flow(example.members)}`"] if example.members else []
    return "; ".join([*(told or ["nothing"]), *([f"on {example.on}"] if example.on != ASKED_ON else [])])


def _why(example: Example) -> str:
    """Say what was found, what else decided it, and the remark."""
    finding = example.standing.finding
    parts = [_plain(finding.found.in_("en"))] if finding.found else []
    for leaf in finding.because[1:]:
        parts.append(_plain(leaf.claim.in_("en")))
        parts += [_plain(leaf.found.in_("en"))] if leaf.found and leaf.found != finding.found else []
    return "; ".join([*parts, *([f"*{example.remark}*"] if example.remark else [])])


def _plain(words: str) -> str:
    return words.replace("|", "\\|").replace("\u00a0", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(kinds())} kinds of target")
