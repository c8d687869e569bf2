"""Computed figures entered for plans: as the series of an indicator keeps them, each with its provider, source and hash."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from utsyn.text import say
from utsyn.web.deeds import once, refuse
from utsyn.web.evidence.models import Computed
from utsyn.web.indicators.actions import enter, revise
from utsyn.web.indicators.models import Observed
from utsyn.web.log import log
from utsyn.web.people.models import Unit
from utsyn.web.people.rights import Deed, Person, require

PASSED = ("value", "parts", "source", "method", "precision", "unknown", "caveats")


class Done(NamedTuple):
    """How many figures were entered, revised, and left as they stood."""

    entered: int
    revised: int
    same: int


@transaction.atomic
def enter_computed(
    computed: Computed,
    indicator: str,
    *,
    unit: Unit,
    because: str,
    by: Person,
    at: datetime,
    form: str | None = None,
) -> Done:
    """Enter what was computed as figures of an indicator; one that stands and is another by now is revised.

    Synthetic figures are entered as those of a rehearsal. Raises Problems, NotYoursError, DoneError.
    """
    require(by, Deed.PLAN, unit=unit.pk)
    once(form)
    told = computed.observed.get(indicator)
    if not told:
        raise refuse(say("There is nothing to enter"), say("Compute the figure from data of whole years"))
    alive = Observed.objects.filter(
        indicator=indicator, unit=unit, provider=told[0]["provider"], rehearsal=computed.synthetic,
        withdrawn_at=None, replaced_by=None,
    )  # fmt: skip
    standing = {(row.since, row.until): row for row in alive.select_related("unit")}
    counts = [0, 0, 0]
    for one in told:
        since, until = (date.fromisoformat(one[name]) for name in ("since", "until"))
        row = standing.get((since, until))
        given: dict[str, Any] = {name: one[name] for name in PASSED} | {"by": by, "at": at, "by_hand": False}
        if row is None:
            more = {"provider": one["provider"], "rehearsal": computed.synthetic}
            enter(indicator, unit=unit, since=since, until=until, **more, **given)
            counts[0] += 1
        elif _same(row, one):
            counts[2] += 1
        else:
            revise(row, because=because, **given)
            counts[1] += 1
    done = Done(*counts)
    kept = {"recipe": computed.recipe, "sha256": computed.sha256, **done._asdict()}
    log(by, "entered computed", f"indicator/{indicator}", at=at, told=kept, sha256=computed.sha256, form=form)
    return done


def _same(row: Observed, one: Mapping[str, Any]) -> bool:
    """Tell whether a figure that stands was made from the same result."""
    return bool(row.source.get("sha256") == one["source"]["sha256"])
