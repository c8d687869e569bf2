"""Why a figure moved since the vintage before, and why others would quote another: told once, when the figure is computed."""

from collections import Counter
from typing import Any, NamedTuple

from utsyn.evidence.causes import Way
from utsyn.evidence.compare import vintages
from utsyn.evidence.compute import Chosen, Made, files
from utsyn.evidence.engine import Engine
from utsyn.evidence.explain import NEEDS, explain
from utsyn.evidence.indicators.counting import FAMILIES
from utsyn.evidence.snapshots import Store
from utsyn.evidence.ways import SAME, way
from utsyn.web.evidence.telling import Told

MOST = 50  # works that are named for a cause in a year


class Between(NamedTuple):
    """Two choices of vintages that are compared: those before, and those that results rest on now."""

    before: Chosen
    after: Chosen


def counted(made: Made) -> Way | None:
    """Return how the works of a figure are counted; None for a figure that is not counted of works, or by more than years."""
    if made.recipe.by != ("year",) or made.recipe.key not in {*FAMILIES, *SAME}:
        return None
    return way(made.recipe.key, where={})


def changed(engine: Engine, store: Store, made: Made, between: Between) -> Told:
    """Return by year what was before, and by cause how many works moved and by how much each count changed.

    Nothing where the figure is not of works, or where there was no other vintage before.
    """
    of = counted(made)
    if of is None or not set(of.needs) <= set(between.before):
        return {}
    then, now = ([chosen[name] for name in of.needs] for chosen in between)
    if then == now:
        return {}
    found = vintages(engine, store, made.about, ways=(of, of), before=between.before, after=between.after)
    works: dict[tuple[int, str], list[int]] = {}
    for work, year, cause, *_ in found.moves.rows:
        works.setdefault((year, cause), []).append(work)
    years: Told = {}
    for (year,) in found.keys:
        causes = found.causes(lambda key, year=year: key == (year,))  # type: ignore[misc]
        years[str(year)] = {
            "before": list(found.before.get((year,), (0, 0, 0, 0))),
            "causes": [
                {"cause": one.cause, "moved": one.moved, "counts": list(one.counts), "works": works[year, one.cause][:MOST]}
                for one in causes
            ],
        }  # fmt: skip
    days = sorted({one.day.isoformat() for one in then})
    return {"vintages": sorted({one.title for one in then}), "days": days, "years": years}


def differing(engine: Engine, store: Store, made: Made, page: Told, *, chosen: Chosen) -> Told:
    """Return for the latest year which works the variants gain and lose, and how many are left out, by why."""
    of = counted(made)
    if of is None or made.recipe.key not in SAME or page["year"] is None or not set(NEEDS) <= set(chosen):
        return {}
    given = engine.open(files(store, {name: chosen[name] for name in NEEDS}))
    told = explain(engine, given, made.about, way=of, of={"year": page["year"]})
    variants: list[dict[str, Any]] = [
        {"by": dict(one.values), "gained": len(one.gained), "lost": len(one.lost)} for one in told.variants
    ]
    return {"variants": variants, "excluded": dict(Counter(one.why for one in told.lists["excluded"]))}
