"""Compute figures on the synthetic world, enter one for the plans of the rehearsal, and say what came of it."""

import os
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from utsyn.text import Language, shown
from utsyn.web.evidence import facts
from utsyn.web.evidence.actions.entering import enter_computed
from utsyn.web.evidence.actions.working import queue
from utsyn.web.evidence.jobs import work
from utsyn.web.evidence.models import Computed, Partner
from utsyn.web.indicators.models import Observed
from utsyn.web.rehearsal.university import found

WORKS, SEED = 20_000, 1
# By field of OpenAlex, from 11 on, the faculty of the invented university that writes in it.
UNITS = (
    "nat", "hum", "med", "sv", "nat", "nat", "nat", "sv", "nat", "sv", "nat", "nat", "nat", "med", "nat", "nat", "med", "med", "med",
    "med", "nat", "psyk", "sv", "nat", "med", "med",
)  # fmt: skip
FIGURE = "international-copublication"


def compute_world(*, at: datetime) -> Computed | None:
    """Make the world and compute its figures, unless figures stand already; return the one that is shown.

    Real figures are left alone, and then nothing is returned.
    """
    current = Computed.objects.filter(basis__current=True, recipe=FIGURE)
    if not Computed.objects.filter(basis__current=True).exists():
        queue("world", told={"works": WORKS, "seed": SEED, "units": [f"demo-{key}" for key in UNITS]}, at=at)
        work(clock=lambda: at)
    row = current.filter(synthetic=True).first()
    if (
        row is not None
        and not Observed.objects.filter(indicator=FIGURE, rehearsal=True, by_hand=False).exists()
    ):
        _enter(row, at=at)
    return row


def _enter(row: Computed, *, at: datetime) -> None:
    """Enter the figure where the plans of the rehearsal rest on it."""
    there = found()
    enter_computed(
        row,
        FIGURE,
        unit=there["uni"],
        because="Regnet ut av den syntetiske verdenen",
        by=there["kontor"],
        at=at,
    )


def report(row: Computed | None, language: Language) -> Iterator[str]:
    """Walk the lines of the report; nothing where the figures are not of the synthetic world."""
    if row is None:
        return
    yield ""
    yield _("Evidence computed on a synthetic world of %(n)d publications: nothing in it is real") % {
        "n": WORKS
    }
    line = facts.shown(row.head["line"], row.head)
    told = [shown(one, language) for one in (line.value, line.ratio, line.interval) if one]
    yield f"  {shown(facts.title(row.recipe), language)}, {line.year}: {', '.join(told)}"
    change = facts.change(row.told, line.year)
    if change:
        yield "  " + _("The vintage before gave %(before)d of %(of)d; the causes of the change add up:") % {
            "before": change.before[0], "of": change.before[1],
        }  # fmt: skip
        for cause in change.causes:
            yield f"    {shown(cause.name, language)}: {cause.numerator:+d} / {cause.denominator:+d}"
    signs = {
        name: Partner.objects.filter(basis=row.basis_id, **{name: True}).count()
        for name in ("hidden", "emerging", "dormant")
    }
    yield "  " + _("Partners: %(hidden)d hidden, %(emerging)d emerging, %(dormant)d dormant") % signs
    address = os.environ.get("UTSYN_ADDRESS", "127.0.0.1:8000")
    yield f"  http://{address}/{language}/evidence/"
