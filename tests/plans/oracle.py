"""A slow and obvious judge of where a target stands, in fractions and whole years, that the quick one must agree with.

It knows yearly figures, a plan from 2022 through 2025 that is to be reached evenly, and two ways to count of which the
second began in 2018.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

PLAN, LAST = 2022, 2025
Range = tuple[Fraction, Fraction]  # between what a number lies


class Row(NamedTuple):
    """A figure for a year: what it says by name (value, precision, parts), how it was counted, and since when it is known."""

    year: int
    says: Mapping[str, Any]
    way: int
    known: date


class World(NamedTuple):
    """A target, the figures there are, the day, who the members are, and whether the two ways to count may be compared."""

    kind: str
    sort: str
    given: Mapping[str, Any]
    rows: Sequence[Row]
    on: date
    members: Sequence[str] | None
    comparable: bool


def stands(world: World) -> str:
    """Return the state in words."""
    rows = {}
    for row in world.rows:  # those known later stand later in the list
        if row.known <= world.on and row.year <= LAST:
            rows[row.year, row.way] = row
    if not rows:
        return "unknown"
    last, way = max(rows)
    ways = {1, 2} if world.comparable else {way}
    years = {year: rows[year, w] for year, w in sorted(rows) if w in ways}
    levels = {year: level(world, row, latest=year == last) for year, row in years.items()}
    if world.kind == "multiplied":
        return programme(world, levels, last)
    return compared(world, levels, last)


def compared(world: World, levels: Mapping[int, Range | None], last: int) -> str:
    """Tell where a level stands against a goal of its own, or against a base."""
    now = levels[last]
    if now is None:
        return "unknown"
    if world.kind in ("increase", "increase_share", "breadth"):
        return increased(world, levels, last, now)
    goal = Fraction(str(world.given.get({"at_least": "value", "in_force": "", "rank_within": "place", "balance": "tolerance",
                                         "coverage": "share"}[world.kind], 1)))  # fmt: skip
    falling = world.kind in ("rank_within", "balance")
    holds = compare(now, (goal, goal), falling=falling, strict=False)
    if last < PLAN:
        return "reached" if holds is True else "unknown"
    if holds is True:
        return "reached"
    if world.on > date(LAST, 12, 31):
        return ("missed" if holds is False else "unknown") if last == LAST else "unknown"
    if world.kind == "in_force":
        return "unknown"
    before = [year for year in levels if year < PLAN and levels[year] is not None]
    if not before:
        return "unknown"
    asked = on_the_way(levels[before[-1]], (goal, goal), last, falling=falling)
    return under_way(holds, compare(now, asked, falling=falling, strict=False))


def increased(world: World, levels: Mapping[int, Range | None], last: int, now: Range) -> str:
    """Tell whether there is more than in the base, whose years have to be there, every one."""
    first, final = (int(world.given["base"][end][:4]) for end in ("since", "until"))
    years = list(range(first, final + 1))
    if any(levels.get(year) is None for year in years):
        return "unknown"
    if world.sort == "share" and len(years) > 1:
        base = pooled(world, years, last)
        if base is None:
            return "unknown"
    else:
        base = tuple(sum(levels[year][end] for year in years) / len(years) for end in (0, 1))
    if "by" in world.given and base[0] <= 0:
        return "unknown"
    more = Fraction(str(world.given.get("points", 0)))
    times = 1 + Fraction(str(world.given.get("by", 0)))
    goal = (base[0] * times + more, base[1] * times + more)
    strict = "by" not in world.given and "points" not in world.given
    holds = compare(now, goal, falling=False, strict=strict)
    if last < PLAN or last <= final:
        return "unknown"
    if holds is True:
        return "reached"
    if world.on > date(LAST, 12, 31):
        return ("missed" if holds is False else "unknown") if last == LAST else "unknown"
    asked = on_the_way(base, goal, last, falling=False, since=max(PLAN - 1, final))
    return under_way(holds, compare(now, asked, falling=False, strict=strict))


def programme(world: World, levels: Mapping[int, Range | None], last: int) -> str:
    """Tell whether this programme, from 2021, has come to a multiple of the one from 2014 through 2020."""
    now = total(levels, range(2021, last + 1))
    if last < 2021 or now is None:
        return "unknown"
    months = last - 2020 if world.given["compare"] == "same_month" else 7
    then = total(levels, range(2014, min(2014 + months, 2021)))
    if then is None or then[0] <= 0:
        return "unknown"
    times = Fraction(str(world.given["times"]))
    holds = compare(now, (then[0] * times, then[1] * times), falling=False, strict=False)
    whole = world.given["compare"] == "whole"
    if last < PLAN:
        return "reached" if holds is True and whole else "unknown"
    if holds is True and (whole or last == LAST):
        return "reached"
    if world.on > date(LAST, 12, 31):
        return ("missed" if holds is False else "unknown") if last == LAST else "unknown"
    if not whole:
        return {True: "on course", False: "behind", None: "unknown"}[holds]
    part = Fraction(last - 2020, 5)
    asked = (then[0] * times * part, then[1] * times * part)
    return under_way(holds, compare(now, asked, falling=False, strict=False))


def total(levels: Mapping[int, Range | None], years: range) -> Range | None:
    """Add up years, every one of which has to be known."""
    found = [levels.get(year) for year in years]
    return None if None in found else (sum(one[0] for one in found), sum(one[1] for one in found))


def pooled(world: World, years: Sequence[int], _last: int) -> Range | None:
    """Add what is counted and what it is counted of; the rows are those of the last known."""
    rows = {}
    for row in world.rows:
        if row.known <= world.on and row.year <= LAST:
            rows[row.year, row.way] = row
    way = max(rows)[1]
    ways = (2, 1) if world.comparable else (way,)
    kept = [next(rows[year, w] for w in ways if (year, w) in rows) for year in years]
    if any("denominator" not in row.says or "numerator" not in row.says for row in kept):
        return None
    give = max(Fraction(str(row.says.get("precision") or 0)) for row in kept)
    share = Fraction(sum(row.says["numerator"] for row in kept), sum(row.says["denominator"] for row in kept))
    return share - give, share + give


def under_way(holds: bool | None, course: bool | None) -> str:
    """Return the state of what is not reached, before the day."""
    if course is True:
        return "on course"
    return "behind" if course is False and holds is False else "unknown"


def on_the_way(base: Range, goal: Range, year: int, *, falling: bool, since: int = PLAN - 1) -> Range:
    """Return what is asked at the end of a year, evenly from a base at the end of another."""
    part = Fraction(min(max(year - since, 0), LAST - since), LAST - since) if since < LAST else Fraction(1)
    made = []
    for begun, end in zip(base, goal, strict=True):
        better = begun <= end if falling else begun >= end
        made.append(end if better else begun + (end - begun) * part)
    return made[0], made[1]


def compare(level: Range, goal: Range, *, falling: bool, strict: bool) -> bool | None:
    """Tell whether a level is at its goal: yes where it is in any case, no where it is in none."""
    cases = set()
    for mine in level:
        for theirs in goal:
            ahead = theirs - mine if falling else mine - theirs
            cases.add(ahead > 0 if strict else ahead >= 0)
    return cases.pop() if len(cases) == 1 else None


def level(world: World, row: Row, *, latest: bool) -> Range | None:
    """Return what a figure says in the target's unit."""
    says, kind = row.says, world.kind
    parts = {name: Fraction(number) for name, number in says.items() if name not in ("value", "precision")}
    give = Fraction(str(says.get("precision") or 0))
    if kind in ("coverage", "breadth") and world.sort == "members":
        return of_members(world, parts, latest=latest)
    if kind == "balance":
        come, go = parts.get("in"), parts.get("out")
        if come is None or go is None or come == go == 0:
            return None
        found = abs(come - go) / max(come, go)
    elif world.sort == "share":
        if not parts.get("denominator") or "numerator" not in parts:
            return None
        found = parts["numerator"] / parts["denominator"]
    elif kind == "rank_within" and parts and says.get("value") is not None:
        ours = sorted(parts.values(), reverse=True)[int(says["value"]) - 1 : int(says["value"])]
        found = (
            Fraction(1 + sum(one > ours[0] for one in parts.values())) if ours else Fraction(says["value"])
        )
    elif says.get("value") is None:
        return None
    else:
        found = Fraction(says["value"])
    return found - give, found + give


def of_members(world: World, parts: Mapping[str, Fraction], *, latest: bool) -> Range | None:
    """Return how many of the members have enough, or take part, of those who are members on the day."""
    if world.kind == "coverage" and latest and world.members is None:
        return None
    who = list(world.members) if latest and world.members is not None else list(parts)
    unknown = sum(one not in parts for one in who)
    if world.kind == "breadth":
        count = sum(parts.get(one, 0) > 0 for one in who)
        return (Fraction(count), Fraction(count + unknown)) if parts else None
    if not who or unknown == len(who):
        return None
    have = sum(parts.get(one, 0) >= world.given.get("each", 1) for one in who)
    return Fraction(have, len(who)), Fraction(have + unknown, len(who))
