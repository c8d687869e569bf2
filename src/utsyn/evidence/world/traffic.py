"""What happened to agreements over Erasmus Without Paper: with partners of the programme, with one by nothing else, with a dormant one long ago."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.dealings import TRAFFIC, Agreement
from utsyn.evidence.world.identifiers import ror
from utsyn.evidence.world.students import erasmus_code

YEARS, LONG_AGO, LATELY = range(2018, 2026), (2018, 2019), (2021, 2024)
KINDS = ("created", "changed", "approved")
HEADER = ("ror", "erasmus", "day", "kind")


class Event(NamedTuple):
    """Something that happened to an agreement with an organisation, known by its code or by its ROR id."""

    organisation: int
    by_code: bool
    day: date
    kind: str


def traffic(of: World, agreed: Iterable[Agreement]) -> tuple[Event, ...]:
    """Return the events: half of the years with whoever exchanges students within the programme."""
    chance = np.random.default_rng([of.seed, 8])
    found = []
    for one in agreed:
        code = erasmus_code(of, one.organisation)
        years: Iterable[int] = ()
        if one.because == "dormant":
            years = LONG_AGO
        elif one.because == TRAFFIC:
            years = LATELY
        elif code and one.kind == "exchange":
            years = [year for year in YEARS if year >= one.since.year and chance.random() < 0.5]
        for year in years:
            day, kind = (
                date(year, 1, 1) + timedelta(int(chance.integers(0, 365))),
                KINDS[int(chance.integers(0, len(KINDS)))],
            )
            found.append(Event(one.organisation, bool(code) and year % 2 == 0, day, kind))
    return tuple(found)


def rows(of: World, events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return TRAFFIC; of an organisation known by its code alone the ROR id is not told."""
    return [
        {"ror": None if one.by_code else ror(one.organisation),
         "erasmus": " ".join(erasmus_code(of, one.organisation).split()) if one.by_code else None, "day": one.day, "kind": one.kind}
        for one in events
    ]  # fmt: skip


def told(agreed: Iterable[Agreement], events: Iterable[Event]) -> dict[str, Any]:
    """Return how many events there are, and the partners of whom there is nothing else."""
    only = sorted({one.organisation for one in agreed if one.because == TRAFFIC})
    return {"events": len(list(events)), "only": [ror(one) for one in only]}
