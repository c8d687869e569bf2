"""Two flows in balance: as many who come as who go, within a tolerance."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from utsyn.plans.indicators import IndicatorDocument, Sort
from utsyn.plans.series import Known, Observation
from utsyn.plans.spoken import Plain, period
from utsyn.plans.states import Gauge, Span
from utsyn.plans.targets import target
from utsyn.plans.targets.bases import before
from utsyn.plans.targets.reaching import towards
from utsyn.plans.targets.reading import Read, in_series, valued
from utsyn.text import Percent, say

Tolerance = Annotated[Decimal, Field(ge=0, lt=1)]


@target(Sort.FLOWS)
def balance(known: Known, *, tolerance: Tolerance) -> Gauge:
    """The two flows differ by at most `tolerance`, a share of the larger of them; 0.10 accepts 90 against 100.

    A flow that nobody knows leaves it unknown, and so do two of nothing. Where things stood when the plan began is its
    base.
    """
    series = in_series(known, _apart)
    base = before(series, known.since)
    claim = say(
        "What comes in and what goes out differ by at most {share} of the larger", share=Percent(tolerance)
    )
    return towards(known, series, claim, Span(tolerance, tolerance), base=base.level, base_within=base.within,
                   based=base.based, baseless=base.why, falling=True)  # fmt: skip


def _apart(observation: Observation, _indicator: IndicatorDocument) -> Read:
    """Read how far two flows are apart, as a share of the larger."""
    parts, when = observation.figure.parts, period(observation)
    come, go = parts.get("in"), parts.get("out")
    if come is None or go is None:
        why = say("not both flows are known for {period}", period=when)
        return Read(observation, None, why=why)
    if max(come, go) <= 0:
        return Read(observation, None, why=say("nothing came in or went out, for {period}", period=when))
    said = say("{come} in, {go} out", come=Plain(come), go=Plain(go))
    return valued(observation, abs(come - go) / max(come, go), said)
