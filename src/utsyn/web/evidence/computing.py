"""All figures of the home university computed on the newest vintages, with what their pages show, and made current together."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from utsyn.evidence.compute import Chosen, Failed, Made, files
from utsyn.evidence.compute import compute as computed
from utsyn.evidence.engine import Engine
from utsyn.evidence.partner_profiles import ALSO, NEEDS
from utsyn.evidence.recipes import About, Recipe, recipes
from utsyn.evidence.snapshots import Store
from utsyn.evidence.sources import sources
from utsyn.evidence.spreads import SPREAD
from utsyn.evidence.sql import written
from utsyn.text import Words, say
from utsyn.web.evidence import behind, changing, classing, joining, partnering, telling
from utsyn.web.evidence.actions import keeping
from utsyn.web.evidence.choosing import Choice
from utsyn.web.evidence.faceting import classes, facets, fields
from utsyn.web.evidence.models import Basis
from utsyn.web.evidence.telling import Told
from utsyn.web.indicators.whose import institution
from utsyn.web.people.units import tree

BESIDE = {*NEEDS, *ALSO, SPREAD}  # pages of partners tell of these, and intervals are drawn from the last
RESULTS = ".results"  # what was computed before, by what it rests on


class Tell(Protocol):
    """How it is told how far the work has come."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """What tells the time."""

    def __call__(self, did: int, steps: int, said: Words | None = None) -> None:
        """Tell."""


def compute(engine: Engine, store: Store, of: About, choice: Choice, *, tell: Tell) -> Basis:
    """Compute, keep and show all; nothing is shown before all of it is there."""
    now, before = choice.now, choice.before
    basis = keeping.begin(of, vintages=choice.vintages)
    asked = [one for one in recipes().values() if set(one.needs) <= set(now)]
    steps, lacking = 2 * len(asked) + 2, _lacking(recipes().values(), now)
    results: dict[str, Made] = {}

    def failed(one: Failed) -> None:
        lacking[one.recipe.key] = [
            {"what": telling.said(problem.what), "mend": telling.said(problem.mend)}
            for problem in one.problems.problems
        ]

    for made in computed(engine, store, asked, of, vintages=now, kept=store.folder / RESULTS, failed=failed):
        results[made.recipe.key] = made
        tell(len(results), steps, say("Computed {recipe}", recipe=made.recipe.key))
    own, at = _own(tell.clock().date()), tell.clock()
    for n, made in enumerate(results.values(), len(results) + 1):
        if made.recipe.key not in BESIDE and not made.recipe.key.endswith(("-by-unit", "-by-field")):
            page = _page(engine, store, made, results, now=now, before=before)
            expects = joining.expects(engine, store, made, choice, of=of, kept=store.folder / RESULTS)
            page["expects"] = list(expects)
            found = list(facets(made, results))
            page["fields"] = list(fields(found, page["year"]))
            page["along"] = classes(found)
            page["history"] = classing.history(made, results)
            keeping.keep_facets(basis, made.recipe.key, found)
            keeping.keep(basis, made, page, sql=written(made.recipe, of), own=own, at=at)
        tell(n, steps, say("Told of {recipe}", recipe=made.recipe.key))
    _behind(engine, store, of, now, basis, tell=tell, steps=steps)
    followed = joining.followed(results)
    if followed is not None:
        keeping.keep(basis, *followed, sql="", own=own, at=at)
    keeping.keep_partners(basis, partnering.partners(joining.put_together(results), on=choice.day))
    keeping.show(basis, lacking=lacking, at=tell.clock())
    return basis


def _lacking(every: Iterable[Recipe], now: Chosen) -> dict[str, list[Told]]:
    """Return by recipe what it lacks: tables that no vintage has, each with the sources that give it."""
    return {
        one.key: [_absent(name) for name in one.needs if name not in now]
        for one in every
        if not set(one.needs) <= set(now)
    }


def _absent(table: str) -> Told:
    gives = [origin.title for origin in sources().values() if table in origin.tables]
    mend = say("Load one of: {names}", names="; ".join(gives)) if gives else say("No source gives it yet")
    return {
        "what": telling.said(say("The table {name} is not loaded", name=table)),
        "mend": telling.said(mend),
    }


def _own(on: date) -> str:
    """Return the key of the institution's unit, as the series of plans know it."""
    top = institution(tree(on))
    return top.key if top else ""


def _page(
    engine: Engine, store: Store, made: Made, results: Mapping[str, Made], *, now: Chosen, before: Chosen
) -> dict[str, Any]:
    page = telling.told(made, results)
    between = changing.Between(before, now)
    page["changed"] = changing.changed(engine, store, made, between)
    page["compares"] = changing.counted(made) is not None
    page["works"] = made.recipe.key in behind.SHOWN
    page["differing"] = changing.differing(engine, store, made, page, chosen=now)
    return page


def _behind(
    engine: Engine, store: Store, of: About, now: Chosen, basis: Basis, *, tell: Tell, steps: int
) -> None:
    """Keep the works behind the figures, where works are loaded."""
    if not set(behind.NEEDS) <= set(now):
        return
    given = engine.open(files(store, {name: now[name] for name in behind.NEEDS}))
    for done in keeping.keep_works(basis, behind.works(engine, given, of)):
        words: Words = say("Kept {n} works behind the figures", n=done)
        tell(steps - 1, steps, words)
