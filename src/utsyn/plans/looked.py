"""What a person saw of a draft before she approved it, as short hashes, and which of it has changed since."""

from collections.abc import Iterator, Mapping
from typing import Any

from utsyn.plans.frozen import canonical, digest, words
from utsyn.plans.report_units import seen
from utsyn.text import Words, say

Plain = Mapping[str, Any]
SHORT = 10  # characters of a hash: enough to tell one draft from the next
LEVELS = ("level", "base", "goal", "asked")


def looked(made: Plain) -> Mapping[str, str]:
    """Name everything in a draft that comes from elsewhere, with a short hash of it; a day that passes changes none."""
    found = {f"goal/{goal['key']}": _short(_stands(goal)) for goal in made["goals"]}
    by_indicator: dict[str, list[Any]] = {}
    for figure in made["figures"]:
        by_indicator.setdefault(figure["indicator"], []).append(
            [figure["key"], figure["value"], figure["parts"]]
        )
    found |= {f"figures/{key}": _short(kept) for key, kept in by_indicator.items()}
    found["definitions"] = _short(made["definitions"])
    found["measures"] = _short([[one["number"], one["version"]] for one in made["measures"]])
    if units := (made.get("internal") or {}).get("units"):
        found["units"] = _short(seen(units))
    found["plan"] = _short([made["plan"]["edition"], made["plan"]["sha256"]])
    return found


def written(seen: Mapping[str, str]) -> str:
    """Write what was seen into one line, for a form to carry."""
    return " ".join(f"{name}={short}" for name, short in sorted(seen.items()))


def read(line: str) -> Mapping[str, str]:
    """Read the line again; what is no pair is left out, and then counts as not seen."""
    pairs = (pair.partition("=") for pair in line.split())
    return {name: short for name, _, short in pairs if name and short}


def changed(seen: Mapping[str, str], made: Plain) -> Iterator[Words]:
    """Walk what has changed in the draft since it was seen, or was not seen at all, each named once."""
    now = looked(made)
    titles = {f"goal/{goal['key']}": goal["title"] for goal in made["goals"]}
    titles |= {f"figures/{one['indicator']}": one["title"] for one in made["figures"]}
    for name in dict.fromkeys((*now, *seen)):
        if now.get(name) == seen.get(name):
            continue
        kind, _, key = name.partition("/")
        title = words(titles.get(name, key))
        if kind == "figures":
            yield say("figures of “{indicator}”", indicator=title)
        elif kind == "goal":
            yield say("where the goal “{goal}” stands", goal=title)
        elif kind in KINDS:
            yield KINDS[kind]


KINDS = {
    "definitions": say("a definition of an indicator"),
    "measures": say("the measures"),
    "plan": say("the edition of the plan"),
    "units": say("what units answered, or where they stand"),
}


def _stands(goal: Plain) -> Any:
    hand = goal["by_hand"]
    levels = [[one["state"]["key"], *(one[name]["value"] for name in LEVELS)] for one in goal["standings"]]
    return [goal["state"]["key"], levels, [hand["state"]["key"], hand["because"]] if hand else None]


def _short(value: Any) -> str:
    return digest(canonical(value))[:SHORT]
