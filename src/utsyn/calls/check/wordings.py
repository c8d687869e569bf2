"""The texts a call has had: for each stage and day, the rules that counted together, and where each is written."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from utsyn.calls.amendments import Reading, Standing, days_of_change, reading, standing
from utsyn.calls.document import CallDocument, Line
from utsyn.calls.kinds import Stage
from utsyn.problems import Path as Steps

MOST_UNSETTLED = 8  # silent changes at once; each more doubles the texts that an answer compares


class Placed(NamedTuple):
    """A line as an amended call has it, where it is written, and where those of its parameters are that were amended."""

    path: Steps
    line: Line
    amended: Mapping[str, Steps] = {}


class Wording(NamedTuple):
    """The call under certain amendments (by index), with its top-level lines and where its parameters are written."""

    indices: tuple[int, ...]
    stage: Stage
    text: Reading
    lines: tuple[Placed, ...]
    origins: Mapping[str, Steps]
    reference: date | None


def wordings(call: CallDocument) -> Iterator[Wording]:
    """Walk the texts that count, or may have counted, on some day for some stage, each once."""
    for stage in Stage:
        seen: set[tuple[int, ...]] = set()
        for day in (date.min, *days_of_change(call)):
            for indices in _ways(standing(call, on=day, stage=stage)):
                if indices not in seen:
                    seen.add(indices)
                    yield wording(call, indices, stage)


def _ways(stand: Standing) -> Iterator[tuple[int, ...]]:
    """Walk the sets of amendments that may have counted; a silent change may have been made or not."""
    for chosen in product((False, True), repeat=len(stand.unsettled)):
        made = (index for index, is_made in zip(stand.unsettled, chosen, strict=True) if is_made)
        yield tuple(sorted((*stand.applied, *made)))


def overlapping(call: CallDocument) -> int:
    """Return how many silent changes may or may not have been made on one and the same day, at most."""
    days = (date.min, *days_of_change(call))
    return max(len(standing(call, on=day, stage=stage).unsettled) for day in days for stage in Stage)


def wording(call: CallDocument, indices: tuple[int, ...], stage: Stage = Stage.NEW) -> Wording:
    """Return the call under certain amendments, with the place where each part of it is written."""
    text = reading(call, indices)
    origins: dict[str, Steps] = {name: ("parameters", name) for name in call.parameters}
    lines = [Placed(("rules", n), line) for n, line in enumerate(call.rules)]
    for index in indices:
        change, at = call.amendments[index].change, ("amendments", index, "change")
        origins |= {name: (*at, "parameters", name) for name in change.parameters}
        lines = [
            _given(p, change.rules.given[p.line.key], (*at, "rules", "given", p.line.key))
            if p.line.key in change.rules.given
            else p
            for p in lines
            if p.line.key not in change.rules.remove
        ]
        lines += [Placed((*at, "rules", "add", n), line) for n, line in enumerate(change.rules.add)]
    opens, closes = text.window.opens, text.window.closes
    reference = opens or (closes.day if closes else None) or call.known_from
    return Wording(indices, stage, text, tuple(lines), origins, reference)


def _given(placed: Placed, given: Mapping[str, Any], at: Steps) -> Placed:
    line = placed.line.model_copy(update={"given": {**placed.line.given, **given}})
    return Placed(placed.path, line, {**placed.amended, **{name: (*at, name) for name in given}})
