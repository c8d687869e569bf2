"""What the office has written down: agreements with partners and stays at them, made to fit the works and the planted stories."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.changes import has, seen
from utsyn.evidence.world.countries import Whole
from utsyn.evidence.world.draws import one_of
from utsyn.evidence.world.identifiers import ror
from utsyn.evidence.world.programme import PROGRAMME
from utsyn.evidence.world.stories import RECENT
from utsyn.evidence.world.works import Works

AGREEMENTS, WITH_STUDENTS = (
    300,
    200,
)  # in all, more where more is written together; and at least so many with exchange
MUCH = 10  # works in three years from which the office has an agreement with a partner, unless a story says otherwise
BEGAN, ENDS = date(2019, 8, 1), date(2029, 7, 31)
STAY_YEARS = range(2017, 2026)
TRAFFIC = "only traffic over Erasmus Without Paper"  # why there is one of the agreements
OUT_OF_PROJECTS = 8  # organisations of a country from here on are in no project
LAST_AWAKE = 2019  # when the last stay at a dormant partner was


class Agreement(NamedTuple):
    """An agreement of a unit with an organisation, and why the world has it."""

    organisation: int
    unit: str
    since: date
    until: date | None
    kind: str
    because: str


class Stay(NamedTuple):
    """Stays of one kind at, or from, a partner."""

    organisation: int
    unit: str
    since: date
    until: date
    kind: str
    way: str
    people: int


def works_with(of: World, home: Works) -> Whole:
    """Return by organisation on how many works of the last three full years it is with the university, its children's added."""
    held = of.given.register
    now, gone = seen(home, of.given, later=False)
    ours = has(now, np.isin(now.organisation, held.own)) & np.isin(now.year, RECENT) & ~gone
    rows = ours[now.work] & (now.organisation >= 0)
    pairs = np.unique(np.stack([now.work[rows], now.organisation[rows]]), axis=1)
    counts = np.bincount(pairs[1], minlength=len(held.country))
    child = held.parent >= 0
    return counts + np.bincount(held.parent[child], counts[child], minlength=len(counts)).astype(np.int64)


def agreements(of: World, home: Works) -> tuple[Agreement, ...]:
    """Return the agreements: with whom much is written, those of the stories, and others up to three hundred or more."""
    held, chance = of.given.register, np.random.default_rng([of.seed, 5])
    apart = {one for story in held.stories.values() for one in story} | set(held.home.tolist())
    found = [Agreement(one, _unit(of, chance), date(2021, 1, 1), ENDS, kind, story)
             for story, kind in (("dormant", "research"), ("students_only", "exchange"), ("project_only", "research"))
             for one in held.stories[story]]  # fmt: skip
    covered = int(held.parent[held.stories["covered_by_parent"][0]])
    found.append(Agreement(covered, _unit(of, chance), BEGAN, ENDS, "framework", "parent of a partner"))
    counts = works_with(of, home)
    much = [one for one in np.flatnonzero(counts >= MUCH).tolist() if one not in apart and one != covered]
    more = [one for one in held.favourites.tolist() if one not in set(much)]
    found += [Agreement(one, _unit(of, chance), BEGAN, None if at % 10 == 0 else ENDS, "research", "much is written together")
              for at, one in enumerate([*much, *more])]  # fmt: skip
    others = np.flatnonzero(
        (held.weight > 0) & (held.country != of.given.places.number("NO")) & (held.kind == 0)
    )
    taken = {one.organisation for one in found}
    rest = [one for one in chance.permutation(others).tolist() if one not in taken][
        : max(WITH_STUDENTS, AGREEMENTS - len(found))
    ]
    quiet = _quiet(of, home, rest)
    for at, one in enumerate(rest):
        until = date(2022, 7, 31) if at % 9 == 0 else ENDS
        why = TRAFFIC if one == quiet else "others"
        found.append(Agreement(one, _unit(of, chance), date(2017 + at % 6, 8, 1), until, "exchange", why))
    return tuple(found)


def _quiet(of: World, home: Works, others: list[int]) -> int | None:
    """Return the last of these within the programme, in force, and in no work, project or family: what happens to it is told by nothing else."""
    held, codes = of.given.register, of.given.places.codes
    met, parents = (
        set(home.organisation[home.organisation >= 0].tolist()),
        set(held.parent[held.parent >= 0].tolist()),
    )
    able = [
        one for at, one in enumerate(others)
        if at % 9 and one not in met | parents and held.parent[one] < 0 and held.successor[one] < 0
        and one - held.first[held.country[one]] >= OUT_OF_PROJECTS and codes[held.country[one]] in PROGRAMME
    ]  # fmt: skip
    return able[-1] if able else None


def stays(of: World, agreed: tuple[Agreement, ...]) -> tuple[Stay, ...]:
    """Return stays: students where exchange is agreed, staff where research is; at dormant partners none for years."""
    chance = np.random.default_rng([of.seed, 6])
    return tuple(stay for one in agreed for stay in _stays(chance, one) if one.because != TRAFFIC)


def _stays(chance: np.random.Generator, one: Agreement) -> Iterator[Stay]:
    if one.because == "project_only":
        return
    last = LAST_AWAKE if one.because == "dormant" else STAY_YEARS[-1]
    for year in STAY_YEARS:
        always = year == last  # whoever is awake has had a stay in the last full year
        if (
            year > last
            or (year < one.since.year and one.because != "dormant")
            or not (always or chance.random() < 0.6)
        ):
            continue
        for way in ("out", "in"):
            begun = date(year, 8, 15) if chance.random() < 0.6 and not always else date(year, 1, 10)
            if one.kind == "exchange":
                days = int(one_of(chance, [70, 120, 150, 300], 1, [0.1, 0.3, 0.45, 0.15])[0])
                yield Stay(
                    one.organisation,
                    one.unit,
                    begun,
                    begun + timedelta(days),
                    "student",
                    way,
                    int(chance.integers(1, 7)),
                )
            elif way == "out" or chance.random() < 0.5:
                kind = ("staff", "doctoral")[int(chance.integers(0, 2))]
                yield Stay(
                    one.organisation,
                    one.unit,
                    begun,
                    begun + timedelta(int(chance.integers(3, 60))),
                    kind,
                    way,
                    1,
                )


def exchanging(agreed: tuple[Agreement, ...], stayed: tuple[Stay, ...]) -> set[int]:
    """Return the organisations that students are exchanged with, or that is agreed with alone."""
    return {one.organisation for one in stayed} | {
        one.organisation for one in agreed if one.because == TRAFFIC
    }


def agreement_rows(agreed: tuple[Agreement, ...]) -> list[dict[str, Any]]:
    """Return AGREEMENTS."""
    return [
        {
            "ror": ror(one.organisation),
            "unit": one.unit,
            "since": one.since,
            "until": one.until,
            "kind": one.kind,
        }
        for one in agreed
    ]


def stay_rows(stayed: tuple[Stay, ...]) -> list[dict[str, Any]]:
    """Return STAYS."""
    told = [{"ror": ror(one.organisation), **one._asdict()} for one in stayed]
    return [{name: row[name] for name in row if name != "organisation"} for row in told]


def _unit(of: World, chance: np.random.Generator) -> str:
    return of.given.staff.keys[int(chance.integers(0, len(of.given.staff.keys)))]
