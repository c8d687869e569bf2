"""What all deeds in a round share: one at a time, and in the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from utsyn.web.log import Line, Person, log
from utsyn.web.rounds.models import Nomination, Round


def locked(row: Round) -> Round:
    """Return the round as it stands now, and let nobody else decide in it until this transaction ends."""
    return Round.objects.select_for_update().get(pk=row.pk)


def locked_nomination(row: Nomination) -> Nomination:
    """Return the nomination as it stands now with its round, both locked, the round first."""
    Round.objects.select_for_update().get(pk=row.round_id)
    return Nomination.objects.select_for_update().select_related("round").get(pk=row.pk)


def noted(
    by: Person,
    did: str,
    row: Round | Nomination,
    *,
    at: datetime,
    form: str | None = None,
    sha256: str = "",
    **told: Any,
) -> Line:
    """Write a deed in a round into the log, under the round's key; a rehearsal's own time stands beside the real one."""
    round_ = row if isinstance(row, Round) else row.round
    facts: Mapping[str, Any] = told if isinstance(row, Round) else {"nomination": row.number, **told}
    if round_.rehearsal and round_.clock:
        facts = {**facts, "clock": round_.clock.isoformat()}
    return log(by, did, f"round/{round_.key}", at=at, told=facts, sha256=sha256, form=form or None)
