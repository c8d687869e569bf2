"""Partners as their pages show them, told once, when figures are computed: publications, projects, agreements, stays, verdicts with reasons."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from utsyn.evidence.figures import decimal
from utsyn.evidence.funded import Funded, funded
from utsyn.evidence.partner_profiles import UNLISTED, Gathered, Profile, day, partner_profile
from utsyn.evidence.partnering import TOLD as ENOUGH
from utsyn.reasons import Finding, Verdict
from utsyn.text import Words
from utsyn.web.evidence.earth import placed
from utsyn.web.evidence.telling import Told, said

FEWEST = 3  # publications in all the years; one with fewer is kept only where there are other dealings
MOST_UNITS = 40


def partners(of: Gathered | None, *, on: date) -> Iterator[Told]:
    """Walk the partners that have a ROR id; nothing where works are not loaded. Those of ours are none."""
    if of is None:
        return
    shared = {one.partner: one for one in funded(of) or ()}
    others = {
        partner
        for kind in ("agreements", "stays", "projects")
        for partner in of.rows.get(f"partner-{kind}", {})
    }
    many = {
        partner
        for partner, rows in of.rows["partners"].items()
        if sum(row["works"] for row in rows) >= FEWEST
    }
    seen: set[str] = set()
    for partner in sorted((many | others) - {UNLISTED}):
        one = _told(of, partner, shared.get(partner), on=on)
        if one is not None and one["ror"] not in seen:
            seen.add(one["ror"])
            yield one


def _told(of: Gathered, partner: int, shared: Funded | None, *, on: date) -> Told | None:
    found = partner_profile(of, partner, on=on)
    place = found.place
    if place is None or not place["ror"]:
        return None
    x, y = placed(place["lat"], place["lon"])
    return {
        "ror": place["ror"], "organisation": partner, "name": place["name"] or place["ror"], "country": place["country"] or "",
        "recent": found.counts.recent or 0, "works": sum(one.works for one in found.years), "x": x, "y": y,
        **{name: verdict.verdict is Verdict.YES for name, verdict in _verdicts(found).items() if name != "one_person"},
        "told": {**_page(found), "funded": _funded(shared)},
    }  # fmt: skip


def _verdicts(found: Profile) -> Mapping[str, Finding]:
    return {
        "hidden": found.hidden,
        "emerging": found.emerging,
        "dormant": found.dormant,
        "one_person": found.one_person,
    }


def _page(found: Profile) -> Told:
    counts = found.counts
    decides = (counts.recent or 0) >= ENOUGH or bool(found.agreements)
    return {
        "span": [counts.span.recent[0], counts.span.last],
        "kind": (found.place or {}).get("kind") or "",
        "top": bool((found.place or {}).get("top", 1)),
        "years": [[one.year, one.works, one.alone, one.plain, format(decimal(one.score), "f")] for one in found.years],
        "people": counts.people,
        "largest": counts.largest,
        "units": None if found.units is None else [[one.unit, one.works] for one in found.units[:MOST_UNITS]],
        "hyper": None if found.hyper is None else format(decimal(found.hyper), "f"),
        "agreements": _agreements(found),
        "stays": _stays(found),
        "projects": _projects(found),
        "verdicts": {name: finding(one) for name, one in _verdicts(found).items()} if decides else {},
        "caveats": [said(words) for words in found.caveats],
    }  # fmt: skip


def _agreements(found: Profile) -> list[list[Any]] | None:
    if found.agreements is None:
        return None
    return [[one.relation, one.unit, one.kind, _iso(one.since), _iso(one.until)] for one in found.agreements]


def _stays(found: Profile) -> list[list[Any]] | None:
    """Return stays by year, way and kind, the latest first: people, and rows that tell no number."""
    if found.stays is None:
        return None
    people, unknown = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
    for row in found.stays:
        key = (row["year"], row["way"], row["kind"])
        people[key] += row["people"]
        unknown[key] += row["unknown"]
    keys = sorted(people, key=lambda key: (-(key[0] or 0), str(key[1:])))
    return [[*key, people[key], unknown[key]] for key in keys]


def _projects(found: Profile) -> list[list[Any]] | None:
    if found.projects is None:
        return None
    rows = sorted(found.projects, key=lambda row: (-(row["starts"] or 0), str(row["programme"])))
    return [
        [row["programme"], _iso(day(row["starts"])), _iso(day(row["ends"])), row["projects"]] for row in rows
    ]


def _funded(shared: Funded | None) -> Told | None:
    """Return what was written together in the years in which something of joint projects could come out, a row a stretch of years."""
    if shared is None:
        return None
    first = [year for year in shared.years if year - 1 not in shared.years]
    last = [year for year in shared.years if year + 1 not in shared.years]
    spans = [list(span) for span in zip(first, last, strict=True)]
    return {"projects": shared.projects, "works": shared.works, "spans": spans}


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def finding(one: Finding) -> Told:
    """Return a finding with its reasons, in every language."""
    found: Words | None = one.found
    return {
        "verdict": str(one.verdict), "claim": said(one.claim), "found": said(found) if found else None,
        "because": [finding(part) for part in one.because],
    }  # fmt: skip
