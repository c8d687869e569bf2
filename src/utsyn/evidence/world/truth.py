"""What is planted in a world, told exactly: the answer book that tests of indicators and of causes are held against."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from utsyn.evidence.world import (
    charter,
    cooperation,
    cordis,
    council,
    dealings,
    degrees,
    identifiers,
    students,
    traffic,
)
from utsyn.evidence.world.awards import awards
from utsyn.evidence.world.blocks import World
from utsyn.evidence.world.changes import CAUSES, has, seen
from utsyn.evidence.world.countries import Whole
from utsyn.evidence.world.identifiers import ror
from utsyn.evidence.world.promised import JOINED, SHARED
from utsyn.evidence.world.seats import Yes
from utsyn.evidence.world.stories import BEFORE, RECENT
from utsyn.evidence.world.works import Works

TRUTH = "truth.json"


def write_truth(folder: Path, of: World, home: Works, *, later: bool) -> Path:
    """Write the answer book."""
    path = folder / TRUTH
    path.write_text(json.dumps(truth(of, home, later=later), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def truth(of: World, home: Works, *, later: bool) -> dict[str, Any]:
    """Return all that is planted, in the works and beside them."""
    agreed = dealings.agreements(of, home)
    stayed, graduated = dealings.stays(of, agreed), students.graduates(of)
    because = Counter(one.because for one in agreed)
    return {
        **_of_works(of, home, later=later),
        "agreements": dict(sorted(because.items())),
        "grants": cordis.told(of, cordis.projects(of)),
        "exchanges": students.told(students.exchanges(of, stayed)),
        "graduates": students.graduates_told(graduated),
        "completions": degrees.told(degrees.completions(graduated)),
        "traffic": traffic.told(agreed, traffic.traffic(of, agreed)),
        "charter": charter.told(charter.holders(of, dealings.exchanging(agreed, stayed))),
        "cooperation": cooperation.told(of, cooperation.drawn(of)),
        "applications": council.told(council.drawn(of)),
    }


def _of_works(of: World, home: Works, *, later: bool) -> dict[str, Any]:
    """Return what is planted in the works of home: stories of partners, works of some kind, people, and causes of change."""
    held = of.given.register
    now, gone = seen(home, of.given, later=later)
    told: dict[str, Any] = {
        "synthetic": True,
        "works": of.size,
        "seed": of.seed,
        "later": later,
        "university": ror(int(held.home[0])),
        "organisations": [_organisation(int(one)) for one in held.home],
        "partners": {story: [_partner(of, one) for one in ones] for story, ones in held.stories.items()},
        "one_author_two_countries": _numbers(now, now.trap & ~gone),
        "big_science": _numbers(now, (now.authors > 100) & ~gone),
        "cut_author_lists": _numbers(now, now.cut & ~gone),
        "hospital_alone": _numbers(
            now, has(now, now.organisation == held.hospital) & ~_on(now, held.own) & ~gone
        ),
        "second_records": _twins(now, gone),
        "awards": {str(now.number[at]): numbers for at, numbers in awards(of, now).items() if not gone[at]},
        "split_authors": [_split(one) for one in of.given.staff.split],
        "figures": _figures(of, now, gone),
    }
    if later:
        told["changes"] = changes(of, home)
    return told


def changes(of: World, home: Works) -> dict[str, Any]:
    """Return by cause the works, and by year what they add to the numerator and denominator of international co-publication."""
    before, not_before = seen(home, of.given, later=False)
    after, not_after = seen(home, of.given, later=True)
    sides = [_counted(of, before, not_before), _counted(of, after, not_after)]
    found: dict[str, Any] = {}
    for code, cause in enumerate(CAUSES[1:], start=1):
        chosen = home.cause == code
        by_year = {}
        for year in np.unique(home.year[chosen]).tolist():
            these = chosen & (home.year == year)
            moved = [
                int((other[these].sum()) - (one[these].sum())) for one, other in zip(*sides, strict=True)
            ]
            if any(moved):
                by_year[str(year)] = dict(zip(("works", "numerator", "denominator"), moved, strict=True))
        found[cause] = {"works": _numbers(home, chosen), "by_year": by_year}
    return found


def _counted(of: World, now: Works, gone: Yes) -> tuple[Whole, Whole, Whole]:
    """Return by work whether it is a core work of the university's own, and whether international and known."""
    since = np.full(len(of.given.register.country) + 1, 9999)
    since[of.given.register.own] = (0, 0, JOINED, SHARED)
    ours = has(now, now.year[now.work] >= since[now.organisation])
    core = ours & np.isin(now.type, (0, 1)) & ~(now.retracted | now.paratext | now.xpac | gone)
    known = now.country >= 0
    pairs = np.unique(np.stack([now.work[known], now.country[known]]), axis=1)
    countries = np.bincount(pairs[0], minlength=len(now.number))
    return (
        core.astype(np.int64),
        (core & (countries > 1)).astype(np.int64),
        (core & (countries > 0)).astype(np.int64),
    )


def _figures(of: World, now: Works, gone: Yes) -> dict[str, dict[str, int]]:
    """Return by year the figures of international co-publication, counted straight from the draw."""
    columns = _counted(of, now, gone)
    return {
        str(year): dict(zip(("works", "numerator", "denominator"), (int(c[now.year == year].sum()) for c in columns), strict=True))
        for year in np.unique(now.year).tolist()
    }  # fmt: skip


def _partner(of: World, at: int) -> dict[str, Any]:
    works = of.stories.of_partner(at)
    years = of.stories.wish.year[works]
    return {**_organisation(at), "country": of.given.places.codes[of.given.register.country[at]],
            "recent": int(np.isin(years, RECENT).sum()), "before": int(np.isin(years, BEFORE).sum()), "works": len(works)}  # fmt: skip


def _organisation(at: int) -> dict[str, Any]:
    return {"organisation": at + identifiers.ORGANISATION, "ror": ror(at)}


def _twins(now: Works, gone: Yes) -> list[dict[str, int]]:
    found = np.flatnonzero((now.twin >= 0) & ~gone)
    return [{"work": int(now.number[one]), "record_of": int(now.number[now.twin[one]])} for one in found]


def _split(person: int) -> dict[str, Any]:
    first = identifiers.AUTHOR + person
    return {"authors": [first, first + identifiers.OTHER_AUTHOR], "orcid": identifiers.orcid(person)}


def _numbers(of: Works, chosen: Yes) -> list[int]:
    return sorted(of.number[chosen].tolist())


def _on(of: Works, organisations: Whole) -> Yes:
    return has(of, np.isin(of.organisation, organisations))
