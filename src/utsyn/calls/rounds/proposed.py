"""What a call itself says of an institution's round: how many it may send, and whether it ranks them, each with its citation."""

from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from utsyn.calls.eligibility import Call, conditions
from utsyn.calls.kinds import Stage
from utsyn.calls.rounds.terms import Before, Policy, Step
from utsyn.reasons import Finding

CAP, RANKING = "at_most_per_institution", "ranking"
OTHERWISE: Policy = "on_overflow"
STEPS: Mapping[Step, Before] = {
    Step.NOTICE: Before(days=21, at=time(15)),
    Step.INTERNAL: Before(days=7, at=time(15)),
    Step.RANKING: Before(days=4, at=time(15)),
    Step.APPROVAL: Before(days=1, at=time(15)),
    Step.SUBMISSION: Before(days=0),
}


class Proposed(NamedTuple):
    """Terms to begin with: what the call says where it says it (the line with its citation), else what is usual."""

    cap: int | None
    capped_by: Finding | None
    policy: Policy
    ranked_by: Finding | None
    steps: Mapping[Step, Before] = STEPS


def proposed(call: Call, *, on: date) -> Proposed:
    """Return the terms that a call, as it stood on a day, proposes for a round."""
    named = {line.key or line.rule: line.rule for line in call.reading(on=on, stage=Stage.NEW).rules}
    found = {named.get(line.key, ""): line for line in conditions(call, on=on)}
    capped, ranked = found.get(CAP), found.get(RANKING)
    return Proposed(
        capped.given.get("at_most") if capped else None,
        capped.put((), on) if capped else None,
        ranked.given["policy"] if ranked else OTHERWISE,
        ranked.put((), on) if ranked else None,
    )
