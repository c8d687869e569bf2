"""What is different in a call between two days, line by line, and which amendments made it so."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from utsyn.calls.amendments import standing
from utsyn.calls.binding import BoundLine
from utsyn.calls.document import Amendment
from utsyn.calls.eligibility import Call
from utsyn.calls.kinds import Stage
from utsyn.calls.proposal import Proposal
from utsyn.listings import Listing
from utsyn.text import Words


class Difference(NamedTuple):
    """One line that differs: its words before and after (None: not there), and the items that went and came."""

    key: str
    before: Words | None
    after: Words | None
    gone: Words | None
    come: Words | None
    amendments: tuple[Amendment, ...]


class Differences(NamedTuple):
    """All that differs in a call between two days, and changes whose day nobody logged that may lie between."""

    first: date
    second: date
    lines: tuple[Difference, ...]
    unsettled: tuple[Amendment, ...]


def difference(call: Call, first: date, second: date, *, stage: Stage = Stage.NEW) -> Differences:
    """Compare the call as it stood on two days, for proposals that have come as far as `stage`."""
    before, after = (
        {line.key: line for line in call.lines(on=day, stage=stage) if stage in line.stages}
        for day in (first, second)
    )
    then, now = (standing(call.text, on=day, stage=stage) for day in (first, second))
    each = _differences(call, before, after, first, second)
    unsettled = dict.fromkeys((*then.unsettled, *now.unsettled))
    return Differences(first, second, tuple(each), tuple(call.text.amendments[index] for index in unsettled))


def changed(before: Sequence[BoundLine], after: Sequence[BoundLine]) -> tuple[str, ...]:
    """Return the keys of the lines that are not the same in two versions."""
    then, now = ({line.key: line.same for line in lines} for lines in (before, after))
    return tuple(key for key in dict.fromkeys((*then, *now)) if then.get(key) != now.get(key))


def _differences(
    call: Call, before: dict[str, BoundLine], after: dict[str, BoundLine], first: date, second: date
) -> Iterator[Difference]:
    for key in changed(list(before.values()), list(after.values())):
        old, new = before.get(key), after.get(key)
        reached = set(old.reached if old else ()) ^ set(new.reached if new else ())
        reached |= {n for n, a in enumerate(call.text.amendments) if key in a.change.rules.remove}
        amendments = tuple(call.text.amendments[index] for index in sorted(reached))
        gone, come = _items(old, new), _items(new, old)
        yield Difference(key, claim(old, first), claim(new, second), gone, come, amendments)


def claim(line: BoundLine | None, on: date) -> Words | None:
    """Say what a line asks for, by putting it to a proposal of which nothing is told."""
    return line.put(() if line.over_set else Proposal(), on).claim if line else None


def _items(some: BoundLine | None, other: BoundLine | None) -> Words | None:
    """Return what the lists of one line hold and those of the other do not."""
    if not some or not other:
        return None
    for name, value in some.given.items():
        there = other.given.get(name)
        if isinstance(value, Listing) and isinstance(there, Listing):
            extra = tuple(item for item in value.known if item not in there.known)
            if extra:
                return value.model_copy(update={"known": extra, "excluded": (), "complete": True})
    return None
