"""Enter invented figures for the indicators of the plans that the invented university follows: some revised, one withdrawn."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from utsyn.documents import read
from utsyn.periods import Day
from utsyn.plans.indicators import Sort
from utsyn.plans.library import library
from utsyn.web.indicators import actions
from utsyn.web.indicators.models import Observed
from utsyn.web.people.models import Unit
from utsyn.web.rehearsal.scenes import Scene, There, scene
from utsyn.web.rehearsal.university import FOLDER, Shape

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
NAMED = {Sort.SHARE: ("numerator", "denominator"), Sort.FLOWS: ("in", "out")}


class Series(Shape):
    """Figures of one indicator by one provider, each known on the same day (month-day) of the year after its period."""

    indicator: str
    provider: str
    known: str
    years: Mapping[int | str, Any]
    precision: Decimal | None = None
    among: str = ""
    caveat: str = ""


class Mended(Shape):
    """A figure that was taken back, or, where it has a value, revised."""

    indicator: str
    provider: str
    year: int
    on: Day
    because: str
    value: Decimal | None = None


class Figures(Shape):
    """The whole file."""

    method: str
    source: str
    series: tuple[Series, ...]
    revised: tuple[Mended, ...]
    withdrawn: tuple[Mended, ...]


def scenes(there: There) -> Iterator[Scene]:
    """Walk the entering of every figure, and what became of some of them."""
    told = read(FOLDER / "figures.yaml").shaped(Figures)
    for one in told.series:
        for years, value in one.years.items():
            yield _entered(told, one, str(years), value, there)
    for mended in told.revised:
        yield scene(mended.on, lambda at, one=mended: _revised(told, one, at, there))  # type: ignore[misc]
    for gone in told.withdrawn:
        yield scene(
            gone.on,
            lambda at, one=gone: actions.withdraw(  # type: ignore[misc]
                _standing(one), because=one.because, by=there["kontor"], at=at
            ),
        )


def _entered(told: Figures, one: Series, years: str, value: Any, there: There) -> Scene:
    match = YEARS.fullmatch(years)
    if match is None:
        raise ValueError(years)
    first, last = int(match[1]), int(match[2] or match[1])
    known = date.fromisoformat(f"{last + 1}-{one.known}")
    said = _said(library().indicator(one.indicator).sort, value, there)
    return scene(
        known,
        lambda at: actions.enter(
            one.indicator, unit=there["uni"], since=date(first, 1, 1), until=date(last, 12, 31), provider=one.provider,
            source=_source(told, known), method=told.method, precision=one.precision,
            among="" if said.get("parts") else one.among, caveats=[one.caveat] if one.caveat else [],
            by=there["kontor"], at=at, rehearsal=True, **said,
        ),
    )  # fmt: skip


def _said(sort: Sort, value: Any, there: There) -> dict[str, Any]:
    """Return what is entered: a value, parts, or why there is none."""
    if isinstance(value, str):
        return {"unknown": value}
    if isinstance(value, Mapping):
        return {"parts": _members(value, there)}
    if sort is Sort.RANK and isinstance(value, (list, tuple)):
        return {"value": value[0], "parts": _members(value[1], there)}
    if sort in NAMED:
        return {"parts": dict(zip(NAMED[sort], value, strict=True))}
    return {"value": value}


def _members(parts: Mapping[str, Any], there: There) -> dict[str, Any]:
    units = {key: unit.key for key, unit in there.items() if isinstance(unit, Unit)}
    return {units.get(key, key): number for key, number in parts.items()}


def _source(told: Figures, read_on: date) -> dict[str, str]:
    return {"title": told.source, "accessed": read_on.isoformat()}


def _standing(one: Mended) -> Observed:
    rows = Observed.objects.filter(indicator=one.indicator, provider=one.provider, rehearsal=True)
    return rows.select_related("unit").get(since=date(one.year, 1, 1), replaced_by=None, withdrawn_at=None)


def _revised(told: Figures, one: Mended, at: datetime, there: There) -> None:
    actions.revise(
        _standing(one), value=one.value, source=_source(told, one.on), method=told.method, because=one.because,
        by=there["kontor"], at=at,
    )  # fmt: skip
