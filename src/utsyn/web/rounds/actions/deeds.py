"""What all deeds in a round share: one at a time, once for each form, on the version that the person saw, in the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from utsyn.problems import Problem, Problems
from utsyn.text import Words, say
from utsyn.web.log import Line, Person, log
from utsyn.web.rounds.models import Nomination, Round


class DoneError(Problems):
    """The form was dealt with before: a second click, or a page sent anew. Nothing is done twice."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                say("This form was sent before, and what it asked for is done"),
                say("Reload the page to see how it stands now"),
            )
        )


class StaleError(Problems):
    """Somebody else changed what the person was looking at; what she wrote is kept on her page."""

    def __init__(self) -> None:
        what = say("Somebody else has changed this since you opened the page, so nothing was saved yet")
        super().__init__(
            Problem(what, say("Look at what is there now, bring the two together, and save again"))
        )


def locked(row: Round) -> Round:
    """Return the round as it stands now, and let nobody else decide in it until this transaction ends."""
    return Round.objects.select_for_update().get(pk=row.pk)


def locked_nomination(row: Nomination) -> Nomination:
    """Return the nomination as it stands now with its round, both locked, the round first."""
    Round.objects.select_for_update().get(pk=row.round_id)
    return Nomination.objects.select_for_update().select_related("round").get(pk=row.pk)


def once(form: str | None) -> None:
    """Go on if the form was not dealt with before. Raises DoneError."""
    if form and Line.objects.filter(form=form).exists():
        raise DoneError


def unchanged(version: int, seen: int | None) -> None:
    """Go on if the person saw the version that stands. Raises StaleError."""
    if seen is not None and seen != version:
        raise StaleError


def refuse(what: Words, mend: Words, *path: str | int) -> Problems:
    """Return the refusal of a deed, to be raised."""
    return Problems(Problem(what, mend, path))


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
