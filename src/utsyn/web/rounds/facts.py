"""From rows to facts: the terms of a round, its dates as the call stands, what a nomination tells."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from utsyn.calls.proposal import Proposal
from utsyn.calls.rounds.nomination import Nomination as Told
from utsyn.calls.rounds.nomination import proposal_of
from utsyn.calls.rounds.terms import Due, Step, Terms, due
from utsyn.periods import Deadline
from utsyn.problems import Problem, Problems
from utsyn.text import say
from utsyn.web.calls.facts import Entry, shelf
from utsyn.web.rounds.models import Nomination, Round


def entry(row: Round) -> Entry:
    """Return the call of a round. Raises Problems where its document is gone."""
    found = shelf().entries.get(row.call)
    if found is None:
        what = say("The call {call} is not among the documents", call=row.call)
        raise Problems(Problem(what, say("Put its document back into the folder of the institution")))
    return found


def terms(row: Round) -> Terms:
    """Return the terms of a round."""
    return Terms.model_validate(row.terms)


def now(row: Round, *, at: datetime) -> datetime:
    """Return the moment in the round: the real one, or that of a rehearsal's own clock."""
    return row.clock if row.rehearsal and row.clock else at


def today(row: Round, *, at: datetime) -> date:
    """Return the day in the round, where the office is."""
    return timezone.localdate(now(row, at=at))


def closes(row: Round, *, on: date) -> Deadline | None:
    """Return the funder's deadline as the call stood on a day, or None where it is not known."""
    return entry(row).stood(on)[0].closes


def steps(row: Round, *, on: date) -> Sequence[Due]:
    """Return the steps of a round with their ends, counted back from the funder's deadline as it stood on a day."""
    end = closes(row, on=on)
    return list(due(terms(row), end)) if end else []


def over(row: Round, step: Step, *, at: datetime) -> bool | None:
    """Tell whether a step has ended at a moment; None where its end is not known, or the round has no such step."""
    moment = now(row, at=at)
    for one in steps(row, on=timezone.localdate(moment)):
        if one.step is step:
            met = one.deadline.met(on=one.deadline.day_of(moment), at=moment)
            return None if met is None else not met
    return None


def told(row: Nomination) -> Told:
    """Return what a nomination tells."""
    return Told.model_validate(row.told)


def proposal(row: Nomination) -> Proposal:
    """Return what the call's rules read of a nomination."""
    return proposal_of(told(row))


def written(made: Told) -> dict[str, Any]:
    """Return what a nomination tells as its row keeps it."""
    return made.model_dump(mode="json", exclude_none=True)


def countries(made: Told) -> str:
    """Return the partner countries of a nomination in the order told, each once, as lists show them."""
    codes = dict.fromkeys(partner.country for partner in made.partners or () if partner.country)
    return " ".join(codes)


def utc(moment: datetime) -> str:
    """Write a moment as the log does."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
