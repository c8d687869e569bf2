"""A series as a page shows it: period by period what each provider says, what it said before, and where they disagree."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from django.utils import timezone

from utsyn.plans import staleness
from utsyn.plans.entering import NAMED
from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.spoken import Period
from utsyn.reasons import Source
from utsyn.text import Words, say
from utsyn.web.indicators import worded
from utsyn.web.indicators.models import Observed


class Shown(NamedTuple):
    """A figure as a page shows it; `gone` is the day on which it was revised or withdrawn, `why` the reason."""

    row: Observed
    value: Words
    parts: Sequence[worded.Part]
    ratio: Words | None  # of a share: so many of so many
    off: Words | None
    known: date
    source: Source
    withdrawn: date | None = None
    revised: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.withdrawn is None and self.revised is None


class Entry(NamedTuple):
    """What one provider says of a period: the figure that stands, if any, and those before it, the last first."""

    provider: str
    name: Words
    now: Shown | None
    before: Sequence[Shown]


class Line(NamedTuple):
    """A period under one definition: what each provider says, and how they differ."""

    period: Period
    version: int
    entries: Sequence[Entry]
    differ: Sequence[Words]

    @property
    def now(self) -> Iterator[Shown]:
        """The figures that stand."""
        return (entry.now for entry in self.entries if entry.now)


def lines(
    document: IndicatorDocument, rows: Iterable[Observed], *, on: date, named: Callable[[str], Words]
) -> list[Line]:
    """Put a series together as it was known on a day: the last period first; nothing that was learnt later shines through."""
    periods: dict[tuple[date, date, int], dict[str, list[Observed]]] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.pk)):
        if timezone.localdate(row.at) <= on:
            periods.setdefault((row.until, row.since, row.version), {}).setdefault(row.provider, []).append(
                row
            )
    found = []
    for (until, since, version), providers in sorted(periods.items(), reverse=True):
        entries = [_entry(document, key, chain, on, named) for key, chain in providers.items()]
        entries.sort(key=lambda entry: (entry.provider != document.leading(), entry.provider))
        found.append(Line(Period(since, until), version, entries, list(_differ(document, entries))))
    return found


def _entry(
    document: IndicatorDocument, key: str, chain: Sequence[Observed], on: date, named: Callable[[str], Words]
) -> Entry:
    followed = {row.replaces_id: timezone.localdate(row.at) for row in chain if row.replaces_id}
    told = [_shown(document, row, followed.get(row.pk), on, named) for row in chain]
    now = told[-1] if told[-1].stands else None
    before = [one for one in reversed(told) if one is not now]
    return Entry(key, worded.provider(document, key), now, before)


def _shown(
    document: IndicatorDocument, row: Observed, revised: date | None, on: date, named: Callable[[str], Words]
) -> Shown:
    gone = timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None
    return Shown(
        row,
        worded.value(document, row),
        list(worded.parts(document, row, named)),
        worded.ratio(document, row),
        worded.off(document, row),
        timezone.localdate(row.at),
        source(row.source),
        gone if revised is None and gone and gone <= on else None,
        revised,
    )


def source(told: Mapping[str, str]) -> Source:
    """Return the source of a figure as a page shows it."""
    accessed = told.get("accessed")
    return Source(
        told.get("title", ""),
        told.get("url", ""),
        told.get("place", ""),
        accessed=date.fromisoformat(accessed) if accessed else None,
        licence=told.get("licence", ""),
        sha256=told.get("sha256", ""),
    )


def _differ(document: IndicatorDocument, entries: Sequence[Entry]) -> Iterator[Words]:
    standing = [entry.now.row for entry in entries if entry.now]
    differences = [
        words for one, two in combinations(standing, 2) if (words := worded.differ(document, one, two))
    ]
    yield from differences
    if differences:
        leads = next((entry.name for entry in entries if entry.provider == document.leading()), None)
        if leads is None:
            yield say("No provider leads, so what rests on the period is not known")
        else:
            yield say(
                "{provider} leads, and its figure counts; the others are shown beside it", provider=leads
            )


class Latest(NamedTuple):
    """The figure of the period that ended last, how many whole months ago that was, and whether a newer one is due."""

    line: Line
    shown: Shown
    age: int
    stale: bool


def latest(document: IndicatorDocument, found: Sequence[Line], *, on: date) -> Latest | None:
    """Return the latest figure that stands, by the provider that leads if it has one for the period."""
    for line in found:
        if (shown := next(line.now, None)) is not None:
            until = line.period.until
            late = staleness.old(until, document, shown.row.provider, on=on)
            return Latest(line, shown, staleness.age(until, on=on), late)
    return None


class Drawable(NamedTuple):
    """Figures of one provider that stand and are known, oldest first: what they are called, and each with its level."""

    name: Words
    figures: Sequence[tuple[Observed, Decimal]]


def drawable(document: IndicatorDocument, found: Sequence[Line]) -> list[Drawable]:
    """Return what can be drawn of a series, by provider; of two flows each by itself."""
    told: dict[str, list[Observed]] = {}
    for line in reversed(found):
        for entry in line.entries:
            if entry.now and not worded.too_few(document, entry.now.row):
                told.setdefault(entry.provider, []).append(entry.now.row)
    if document.sort is Sort.FLOWS:
        return [
            Drawable(_flow(document, key, way, alone=len(told) == 1), _levels(rows, way))
            for key, rows in told.items()
            for way in NAMED[Sort.FLOWS]
        ]
    return [Drawable(worded.provider(document, key), _levels(rows)) for key, rows in told.items()]


def _flow(document: IndicatorDocument, key: str, way: str, *, alone: bool) -> Words:
    words = say("in") if way == "in" else say("out")
    return words if alone else say("{what}: {provider}", what=words, provider=worded.provider(document, key))


def _levels(rows: Sequence[Observed], part: str = "") -> list[tuple[Observed, Decimal]]:
    told = [(row, worded.parts_of(row).get(part) if part else row.value) for row in rows]
    return [(row, level) for row, level in told if level is not None]
