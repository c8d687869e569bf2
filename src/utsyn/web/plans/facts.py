"""From rows to what the plans ask about: documents of editions, figures as observations, judgements, members."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone

from utsyn.plans.document import PlanDocument
from utsyn.plans.library import from_text
from utsyn.plans.members import sources
from utsyn.plans.series import BY_HAND, ByHand, Judgement, Observation, SetByHand
from utsyn.problems import Problems
from utsyn.reasons import Figure, Source
from utsyn.text import Text, Words
from utsyn.web.indicators.facts import member_list
from utsyn.web.indicators.models import MembersListed, Observed
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import ROLE_NAMES
from utsyn.web.people.units import Tree
from utsyn.web.plans.models import Edition, HandSet, Judged


@lru_cache(64)
def _document(sha256: str, text: str) -> PlanDocument:
    return from_text(text).text


def document(edition: Edition) -> PlanDocument:
    """Return the document of an edition, read once. Raises Problems for one that cannot be read any more."""
    return _document(edition.sha256, edition.text)


def by_plan(rows: Iterable[Edition]) -> Mapping[str, PlanDocument]:
    """Return of editions, with their plans and in order, the last of each plan that can be read."""
    found: dict[str, PlanDocument] = {}
    for one in rows:
        with suppress(Problems):
            found[one.plan.key] = document(one)
    return found


def observation(row: Observed) -> Observation:
    """Return a figure as it came, with its source and what it was made by."""
    return Observation(
        row.indicator,
        row.since,
        row.until,
        _figure(row),
        row.provider or BY_HAND,
        row.version,
        timezone.localdate(row.at),
        row.by_hand,
        timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
        f"figure/{row.pk}",
    )


def _figure(row: Observed) -> Figure:
    source = row.source
    accessed = source.get("accessed")
    told = Source(
        title=source.get("title", ""),
        url=source.get("url", ""),
        place=source.get("place", ""),
        accessed=date.fromisoformat(accessed) if accessed else None,
        licence=source.get("licence", ""),
        sha256=source.get("sha256", ""),
    )
    parts = {name: Decimal(value) for name, value in row.parts.items() if value is not None}
    caveats: tuple[Words, ...] = tuple(Text(nb=words) for words in row.told.get("caveats", ()) if words)
    return Figure(
        row.value,
        "",
        f"{row.since}/{row.until}",
        row.told.get("method", ""),
        (told,),
        parts,
        row.precision,
        caveats,
    )


def by_indicator(rows: Iterable[Observed]) -> Mapping[str, tuple[Observation, ...]]:
    """Gather figures by their indicator."""
    found: dict[str, list[Observation]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(observation(row))
    return {key: tuple(kept) for key, kept in found.items()}


def judgements(rows: Iterable[Judged]) -> Mapping[str, tuple[Judgement, ...]]:
    """Gather judgements by goal, oldest first; who judged is named by her role."""
    found: dict[str, list[Judgement]] = {}
    for row in rows:
        on, by = timezone.localdate(row.at), ROLE_NAMES.get(row.role, row.role)
        one = Judgement(row.goal, row.target, row.level, row.because, on, by, f"judged/{row.pk}")
        found.setdefault(row.goal, []).append(one)
    return {key: tuple(kept) for key, kept in found.items()}


def set_by_hand(rows: Iterable[HandSet]) -> Mapping[str, tuple[SetByHand, ...]]:
    """Gather states set by hand by goal, oldest first; an empty state takes the one before back."""
    found: dict[str, list[SetByHand]] = {}
    for row in rows:
        on, by = timezone.localdate(row.at), ROLE_NAMES.get(row.role, row.role)
        found.setdefault(row.goal, []).append(
            SetByHand(row.goal, row.state, row.because, on, by, f"set/{row.pk}")
        )
    return {key: tuple(kept) for key, kept in found.items()}


def members(units: Tree, *, part: int | None = None) -> Mapping[str, frozenset[str]]:
    """Return the keys of the departments and faculties of a day, all of them or those of one unit and below it.

    What else indicators are about is listed by hand, where anybody has.
    """
    within = units.below(part) if part else units.units.keys()
    return {
        kind: frozenset(unit.key for unit in units.of_kind(kind) if unit.pk in within)
        for kind in (Unit.Kind.DEPARTMENT.value, Unit.Kind.FACULTY.value)
    }


def listed(rows: Iterable[MembersListed]) -> tuple[Mapping[str, frozenset[str]], Mapping[str, ByHand]]:
    """Return of lists by hand, oldest first, the members of each kind by the last, and where they are written."""
    last = {row.kind: member_list(row) for row in rows}
    keys = {kind: frozenset(one.key for one in told.members) for kind, told in last.items()}
    return keys, {kind: ByHand(told.since, tuple(sources(told.members))) for kind, told in last.items()}
